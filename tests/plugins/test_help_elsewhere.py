"""Where another bot answers /help, it is left to that one."""

SETTINGS = {"GROUPSCOPE_HELP_COMMAND": "off", "GROUPSCOPE_REPLIES": "text"}


async def test_help_is_left_to_another_bot_and_stays_under_our_name(chat, peer):
    left = [await chat.say("丙", words) for words in ("/help", "/帮助", "/帮助 排行")]
    ours = await chat.ask("丙", "/群镜 帮助")
    assert ours.text.startswith("群镜能回答：\n🏆 /排行  谁说得最多\n")
    about = await chat.ask("丙", "/群镜 help 排行")
    assert about.text.startswith("/排行：谁说得最多\n例如：")
    assert not any(map(chat.answers, left))
