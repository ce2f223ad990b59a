"""/settings: how and when this chat wants its editions, all by taps; times, a time zone or a date
may be typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import timezones
from bot.families import Action, Command, Family
from bot.keyboards import grid
from bot.settings_panel import SWITCHES, question, shown, shown_anew
from bot.talk import Talk
from bot.texts import LANGUAGES
from digest.errors import NotFound, Refused
from digest.language import clocks
from digest.limits import CHATS


async def switch(talk: Talk) -> None:
    """Turn one of the yes-or-no settings over."""
    name = talk.press.arg(0)
    if name in SWITCHES:
        await _change(talk, **{name: not getattr(talk.settings, name)})
    await shown(talk)


async def chosen(talk: Talk) -> None:
    """A value was tapped."""
    take = _TAKEN.get(talk.press.arg(0))
    if take is not None:
        try:
            await take(talk, talk.press.arg(1))
        except ValueError as error:
            raise NotFound("a choice of an older version") from error
    if talk.press.arg(0) == "hours":
        talk.press = replace(talk.press, action="sq")
        await question(talk)
    else:
        await shown(talk)


async def _change(talk: Talk, **values: object) -> None:
    if talk.chat is None:
        await talk.meet()
    talk.chat = await talk.run(talk.service.chats.change, talk.target, **values)
    talk.voice = talk.desk.texts.voice(talk.chat.settings.language)


async def _take_hours(talk: Talk, value: str) -> None:
    hour = time(int(value) % 24)
    others = {kept for kept in talk.settings.hours if kept.hour != hour.hour}
    hours = others if len(others) < len(talk.settings.hours) else others | {hour}
    if not hours:
        raise Refused("no_hour", "the last hour was taken away")
    if len(hours) > CHATS.hours:
        raise Refused("hours", "too many hours", values={"limit": CHATS.hours})
    await _change(talk, hours=tuple(sorted(hours)))


async def _take_weekday(talk: Talk, value: str) -> None:
    await _change(talk, weekday=min(7, max(1, int(value))))


async def _take_zone(talk: Talk, value: str) -> None:
    if value in timezones.named(value):
        await _change(talk, timezone=value)


async def _take_quiet(talk: Talk, value: str) -> None:
    if value == "off":
        await _change(talk, quiet_from=None, quiet_until=None)
        return
    start, _, end = value.partition("-")
    await _change(talk, quiet_from=_clock(start), quiet_until=_clock(end))


def _clock(digits: str) -> time:
    return time(int(digits[:2]), int(digits[2:]))


async def _take_items(talk: Talk, value: str) -> None:
    await _change(talk, max_items=min(CHATS.max_items, max(1, int(value))))


async def _take_language(talk: Talk, value: str) -> None:
    if value in LANGUAGES:
        await _change(talk, language=value)


async def _take_pause(talk: Talk, value: str) -> None:
    if talk.chat is None:
        await talk.meet()
    days = int(value)
    if days:
        until = talk.now + timedelta(days=days)
        talk.chat = await talk.run(talk.service.chats.pause, talk.target, until)
    else:
        talk.chat = await talk.run(talk.service.chats.resume, talk.target, talk.now)


_TAKEN = {
    "hours": _take_hours,
    "weekday": _take_weekday,
    "zone": _take_zone,
    "quiet": _take_quiet,
    "items": _take_items,
    "language": _take_language,
    "pause": _take_pause,
}


async def zone_typed(talk: Talk) -> None:
    """The answer to “which time zone?”: a zone's name or a city."""
    found = timezones.named(talk.words)
    if len(found) == 1:
        await _change(talk, timezone=found[0])
        await shown(talk)
        return
    if not found:
        raise Refused("zone", "no such time zone", where=talk.words[:60])
    choices = [talk.button(_offset(talk, zone), "sv", "zone", zone) for zone in found]
    back = [talk.button(talk.voice.label("button.back"), "set")]
    await talk.say(talk.voice.html("settings.which_zone"), [*grid(choices, 1), back])


def _offset(talk: Talk, zone: str) -> str:
    """A zone by its city and how far its clocks are from UTC now: what tells two of them apart."""
    away = talk.now.astimezone(ZoneInfo(zone)).strftime("%z")
    hours = f"{away[:3]}:{away[3:]}".replace("+0", "+").replace("-0", "-").removesuffix(":00")
    return f"{timezones.city(zone, talk.voice.language)} · UTC{hours}"


async def date_typed(talk: Talk) -> None:
    """The answer to “pause until when?”."""
    end = clocks.day_to_come(talk.words, talk.today)
    if end is None:
        raise Refused("date", "no date to come", where=talk.words[:60])
    until = datetime.combine(end, time(0), ZoneInfo(talk.settings.timezone))
    if talk.chat is None:
        await talk.meet()
    talk.chat = await talk.run(talk.service.chats.pause, talk.target, until)
    await shown(talk)


async def hours_typed(talk: Talk) -> None:
    """The answer to “at what hours?”."""
    hours = sorted(set(clocks.times(talk.words)))
    if not 0 < len(hours) <= CHATS.hours:
        raise Refused("times", "no times of day", values={"limit": CHATS.hours})
    await _change(talk, hours=tuple(hours))
    await shown(talk)


async def quiet_typed(talk: Talk) -> None:
    """The answer to “when is it to be quiet?”."""
    span = clocks.times(talk.words)
    if len(span) != 2 or span[0] == span[1]:
        raise Refused("span", "no span of time", where=talk.words[:60])
    await _change(talk, quiet_from=span[0], quiet_until=span[1])
    await shown(talk)


FAMILY = Family(
    "settings",
    commands=(Command("settings", shown, change=True),),
    actions=(
        Action("settings", shown_anew, change=True),
        Action("set", shown, change=True),
        Action("sq", question, change=True),
        Action("sv", chosen, change=True),
        Action("sw", switch, change=True),
    ),
    prompts={
        "hours": hours_typed,
        "quiet": quiet_typed,
        "zone": zone_typed,
        "pause": date_typed,
    },
)
