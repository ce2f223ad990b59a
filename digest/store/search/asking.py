"""A query taken apart into what is asked: words, topics, places, days, a paper. Each part knows the
condition that fulfils it and what counts when hits are weighed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from digest import gazetteer
from digest.following.vocabulary import Vocabulary
from digest.language import words as segmenter
from digest.model import Query, Term
from digest.store.search import grams
from digest.store.search.interface import Condition, Either, either, every, tag, titled, word

# How something was put right, what was typed, what is looked for: see `Query.notes`.
Note = tuple[str, str, str]
Kind = Literal["word", "phrase", "topic", "region", "date", "paper"]

# What a hit on a synonym counts beside one on the word that was typed.
SYNONYM = 0.75
# Terms below this weight are generic words.
LIGHT = 0.5
# A paper of up to a month later that names the day speaks of it.
SPOKEN_OF = timedelta(days=31)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
_NAMED_YEAR = re.compile(r"\d年|\d{4}|[今去前昨明当]年|[〇零一二三四五六七八九]年")
_ZERO = re.compile(r"(?<!\d)0(?=\d)")


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of what is asked. `words` are cleaned texts with what each counts; `generic` words
    (工会) and words that named a topic are never what the lookup hinges on; `familiar` ones stand
    in a dictionary."""

    kind: Kind
    label: str
    condition: Condition
    words: tuple[tuple[str, float], ...] = ()
    weight: float = 1.0
    essential: bool = False
    generic: bool = False
    familiar: bool = True
    keys: tuple[str, ...] = ()
    span: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything a query asks; `barred` must not be fulfilled. `notes` tell what was put right
    beyond what the query says itself."""

    units: tuple[Unit, ...]
    barred: tuple[Condition, ...]
    chunks: tuple[str, ...]
    notes: tuple[Note, ...] = ()


def asked(query: Query, known: Vocabulary) -> Asked:
    """The parts of a query, in the order typed, places and days last."""
    units = [_word(term, query, known) for term in query.terms]
    units += [unit for unit in (_topic(query, known), _region(query), _date(query)) if unit]
    if query.paper:
        units.append(Unit("paper", query.paper, tag(grams.paper_tag(query.paper)), essential=True))
    barred = tuple(word(grams.clean(text)) for text in query.excluded)
    return Asked(tuple(units), barred, _chunks(query))


def _word(term: Term, query: Query, known: Vocabulary) -> Unit:
    slug = known.topics.named(term.text)
    unit = plain_word(
        term, generic=term.weight < LIGHT or (slug is not None and slug in query.topics)
    )
    if not term.phrase:
        return unit
    return replace(unit, kind="phrase", essential=True)


def word_texts(term: Term) -> tuple[tuple[str, float], ...]:
    """The cleaned texts of a term, what was typed first."""
    typed = grams.clean(term.text).strip()
    others = (grams.clean(variant).strip() for variant in term.variants)
    return ((typed, 1.0), *((text, SYNONYM) for text in dict.fromkeys(others) if text != typed))


def any_word(texts: tuple[tuple[str, float], ...]) -> Condition:
    """The articles that hold one of the texts; a text that holds another one adds nothing."""
    every_text = [text for text, _ in texts]
    least = [a for a in every_text if not any(b in a and b != a for b in every_text)]
    return either(*(word(text) for text in dict.fromkeys(least)))


def pieces(unit: Unit, known: Vocabulary) -> list[Unit]:
    """A word that no article holds, cut into the shorter words inside it, if there are any."""
    found = [w for w in segmenter.cut_for_search(unit.label) if len(w) > 1 and w != unit.label]
    terms = [Term(part, known.synonyms.of(part), unit.weight) for part in dict.fromkeys(found)]
    return [plain_word(term, generic=unit.generic) for term in terms]


def plain_word(term: Term, *, generic: bool) -> Unit:
    """A word and what counts as the same."""
    texts = word_texts(term)
    return Unit(
        "word",
        term.text,
        any_word(texts),
        texts,
        weight=term.weight,
        generic=generic,
        familiar=bool(term.variants) or segmenter.cut(term.text, guess=False) == [term.text],
    )


def _topic(query: Query, known: Vocabulary) -> Unit | None:
    """About one of the topics, or holding the words that named them."""
    if not query.topics:
        return None
    naming = [t for t in query.terms if known.topics.named(t.text) in query.topics]
    tags = [tag(grams.topic_tag(slug)) for slug in query.topics]
    words = [any_word(word_texts(term)) for term in naming]
    texts = tuple(text for term in naming for text in word_texts(term))
    name = "、".join(known.topics.get(slug).name for slug in query.topics)
    return Unit(
        "topic", name, either(*tags, *words), texts, weight=1.2, essential=True, keys=query.topics
    )


def _region(query: Query) -> Unit | None:
    if not query.regions:
        return None
    tags = (grams.region_tag(code, own=query.own_level) for code in query.regions)
    names = dict.fromkeys(gazetteer.load().get(code).short for code in query.regions)
    return Unit(
        "region", "、".join(names), tag(*tags), weight=2.5, essential=True, keys=query.regions
    )


def _date(query: Query) -> Unit | None:
    """Printed in the span; for a single day also: speaking of that day."""
    if query.since is None and query.until is None:
        return None
    since, until = query.since or FIRST_DAY, query.until or LAST_DAY
    condition = tag(*grams.span_tags(since, until)) if since <= until else Either(())
    if since != until:
        name = _span_name(query)
        return Unit("date", name, condition, essential=True, span=(since, until))
    day = f"{since.month}月{since.day}日"
    around = tag(grams.UNDATED, *grams.span_tags(since, since + SPOKEN_OF))
    spoken = word(day) if _any_year(query, day) else every(word(day), around)
    return Unit(
        "date",
        day,
        either(condition, spoken),
        ((day, 1.0),),
        weight=2.0,
        essential=True,
        span=(since, until),
    )


def _any_year(query: Query, day: str) -> bool:
    """Whether a day was asked for without its year (3月17日): then any year's will do, and the
    one that the date layer chose is but the likeliest."""
    typed = grams.clean(query.text).replace(" ", "").replace("号", "日")
    return _NAMED_YEAR.search(typed) is None and _ZERO.sub("", typed).find(day) >= 0


def _span_name(query: Query) -> str:
    return "–".join(day.isoformat() if day else "" for day in (query.since, query.until))


def _chunks(query: Query) -> tuple[str, ...]:
    """Runs of what was typed, put right, that are worth finding whole: a headline, a name."""
    text = grams.clean(query.text)
    for _, wrong, right in query.notes:
        text = text.replace(wrong, right)
    return tuple(chunk for chunk in text.split() if 3 <= len(chunk) <= 40)[:4]


def in_titles(units: list[Unit]) -> Condition:
    """The articles whose title lines hold one of the units' words as typed."""
    return either(*(titled(unit.words[0][0]) for unit in units if unit.words))


def together(units: list[Unit]) -> Condition:
    """The articles that fulfil all of the units."""
    return every(*(unit.condition for unit in units))
