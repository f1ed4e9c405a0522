"""``groupscope play`` as people start it: a process, a pipe, and what it prints."""

import asyncio
import base64
import json
import os
import re
import signal
import sys

import pytest
from websockets.asyncio.server import serve

PICTURE = b"\x89PNG\r\n\x1a\n...."
SESAME = "sesame"


class EchoBot:
    """Answers a command with its own words and a picture; everything else with silence."""

    def __init__(self):
        self.url = ""
        self.frames = []

    async def meet(self, line):
        await self.call(line, "get_group_msg_history", group_id=10001, count=200)
        async for data in line:
            frame = json.loads(data)
            self.frames.append(frame)
            if str(frame.get("raw_message")).startswith("/"):
                await self.answer(line, frame)

    async def answer(self, line, frame):
        source = "base64://" + base64.b64encode(PICTURE).decode()
        message = [
            {"type": "reply", "data": {"id": str(frame["message_id"])}},
            {"type": "text", "data": {"text": f"答：{frame['raw_message']}"}},
            {"type": "image", "data": {"file": source}},
        ]
        await self.call(line, "send_group_msg", group_id=10001, message=message)
        await self.call(line, "send_private_msg", user_id=10011, message="悄悄话")

    async def call(self, line, action, **params):
        await line.send(json.dumps({"action": action, "params": params, "echo": action}))

    def told(self, kind):
        return [frame for frame in self.frames if frame.get("notice_type") == kind]

    @property
    def messages(self):
        return [frame for frame in self.frames if frame.get("post_type") == "message"]


def let_in(line, request):
    is_known = request.headers.get("Authorization") == f"Bearer {SESAME}"
    return None if is_known else line.respond(403, "")


@pytest.fixture
async def bot():
    bot = EchoBot()
    async with serve(bot.meet, "127.0.0.1", 0, process_request=let_in) as server:
        port = server.sockets[0].getsockname()[1]
        bot.url = f"ws://127.0.0.1:{port}/onebot/v11/ws"
        yield bot


@pytest.fixture
def play(bot, tmp_path):
    async def play(typed, *more, url=None, token=SESAME):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", "from groupscope.cli import main; main()", "play"),
            *("--url", url or bot.url, "--token", token, "--out", str(tmp_path), *more),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await asyncio.wait_for(process.communicate(typed.encode()), 30)
        return process.returncode, out.decode(), err.decode()

    return play


async def test_a_piped_question_is_answered_with_words_and_a_picture(bot, play, tmp_path):
    code, out, err = await play("甲: /rank 本周\n")
    assert (code, err) == (0, "")
    assert "[1] 甲：/rank 本周" in out
    assert "[2] 群镜：「甲：/rank 本周」\n    答：/rank 本周\n" in out
    assert f"[图片 已保存：{tmp_path}/play-0001.png]" in out
    assert (tmp_path / "play-0001.png").read_bytes() == PICTURE
    assert "[私聊 → 10011] 悄悄话" in out
    assert out.endswith("再见。\n")


async def test_the_sample_talk_is_there_to_be_read(bot, play):
    await play("", "--wait", "0.5")
    [answer] = [f for f in bot.frames if f.get("echo") == "get_group_msg_history"]
    assert len(answer["data"]["messages"]) > 100


async def test_people_speak_reply_mention_and_come_and_go(bot, play):
    lines = [
        *("甲: 早 @乙", "又是我", "乙: >1 早呀", ":poke 丙", ":join 戊", "戊: 大家好"),
        *(":recall", ":leave 丁", "丁: 我走了", ":recall 99", ":members"),
    ]
    code, out, _ = await play("\n".join(lines) + "\n", "--wait", "0.5")
    assert code == 0
    first, second, third, fourth = bot.messages
    assert [piece["type"] for piece in first["message"]] == ["text", "at"]
    assert second["user_id"] == first["user_id"] == 10011
    assert third["message"][0]["data"]["id"] == str(first["message_id"])
    assert (fourth["user_id"], fourth["raw_message"]) == (10015, "大家好")
    assert bot.told("notify")[0]["target_id"] == 10013
    assert bot.told("group_increase")[0]["user_id"] == 10015
    assert bot.told("group_recall")[0]["message_id"] == fourth["message_id"]
    assert bot.told("group_decrease")[0]["user_id"] == 10014
    assert "群里没有「丁」这个人。" in out
    assert "没有编号为 99 的消息。" in out
    assert "乙  10012  管理员（群名片：🌸乙酱）" in out


async def test_quit_leaves_the_rest_unsaid(bot, play):
    code, _, _ = await play("甲: 早\n:quit\n甲: 晚安\n", "--wait", "0.5")
    assert code == 0
    assert [frame["raw_message"] for frame in bot.messages] == ["早"]


async def test_it_waits_no_longer_than_told(bot, play):
    asked = []

    async def hold_ones_tongue(line, frame):
        asked.append(asyncio.get_running_loop().time())

    bot.answer = hold_ones_tongue
    code, out, _ = await play("甲: /rank\n", "--wait", "0.5")
    assert (code, "答" in out) == (0, False)
    assert asyncio.get_running_loop().time() - asked[0] < 8


async def test_without_a_bot_it_says_how_to_start_one(play):
    code, _, err = await play("甲: 早\n", url="ws://127.0.0.1:9/onebot/v11/ws")
    assert code == 1
    assert err.strip() == (
        "没有连上机器人（ws://127.0.0.1:9/onebot/v11/ws）。"
        "请先在另一个终端运行 uv run --no-dev bot.py，再试一次。"
    )


async def test_a_wrong_token_is_told_in_a_sentence(play):
    code, _, err = await play("甲: 早\n", token=SESAME[::-1])
    assert code == 1
    assert err.startswith("机器人拒绝了连接：访问令牌不对")


@pytest.mark.parametrize(("code", "sentence"), [(1008, "拒绝了连接"), (1012, "断开了连接")])
async def test_a_bot_that_hangs_up_ends_the_chat(bot, play, code, sentence):
    async def hang_up(line, frame):
        await line.close(code)

    bot.answer = hang_up
    status, _, err = await play("甲: /rank\n")
    assert status == 1
    assert sentence in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(("code", "sentence"), [(1008, "拒绝了连接"), (1011, "断开了连接")])
async def test_a_bot_that_hangs_up_at_once_ends_it_too(bot, play, code, sentence):
    async def hang_up(line, *_action, **_params):
        await line.close(code)

    bot.call = hang_up
    status, _, err = await play("甲: 早\n")
    assert status == 1
    assert sentence in err
    assert err.count("\n") == 1


STARTED = """
import signal
from groupscope.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""
"""A test run in the background has interrupts switched off, and hands that down."""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
@pytest.mark.parametrize("how", ["Ctrl-C", "Ctrl-D", ":quit"])
async def test_someone_at_a_terminal_leaves_in_good_order(bot, tmp_path, how):
    terminal, stdin = os.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", STARTED, "play"),
        *("--url", bot.url, "--token", SESAME, "--out", str(tmp_path)),
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    await process.stdout.readline()
    if how == "Ctrl-C":
        process.send_signal(signal.SIGINT)
    else:
        os.write(terminal, b"\x04" if how == "Ctrl-D" else b":quit\n")
    out, err = await asyncio.wait_for(process.communicate(), 5)
    os.close(terminal)
    os.close(stdin)
    assert (process.returncode, err) == (0, b"")
    assert out.decode().endswith("再见。\n")


async def test_the_help_lists_every_command():
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from groupscope.cli import main; main()", "--help"),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    assert re.search("play +在终端里和机器人聊天，不需要 QQ。", out.decode())
