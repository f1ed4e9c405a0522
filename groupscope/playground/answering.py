"""From the bot's call to the answer's frame, with what may go wrong between them."""

import asyncio

from groupscope.playground import actions
from groupscope.playground.account import Account
from groupscope.playground.faults import Faults
from groupscope.playground.params import ActionFailedError
from groupscope.playground.values import Json

SENDS = frozenset({"send_msg", "send_group_msg", "send_private_msg", "send_group_forward_msg"})
TIMED_OUT = "Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg EventRet: {result:0}"
REFUSED = "EventChecker Failed: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg result: 299"
MUTED = "发送失败，请检查机器人是否被禁言"


async def answer(account: Account, faults: Faults, call: Json) -> Json | None:
    """Return the frame that answers a call; None where there is to be no answer."""
    action = str(call.get("action"))
    if faults.ignores(action):
        return None
    await asyncio.sleep(faults.answer_delay)
    try:
        data = await _done(account, faults, action, call.get("params") or {})
    except ActionFailedError as failure:
        return _failed(failure, call.get("echo"))
    return _frame(call.get("echo"), status="ok", retcode=0, data=data)


async def _done(account: Account, faults: Faults, action: str, params: Json) -> actions.Answer:
    if faults.lacks(action):
        raise actions.unknown(account, action)
    if action not in SENDS:
        return await actions.answer(account, action, params)
    if faults.muted or faults.send_fails:
        raise account.failure(MUTED if faults.muted else REFUSED)
    data = await actions.answer(account, action, params)
    if faults.send_times_out:
        raise account.failure(TIMED_OUT)
    return data


def _failed(failure: ActionFailedError, echo: object) -> Json:
    words = str(failure)
    frame = _frame(echo, status="failed", retcode=failure.retcode, data=None)
    return frame | {"message": words, "wording": words}


def _frame(echo: object, *, status: str, retcode: int, data: actions.Answer) -> Json:
    return {
        "status": status,
        "retcode": retcode,
        "data": data,
        "message": "",
        "wording": "",
        "echo": echo,
    }
