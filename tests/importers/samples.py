"""One small file of every format, written for these tests; nobody in them exists."""

AT = 1783650000
"""2026-07-10 10:20:00 in Shanghai."""

CHATLAB_JSON = {
    "chatlab": {"version": "0.0.2", "exportedAt": 1783700000},
    "meta": {"name": "样例群", "platform": "qq", "type": "group", "groupId": "20001"},
    "members": [{"platformId": "10001", "accountName": "甲"}],
    "messages": [
        {"sender": "10001", "accountName": "甲", "timestamp": AT, "type": 0, "content": "早"},
        {"sender": "10002", "accountName": "乙", "timestamp": AT + 5, "type": 4,
         "content": "a.txt"},
        {"sender": "10002", "accountName": "乙", "timestamp": AT + 9, "type": 80,
         "content": "乙退出了群聊"},
    ],
}  # fmt: skip

CHATLAB_JSONL = [
    {"_type": "header", "chatlab": {"version": "0.0.2"}, "meta": CHATLAB_JSON["meta"]},
    {"_type": "member", "platformId": "10001", "accountName": "甲"},
    {"_type": "message", "sender": "10001", "accountName": "甲", "timestamp": AT, "type": 0,
     "content": "早"},
]  # fmt: skip


def clean(identity: str, number: int, sender: dict, elements: list, **more) -> dict:
    """A message as qq-chat-exporter 5 and 6 write it."""
    return {
        "id": identity, "seq": str(number), "timestamp": (AT + number) * 1000,
        "time": "2026-07-10 10:20:00", "sender": sender, "type": "type_1",
        "content": {"text": "…", "elements": elements, "resources": [], "mentions": []},
        "recalled": False, "system": False,
    } | more  # fmt: skip


JIA = {
    "uid": "u_aaa",
    "uin": "10001",
    "name": "甲的名片",
    "nickname": "甲",
    "groupCard": "甲的名片",
}
YI = {"uid": "u_bbb", "uin": "10002", "name": "乙"}
CHAT_INFO = {"name": "样例群", "type": "group", "peerUin": "20001", "selfUin": "10009"}
QCE_MESSAGES = [
    clean("7550000000000000101", 1, JIA, [{"type": "text", "data": {"text": "会议改到三点"}}]),
    clean("7550000000000000102", 2, YI, [
        {"type": "reply", "data": {"referencedMessageId": "7550000000000000101"}},
        {"type": "at", "data": {"uid": "u_aaa", "uin": "10001", "name": "甲", "atType": 2}},
        {"type": "text", "data": {"text": " 收到"}},
        {"type": "face", "data": {"id": "14", "name": "/微笑"}},
    ]),
    clean("7550000000000000103", 3, YI, [
        {"type": "image", "data": {"filename": "A.jpg", "md5": "0123456789abcdef0123456789abcdef"}},
    ]),
    clean("7550000000000000104", 4, {"uid": "u_ccc", "uin": "10003", "name": "丙"},
          [{"type": "system", "data": {"text": "丙加入了群聊"}}], system=True, type="system",
          content={"text": "丙加入了群聊", "elements": []}),
    clean("7550000000000000105", 5, JIA, [{"type": "text", "data": {"text": "发错了"}}],
          recalled=True),
]  # fmt: skip
QCE = {
    "metadata": {"name": "QQChatExporter", "version": "6.0.4"},
    "chatInfo": CHAT_INFO,
    "statistics": {"totalMessages": 5},
    "messages": QCE_MESSAGES,
    "avatars": {"10001": "data:image/jpeg;base64,AAAA"},
}
QCE_OLD = {
    "metadata": {"name": "QQChatExporter", "version": "4.0.0"},
    "chatInfo": CHAT_INFO,
    "messages": [
        {
            "messageId": "71", "timestamp": "2026-07-10T02:20:00.000Z", "messageType": 2,
            "sender": {"uid": "u_aaa", "uin": "10001", "name": "甲"},
            "isSystemMessage": False, "isRecalled": False,
            "content": {"text": "早上好", "resources": [], "emojis": [], "mentions": []},
        },
        {
            "messageId": "72", "timestamp": "2026-07-10T02:20:09.000Z", "messageType": 2,
            "sender": {"uid": "u_bbb", "uin": "10002", "name": "乙"},
            "isSystemMessage": False, "isRecalled": False,
            "content": {"text": "[回复 甲: 早上好]\n早", "reply": {"referencedMessageId": "71"}},
            "rawMessage": {"senderUin": "10002", "msgSeq": "902", "sendMemberName": "乙的名片",
                           "elements": [{"elementType": 7, "replyElement": {"replayMsgSeq": "901"}},
                                        {"elementType": 1, "textElement": {"content": "早"}}]},
        },
    ],
}  # fmt: skip

