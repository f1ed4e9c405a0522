"""Our matchers within NoneBot: who answers which command, and what is sent."""

import nonebot
import pytest
from nonebot.adapters.onebot.v11 import Adapter, Bot, Message, MessageSegment
from nonebug import App

from groupscope.access import Asker, Role
from groupscope.commands import recognise
from groupscope.model import Segment


def called(words: str, role: Role = Role.MEMBER, group_id: int | None = 20001):
    """The event of a command, as the door makes it."""
    from plugins._chat import CommandEvent

    invocation = recognise([Segment("text", {"text": words})], self_id=10000)
    return CommandEvent(
        time=1_795_161_949,
        self_id=10000,
        user_id=30003,
        group_id=group_id,
        message_id=7,
        asker=Asker(30003, role, group_id),
        invocation=invocation,
    )


@pytest.fixture
def answers(app: App, loaded):
    """``await answers("/help", text)``: one matcher sends this one text, quoting the question."""

    async def answers(words: str, text: str, **options) -> None:
        event = called(words, **options)
        async with app.test_matcher() as context:
            bot = context.create_bot(
                base=Bot,
                adapter=nonebot.get_adapter(Adapter.get_name()),
                self_id="10000",
                auto_connect=False,
            )
            context.receive_event(bot, event)
            message = MessageSegment.reply(7) + Message(MessageSegment.text(text))
            target = {"group_id": event.group_id} if event.group_id else {"user_id": event.user_id}
            action = "send_group_msg" if event.group_id else "send_private_msg"
            context.should_call_api(action, {**target, "message": message}, {"message_id": 8})

    return answers


async def test_help_about_nothing(answers):
    await answers("/帮助 不存在", "没有「不存在」这个命令。发 /帮助 全部 看看有哪些。")


async def test_in_private_recording_is_switched_in_a_group_that_is_named(answers):
    named = "私聊里请写明群号，例如：/群镜 开启 in 123456"
    await answers("/群镜 开启", named, role=Role.SUPERUSER, group_id=None)


async def test_members_do_not_switch_recording(answers, loaded):
    before = loaded.store.groups.is_recorded(20001)
    await answers("/群镜 关闭", "只有群主和管理员可以开启或关闭记录。")
    assert loaded.store.groups.is_recorded(20001) == before


async def test_a_group_of_which_nothing_is_known(answers):
    await answers("/rank 昨天", "昨天没有记录：那时我还不在群里。", group_id=20099)
