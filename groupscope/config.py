"""The one reader of configuration, for the bot and the command line alike.

Later wins: ``.env`` (committed defaults), ``.env.{ENVIRONMENT}`` (the user's own, ``.env.prod``
unless said otherwise), the process environment. Keys of our own begin with ``GROUPSCOPE_``; the
few of NoneBot's that we need are read under their own names.
"""

import difflib
import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url

from groupscope.env_values import (
    DRIVERS,
    Hooks,
    Numbers,
    Pairs,
    Words,
    known_database,
    known_hours,
    known_page,
    known_zone,
    long_enough,
)
from groupscope.errors import StartError

PREFIX = "GROUPSCOPE_"
PREFIX_OF_TESTS = "GROUPSCOPE_TEST_"
"""Keys of the test suite, whose bots inherit its environment."""
HOME = Path(__file__).resolve().parent.parent
ROOT = HOME if (HOME / "bot.py").exists() else Path.cwd()
"""Where bot.py, .env and data/ live, whatever the working directory; installed as a mere package
there is no such place, and the working directory serves."""


class Config(BaseSettings):
    """Every setting of the bot; ``description`` is what an owner reads when a value is wrong."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    environment: str = Field("prod", validation_alias="ENVIRONMENT", description="一个单词")
    driver: str = Field("~fastapi", validation_alias="DRIVER", description="NoneBot 的驱动器名")
    log_level: Literal["TRACE", "DEBUG", "INFO", "SUCCESS", "WARNING", "ERROR", "CRITICAL"] = Field(
        "INFO", validation_alias="LOG_LEVEL", description="TRACE、DEBUG、INFO、WARNING、ERROR 之一"
    )
    log_form: Literal["text", "json"] = Field("text", description="text 或 json")
    log_megabytes: int = Field(
        10, ge=0, le=1000, description="0 到 1000 的整数（MB），0 为不写文件"
    )
    api_timeout: float = Field(
        30, validation_alias="API_TIMEOUT", gt=0, description="大于 0 的数（秒）"
    )
    host: str = Field("127.0.0.1", validation_alias="HOST", description="一个 IP 地址或主机名")
    port: int = Field(
        8080, validation_alias="PORT", ge=1, le=65535, description="1 到 65535 的整数"
    )
    superusers: Words = Field(
        frozenset(), validation_alias="SUPERUSERS", description='QQ 号列表，例如 ["10001"]'
    )
    command_start: Words = Field(
        frozenset({"/"}),
        min_length=1,
        validation_alias="COMMAND_START",
        description='字符列表，例如 ["/"]',
    )
    onebot_access_token: str | None = Field(
        None, validation_alias="ONEBOT_ACCESS_TOKEN", description="一串口令"
    )

    database_url: Annotated[str, AfterValidator(known_database)] = Field(
        "sqlite+aiosqlite:///data/groupscope.db",
        description="数据库地址，以 "
        + "、".join(f"{driver}://" for driver in DRIVERS)
        + " 之一开头",
    )
    data_dir: Path = Field(Path("data"), description="一个目录")
    timezone: Annotated[str, AfterValidator(known_zone)] = Field(
        "Asia/Shanghai", description="时区名，例如 Asia/Shanghai"
    )
    new_groups: Literal["record", "ask", "ignore"] = Field(
        "record", description="record、ask、ignore 之一"
    )
    allow_groups: Numbers = Field(frozenset(), description="群号列表，例如 [123456, 234567]")
    deny_groups: Numbers = Field(frozenset(), description="群号列表，例如 [123456, 234567]")
    deny_members: Numbers = Field(frozenset(), description="QQ 号列表，例如 [10001, 10002]")
    account_owners: Pairs = Field(
        frozenset(), description="“机器人的号:主人的号”的列表，例如 10000:30008, 10009:30007"
    )
    dispatch: Literal["auto", "all", "commands"] = Field(
        "auto", description="auto、all、commands 之一"
    )
    recalled: Literal["drop", "keep"] = Field("drop", description="drop 或 keep")
    retention_days: int = Field(0, ge=0, le=3650, description="0 到 3650 的整数（天），0 为永久")
    grace_days: int = Field(30, ge=0, le=3650, description="0 到 3650 的整数（天），0 为一直保留")
    owner_contact: str = Field("", description="怎么联系机器人的主人，例如 QQ 10001")
    other_bots: Numbers = Field(frozenset(), description="QQ 号列表，例如 [10001, 10002]")
    answer_self: bool = Field(default=False, description="true 或 false")
    help_command: Literal["on", "off"] = Field("on", description="on 或 off")
    pacing: Literal["on", "off"] = Field("on", description="on 或 off")
    theme: Literal["light", "dark", "auto"] = Field("light", description="light、dark、auto 之一")
    avatars: bool = Field(default=True, description="true 或 false")
    replies: Literal["picture", "text"] = Field("picture", description="picture 或 text")
    mention_only: bool = Field(default=False, description="true 或 false")
    commands_off: Words = Field(frozenset(), description='命令名列表，例如 ["心情", "questions"]')
    question_board: bool = Field(default=True, description="true 或 false")
    quiet_hours: Annotated[str, AfterValidator(known_hours)] = Field(
        "23:00-08:00", description="一段时间，例如 23:00-08:00，或 off"
    )
    digest_least: int = Field(30, ge=1, le=100_000, description="1 到 100000 的整数（条）")
    look_mood: Literal["self", "everyone"] = Field("self", description="self 或 everyone")
    look_clock: Literal["self", "everyone"] = Field("self", description="self 或 everyone")
    look_search: Literal["self", "everyone"] = Field("self", description="self 或 everyone")
    dashboard_token: Annotated[str, AfterValidator(long_enough)] = Field(
        "", description="空着，或者至少 32 个字符"
    )
    look_dashboard: Literal["admins", "everyone"] = Field(
        "admins", description="admins 或 everyone"
    )
    dashboard: Literal["on", "off"] = Field("on", description="on 或 off")
    dashboard_url: Annotated[str, AfterValidator(known_page)] = Field(
        "",
        description="看板的网址，以 http:// 或 https:// 开头，例如 https://bot.example.com/dashboard",
    )
    segmenter: Literal["auto", "rjieba", "jieba"] = Field(
        "auto", description="auto、rjieba、jieba 之一"
    )
    nightly_backup: Literal["on", "off"] = Field("on", description="on 或 off")
    backfill_hours: int = Field(24, ge=0, le=24 * 30, description="0 到 720 的整数（小时）")
    backfill_pause: float = Field(1.0, ge=0, le=60, description="0 到 60 的数（秒）")
    watch_folder: str = Field("", description="一个文件夹，或留空")
    upload_mb: int = Field(
        1024, ge=0, le=100_000, description="0 到 100000 的整数（MB），0 为不能在看板导入"
    )
    alarms: Literal["on", "off"] = Field("on", description="on 或 off")
    webhooks: Hooks = Field(
        frozenset(),
        description="网址列表，例如 https://example.com/hook, ntfy+https://ntfy.sh/topic",
    )
    disk_alarm: int = Field(85, ge=1, le=100, description="1 到 100 的整数（%），100 为不提醒")
    monitoring: Literal["on", "off"] = Field("off", description="on 或 off")
    queue_limit: int = Field(
        100_000, ge=1_000, le=10_000_000, description="1000 到 10000000 的整数（条）"
    )

    @property
    def database(self) -> URL:
        """The database's address; a relative SQLite path is taken from the project's folder."""
        url = make_url(self.database_url)
        if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
            return url
        return url.set(database=str(ROOT / url.database))

    @property
    def data(self) -> Path:
        """The data folder, absolute."""
        return ROOT / self.data_dir

    @property
    def watched(self) -> Path | None:
        """The folder whose files are imported by themselves, absolute; None for none."""
        return ROOT / self.watch_folder if self.watch_folder.strip() else None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of groups that have none of their own."""
        return ZoneInfo(self.timezone)

    @property
    def owners(self) -> frozenset[int]:
        """QQ numbers of the superusers, also where written as ``OneBot V11:10001``."""
        tails = (name.rpartition(":")[2] for name in self.superusers)
        return frozenset(int(tail) for tail in tails if tail.isascii() and tail.isdigit())

    def owned_by(self, user_id: int) -> frozenset[int]:
        """Return the accounts of the bot of which somebody is an owner, and of no others."""
        pairs = (pair.split(":") for pair in self.account_owners)
        return frozenset(int(account) for account, owner in pairs if int(owner) == user_id)

    def checked(self) -> Self:
        """Return this configuration; StartError where it would be open to the world."""
        if not self.onebot_access_token and not is_loopback(self.host):
            raise StartError(
                f"HOST={self.host} 会让别的机器连进来，但 ONEBOT_ACCESS_TOKEN 是空的：谁都能冒充"
                "你的 QQ。请在 .env.prod 里设一串口令（并填进 NapCat / LLBot），"
                "或改回 HOST=127.0.0.1。"
            )
        return self


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def environment_key(name: str, field: FieldInfo) -> str:
    """Return the key under which a field stands in ``.env``."""
    return str(field.validation_alias or f"{PREFIX}{name}".upper())


