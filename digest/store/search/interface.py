"""The question every engine must answer: which articles hold these tokens, newest first.

A condition is a tree of `Has` (all of these tokens), `Every`, `Either` and `Without`. An engine
finds the same articles for the same condition whatever database it runs in; how good a hit is,
and whether the grams of a longer word stand in order, is told from the article, not by the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from digest.store.search.grams import STRESSED, TITLE, Document, needed


@dataclass(frozen=True, slots=True)
class Has:
    """All of `tokens`."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts (none: everything)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts at least (none: nothing)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """`wanted` but not `barred`."""

    wanted: Condition
    barred: Condition


Condition = Has | Every | Either | Without


@dataclass(frozen=True, slots=True)
class Wanted:
    """The newest articles numbered below `below` that fulfil the condition, `limit` at most; when
    they are fewer than `enough`, all of them. `rare` says that few are expected; it never changes
    what is found."""

    condition: Condition
    below: int
    limit: int
    enough: int
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest articles that fulfil a condition, newest first: all of those numbered `floor` and
    higher, or of all articles when it is 0."""

    numbers: list[int]
    floor: int


class SearchEngine(Protocol):
    """What a database must do for lookup; `no` is an article's number, higher is newer."""

    def add(self, connection: Connection, rows: Sequence[tuple[int, Document]]) -> None:
        """Index articles."""
        ...

    def discard(self, connection: Connection, rows: Sequence[tuple[int, Document]]) -> None:
        """Take articles out; the documents must be those they were added with."""
        ...

    def clear(self, connection: Connection) -> None:
        """Forget every article."""
        ...

    def settle(self, connection: Connection) -> bool:
        """Join some of the pieces that adding left the index in; False once none are left."""
        ...

    def newest(self, connection: Connection, wanted: Wanted) -> Newest:
        """What is wanted."""
        ...

    def size(self, connection: Connection) -> int:
        """Bytes that the index takes."""
        ...


def word(text: str, mark: str = "") -> Condition:
    """The articles that hold the grams of this cleaned text; `mark` TITLE or STRESSED narrows
    where. Of longer texts a few articles hold the grams apart: whoever shows them looks again.
    Text without a letter or digit is in no article."""
    tokens = needed(text)
    return Has(tuple(mark + token for token in tokens)) if tokens else Either(())


def titled(text: str) -> Condition:
    """The articles whose title lines hold the grams of this cleaned text."""
    return word(text, TITLE)


def stressed(text: str) -> Condition:
    """The articles that hold them in title lines, subheads or keyphrases."""
    return word(text, STRESSED)


def tag(*tokens: str) -> Condition:
    """The articles that carry one of these tags."""
    return either(*(Has((token,)) for token in tokens))


def either(*parts: Condition) -> Condition:
    """One of the parts; a single part stays itself."""
    return parts[0] if len(parts) == 1 else Either(parts)


def every(*parts: Condition) -> Condition:
    """All of the parts; a single part stays itself."""
    return parts[0] if len(parts) == 1 else Every(parts)


def narrowed(wanted: Condition, further: Condition) -> Condition:
    """The articles that fulfil both; what `further` implies is not asked twice."""
    match wanted:
        case Without(inner, barred):
            return Without(narrowed(inner, further), barred)
        case Every(parts):
            left = [part for part in parts if not _implies(further, part)]
            return every(*left, further)
        case _:
            return further if _implies(further, wanted) else Every((wanted, further))


def _implies(one: Condition, other: Condition) -> bool:
    """Whether an article that fulfils `one` plainly fulfils `other`."""
    if one == other:
        return True
    if isinstance(one, Has) and isinstance(other, Has):
        # What stands in a title line stands in the article.
        return {token.strip(TITLE + STRESSED) for token in one.tokens} >= set(other.tokens)
    if isinstance(one, Either):
        return bool(one.parts) and all(_implies(part, other) for part in one.parts)
    if isinstance(one, Every) and any(_implies(part, other) for part in one.parts):
        return True
    return isinstance(other, Either) and any(_implies(one, part) for part in other.parts)


def engine_for(connection: Connection) -> SearchEngine:
    """The engine of the database this connection speaks to."""
    if connection.dialect.name == "sqlite":
        from digest.store.search.sqlite import SqliteSearch

        return SqliteSearch()
    from digest.store.search.postgresql import PostgresSearch

    return PostgresSearch(connection)
