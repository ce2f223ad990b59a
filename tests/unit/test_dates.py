"""Date expressions of Chinese text as spans of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.language.dates import expressions
from digest.language.numerals import number_of

TODAY = date(2026, 11, 21)  # a Saturday


def spans(text: str) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (
            text[one.start : one.end],
            one.since.isoformat() if one.since else None,
            one.until.isoformat() if one.until else None,
            one.precision,
        )
        for one in expressions(text, TODAY)
    ]


@pytest.mark.parametrize(
    ("text", "since", "until", "precision"),
    [
        ("2023年11月1日", "2023-11-01", "2023-11-01", "day"),
        ("２０２３年１１月１日", "2023-11-01", "2023-11-01", "day"),
        ("二〇二三年十一月一日", "2023-11-01", "2023-11-01", "day"),
        ("2023-11-01", "2023-11-01", "2023-11-01", "day"),
        ("2023/11/1", "2023-11-01", "2023-11-01", "day"),
        ("20231101", "2023-11-01", "2023-11-01", "day"),
        ("7月25日", "2026-07-25", "2026-07-25", "day"),
        ("12月3日", "2025-12-03", "2025-12-03", "day"),
        ("今年9月3号", "2026-09-03", "2026-09-03", "day"),
        ("昨天", "2026-11-20", "2026-11-20", "day"),
        ("大前天", "2026-11-18", "2026-11-18", "day"),
        ("上周三", "2026-11-11", "2026-11-11", "day"),
        ("周五", "2026-11-20", "2026-11-20", "day"),
        ("周日", "2026-11-15", "2026-11-15", "day"),
        ("11月", "2026-11-01", "2026-11-30", "month"),
        ("12月", "2025-12-01", "2025-12-31", "month"),
        ("十二月", "2025-12-01", "2025-12-31", "month"),
        ("2024年2月", "2024-02-01", "2024-02-29", "month"),
        ("今年9月", "2026-09-01", "2026-09-30", "month"),
        ("去年12月底", "2025-12-21", "2025-12-31", "span"),
        ("5月中旬", "2026-05-11", "2026-05-20", "span"),
        ("2023.11", "2023-11-01", "2023-11-30", "month"),
        ("上个月", "2026-10-01", "2026-10-31", "month"),
        ("本月", "2026-11-01", "2026-11-30", "month"),
        ("2023年", "2023-01-01", "2023-12-31", "year"),
        ("去年", "2025-01-01", "2025-12-31", "year"),
        ("今年上半年", "2026-01-01", "2026-06-30", "span"),
        ("2024年第三季度", "2024-07-01", "2024-09-30", "span"),
        ("去年夏天", "2025-06-01", "2025-08-31", "span"),
        ("上周", "2026-11-09", "2026-11-15", "span"),
        ("本周", "2026-11-16", "2026-11-22", "span"),
        ("最近三个月", "2026-08-22", "2026-11-21", "span"),
        ("近一个月", "2026-10-22", "2026-11-21", "span"),
        ("过去7天", "2026-11-15", "2026-11-21", "span"),
        ("最近半年", "2026-05-22", "2026-11-21", "span"),
        ("近两年", "2024-11-22", "2026-11-21", "span"),
        ("9月到11月", "2026-09-01", "2026-11-30", "span"),
        ("2022年至2023年", "2022-01-01", "2023-12-31", "span"),
        ("2023年以来", "2023-01-01", None, "span"),
        ("6月开始", "2026-06-01", None, "span"),
        ("1月1日之前", None, "2025-12-31", "span"),
        ("日前", "2026-11-07", "2026-11-21", "fuzzy"),
        ("近日", "2026-11-07", "2026-11-21", "fuzzy"),
    ],
)
def test_an_expression_is_read(
    text: str, since: str | None, until: str | None, precision: str
) -> None:
    assert spans(text) == [(text, since, until, precision)]
    inside = f"看看{text}，谢谢"
    assert spans(inside) == [(text, since, until, precision)]


@pytest.mark.parametrize(
    "text",
    ["五一劳动奖章", "24小时", "每天", "12·4", "十四五", "前十名", "百日", "99999年", "13月", "第三季",
     "12351", "321模式", "365天", "二十大", "3个月饼", "2023", "三八红旗手", "一号文件", "世纪", ""],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert spans(text) == []


def test_days_that_do_not_exist_are_not_days() -> None:
    assert all(one[3] != "day" for one in spans("2月30日"))


def test_the_29th_of_february_is_the_last_one_there_was() -> None:
    assert spans("2月29日") == [("2月29日", "2024-02-29", "2024-02-29", "day")]


def test_several_expressions_stand_in_order() -> None:
    assert [one[0] for one in spans("从去年3月说到昨天")] == ["去年3月", "昨天"]


@example("今天前天")
@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789年月日号周上下本前最近两三十天个至到-/. 今去", max_size=30))
def test_any_text_gives_sound_spans(text: str) -> None:
    position = 0
    for one in expressions(text, TODAY):
        assert position <= one.start < one.end <= len(text)
        position = one.end
        if one.since and one.until:
            assert one.since <= one.until or one.precision == "span"


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)), st.integers(0, 4000))
def test_a_full_date_is_that_day_whenever_it_is_asked(day: date, later: int) -> None:
    today = day + timedelta(days=later)
    text = f"{day.year}年{day.month}月{day.day}日"
    ((one),) = expressions(text, today)
    assert (one.since, one.until) == (day, day)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("二十三", 23),
        ("十", 10),
        ("十二", 12),
        ("两", 2),
        ("二〇二三", 2023),
        ("一百零五", 105),
    ],
)
def test_numerals(text: str, number: int) -> None:
    assert number_of(text) == number


def test_other_characters_are_no_numeral() -> None:
    with pytest.raises(ValueError, match="numeral"):
        number_of("廿")
