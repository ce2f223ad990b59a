"""/settings: how and when this chat wants its editions, all by taps; times, a time zone or a date
may be typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import timezones
from bot.families import Action, Command, Family
from bot.keyboards import Button, grid
from bot.render.html import Html
from bot.render.names import day
from bot.talk import Talk
from bot.texts import LANGUAGES
from digest.errors import NotFound, Refused
from digest.language import clocks
from digest.limits import CHATS

HOURS = tuple(range(5, 24))
ITEMS = (3, 5, 10, 20)
QUIET = (("22:00", "07:00"), ("23:00", "07:00"), ("21:00", "08:00"), ("00:00", "06:00"))
PAUSES = (1, 3, 7, 30)
TYPED = frozenset(("hours", "quiet", "zone", "pause"))
SWITCHES = ("compact", "silent", "empty_notice", "cover")


async def shown(talk: Talk) -> None:
    """The settings as they are, each with its button."""
    label = talk.voice.label
    names = ("hours", "weekday", "zone", "quiet", "items", "language", "pause")
    rows = grid([talk.button(label(f"setting.{name}"), "sq", name) for name in names], 3)
    if _paused(talk):
        rows[-1].append(talk.button(label("button.resume"), "sv", "pause", 0))
    switches = [
        talk.button(_mark(getattr(talk.settings, name)) + label(f"setting.{name}"), "sw", name)
        for name in SWITCHES
    ]
    await talk.say(await _state(talk), [*rows, *grid(switches, 2)], in_place=True)


async def shown_anew(talk: Talk) -> None:
    """The settings in a new message, so that the one pressed stays to be read."""
    talk.anew()
    await shown(talk)


def _paused(talk: Talk) -> datetime | None:
    """Until when nothing is sent; None where there is no pause."""
    until = talk.chat.paused_until if talk.chat else None
    return until if until is not None and until > talk.now else None


def _mark(on: bool) -> str:
    return "✅ " if on else "⬜ "


async def _state(talk: Talk) -> Html:
    kept, label = talk.settings, talk.voice.label
    quiet = label("setting.off")
    if kept.quiet_from is not None and kept.quiet_until is not None:
        quiet = f"{kept.quiet_from:%H:%M}–{kept.quiet_until:%H:%M}"
    text = talk.voice.html(
        "settings.state",
        hours=label("list.separator").join(f"{hour:%H:%M}" for hour in kept.hours),
        weekday=label(f"weekday.{kept.weekday}"),
        zone=talk.voice.label(
            "settings.zone",
            city=timezones.city(kept.timezone, talk.voice.language),
            zone=kept.timezone,
        ),
        quiet=quiet,
        items=kept.max_items,
        language=label(f"language.{kept.language}"),
    )
    if until := _paused(talk):
        local = until.astimezone(ZoneInfo(kept.timezone))
        paused = talk.voice.html(
            "settings.paused", day=day(local.date(), talk.voice), time=f"{local:%H:%M}"
        )
        text = Html(f"{text}\n{paused}")
    return Html(f"{await talk.managed()}{text}")


async def question(talk: Talk) -> None:
    """The choices for one setting."""
    ask = _QUESTIONS.get(talk.press.arg(0))
    if ask is None:
        await shown(talk)
        return
    name = talk.press.arg(0)
    rows = [*ask(talk), [talk.button(talk.voice.label("button.back"), "set")]]
    text = talk.voice.html(f"settings.ask_{name}")
    if name in TYPED:
        await talk.ask(text, name, rows=rows)
    else:
        await talk.say(text, rows, in_place=True)


def _hours(talk: Talk) -> list[list[Button]]:
    chosen = {kept.hour: kept for kept in talk.settings.hours}
    buttons = []
    for hour in sorted({*HOURS, *chosen}):
        told = f"✅{chosen[hour]:%-H:%M}" if hour in chosen else f"{hour}:00"
        buttons.append(talk.button(told, "sv", "hours", hour))
    return grid(buttons, 4)


def _weekdays(talk: Talk) -> list[list[Button]]:
    label = talk.voice.label
    return grid([talk.button(label(f"weekday.{n}"), "sv", "weekday", n) for n in range(1, 8)], 4)


def _zones(talk: Talk) -> list[list[Button]]:
    language = talk.voice.language
    return grid(
        [talk.button(timezones.city(z, language), "sv", "zone", z) for z in timezones.COMMON], 3
    )


def _quiet(talk: Talk) -> list[list[Button]]:
    buttons = [
        talk.button(f"{a}–{b}", "sv", "quiet", f"{a}-{b}".replace(":", "")) for a, b in QUIET
    ]
    off = talk.button(talk.voice.label("setting.off"), "sv", "quiet", "off")
    return [*grid(buttons, 2), [off]]


def _items(talk: Talk) -> list[list[Button]]:
    return [[talk.button(str(n), "sv", "items", n) for n in ITEMS]]


def _languages(talk: Talk) -> list[list[Button]]:
    label = talk.voice.label
    buttons = [talk.button(label(f"language.{one}"), "sv", "language", one) for one in LANGUAGES]
    return [[replace(button, exact=True) for button in buttons]]


def _pauses(talk: Talk) -> list[list[Button]]:
    label = talk.voice.label
    days = [talk.button(label("setting.days", count=n), "sv", "pause", n) for n in PAUSES]
    if not _paused(talk):
        return grid(days, 2)
    return [*grid(days, 2), [talk.button(label("button.resume"), "sv", "pause", 0)]]


_QUESTIONS = {
    "hours": _hours,
    "weekday": _weekdays,
    "zone": _zones,
    "quiet": _quiet,
    "items": _items,
    "language": _languages,
    "pause": _pauses,
}


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
