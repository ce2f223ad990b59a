"""Lookup: the words of a plain message (or /search) become a page of hits with number buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import hotlines
from bot.families import Action, Command, Family
from bot.keyboards import Button, grid
from bot.render import hits as shown
from bot.render.html import Html
from bot.render.parts import shorten
from bot.talk import Talk
from digest.model import Query

if TYPE_CHECKING:
    from digest.service.lookup import Answer
    from digest.service.offers import Offer

PAGE = 5
MEANINGS = 2


async def words(talk: Talk) -> None:
    """Answer what was typed."""
    if not talk.words:
        await talk.say(talk.voice.html("lookup.empty"), _next_steps(talk))
        return
    query = await talk.run(talk.service.lookup.understand, talk.words, today=talk.today)
    await _answer(talk, query, 0)


async def turn(talk: Talk) -> None:
    """Another page of the same question, in place."""
    asked = await _asked(talk)
    if asked is None:
        await talk.say(talk.voice.html("lookup.forgotten"))
        return
    snapshot = talk.press.arg(2) or None
    await _answer(talk, asked, max(0, talk.press.number(1)), snapshot)


async def offer(talk: Talk) -> None:
    """Take up an offer made when nothing was found: recomputed, so it needs no room in a button."""
    asked = await _asked(talk)
    if asked is None:
        await talk.say(talk.voice.html("lookup.forgotten"))
        return
    answer = await _ask(talk, asked, 0, None)
    chosen = talk.press.number(1)
    if not 0 <= chosen < len(answer.offers):
        await talk.say(talk.voice.html("lookup.forgotten"))
    elif answer.offers[chosen].kind == "follow":
        await talk.act("fs", talk.press.arg(0))
    else:
        await _answer(talk, answer.offers[chosen].query, 0)


async def mean(talk: Talk) -> None:
    """One of several places of the same name was meant."""
    asked = await _asked(talk)
    if asked is None:
        await talk.say(talk.voice.html("lookup.forgotten"))
        return
    code, query = talk.press.arg(1), asked
    name = talk.names.places.get(code).path.replace("/", "")
    typed = next((n for n, codes in query.ambiguous if code in codes), "")
    text = query.text.replace(typed, name) if typed else f"{name} {query.text}"
    left = tuple(pair for pair in query.ambiguous if pair[0] != typed)
    await _answer(talk, replace(query, text=text, regions=(code,), ambiguous=left), 0)


async def _asked(talk: Talk) -> Query | None:
    kept = talk.desk.queries.get(talk.press.arg(0))
    if kept is not None:
        return kept
    line = talk.first_line()
    if not line:
        return None
    return await talk.run(talk.service.lookup.understand, line, today=talk.today)


async def _ask(talk: Talk, query: Query, offset: int, snapshot: str | None) -> Answer:
    return await talk.run(
        talk.service.lookup.answer,
        query,
        now=talk.now,
        offset=offset,
        limit=PAGE,
        snapshot=snapshot,
    )


async def _answer(talk: Talk, query: Query, offset: int, snapshot: str | None = None) -> None:
    answer = await _ask(talk, query, offset, snapshot)
    key = talk.desk.queries.keep(repr(query), query)
    if answer.hits:
        blocks = shown.page(answer, offset, talk.names, talk.voice)
        rows = _buttons(talk, answer, key, offset)
    else:
        blocks = _nothing(talk, answer)
        rows = _offers(talk, answer, key)
    blocks += [
        talk.voice.html("lookup.which", place=talk.names.as_typed(name, codes, talk.voice))
        for name, codes in query.ambiguous[:MEANINGS]
    ]
    meant = [query.text, *(now for _, _, now in query.notes)]
    blocks += hotlines.lines(" ".join(meant), talk.voice)
    rows += _meanings(talk, query, key)
    await talk.say(blocks, rows, in_place=True)


def _buttons(talk: Talk, answer: Answer, key: str, offset: int) -> list[list[Button]]:
    numbers = [
        talk.button(str(offset + n), "open", hit.stored.id) for n, hit in enumerate(answer.hits, 1)
    ]
    pages = []
    if offset > 0:
        back = talk.voice.label("button.previous")
        pages.append(talk.button(back, "pg", key, max(0, offset - PAGE), answer.snapshot))
    if offset + PAGE < answer.total:
        onward = talk.voice.label("button.next")
        pages.append(talk.button(onward, "pg", key, offset + PAGE, answer.snapshot))
    return [numbers, pages, [talk.button(talk.voice.label("button.follow_search"), "fs", key)]]


def _nothing(talk: Talk, answer: Answer) -> list[Html]:
    top = shown.head("🔎", answer.query.text)
    notes = shown.notes(answer.query, answer.also_searched, talk.voice)
    near = any(map(_worth_it, answer.offers))
    told = talk.voice.html("lookup.offers" if near else "lookup.nothing")
    return [Html(f"{top}\n{talk.voice.html('lookup.none')}"), *filter(None, [notes]), told]


def _offers(talk: Talk, answer: Answer, key: str) -> list[list[Button]]:
    rows = []
    for at, one in enumerate(answer.offers):
        if _worth_it(one):
            words = shorten(_told(talk, one.query), 30)
            label = talk.voice.label(f"offer.{one.kind}", words=words, count=one.count)
            rows.append([talk.button(label, "of", key, at)])
    rows.append([talk.button(talk.voice.label("button.follow_search"), "fs", key)])
    return [*rows, *_next_steps(talk)]


def _worth_it(offer: Offer) -> bool:
    """Whether an offer says something: what is left of “tomorrow” without its date does not."""
    return offer.kind != "follow" and bool(offer.query.text.strip())


def _told(talk: Talk, query: Query) -> str:
    """What an offer looks for, in the reader's language where it is a place or a topic."""
    if talk.voice.language != "en" or not (query.regions or query.topics):
        return query.text
    named = [talk.names.topic(slug, talk.voice, emoji=False) for slug in query.topics]
    named += [talk.names.place(code, talk.voice) for code in query.regions]
    known = {talk.names.topics.get(slug).name for slug in query.topics}
    return " ".join([*named, *(term.text for term in query.terms if term.text not in known)])


def _meanings(talk: Talk, query: Query, key: str) -> list[list[Button]]:
    places = [
        talk.button(talk.names.region(code, talk.voice), "am", key, code)
        for _, codes in query.ambiguous[:MEANINGS]
        for code in codes[:8]
    ]
    return grid(places, 2)


def _next_steps(talk: Talk) -> list[list[Button]]:
    return [
        [
            talk.button(talk.voice.label("button.topics"), "add"),
            talk.button(talk.voice.label("button.feedback"), "fb"),
        ]
    ]


async def search(talk: Talk) -> None:
    """/search words; without words it says how."""
    if talk.words:
        await words(talk)
    else:
        await talk.say(talk.voice.html("lookup.usage"), _next_steps(talk))


FAMILY = Family(
    "lookup",
    commands=(Command("search", search, aliases=("find", "s")),),
    actions=(Action("pg", turn), Action("of", offer), Action("am", mean)),
    events={"words": words},
)
