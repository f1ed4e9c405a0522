"""Every action that the peer knows, by its name."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from groupscope.playground import history, listings, sending
from groupscope.playground.account import Account
from groupscope.playground.params import ActionFailedError, Params
from groupscope.playground.values import Json

Answer: TypeAlias = Json | list[Json] | None


def get_login_info(account: Account, _params: Params) -> Json:
    """Who is logged in."""
    return {"user_id": account.user_id, "nickname": account.nickname}


def get_version_info(account: Account, _params: Params) -> Json:
    """Which implementation this is."""
    dialect = account.dialect
    return {
        "app_name": dialect.app_name,
        "protocol_version": "v11",
        "app_version": dialect.version,
    }


def get_status(_account: Account, _params: Params) -> Json:
    """Whether all is well; as long as it can be asked, it is."""
    return {"online": True, "good": True}


QUESTIONS: dict[str, Callable[[Account, Params], Answer]] = {
    "get_login_info": get_login_info,
    "get_version_info": get_version_info,
    "get_status": get_status,
    "get_group_list": listings.get_group_list,
    "get_group_info": listings.get_group_info,
    "get_group_member_list": listings.get_group_member_list,
    "get_group_member_info": listings.get_group_member_info,
    "get_group_msg_history": history.get_group_msg_history,
    "get_msg": history.get_msg,
}

DEEDS: dict[str, Callable[[Account, Params], Awaitable[Answer]]] = {
    "send_msg": sending.send_msg,
    "send_group_msg": sending.send_group_msg,
    "send_private_msg": sending.send_private_msg,
    "upload_private_file": sending.upload_private_file,
    "send_group_forward_msg": sending.send_group_forward_msg,
    "delete_msg": sending.delete_msg,
    "set_msg_emoji_like": sending.set_msg_emoji_like,
    "set_group_reaction": sending.set_group_reaction,
    "group_poke": sending.group_poke,
}


async def answer(account: Account, action: str, params: Json) -> Answer:
    """Return the data that an action answers with. ActionFailedError where it fails."""
    if action in account.dialect.lacks:
        raise unknown(account, action)
    if action in QUESTIONS:
        return QUESTIONS[action](account, Params(params))
    if action in DEEDS:
        return await DEEDS[action](account, Params(params))
    raise unknown(account, action)


def unknown(account: Account, action: str) -> ActionFailedError:
    """Return the failure of an action that this implementation does not have."""
    return ActionFailedError(account.dialect.unknown_action, f"不支持的API {action}")
