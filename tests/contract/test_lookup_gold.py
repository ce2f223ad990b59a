"""The gate for lookups: labelled queries over the labelled seed articles."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from digest.service.lookup import Lookup

DATA = Path(__file__).with_name("data")
# Share of queries with every expected article in the first five, and with one of them first.
IN_FIRST_FIVE, FIRST = 0.9, 0.85


def bare(headline: str | None) -> str:
    return "".join(character for character in headline or "" if character.isalnum())


@pytest.mark.parametrize("name", ["queries.jsonl", "more_queries.jsonl", "everyday_queries.jsonl"])
def test_lookups_find_what_people_mean(seed_lookup: Lookup, now: datetime, name: str) -> None:
    in_five, first, lines = [], [], []
    queries = [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    for query in queries:
        understood = seed_lookup.understand(query["q"], today=now.date())
        hits = seed_lookup.answer(understood, now=now, limit=5).hits
        found = [bare(hit.stored.article.headline) for hit in hits]
        expected = [bare(headline) for headline in query["expected"]]
        if not expected:
            assert all(hit.elsewhere for hit in hits), query["q"]
            continue
        in_five.append(all(headline in found for headline in expected))
        first.append(bool(found) and found[0] in expected)
        if not (in_five[-1] and first[-1]):
            lines.append(f"{query['q']}: {found}")
    shown = "\n".join(lines)
    assert sum(in_five) / len(in_five) >= IN_FIRST_FIVE, shown
    assert sum(first) / len(first) >= FIRST, shown
