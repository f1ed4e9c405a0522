"""Notices that more than one implementation sends alike."""

from groupscope.model import EVERYONE
from groupscope.playground.dialects.common import Teller, View, notice, notify
from groupscope.playground.values import (
    AdminChanged,
    CardChanged,
    EssenceChanged,
    Happening,
    Joined,
    Json,
    Left,
    Muted,
    Poked,
    Reacted,
    Recalled,
    Renamed,
    Titled,
    Uploaded,
)

WHOLE_GROUP = 0xFFFFFFFF
"""How long "until further notice" lasts where the server's number is passed on."""


def recalled(event: Recalled, view: View) -> Json:
    """group_recall; operator_id equals user_id when members take back their own words."""
    return notice(
        event,
        view,
        "group_recall",
        user_id=event.said.sender.user_id,
        operator_id=event.operator_id,
        message_id=view.id_of(event.said),
    )


def joined(event: Joined, view: View) -> Json:
    """group_increase with approve or invite."""
    return notice(
        event,
        view,
        "group_increase",
        user_id=event.user_id,
        operator_id=event.operator_id,
        sub_type=event.how,
    )


def left(event: Left, view: View) -> Json:
    """group_decrease: leave (operator 0), kick, or kick_me when it is the account itself."""
    is_me = event.how == "kick" and event.user_id == view.account
    return notice(
        event,
        view,
        "group_decrease",
        user_id=event.user_id,
        operator_id=event.operator_id,
        sub_type="kick_me" if is_me else event.how,
    )


def left_by_themselves(event: Left, view: View) -> Json:
    """group_decrease as the standard has it: who leaves is their own operator."""
    return {**left(event, view), "operator_id": event.operator_id or event.user_id}


def muted(event: Muted, view: View) -> Json:
    """group_ban; the whole group is user 0 and lasts -1."""
    return notice(
        event,
        view,
        "group_ban",
        user_id=event.user_id,
        operator_id=event.operator_id,
        duration=event.seconds,
        sub_type="ban" if event.seconds else "lift_ban",
    )


def muted_as_served(event: Muted, view: View) -> Json:
    """group_ban with the server's own number for the whole group."""
    frame = muted(event, view)
    if event.user_id == EVERYONE and event.seconds:
        frame["duration"] = WHOLE_GROUP
    return frame


def admin_changed(event: AdminChanged, view: View) -> Json:
    """group_admin with set or unset."""
    sub_type = "set" if event.is_set else "unset"
    return notice(event, view, "group_admin", user_id=event.user_id, sub_type=sub_type)


def uploaded(event: Uploaded, view: View) -> Json:
    """group_upload; the same file comes as a message, too."""
    file = {"id": f"/{event.name}", "name": event.name, "size": event.size, "busid": 104}
    return notice(event, view, "group_upload", user_id=event.user_id, file=file)


def card_changed(event: CardChanged, view: View) -> Json:
    """group_card; an empty card_new means that it was removed."""
    fields = {"user_id": event.user_id, "card_new": event.new, "card_old": event.old}
    return notice(event, view, "group_card", **fields)


def titled(event: Titled, view: View) -> Json:
    """notify/title."""
    return notify(event, view, "title", user_id=event.user_id, title=event.title)


def renamed(event: Renamed, view: View) -> Json:
    """notify/group_name."""
    return notify(event, view, "group_name", user_id=event.user_id, name_new=event.name)


def poked(event: Poked, view: View) -> Json:
    """notify/poke with the words that QQ shows in ``raw_info``."""
    words = [{"type": "qq", "uid": f"u_{event.user_id}"}, {"type": "nor", "txt": "戳了戳"}]
    return notify(
        event, view, "poke", user_id=event.user_id, target_id=event.target_id, raw_info=words
    )


def poked_with_action(event: Poked, view: View) -> Json:
    """notify/poke with its words in ``action`` and ``suffix``."""
    return notify(
        event,
        view,
        "poke",
        user_id=event.user_id,
        target_id=event.target_id,
        action="戳了戳",
        suffix="",
        action_img_url="https://tianquan.gtimg.cn/nudgeaction/item/0/expression.jpg",
    )


def essence_changed(event: EssenceChanged, view: View) -> Json:
    """Essence, put up or removed."""
    sender_id = event.said.sender.user_id
    return notice(
        event,
        view,
        "essence",
        message_id=view.id_of(event.said),
        sender_id=sender_id,
        sub_type="add" if event.is_added else "delete",
        user_id=sender_id,
        operator_id=event.operator_id,
    )


def reacted(event: Reacted, view: View) -> Json:
    """group_msg_emoji_like with ``is_add``; the count is the total now."""
    return notice(
        event,
        view,
        "group_msg_emoji_like",
        user_id=event.user_id,
        message_id=view.id_of(event.said),
        likes=[{"emoji_id": event.emoji, "count": event.count}],
        is_add=event.is_added,
    )


COMMON: dict[type[Happening], Teller] = {
    Recalled: recalled,
    Joined: joined,
    Left: left,
    Muted: muted,
    AdminChanged: admin_changed,
    Uploaded: uploaded,
}
"""What all five tell; every dialect adds to it, or puts its own in the place of some."""
