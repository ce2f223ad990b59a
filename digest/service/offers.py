"""What to offer when nothing was found: the same subject elsewhere, other news of the place, the
region around it, fewer words, or to be told when something comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from digest import gazetteer
from digest.model import Query, Term

Kind = Literal["topic_elsewhere", "region_other_topics", "broader_region", "follow", "drop_word"]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something near what was asked, the query for it (its text says it in words), and how many
    articles it finds; `follow` is the question itself and finds none yet."""

    kind: Kind
    query: Query
    count: int


def offers(query: Query, count: Callable[[Query], int]) -> tuple[Offer, ...]:
    """The nearest useful things to ask instead, each of which finds something, and to follow."""
    found = [Offer(kind, other, count(other)) for kind, other in _others(query)]
    return (*(offer for offer in found if offer.count), Offer("follow", query, 0))


def _others(query: Query) -> Iterator[tuple[Kind, Query]]:
    subject = " ".join(term.text for term in query.terms)
    undated = replace(query, since=None, until=None)
    if query.regions and query.terms:
        anywhere = replace(undated, text=subject, regions=(), own_level=False, ambiguous=())
        yield "topic_elsewhere", anywhere
        place = _named(query.regions)
        yield (
            "region_other_topics",
            replace(undated, text=place, terms=(), topics=(), ambiguous=(), excluded=()),
        )
    around = _around(query)
    if around:
        text = f"{_named(around)} {subject}".strip()
        yield "broader_region", replace(undated, text=text, regions=around, own_level=False)
    if query.since or query.until:
        yield "drop_word", replace(undated, text=f"{_named(query.regions)} {subject}".strip())
    yield from _fewer(undated)


def _fewer(query: Query) -> Iterator[tuple[Kind, Query]]:
    """The query without one of its words, as long as one that says something is left."""
    telling = [term for term in query.terms if term.weight >= 0.5]
    if len(telling) < 2:
        return
    for term in telling[:3]:
        left = tuple(other for other in query.terms if other is not term)
        yield "drop_word", replace(query, text=_text(query, left), terms=left)


def _text(query: Query, terms: tuple[Term, ...]) -> str:
    return " ".join(filter(None, (_named(query.regions), *(term.text for term in terms))))


def _around(query: Query) -> tuple[str, ...]:
    """The regions one level up, of those that have one; of a name that several places share, which
    is meant comes first."""
    if query.ambiguous:
        return ()
    tree = gazetteer.load()
    up = (tree.ancestors(code)[:1] for code in query.regions)
    return tuple(dict.fromkeys(code for codes in up for code in codes))


def _named(codes: tuple[str, ...]) -> str:
    tree = gazetteer.load()
    return "、".join(dict.fromkeys(tree.get(code).short for code in codes[:3]))
