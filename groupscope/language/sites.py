"""Where links and cards lead, as people call it: b23.tv is B站."""

import json
from collections.abc import Mapping
from functools import cache
from ipaddress import ip_address
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from groupscope.language.lists import entries

ANY_SITE: Final = "🔗"
"""The emoji of a site that has none of its own."""
_LONGEST_CARD: Final = 100_000
_LONGEST_NAME: Final = 30
_UNDER_COUNTRIES: Final = frozenset({"com", "net", "org", "gov", "edu", "ac", "co", "or", "ne"})
"""Names below a country's own under which everybody registers: example.com.cn, example.co.uk."""
_COUNTRY: Final = 2
"""The length of a country's own ending."""


class Site(NamedTuple):
    """A site: an emoji for it, where there is a fitting one, and its name."""

    icon: str
    name: str


@cache
def site_of(host: str) -> Site:
    """Return the site that a host belongs to: its name, else the domain that was registered."""
    labels = host.casefold().strip(".").split(".")
    for start in range(len(labels)):
        if known := _known().get(".".join(labels[start:])):
            return known
    return Site(ANY_SITE, registered(host))


def site_named(name: str) -> Site:
    """Return the site of a name, with its emoji where it is a known one."""
    return next((site for site in _known().values() if site.name == name), Site(ANY_SITE, name))


def registered(host: str) -> str:
    """Return the domain that somebody has registered: example.com of www.news.example.com.

    A domain's last two labels; three where those are a country's own com, net, org …
    """
    host = host.casefold().strip(".")
    try:
        return str(ip_address(host))
    except ValueError:
        labels = host.split(".")
    is_deep = len(labels) > _COUNTRY and labels[-2] in _UNDER_COUNTRIES
    return ".".join(labels[-3:] if is_deep and len(labels[-1]) == _COUNTRY else labels[-2:])


def card_name(data: Mapping[str, Any]) -> str:
    """Return what a card comes from (哔哩哔哩, QQ音乐), by the data of its segment; else empty.

    Mini programs write their name as the title, shared pages and songs as a tag.
    """
    written = str(data.get("data") or "")
    if not written or len(written) > _LONGEST_CARD:
        return ""
    try:
        card = json.loads(written)
    except (ValueError, RecursionError):
        return ""
    meta = card.get("meta") if isinstance(card, dict) else None
    if not isinstance(meta, dict):
        return ""
    details = [one for one in meta.values() if isinstance(one, dict)]
    is_program = "miniapp" in str(card.get("app", ""))
    fields = ("title", "appName", "tag") if is_program else ("tag", "appName", "source_name")
    found = (detail.get(field) for field in fields for detail in details)
    name = next((one.strip() for one in found if isinstance(one, str) and one.strip()), "")
    return "B站" if name == "哔哩哔哩" else name[:_LONGEST_NAME]


@cache
def _known() -> Mapping[str, Site]:
    sites: dict[str, Site] = {}
    for line in entries("sites"):
        icon, name, *domains = line.split()
        sites |= dict.fromkeys(domains, Site(icon, name))
    return MappingProxyType(sites)
