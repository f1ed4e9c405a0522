"""Who may do what."""

import pytest

from groupscope.access import EVERY_GROUP, Act, Asker, NotAllowedError, Role, role_of

EVERYBODY = {Act.ASK, Act.READ_HELP, Act.SEE_STATE, Act.SEE_SETTINGS}
ACROSS_GROUPS = {
    Act.LOOK_INTO_OTHER_GROUPS,
    Act.MANAGE_OTHER_GROUPS,
    Act.ERASE_GROUP,
    Act.EXPORT,
}
OWNER = frozenset({10001})


@pytest.mark.parametrize("act", Act)
def test_a_member_may_only_look(act):
    assert Asker(1, Role.MEMBER).may(act) is (act in EVERYBODY)


@pytest.mark.parametrize("act", Act)
def test_an_admin_may_do_all_but_look_into_other_groups(act):
    assert Asker(1, Role.ADMIN).may(act) is (act not in ACROSS_GROUPS)


@pytest.mark.parametrize("act", Act)
def test_the_owner_may_do_everything(act):
    Asker(10001, Role.SUPERUSER).must(act)


def test_one_group_never_sees_another():
    for role in (Role.MEMBER, Role.ADMIN):
        Asker(1, role, group_id=20001).must_see(20001)
        for elsewhere in (20002, EVERY_GROUP):
            with pytest.raises(NotAllowedError, match="^只有机器人的主人可以查看别的群。$"):
                Asker(1, role, group_id=20001).must_see(elsewhere)
    for group_id in (20001, 20002, EVERY_GROUP):
        Asker(10001, Role.SUPERUSER).must_see(group_id)


def test_who_may_not_is_told_who_may():
    with pytest.raises(NotAllowedError, match="^只有群主和管理员可以开启或关闭记录。$"):
        Asker(1, Role.MEMBER).must(Act.SWITCH_RECORDING)
    with pytest.raises(NotAllowedError, match="^只有机器人的主人可以查看别的群。$"):
        Asker(1, Role.ADMIN).must(Act.LOOK_INTO_OTHER_GROUPS)


@pytest.mark.parametrize(
    ("user", "told", "role"),
    [
        (1, "owner", Role.ADMIN),
        (1, "admin", Role.ADMIN),
        (1, "member", Role.MEMBER),
        (1, None, Role.MEMBER),
        (1, "superuser", Role.MEMBER),
        (10001, "member", Role.SUPERUSER),
        (10001, None, Role.SUPERUSER),
    ],
)
def test_qq_tells_the_role_and_the_configuration_the_owner(user, told, role):
    assert role_of(user, told, OWNER) is role


def test_what_a_group_has_opened_everybody_may_and_nothing_else():
    asker = Asker(1, Role.MEMBER, 20001, frozenset({Act.SEE_MOOD_OF_OTHERS}))
    asker.must(Act.SEE_MOOD_OF_OTHERS)
    with pytest.raises(NotAllowedError, match="^只有群主和管理员可以查看别人的作息。$"):
        asker.must(Act.SEE_CLOCK_OF_OTHERS)


@pytest.mark.parametrize("act", [Act.CHANGE_SETTINGS, Act.SEE_SETTINGS, Act.SWITCH_RECORDING])
def test_an_admin_manages_their_own_group_alone(act):
    Asker(1, Role.ADMIN, 20001).must_manage(20001, act)
    for asker in (Asker(1, Role.ADMIN, 20001), Asker(1, Role.ADMIN)):
        with pytest.raises(NotAllowedError, match="^只有机器人的主人可以管理别的群。$"):
            asker.must_manage(20002, act)
    Asker(10001, Role.SUPERUSER, 20001).must_manage(20002, act)
    Asker(10001, Role.SUPERUSER).must_manage(20002, act)
