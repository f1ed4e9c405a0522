"""What both sides need to find each other: the bot's ``.env.prod``, NapCat's and LLBot's files."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values, set_key

from groupscope.env_values import is_guessable

HEARTBEAT = 30_000
"""Milliseconds between two signs of life: by these the bot notices that nothing comes any more."""
TRIED_AGAIN = 5_000
"""Milliseconds until a lost connection is tried again."""
TOKEN = "ONEBOT_ACCESS_TOKEN"  # noqa: S105 -- the name of a key
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Link:
    """Where an implementation connects to, and by which secret."""

    url: str
    token: str


@dataclass(frozen=True, slots=True)
class PeerFile:
    """A file for an implementation, and what its owner does with it."""

    path: Path
    content: Mapping[str, Any]
    what_to_do: str

    def write(self) -> None:
        """Write it, readable for its owner alone: the secret stands in it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.content, ensure_ascii=False, indent=2) + "\n"
        kept_private(self.path)
        self.path.write_text(text, encoding="utf-8")


def napcat(folder: Path, account: str, link: Link) -> PeerFile:
    """Return NapCat's configuration of OneBot for an account (``OneBotConfigSchema``, 4.18)."""
    client = {
        "name": "groupscope",
        "enable": True,
        "url": link.url,
        "messagePostFormat": "array",
        "reportSelfMessage": True,
        "reconnectInterval": TRIED_AGAIN,
        "token": link.token,
        "debug": False,
        "heartInterval": HEARTBEAT,
    }
    others = ("httpServers", "httpSseServers", "httpClients", "websocketServers", "plugins")
    content = {
        "network": {**{name: [] for name in others}, "websocketClients": [client]},
        "musicSignUrl": "",
        "enableLocalFile2Url": False,
        "parseMultMsg": False,
    }
    path = folder / f"onebot11_{account}.json"
    return PeerFile(
        path, content, "NapCat 用：放进它的 config 文件夹（Docker 里是 /app/napcat/config）"
    )


def llbot(folder: Path, account: str, link: Link) -> PeerFile:
    """Return LLBot's configuration for an account (``OB11Config``, 8.1); it fills in the rest."""
    client = {
        "type": "ws-reverse",
        "name": "groupscope",
        "enable": True,
        "url": link.url,
        "token": link.token,
        "heartInterval": HEARTBEAT,
        "messageFormat": "array",
        "reportSelfMessage": True,
        "reportOfflineMessage": True,
        "debug": False,
    }
    path = folder / f"config_{account}.json"
    content = {"ob11": {"enable": True, "connect": [client]}}
    return PeerFile(
        path, content, "LLBot 用：放进它的 data 文件夹；那里已经有的话，只把 connect 里这一项加进去"
    )


def token_of(env: Path) -> str:
    """Return the secret that stands in a file already, if nobody can guess it, or a new one.

    An implementation that knows it need not be told anew.
    """
    known = dotenv_values(env).get(TOKEN) if env.exists() else None
    return known if known and not is_guessable(known) else secrets.token_urlsafe(TOKEN_BYTES)


def settle(env: Path, values: Mapping[str, str]) -> None:
    """Write values into a file of settings; its other lines stay as they are."""
    kept_private(env)
    for key, value in values.items():
        set_key(env, key, value, quote_mode="never", encoding="utf-8")
    kept_private(env)


def kept_private(path: Path) -> None:
    """Make a file one that nobody else on this machine can read; made, where there is none."""
    path.touch(mode=0o600)
    if os.name != "nt":
        path.chmod(0o600)
