"""The English names on topic buttons, typed: they mean their topic, words inside words do not."""

from __future__ import annotations

from datetime import date

import pytest

from digest.following import query
from digest.understanding import taxonomy

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("entry", taxonomy.load().entries, ids=lambda entry: entry.slug)
def test_every_english_name_means_its_topic(entry: taxonomy.TopicEntry) -> None:
    assert entry.slug in query.parse(entry.name_en, TODAY).topics


def test_it_goes_together_with_a_place_and_says_what_it_took_it_for() -> None:
    found = query.parse("Legal aid 南京", TODAY)
    assert found.topics == ("legal_aid",)
    assert found.regions == ("320100",)
    assert ("english", "legal aid", "法律援助与权益维护") in found.notes


def test_a_name_inside_a_longer_word_is_not_one() -> None:
    assert query.parse("skillset", TODAY).topics == ()
