"""Names in a lookup: persons that hold a place's name, and words that hold a shorter one."""

from __future__ import annotations

from datetime import date

import pytest

from digest.following import query

TODAY = date(2026, 11, 21)


def terms(text: str) -> list[str]:
    return [term.text for term in query.parse(text, TODAY).terms]


@pytest.mark.parametrize("text", ["吴海安", "记者吴海安", "吴海安的报道", "吴海安 驿站"])
def test_a_person_by_themselves_is_no_place(text: str) -> None:
    asked = query.parse(text, TODAY)
    assert asked.regions == ()
    assert asked.terms[0].text == "吴海安"


@pytest.mark.parametrize(
    ("text", "code"), [("江苏人", "320000"), ("安康市", "610900"), ("去海安", "320685")]
)
def test_a_place_beside_another_character_stays_one(text: str, code: str) -> None:
    assert query.parse(text, TODAY).regions == (code,)


@pytest.mark.parametrize(
    ("text", "word"), [("老师傅", "老师傅"), ("安全带", "安全带"), ("补了86万元", "86万元")]
)
def test_the_longer_word_is_what_is_looked_for(text: str, word: str) -> None:
    assert word in terms(text)


def test_what_is_said_of_a_word_makes_no_longer_one() -> None:
    assert "停车" in terms("停车难")


@pytest.mark.parametrize("text", ["贵州 船", "贵州船"])
def test_one_character_beside_a_place_is_looked_for(text: str) -> None:
    assert terms(text) == ["船"]


def test_what_only_frames_a_question_is_dropped() -> None:
    assert terms("江苏省人") == []
    assert terms("附近有没有驿站")[0] == "驿站"


def test_scraps_of_another_language_are_refused() -> None:
    with pytest.raises(query.QueryRefused):
        query.parse("' OR 1=1 --", TODAY)


@pytest.mark.parametrize(
    ("text", "code"), [("fujian", "350000"), ("qianxin fujian", "350000"), ("suzhou", "320500")]
)
def test_pinyin_of_a_place_is_the_place(text: str, code: str) -> None:
    assert code in query.parse(text, TODAY).regions


def test_pinyin_of_the_commonest_words() -> None:
    assert terms("gonghui") == ["工会"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("unpaid wages", "欠薪"),
        ("How to join the union?", "加入工会"),
        ("Truck drivers in Yunnan", "货车司机"),
        ("wagesheet", "wagesheet"),
    ],
)
def test_english_words_are_looked_up_in_chinese(text: str, first: str) -> None:
    assert terms(text) == [first]