TELEGRAM = {
    "name": "样例组", "type": "private_supergroup", "id": 9001,
    "messages": [
        {"id": 1, "type": "service", "date_unixtime": str(AT), "actor": "Ann Lee",
         "actor_id": "user1", "action": "invite_members", "members": ["Bo"]},
        {"id": 2, "type": "message", "date_unixtime": str(AT + 1), "from": "Ann Lee",
         "from_id": "user1", "text": "早", "reactions": [
             {"type": "emoji", "count": 1, "emoji": "👍", "recent": [
                 {"from": "Bo", "from_id": "user2", "date_unixtime": str(AT + 9)}]},
             {"type": "emoji", "count": 3, "emoji": "🎉"}]},
        {"id": 3, "type": "message", "date_unixtime": str(AT + 2), "from": None,
         "from_id": "user2", "reply_to_message_id": 2,
         "text": ["看 ", {"type": "link", "text": "https://example.org/a"}, " ",
                  {"type": "mention_name", "text": "Ann", "user_id": "1"}]},
        {"id": 4, "type": "message", "date_unixtime": str(AT + 3), "from": "Bo",
         "from_id": "user2", "text": "", "media_type": "sticker", "sticker_emoji": "😂",
         "file": "x.webp"},
        {"id": 5, "type": "service", "date_unixtime": str(AT + 4), "action": "pin_message"},
    ],
}  # fmt: skip
TELEGRAM_ALL = {
    "about": "Here is the data you requested.",
    "chats": {"about": "", "list": [
        TELEGRAM,
        {"name": "另一组", "type": "private_group", "id": 9002, "messages": [
            {"id": 1, "type": "message", "date_unixtime": str(AT), "from": "Cy", "from_id": "user3",
             "text": "嗨"}]},
    ]},
}  # fmt: skip


def discord(identity: str, after: int, author: dict, content: str, **more) -> dict:
    """A message of a channel."""
    stamp = f"2026-07-10T02:20:{after:02}.123+00:00"
    made = {"id": identity, "type": "Default", "timestamp": stamp, "content": content}
    return made | {"author": author, "attachments": [], "reactions": [], "mentions": []} | more


ANN = {"id": "111111111111111111", "name": "ann", "nickname": "Ann Lee", "isBot": False}
ROBOT = {"id": "222222222222222222", "name": "helper", "isBot": True}
DISCORD = {
    "guild": {"id": "1", "name": "样例服"},
    "channel": {"id": "333333333333333333", "type": "GuildTextChat", "name": "general"},
    "messages": [
        discord("900000000000000001", 0, ANN, "早", reactions=[
            {"emoji": {"id": "", "name": "👍"}, "count": 2}]),
        discord("900000000000000002", 1, ROBOT, "帮助", type="Reply",
                reference={"messageId": "900000000000000001"}, mentions=[ANN]),
        discord("900000000000000003", 2, ANN, "", attachments=[{"fileName": "a.png"}]),
        discord("900000000000000004", 3, ANN, "Joined the server.", type="GuildMemberJoin"),
        discord("900000000000000005", 4, ANN, "Pinned a message.", type="ChannelPinnedMessage"),
    ],
}  # fmt: skip

RULE = "=" * 64
QQ_TXT = f"""消息记录（此消息记录为文本格式，不支持重新导入）

{RULE}
消息分组:我的QQ群
{RULE}
消息对象:样例群
{RULE}

2020-02-14 9:16:13 【管理员】甲(10001)
第一行

第三行
2020-02-14

2020-02-14 21:17:05 【话痨】乙<sample@example.com>
@甲 [图片]

2020-02-14 9:18:00 PM (丙)(10003)
[图片]

2020-02-14 21:19:00 系统消息(10000)
丁(10004)加入了本群。

2020-02-14 12:00:01 AM 戊(10005)
2020-02-14 9:16:13 甲(10001)
引用了一行

{RULE}
消息分组:我的好友
{RULE}
消息对象:乙
{RULE}

2020-02-15 8:00:00 乙
早
"""

QQ_COPIED = """【冒泡】甲 2/14/2020 9:16:13 PM
早
第二行
乙(10002) 2/14/2020 9:17:00 PM
[图片]
"""
QQ_PHONE = """—————  2020-2-21  —————

甲  23:50:12
晚安

乙  23:51:00
晚安 大家
—————  2020-2-22  —————
甲  0:01:02
早
"""

QCE_TXT = """聊天名称: 样例群

[1] [管理员] 甲:
时间: 2026-07-10 10:20:00
类型: text
内容: 会议改到三点
记得带电脑

[2] 乙:
时间: 2026-07-10 10:21:00
类型: reply
内容: 收到:
回复: 2026-07-10 10:20:00 甲 - 会议改到三点

[3] 系统:
时间: 2026-07-10 10:22:00
类型: system
内容: 丙加入了群聊

[4] 乙:
时间: 2026-07-10 10:23:00
类型: image
内容: [图片]
资源: 1 个文件
"""

WHATSAPP = """\
10/07/26, 21:13 - Messages and calls are end-to-end encrypted.
10/07/26, 21:13 - Ann Lee created group "样例"
10/07/26, 21:14 - Ann Lee added Bo
10/07/26, 21:14 - Ann Lee: 早
第二行: 还在说
10/07/26, 21:15 - Bo: <Media omitted>
10/07/26, 21:15 - Bo: IMG-1.jpg (file attached)
看这个
13/07/26, 09:00 - Bo: This message was deleted
13/07/26, 09:01 - Bo left
"""
WHATSAPP_PHONE = (
    "[7/10/26, 9:13:05\u202fPM] Ann: hi\n"
    "\u200e[7/10/26, 9:13:06\u202fPM] Ann: \u200eimage omitted\n"
    "[7/13/26, 12:00:00\u202fAM] ~\u202fBo: 12: not a name\n"
)

