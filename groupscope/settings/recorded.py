"""What is recorded of a group, and how it is kept."""

from groupscope.access import Act
from groupscope.settings.kinds import Choice, Number, Switch
from groupscope.settings.sets import Members, Zone
from groupscope.settings.setting import Setting, declare

RECORDING = declare(
    Setting(
        key="recording",
        section="记录",
        names=("记录", "开启记录"),
        icon="⏺️",
        meaning="要不要记录本群消息",
        kind=Switch(),
        default=lambda config: config.new_groups == "record",
        example="关",
        act=Act.SWITCH_RECORDING,
    )
)
"""Whether a group is recorded; it stands with the group itself (``Groups``)."""

RETENTION = declare(
    Setting(
        key="retention",
        section="记录",
        names=("保留天数", "保留", "保存天数"),
        icon="🗓️",
        meaning="消息保存多少天，过期的每晚抹去，只留不记名的总数",
        kind=Number(0, 3650, "天", "永久"),
        default=lambda config: config.retention_days,
        example="365",
        effect="设了期限，过期的消息会在夜里抹去，抹去后不能恢复。",
    )
)
"""After how many days messages are erased; 0 for never."""

ZONE = declare(
    Setting(
        key="timezone",
        section="记录",
        names=("时区",),
        icon="🌐",
        meaning="「今天」「几点」按哪里的时间算",
        kind=Zone(),
        default=lambda config: config.timezone,
        example="Asia/Shanghai",
        effect="以前的消息会按新时区重算，几分钟内完成。",
        rewrites=True,
    )
)
"""A group's time zone; it stands with the group itself (``Groups``)."""

RECALLED = declare(
    Setting(
        key="recalled",
        section="记录",
        names=("撤回内容", "撤回的消息", "撤回"),
        icon="↩️",
        meaning="消息撤回后，它的内容删掉还是留着（都不计入统计）",
        kind=Choice({"drop": ("删除", "删掉", "不留"), "keep": ("保留", "留着", "留")}),
        default=lambda config: config.recalled,
        example="删除",
        effect="改成删除时，以前撤回的内容也会删掉。",
        rewrites=True,
    )
)
"""Whether what a recalled message said is kept."""

IGNORED = declare(
    Setting(
        key="ignored",
        section="记录",
        names=("忽略成员", "忽略", "其他机器人"),
        icon="🤖",
        meaning="哪些号是别的机器人：照常记录，不计入统计，也不回应",
        kind=Members(),
        default=lambda config: config.other_bots,
        example="加 @机器人",
        effect="以前的消息会跟着重算，几分钟内完成。",
        rewrites=True,
    )
)
"""Members who are other bots; those of the owner's configuration are so in every group besides."""

STOP_WORDS = declare(
    Setting(
        key="stopwords",
        section="记录",
        names=("停用词", "屏蔽词"),
        icon="🔇",
        meaning="不计入热词和词云的词",
        kind=Number(0, 1_000_000, "个", "无"),
        default=lambda _: 0,
        example="",
        act=Act.CHANGE_WORDS,
        command="/热词 忽略 词…（恢复：/热词 恢复 词，查看：/热词 词表）",
    )
)
"""How many words a group ignores; the words themselves stand in its vocabulary."""
