"""What /settings shows: how and when this chat wants its editions, and the choices for each
setting. It changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import timezones
from bot.keyboards import Button, grid
from bot.render.html import Html
from bot.render.names import day
from bot.talk import Talk
from bot.texts import LANGUAGES

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