KAKAO = """\
样例방 님과 카카오톡 대화
저장한 날짜 : 2026-07-11 10:00:00

--------------- 2026년 7월 10일 금요일 ---------------
[이 름] [오후 9:13] 안녕
둘째 줄
[보] [오후 12:01] 사진 3장
보님이 나갔습니다.
--------------- 2026년 7월 11일 토요일 ---------------
[이 름] [오전 12:05] 삭제된 메시지입니다.
"""
KAKAO_PHONE = """\
样例방 카카오톡 대화
저장한 날짜 : 2026. 7. 11. 10:00

2026년 7월 10일 금요일
2026. 7. 10. 20:08, 이름 : 안녕 : 친구
2026. 7. 10. 20:09: 보님이 들어왔습니다.
2026년 7월 10일 오후 9:00, 보 : 이모티콘
"""

WECHAT = """\
localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender
1,7,1,0,0,1783650000,,"早
第二行, 带逗号",2026-07-10 10:20:00,,甲,wxid_a
2,7,3,0,1,1783650001,,<img/>,2026-07-10 10:20:01,备注,乙,wxid_b
3,7,49,57,0,1783650002,,<msg><title>收到</title></msg>,2026-07-10 10:20:02,,甲,wxid_a
4,7,10000,0,0,1783650003,,乙邀请丙加入了群聊,2026-07-10 10:20:03,,,
5,7,10000,0,0,1783650004,,以下是新消息,2026-07-10 10:20:04,,,
"""

MHT = """From: <Save by Tencent MsgMgr>
Subject: Tencent IM Message
MIME-Version: 1.0
Content-Type:multipart/related;
\tcharset="utf-8"
\ttype="text/html";
\tboundary="----=_NextPart_20200214"

------=_NextPart_20200214
Content-Type: text/html
Content-Transfer-Encoding:7bit

<html><body><table width=100% cellspacing=0><tr><td><div>消息记录</div></td></tr>\
<tr><td><div>消息分组:我的QQ群</div></td></tr><tr><td><div>消息对象:样例群</div></td></tr>\
<tr><td>日期: 2020-02-14</td></tr>\
<tr><td><div style=color:#006EFE><div style=float:left>甲(10001)</div>9:16:13</div>\
<div style=padding-left:20px><font>早&amp;安<br>第二行</font></div></td></tr>\
<tr><td><div style=color:#006EFE><div style=float:left>乙&lt;sample@example.com&gt;</div>\
9:17:05</div><div><IMG src="{1}.dat"></div></td></tr>\
<tr><td><div style=color:#006EFE><div style=float:left>系统消息(10000)</div>9:18:00</div>\
<div>丙加入了本群。</div></td></tr>\
<tr><td>日期: 2020-02-15</td></tr>\
<tr><td><div style=color:#006EFE><div style=float:left>甲(10001)</div>0:00:01</div>\
<div>新的一天</div></td></tr></table></body></html>

------=_NextPart_20200214
Content-Type:image/jpeg
Content-Transfer-Encoding:base64
Content-Location:{1}.dat

AAAA
------=_NextPart_20200214--
"""

ZOOM = """\
15:01:39 From Ann Lee to Everyone:
\tHow do I install it?
15:01:50 From Bo from Oslo to Everyone:
\tReplying to "How do I inst..."

\twith uv
15:02:00 From Cy to Ann Lee(Direct Message):
\tsecret
\tmore secret
15:02:10 From Cy to Everyone:
\tReacted to "How do I install it?" with 👍
15:02:20 From Cy to Everyone:
\tRemoved a 👍 reaction from "How do I install it?"
15:02:30 From Cy to Everyone:
\tReacted to "never said" with 😂
"""
ZOOM_OLD = """\
14:05:33\t From  Ann Lee  to  Everyone : hello
14:05:40\t From Bo to Ann(Privately) : psst
"""
ZOOM_CLOUD = "00:12:34\tAnn Lee:\thello\n00:12:40\tBo:\thi: there\n"
ZOOM_KOREAN = "10:12:40 발신자 김 하나 수신자 모두에게:\n\t안녕하세요\n"
ZOOM_COPIED = "김하나 님이 모두에게:    오후 8:00\n안녕\n박님이 모두에게:  11:55 AM\n네\n"
ZOOM_RUSSIAN = """\
2026-09-23 15:01:39 От Анна кому Все:
\tпривет всем
2026-09-23 15:01:45 От Бо кому Все:
\tОтвет на «привет...»:

\tпривет
2026-09-23 15:01:50 От Бо кому Все:
\tРеакция на "привет всем" с помощью 👍
2026-09-23 15:01:55 От Бо кому Все:
\tЭлемент 👍 удален из "привет всем"
"""
