"""What the owner sees when the bot starts: what to do next, or why it did not start."""

import errno
import json
import os
import re
import socket
from collections.abc import Collection, Generator
from contextlib import contextmanager

from pydantic import ValidationError

from groupscope.config import Config
from groupscope.errors import StartError
from groupscope.systems import bind_alone


class PortTakenError(StartError):
    """Somebody else listens where the bot wants to."""

    def __init__(self, config: Config) -> None:
        super().__init__(
            f"{address(config)} 已被别的程序占用（也许机器人已经在运行）。"
            "请先停掉它，或在 .env.prod 里换一个 PORT。"
        )


class PluginsMissingError(StartError):
    """Plugins failed to load; why stands in the log above."""

    def __init__(self, missing: Collection[str]) -> None:
        super().__init__(f"插件 {'、'.join(sorted(missing))} 加载失败，原因见上面的日志。")


class NoneBotRefusesError(StartError):
    """A setting that NoneBot reads itself has a value that it does not take."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f'配置项 {key.upper()} 的值不对，NoneBot 读不了。列表要写成 JSON，例如 ["a", "b"]。'
        )


@contextmanager
def nonebot_settings(config: Config) -> Generator[None]:
    """Let NoneBot read its own settings; StartError names the one that it does not take.

    It takes lists as JSON alone; ours may be written as people do, so they are written anew.
    """
    os.environ["SUPERUSERS"] = json.dumps(sorted(config.superusers))
    os.environ["COMMAND_START"] = json.dumps(sorted(config.command_start))
    try:
        yield
    except ValidationError as error:
        raise NoneBotRefusesError(str(error.errors()[0]["loc"][0])) from error
    except (ImportError, AttributeError) as error:
        raise NoneBotRefusesError("DRIVER") from error
    except ValueError as error:
        key = re.search(r'env var "(\w+)"', str(error))
        raise NoneBotRefusesError(key[1] if key else "DRIVER") from error


def check_port(config: Config) -> None:
    """Raise StartError where the bot could not listen."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family) as probe:
        try:
            bind_alone(probe, (config.host, config.port))
        except socket.gaierror as error:
            raise StartError(f"HOST={config.host} 不是这台机器的地址。") from error
        except PermissionError as error:
            raise StartError(
                f"没有权限监听端口 {config.port}：1024 以下的要管理员权限，"
                "Windows 也可能把它留给了别的程序。请换一个 PORT。"
            ) from error
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise StartError(f"HOST={config.host} 不是这台机器的地址。") from error
            raise PortTakenError(config) from error


def check_plugins(wanted: Collection[str], loaded: Collection[str]) -> None:
    """Raise PluginsMissingError where not every plugin was loaded."""
    missing = set(wanted) - set(loaded)
    if missing:
        raise PluginsMissingError(missing)


def address(config: Config) -> str:
    """Return host and port as they stand in an address that this machine can reach."""
    host = "127.0.0.1" if config.host in ("0.0.0.0", "::") else config.host  # noqa: S104 -- compared, not bound
    return f"[{host}]:{config.port}" if ":" in host else f"{host}:{config.port}"


def words(config: Config) -> str:
    """Return what to enter in NapCat or LLBot, and how to see it work without QQ."""
    token = "填 ONEBOT_ACCESS_TOKEN 的值" if config.onebot_access_token else "留空"
    return f"""
群镜已启动。还差一步：让 QQ 那边连过来。

  在 NapCat 或 LLBot 里新建一个「WebSocket 客户端」（反向 WebSocket）：
    地址 URL    ws://{address(config)}/onebot/v11/ws
    令牌 Token  {token}
    消息格式    array
    上报自身消息  打开（可选）

  没有 QQ 也能试：另开一个终端，运行
    uv run --no-dev groupscope play
  然后输入  甲: /排行

  数据存放在  {config.database.render_as_string(hide_password=True)}
  停止请按 Ctrl-C，没写完的消息会先写完。
"""


def say(words: str) -> None:
    """Tell whoever has started the bot and looks on, whatever the log level is."""
    print(words, flush=True)  # noqa: T201 -- the console is where they look


def connected(groups: int, recorded: int) -> str:
    """Return what there is to an account that has just connected."""
    if not recorded:
        return f"QQ 已连接，在 {groups} 个群里，都还没有记录：请群管理员在群里发 /群镜 开启。"
    of_all = f"（一共在 {groups} 个群里）" if groups > recorded else ""
    return f"QQ 已连接，已记录 {recorded} 个群{of_all}。"


def fetching(done: int, groups: int, found: int) -> str:
    """Return how far the history of its groups has come in."""
    if done < groups:
        return f"正在补录历史：{done}/{groups} 个群，找到 {found:,} 条。"
    return f"历史补录完成，找到 {found:,} 条。现在可以在群里发 /词云 试试。"
