"""What SQLite's driver does without SQLAlchemy: tokens of any letters, its own errors, and articles
told apart though not all of their text is looked at."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from digest.errors import StoreDamaged, StoreError, StoreReadOnly, StoreUnavailable
from digest.model import Article
from digest.store.faults import translate, translated
from digest.store.search import grams

RARE = "\U00020bb7"  # a character of more than 16 bits, as in names of places and people


def tokens(text: str) -> set[str]:
    fields = (text, "", "", "", text, "")
    return set(grams.document(grams.SEPARATOR.join(fields), ("a1",)).tokens.split())


@pytest.mark.parametrize("text", ["工会驿站", f"{RARE}野工会", f"a{RARE}", "工", "2023 工会"])
def test_every_letter_and_pair_is_a_token_however_wide_its_number(text: str) -> None:
    wanted = grams.grams(text)
    marked = {mark + gram for gram in wanted for mark in (grams.TITLE, grams.STRESSED)}
    assert tokens(text) == wanted | marked | {"a1"}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("database is locked", StoreUnavailable),
        ("database or disk is full", StoreReadOnly),
        ("database disk image is malformed", StoreDamaged),
        ("no such table: articles", StoreError),
    ],
)
def test_the_driver_s_own_errors_are_told_apart(said: str, kind: type[StoreError]) -> None:
    with pytest.raises(StoreError) as caught, translated("here"):
        raise sqlite3.OperationalError(said)
    assert type(caught.value) is kind


def test_other_errors_that_speak_of_a_connection_are_not_called_unavailable() -> None:
    from sqlalchemy.exc import ResourceClosedError

    assert type(translate(ResourceClosedError("This Connection is closed"), "here")) is StoreError


def test_articles_that_differ_only_in_their_text_are_different() -> None:
    one = Article("a.txt", 1, "news", ("市总工会送清凉。",), headline="送清凉")
    other = replace(one, paragraphs=("县总工会送清凉。",))
    assert hash(one) == hash(replace(one))
    assert one != other
    assert grams.folded(one) != grams.folded(other)
