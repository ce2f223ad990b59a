"""What to follow by taps: topics, one or several, then a place from the province down; a place may
be typed as well. The last step, trying the rule out, is served by the action `s3`."""

from __future__ import annotations

from bot import topic_sets
from bot.families import Action, Family
from bot.keyboards import Button, grid
from bot.talk import Talk
from digest.errors import Refused


async def begin(talk: Talk) -> None:
    """Begin by taps in a new message, so that the one pressed stays to be read."""
    talk.anew()
    await topics(talk)


async def topics(talk: Talk) -> None:
    """First tap: what to follow."""
    slugs = talk.names.topics.slugs
    label = talk.voice.label
    choices = [
        talk.button(
            talk.names.topic(slug, talk.voice, short=True), "s2", topic_sets.write([slug], slugs)
        )
        for slug in slugs
    ]
    nothing = topic_sets.write([], slugs)
    last = [
        talk.button(label("button.several"), "sm", nothing),
        talk.button(label("button.any_topic"), "s2", nothing),
        talk.button(label("button.type_rule"), "st"),
    ]
    greeted = talk.press.arg(0) == "hello"
    text = talk.voice.html("start.topics" if greeted else "follow.topics")
    await talk.say(text, [*grid(choices, 2), last], in_place=True)


async def several(talk: Talk) -> None:
    """Several topics: every tap switches one on or off."""
    slugs = talk.names.topics.slugs
    chosen = topic_sets.read(talk.press.arg(0), slugs)
    if chosen is None:
        await talk.act("s1", "")
        return
    choices = []
    for slug in slugs:
        switched = set(chosen) ^ {slug}
        name = talk.names.topic(slug, talk.voice, emoji=slug not in chosen, short=True)
        mark = "✅ " if slug in chosen else ""
        choices.append(talk.button(mark + name, "sm", topic_sets.write(switched, slugs)))
    last = [talk.button(talk.voice.label("button.back"), "s1", "")]
    if chosen:
        last.append(talk.button(talk.voice.label("button.onward"), "s2", talk.press.arg(0)))
    text = talk.voice.html("follow.several", count=len(chosen))
    await talk.say(text, [*grid(choices, 2), last], in_place=True)


async def places(talk: Talk) -> None:
    """Second tap: where. A place can be typed as well."""
    code, inside = talk.press.arg(0), talk.press.arg(1)
    chosen = topic_sets.read(code, talk.names.topics.slugs)
    if chosen is None:
        await talk.act("s1", "")
        return
    table = talk.names.places
    buttons = [
        talk.button(talk.names.place(place.code, talk.voice), "s3", code, place.code)
        for place in table.children(inside or None)
    ]
    rows = grid(buttons, 4 if not inside and talk.voice.language != "en" else 3)
    if inside:
        text = talk.voice.html("follow.parts", place=talk.names.region(inside, talk.voice))
        rows.append([talk.button(talk.voice.label("button.back"), "s3", code, inside)])
    else:
        names = talk.names.topic_list(chosen, talk.voice) or talk.voice.label("follow.any_topic")
        text = talk.voice.html("follow.places", topics=names)
        back = ("sm", code) if len(chosen) > 1 else ("s1", "")
        last = [talk.button(talk.voice.label("button.back"), *back)]
        rows = [*_first_row(talk, code, anything=not chosen), *rows, last]
    if talk.private:
        await talk.ask(text, "region", code, rows=rows)
    else:
        await talk.say(text, rows, in_place=True)


def _first_row(talk: Talk, code: str, *, anything: bool) -> list[list[Button]]:
    if anything:
        return []
    return [[talk.button(talk.voice.label("button.everywhere"), "s3", code)]]


async def region_typed(talk: Talk) -> None:
    """The answer to “where?”: one place goes on, several are listed, none becomes a lookup."""
    code = talk.prompt.args[0] if talk.prompt else ""
    found = await talk.run(_places_named, talk)
    if not found:
        talk.target = talk.chat_id
        await talk.desk.registry.events["words"](talk)
    elif len(found) == 1:
        await talk.act("s3", code, found[0])
    else:
        choices = [
            talk.button(talk.names.region(one, talk.voice), "s3", code, one) for one in found[:20]
        ]
        rows = [*grid(choices, 2), [talk.button(talk.voice.label("button.back"), "s2", code)]]
        await talk.say(talk.voice.html("follow.which", place=talk.words), rows)


def _places_named(talk: Talk) -> tuple[str, ...]:
    """The codes of the places that the words are: by name, or as a lookup reads them (Nanjing,
    江苏的苏州) when nothing else is asked for."""
    named = tuple(place.code for place in talk.names.places.named(talk.words))
    if named:
        return named
    try:
        asked = talk.service.lookup.understand(talk.words, today=talk.today)
    except Refused:
        return ()
    return () if asked.terms or asked.excluded or asked.since or asked.until else asked.regions


FAMILY = Family(
    "taps",
    actions=(
        Action("add", begin, change=True),
        Action("s1", topics, change=True),
        Action("sm", several, change=True),
        Action("s2", places, change=True),
    ),
    prompts={"region": region_typed},
)
