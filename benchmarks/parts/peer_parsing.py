"""The peer: chat-miner reads a file; ``peer_parsing.py whatsapp|telegram FILE FOLDER``.

FOLDER holds chat-miner. Prints how many messages it made, and the seconds and CPU from the file to
its messages in memory.
"""

import json
import logging
import sys
import time

sys.path.append(sys.argv[3])

from chatminer.chatparsers import TelegramJsonParser, WhatsAppParser

PARSERS = {"whatsapp": WhatsAppParser, "telegram": TelegramJsonParser}

logging.disable(logging.INFO)
began, cpu = time.perf_counter(), time.process_time()
parser = PARSERS[sys.argv[1]](sys.argv[2])
parser.parse_file()
took = {"seconds": time.perf_counter() - began, "parsing_cpu": time.process_time() - cpu}
made = len(parser.parsed_messages._parsed_messages)  # noqa: SLF001 -- a table of them takes longer
print(json.dumps({"messages": made} | took))
