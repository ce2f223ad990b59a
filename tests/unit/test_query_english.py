"""The English names on topic buttons, typed: they mean their topic, words inside words do not."""

from __future__ import annotations

from datetime import date

import pytest

from digest.following import query, rules, vocabulary
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


@pytest.mark.parametrize(
    ("typed", "word", "place"),
    [
        ("what is there for riders in Nanjing?", "骑手", "320100"),
        ("boss does not pay", "欠薪", None),
        ("news about training in Inner Mongolia", "技能培训", "150000"),
        ("couriers, Shaanxi", "快递员", "610000"),
    ],
)
def test_everyday_english_is_read_as_the_papers_words(
    typed: str, word: str, place: str | None
) -> None:
    found = query.parse(typed, TODAY)
    assert [term.text for term in found.terms] == [word]
    assert found.regions == ((place,) if place else ())


def test_an_unwanted_english_word_is_read_too() -> None:
    assert query.parse("legal aid -recruitment", TODAY).excluded == ("招聘",)


def test_a_rule_in_english_is_the_rule_in_chinese() -> None:
    assert rules.parse("riders or couriers in Nanjing -recruitment", TODAY) == rules.parse(
        "南京 骑手|快递员 -招聘", TODAY
    )


def test_an_english_word_in_quotes_is_meant_as_it_stands() -> None:
    assert rules.parse('"riders" 南京', TODAY).every == ("riders",)


def test_every_english_word_stands_for_chinese_and_once() -> None:
    lines = vocabulary.ENGLISH.read_text("utf-8").splitlines()
    typed = [line.rpartition(" ")[0] for line in lines if line and not line.startswith("#")]
    assert len(set(typed)) == len(typed)
    assert all(word == word.lower() for word in typed)


def test_a_place_is_typed_as_its_people_say_it() -> None:
    assert "110105" in query.parse("chaoyang", TODAY).regions
    assert query.parse("changzhi", TODAY).regions == ("140400",)
