"""Who may do what."""

import pytest

from groupscope.access import Act, Asker, NotAllowedError, Role, role_of

EVERYBODY = {Act.ASK, Act.READ_HELP, Act.SEE_STATE}
ADMINS = {Act.SWITCH_RECORDING, Act.BACKFILL, Act.RETRACT_ANSWER}
OWNER = frozenset({10001})


@pytest.mark.parametrize("act", Act)
def test_a_member_may_only_look(act):
    assert Asker(1, Role.MEMBER).may(act) is (act in EVERYBODY)


@pytest.mark.parametrize("act", Act)
def test_an_admin_may_do_all_but_look_into_other_groups(act):
    assert Asker(1, Role.ADMIN).may(act) is (act is not Act.LOOK_INTO_OTHER_GROUPS)


@pytest.mark.parametrize("act", Act)
def test_the_owner_may_do_everything(act):
    Asker(10001, Role.SUPERUSER).must(act)


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
