"""The gate for lookups: labelled queries over the labelled seed articles, and over those and our own
together."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from digest.errors import QueryRefused
from digest.service.lookup import Lookup

DATA = Path(__file__).with_name("data")
# Share of queries with every expected article in the first five, and with one of them first.
IN_FIRST_FIVE, FIRST = 0.9, 0.85


def bare(headline: str | None) -> str:
    return "".join(character for character in headline or "" if character.isalnum())


@pytest.mark.parametrize("name", ["queries.jsonl", "more_queries.jsonl", "everyday_queries.jsonl"])
def test_lookups_find_what_people_mean(seed_lookup: Lookup, now: datetime, name: str) -> None:
    gate(seed_lookup, now, name)


def test_lookups_among_more_articles(wide_lookup: Lookup, now: datetime) -> None:
    gate(wide_lookup, now, "wide_queries.jsonl")


def gate(lookup: Lookup, now: datetime, name: str) -> None:
    in_five, first, lines = [], [], []
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        query = json.loads(line)
        found, elsewhere = answered(lookup, query["q"], now)
        expected = [bare(headline) for headline in query["expected"]]
        if not expected:
            assert elsewhere, query["q"]
            continue
        in_five.append(all(headline in found for headline in expected))
        first.append(bool(found) and found[0] in expected)
        if not (in_five[-1] and first[-1]):
            lines.append(f"{query['q']}: {found}")
    shown = "\n".join(lines)
    assert sum(in_five) / len(in_five) >= IN_FIRST_FIVE, shown
    assert sum(first) / len(first) >= FIRST, shown


def answered(lookup: Lookup, text: str, now: datetime) -> tuple[list[str], bool]:
    """The first five headlines, none where the lookup is refused; whether all are elsewhere."""
    try:
        understood = lookup.understand(text, today=now.date())
    except QueryRefused:
        return [], True
    hits = lookup.answer(understood, now=now, limit=5).hits
    return [bare(h.stored.article.headline) for h in hits], all(h.elsewhere for h in hits)
