"""What sites and cards are called."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupscope.language.sites import ANY_SITE, card_name, registered, site_named, site_of


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.example.com", "example.com"),
        ("a.b.c.example.org", "example.org"),
        ("WWW.Example.Com.", "example.com"),
        ("news.example.com.cn", "example.com.cn"),
        ("example.co.uk", "example.co.uk"),
        ("example.cn", "example.cn"),
        ("com.cn", "com.cn"),
        ("co.example.io", "example.io"),
        ("localhost", "localhost"),
        ("192.168.1.20", "192.168.1.20"),
        ("2001:db8::1", "2001:db8::1"),
        ("", ""),
    ],
)
def test_a_host_belongs_to_what_somebody_registered(host, domain):
    assert registered(host) == domain


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("b23.tv", "B站"),
        ("www.bilibili.com", "B站"),
        ("mp.weixin.qq.com", "公众号"),
        ("docs.qq.com", "腾讯文档"),
        ("im.qq.com", "qq.com"),
        ("notbilibili.com", "notbilibili.com"),
    ],
)
def test_known_sites_have_the_name_that_people_use(host, name):
    assert site_of(host).name == name


def test_a_known_name_has_its_emoji():
    assert site_named("B站").icon == "📺"
    assert site_named("example.com").icon == ANY_SITE


def card(**told: object) -> dict[str, str]:
    return {"data": json.dumps(told)}


def test_a_card_is_called_by_where_it_comes_from():
    program = {"detail_1": {"title": "哔哩哔哩", "desc": "一个视频"}}
    assert card_name(card(app="com.tencent.miniapp_01", meta=program)) == "B站"
    song = {"music": {"tag": "QQ音乐", "title": "一首歌"}}
    assert card_name(card(app="com.tencent.structmsg", meta=song)) == "QQ音乐"


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["app", "meta", "tag", "title", "x"]), inner)
        ),
    )
)
def test_no_card_is_too_odd(told):
    assert isinstance(card_name({"data": json.dumps(told)}), str)


@pytest.mark.parametrize("data", [{}, {"data": None}, {"data": "坏了"}, {"data": "[" * 99_999}])
def test_a_broken_card_has_no_name(data):
    assert card_name(data) == ""
