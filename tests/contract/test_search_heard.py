"""Words that no article holds, found by ear on both engines: what they are taken for is told, and
a word that a dictionary knows is never simply taken for another."""

from __future__ import annotations

from datetime import datetime

import pytest

from digest.service.lookup import Answer, Lookup


def answered(lookup: Lookup, text: str, now: datetime) -> Answer:
    return lookup.answer(lookup.understand(text, today=now.date()), now=now, limit=5)


def headlines(answer: Answer) -> list[str]:
    return [hit.stored.article.headline or "" for hit in answer.hits]


@pytest.mark.parametrize(
    ("typed", "note", "same"),
    [
        ("taoci", ("pinyin", "taoci", "陶瓷"), "陶瓷"),
        ("桃瓷", ("slip", "桃瓷", "陶瓷"), "陶瓷"),
        ("liudongshuwu", ("pinyin", "liudongshuwu", "流动书屋"), "流动 书屋"),
    ],
)
def test_a_word_is_found_by_its_sound(
    wide_lookup: Lookup, now: datetime, typed: str, note: tuple[str, str, str], same: str
) -> None:
    answer = answered(wide_lookup, typed, now)
    assert answer.query.notes == (note,)
    assert f"“{note[1]}”按“{note[2]}”搜索" in answer.plain
    assert headlines(answer) == headlines(answered(wide_lookup, same, now)) != []
    assert not any(hit.elsewhere for hit in answer.hits)


def test_a_word_of_the_dictionary_is_not_taken_for_another(
    wide_lookup: Lookup, now: datetime
) -> None:
    answer = answered(wide_lookup, "流动书物", now)
    assert answer.query.notes == ()
    assert answer.total == 0
    assert all(hit.elsewhere and hit.lacks == ("书物",) for hit in answer.hits)
    assert "书屋" in headlines(answer)[0]


@pytest.mark.parametrize("typed", ["公式", "dating", "zhuazhua", "王二麻子"])
def test_what_nothing_sounds_like_finds_nothing(
    wide_lookup: Lookup, now: datetime, typed: str
) -> None:
    assert answered(wide_lookup, typed, now).hits == ()


def test_a_word_whose_pairs_stand_apart_is_not_held(wide_lookup: Lookup, now: datetime) -> None:
    """The story tells of a 中学 and its 学生, never of 中学生; it still comes near."""
    hits = answered(wide_lookup, "中学生割水稻", now).hits
    assert hits[0].stored.article.headline == "在实践中感受劳动价值"
    assert hits[0].elsewhere
    assert hits[0].lacks == ("中学生",)
