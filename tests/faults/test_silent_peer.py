"""An implementation that takes every call and answers none."""

from groupscope.playground import Faults
from groupscope.playground.faults import EVERY_ACTION
from tests.bots import ME, MY_OTHER_SELF, until

SETTINGS = {"API_TIMEOUT": "1"}


async def test_recording_goes_on_and_nothing_is_sent_twice(chat):
    peer = await chat.connect(account=ME, faults=Faults(silent_on=EVERY_ACTION))
    await chat.say("甲", "早")
    asked = await chat.say("甲", "/help")
    for number in range(50):
        await chat.say("丙", f"第 {number} 句")
    assert await chat.texts() == ["早", "/help", *(f"第 {number} 句" for number in range(50))]
    await until(lambda: "timeout" in chat.bot.log.lower() or "NetworkError" in chat.bot.log)
    sends = [words for action, words in peer.calls if action == "send_group_msg"]
    assert len(sends) <= 1
    peer.faults = Faults()
    await chat.ask("丙", "/rank")
    assert len(chat.answers(asked)) <= 1


async def test_another_account_is_none_the_worse(chat):
    await chat.connect(account=ME, faults=Faults(silent_on=EVERY_ACTION))
    other = chat.open(chat.group_id + 50_000, "另一个群")
    other.members.pop(ME)
    other.seat(MY_OTHER_SELF, "群镜二号")
    peer = await chat.connect(account=MY_OTHER_SELF)
    await chat.say("甲", "/help")
    said = await other.say("甲", "/help")
    await until(lambda: [one for one in peer.sent if one.reply_to == peer.id_of(said)])
