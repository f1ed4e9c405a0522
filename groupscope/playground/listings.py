"""Groups and members, as the actions list them."""

from groupscope.playground.account import Account
from groupscope.playground.params import Params
from groupscope.playground.room import Room
from groupscope.playground.values import Json, Person

MOST_MEMBERS = 500


def get_group_list(account: Account, _params: Params) -> list[Json]:
    """All groups of the account."""
    return [_group(account, room) for room in account.world.rooms_of(account.user_id)]


def get_group_info(account: Account, params: Params) -> Json:
    """One group."""
    return _group(account, account.room(params.number("group_id")))


def get_group_member_list(account: Account, params: Params) -> list[Json]:
    """Everyone in a group."""
    room = account.room(params.number("group_id"))
    return [_member(account, room, person) for person in room.members.values()]


def get_group_member_info(account: Account, params: Params) -> Json:
    """One member; a member who left is a failure."""
    group_id = params.number("group_id")
    person = account.member(group_id, params.number("user_id"))
    return _member(account, account.room(group_id), person)


def _group(account: Account, room: Room) -> Json:
    row: Json = {
        "group_id": room.group_id,
        "group_name": room.name,
        "member_count": len(room.members),
        "max_member_count": MOST_MEMBERS,
    }
    return row | account.dialect.group_extras(room)


def _member(account: Account, room: Room, person: Person) -> Json:
    row: Json = {
        "group_id": room.group_id,
        "user_id": person.user_id,
        "nickname": person.nickname,
        "card": person.card,
        "sex": "unknown",
        "age": 0,
        "area": "",
        "level": person.level,
        "join_time": person.joined_at,
        "last_sent_time": person.spoke_at,
        "title_expire_time": 0,
        "unfriendly": False,
        "card_changeable": True,
        "shut_up_timestamp": person.muted_until,
        "role": person.role,
        "title": person.title,
    }
    if account.dialect.tells_robots:
        row |= {"is_robot": person.is_robot, "qq_level": 0}
    return row
