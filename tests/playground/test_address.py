"""Where ``groupscope play`` looks for the bot when nobody says where it is."""

from types import SimpleNamespace

import pytest

from groupscope.cli.play import address


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "ws://127.0.0.1:8080/onebot/v11/ws"),
        ("0.0.0.0", "ws://127.0.0.1:8080/onebot/v11/ws"),  # noqa: S104  # nothing is bound here
        ("::", "ws://127.0.0.1:8080/onebot/v11/ws"),
        ("::1", "ws://[::1]:8080/onebot/v11/ws"),
        ("bot.lan", "ws://bot.lan:8080/onebot/v11/ws"),
    ],
)
def test_the_address_follows_the_configuration(host, url):
    assert address(SimpleNamespace(host=host, port=8080)) == url
