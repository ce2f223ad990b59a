"""A person's words turned into a `Query`: what must be there, what must not, where, about what,
when and in which paper. Refuses text that is too long or holds nothing to look for.

The text is read in layers; what one layer understands is blanked before the next looks: quoted
phrases and exclusions, pinyin, dates, 本级, papers, slips, places, and last the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from digest.errors import QueryRefused
from digest.following import vocabulary
from digest.following.query_places import places_in
from digest.following.query_words import Words, words_in
from digest.following.vocabulary import Vocabulary
from digest.language import dates
from digest.language.variants import fold, simplify
from digest.model import Query, Term

LONGEST = 300
MOST_TERMS = 12
MOST_EXCLUDED = 8

_PHRASE = re.compile(r'(?P<no>(?:^|(?<=\s))-)?(?:"(?P<a>[^"]{1,60})"|《(?P<b>[^》]{1,60})》)')
_EXCLUDED = re.compile(r"(?:^|(?<=\s))(?:-|不含|不要)\s?(?P<word>[^\s\-\"]+)")
_OWN = re.compile(r"[省市区县州]?本级(?:的)?")
_PAPER = re.compile(
    r"(?:(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3})?(?:工人日报|工人报|劳动报|职工报)"
    r"|(?:(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3})(?:日报|晚报|晨报|时报|都市报)"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff\ue000-\uf8ff]")
# Asked for alone, these mean: whatever is newest.
_LATEST = re.compile(r"最新|新闻|消息|资讯|报道|动态")
_QUESTION = re.compile(
    r"[?？]|[吗么呢]\s*$|怎么|怎样|如何|哪|什么|多少|几[天个次家人]|谁|啥|能不能|有没有|是不是|为何"
)


@dataclass
class _Draft:
    """What has been understood so far; `text` is what is left."""

    text: str
    phrases: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
    own_level: bool = False
    paper: str | None = None


def parse(text: str, today: date, known: Vocabulary | None = None) -> Query:
    """What a person asks for; `today` resolves dates, `known` are the operator's words.

    Raises QueryRefused (`empty`, `too_long`).
    """
    known = known or vocabulary.load()
    shown = _CONTROL.sub(" ", text).strip()
    if len(shown) > LONGEST:
        raise QueryRefused(
            "too_long",
            f"a lookup may hold {LONGEST} characters",
            advice="ask for a few words",
            values={"limit": LONGEST},
        )
    draft = _Draft(fold(simplify(shown)))
    _quoted(draft)
    _respelt(draft, known)
    _dated(draft, today)
    _framed(draft)
    places = places_in(draft.text, known)
    alone = not (places.codes or draft.phrases or draft.since or draft.until or draft.paper)
    words = words_in(places.rest, known, alone=alone)
    query = _query(shown, draft, words)
    query = replace(query, regions=places.codes, ambiguous=places.ambiguous)
    asks = (query.terms, query.regions, query.excluded, query.since, query.until, query.paper)
    if not any(asks) and not _LATEST.search(draft.text):
        raise QueryRefused(
            "empty", "there is nothing to look for", advice="write a word or a place"
        )
    return query


def _query(shown: str, draft: _Draft, words: Words) -> Query:
    phrases = tuple(Term(phrase, phrase=True, essential=True) for phrase in draft.phrases)
    terms = tuple(_with_slips(term, draft.notes) for term in words.terms)
    return Query(
        text=shown,
        terms=(*phrases, *terms)[:MOST_TERMS],
        excluded=tuple(dict.fromkeys(draft.excluded))[:MOST_EXCLUDED],
        own_level=draft.own_level,
        topics=words.topics,
        since=draft.since,
        until=draft.until,
        paper=draft.paper,
        question=bool(_QUESTION.search(shown)),
        notes=tuple(draft.notes),
    )


def _with_slips(term: Term, notes: list[tuple[str, str, str]]) -> Term:
    """A word put right is still looked for as it was typed: the guess may be wrong."""
    typed = [wrong for kind, wrong, right in notes if kind == "slip" and right in term.text]
    return replace(term, variants=(*term.variants, *typed)) if typed else term


def _cut_out(pattern: re.Pattern[str], text: str, take: Callable[[re.Match[str]], None]) -> str:
    """The text with every match blanked, after `take` was given it."""

    def blank(match: re.Match[str]) -> str:
        take(match)
        return " "

    return pattern.sub(blank, text)


def _quoted(draft: _Draft) -> None:
    def phrase(match: re.Match[str]) -> None:
        words = (match["a"] or match["b"]).strip()
        if any(character.isalnum() for character in words):
            (draft.excluded if match["no"] else draft.phrases).append(words)

    def barred(match: re.Match[str]) -> None:
        if any(character.isalnum() for character in match["word"]):
            draft.excluded.append(match["word"])

    draft.text = _cut_out(_EXCLUDED, _cut_out(_PHRASE, draft.text, phrase), barred)
    draft.text = draft.text.replace('"', " ")


def _respelt(draft: _Draft, known: Vocabulary) -> None:
    """English names of topics first, lest their letters be read as pinyin; then pinyin, since its
    characters may need no further correction."""
    spellings = (("english", known.english), ("pinyin", known.pinyin), ("slip", known.slips))
    for kind, find in spellings:
        for reading in reversed(find(draft.text)):
            typed = draft.text[reading.start : reading.end]
            draft.notes.append((kind, typed, reading.meant))
            draft.text = draft.text[: reading.start] + reading.meant + draft.text[reading.end :]
    draft.excluded = [_in_chinese(word, known) for word in draft.excluded]


def _in_chinese(word: str, known: Vocabulary) -> str:
    """An unwanted English word as the one that stands in the papers."""
    whole = (one.meant for one in known.english(word) if one.end - one.start == len(word))
    return next(whole, word)


def _dated(draft: _Draft, today: date) -> None:
    """Spans of days; several make one span. What is vague (最近) asks for nothing in particular."""
    found = dates.expressions(draft.text, today)
    for one in reversed(found):
        draft.text = draft.text[: one.start] + " " + draft.text[one.end :]
    exact = [one for one in found if one.precision != "fuzzy"]
    if exact:
        starts, ends = [one.since for one in exact], [one.until for one in exact]
        draft.since = None if None in starts else min(day for day in starts if day)
        draft.until = None if None in ends else max(day for day in ends if day)


def _framed(draft: _Draft) -> None:
    def own(_match: re.Match[str]) -> None:
        draft.own_level = True

    def paper(match: re.Match[str]) -> None:
        draft.paper = match[0]

    draft.text = _cut_out(_PAPER, _cut_out(_OWN, draft.text, own), paper)
