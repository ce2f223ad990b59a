"""Turns what a person types for their time zone into IANA names: a name, a city in Chinese or
English, or a Chinese place. Returns every candidate; guesses nothing."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location

from digest import gazetteer
from digest.language import variants

CHINA = "Asia/Shanghai"
COMMON = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
)


@lru_cache(maxsize=1)
def _by_city() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for zone in available_timezones():
        if "/" not in zone or zone.startswith(("Etc/", "SystemV/", "posix/", "right/")):
            continue
        for name in (zone, zone.rsplit("/", 1)[1], city(zone, "zh"), city(zone, "en")):
            found.setdefault(_key(name), set()).add(zone)
    return {name: tuple(sorted(zones)) for name, zones in found.items()}


def _key(text: str) -> str:
    return variants.fold(variants.simplify(text)).replace("_", " ").strip().removesuffix("市")


def city(zone: str, language: str) -> str:
    """The zone's city as the language names it."""
    return str(
        get_timezone_location(zone, locale="en" if language == "en" else "zh", return_city=True)
    )


def _with_official(zones: tuple[str, ...]) -> tuple[str, ...]:
    """Beijing time is official in all of China, so it stands beside a western zone of its own."""
    inside = get_global("territory_zones").get("CN", ())
    own = any(zone in inside and zone != CHINA for zone in zones)
    return (CHINA, *zones) if own else zones


def named(text: str) -> tuple[str, ...]:
    """Zones that `text` can mean: none, one, or several to choose from."""
    key = _key(text[:60])
    if not key:
        return ()
    found = _by_city().get(key, ())
    main = tuple(zone for zone in found if zone not in get_global("zone_aliases"))
    if found:
        return _with_official(main or found[:1])
    return (CHINA,) if gazetteer.load().named(text[:60]) else ()
