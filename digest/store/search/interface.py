"""The question every engine must answer: which articles hold these tokens, newest first.

A condition is a tree of `Has` (all of these tokens, and, to be exact, this text), `Every`, `Either`
and `Without`. An engine finds the same articles for the same condition whatever database it runs
in; how good a hit is, is computed from the article, not by the engine.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from digest.store.search.grams import STRESSED, TITLE, needed


@dataclass(frozen=True, slots=True)
class Has:
    """All of `tokens`. `text` is the cleaned text they stand for ("" for tags); `certain` says
    that the tokens prove it, so that nobody need look at the article."""

    tokens: tuple[str, ...]
    text: str = ""
    certain: bool = True


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


class SearchEngine(Protocol):
    """What a database must do for lookup; `no` is an article's number, higher is newer."""

    def add(self, connection: Connection, rows: Sequence[tuple[int, Collection[str]]]) -> None:
        """Index articles by their tokens."""
        ...

    def discard(self, connection: Connection, rows: Sequence[tuple[int, Collection[str]]]) -> None:
        """Take articles out; the tokens must be those they were added with."""
        ...

    def newest(
        self, connection: Connection, condition: Condition, *, below: int, limit: int
    ) -> list[int]:
        """The newest `limit` articles numbered below `below` that fulfil the condition."""
        ...

    def count(self, connection: Connection, condition: Condition, *, below: int) -> int:
        """How many articles numbered below `below` fulfil the condition."""
        ...

    def size(self, connection: Connection) -> int:
        """Bytes that the index takes."""
        ...


def word(text: str, mark: str = "") -> Condition:
    """The articles that hold this cleaned text; `mark` TITLE or STRESSED narrows where.

    Two characters are one gram and need no second look; longer text does. Text without a letter
    or digit is in no article.
    """
    tokens = needed(text)
    if not tokens:
        return Either(())
    return Has(tuple(mark + token for token in tokens), text, text == tokens[0])


def titled(text: str) -> Condition:
    """The articles that hold this cleaned text and its pairs in their title lines."""
    return word(text, TITLE)


def stressed(text: str) -> Condition:
    """The articles that hold this cleaned text and its pairs in title, subheads or summary."""
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


def engine_for(connection: Connection) -> SearchEngine:
    """The engine of the database this connection speaks to."""
    if connection.dialect.name == "sqlite":
        from digest.store.search.sqlite import SqliteSearch

        return SqliteSearch()
    from digest.store.search.postgresql import PostgresSearch

    return PostgresSearch()