def keys() -> dict[str, FieldInfo]:
    """Return every key that a user may set, with its field."""
    return {environment_key(name, field): field for name, field in Config.model_fields.items()}


def files(root: Path = ROOT) -> tuple[Path, ...]:
    """Return the files to read, the stronger ones last."""
    base = root / ".env"
    environment = os.environ.get("ENVIRONMENT") or dotenv_values(base).get("ENVIRONMENT") or "prod"
    return base, root / f".env.{environment}"


def load(root: Path = ROOT) -> Config:
    """Read the configuration; StartError with one sentence that names the key that is wrong."""
    try:
        sources = files(root)
        _refuse_unknown(sources)
        return Config(_env_file=sources, _env_file_encoding="utf-8").checked()  # pyright: ignore[reportCallIssue] -- pydantic-settings takes these, its stubs do not say so
    except ValidationError as error:
        raise _wrong_value(error) from error
    except UnicodeDecodeError as error:
        raise StartError("配置文件 .env 或 .env.prod 不是 UTF-8 编码，请另存为 UTF-8。") from error


def _wrong_value(error: ValidationError) -> StartError:
    """Say which key is wrong and what it takes; secrets are not repeated."""
    first = error.errors()[0]
    name = str(first["loc"][0])
    key = next(key for key in keys() if name.upper() in (key, key.removeprefix(PREFIX)))
    given = "" if key.endswith(("_URL", "_TOKEN", "_WEBHOOKS")) else f"“{_shown(first['input'])}”"
    return StartError(f"配置项 {key} 的值{given}不对，应为：{keys()[key].description}。")


def _shown(value: Any) -> str:  # noqa: ANN401 -- whatever the user wrote
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _refuse_unknown(sources: tuple[Path, ...]) -> None:
    """Refuse a misspelt key: a deny list that nobody reads would record what it must not."""
    written: Mapping[str, str | None] = os.environ | {
        key: value for path in sources for key, value in dotenv_values(path).items()
    }
    known = keys()
    for key in map(str.upper, written):
        if key.startswith(PREFIX) and not key.startswith(PREFIX_OF_TESTS) and key not in known:
            ours = [name.removeprefix(PREFIX) for name in known if name.startswith(PREFIX)]
            close = difflib.get_close_matches(key.removeprefix(PREFIX), ours, 1)
            hint = f"，是不是 {PREFIX}{close[0]}？" if close else "。"
            raise StartError(f"不认识配置项 {key}{hint}（全部配置项见 docs/configuration.md）")
