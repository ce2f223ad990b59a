"""The dates that an article's text names, reckoned from its own date and from each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language import date_words, named_dates
from digest.model import Article, Precision, Published
from digest.understanding import understand

NOVEMBER = Published(date(2023, 11, 1), "day", "given")


def article(*paragraphs: str, published: Published | None = NOVEMBER) -> Article:
    return Article("a.txt", 1, "news", paragraphs, published=published)


def told(*paragraphs: str, published: Published | None = NOVEMBER) -> list[str]:
    """Each date as words, days and basis: “今年9月 2023-09-01…2023-09-30 month resolved”."""
    return [
        f"{d.words} {d.first or ''}…{d.last or ''} {d.precision} {d.basis}"
        for d in named_dates.find(article(*paragraphs, published=published))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年11月1日举行。", "2023年11月1日 2023-11-01…2023-11-01 day stated"),
        ("二〇二三年九月启用。", "二〇二三年九月 2023-09-01…2023-09-30 month stated"),
        ("于23年9月启用。", "23年9月 2023-09-01…2023-09-30 month stated"),
        ("2023年度考核。", "2023年度 2023-01-01…2023-12-31 year stated"),
        ("建站于2023-10-05。", "2023-10-05 2023-10-05…2023-10-05 day stated"),
        ("从今年9月开始。", "今年9月 2023-09-01…2023-09-30 month resolved"),
        ("去年底建成。", "去年底 2022-10-01…2022-12-31 span resolved"),
        ("7月25日,站点启用。", "7月25日 2023-07-25…2023-07-25 day resolved"),
        ("会长7月25日赴会。", "7月25日 2023-07-25…2023-07-25 day resolved"),
        ("10月份发放。", "10月份 2023-10-01…2023-10-31 month resolved"),
        ("12月3日,站点启用。", "12月3日 2022-12-03…2022-12-03 day resolved"),
        ("比赛将于12月3日举行。", "12月3日 2023-12-03…2023-12-03 day resolved"),
        ("拟在12月启用。", "12月 2023-12-01…2023-12-31 month resolved"),
        ("截至12月20日前完成。", "12月20日 2023-12-20…2023-12-20 day resolved"),
        ("9月内蒙古开班。", "9月 2023-09-01…2023-09-30 month resolved"),
        ("昨日,站点启用。", "昨日 2023-10-31…2023-10-31 day resolved"),
        ("上周三开班。", "上周三 2023-10-25…2023-10-25 day resolved"),
        ("本月初开班。", "本月初 2023-11-01…2023-11-10 span resolved"),
        ("本月5日开班。", "本月5日 2023-11-05…2023-11-05 day resolved"),
        ("下半年开班。", "下半年 2023-07-01…2023-12-31 span resolved"),
        ("前三季度开班。", "前三季度 2023-01-01…2023-09-30 span resolved"),
        ("日前,站点启用。", "日前 …2023-11-01 vague resolved"),
        ("记者近日获悉。", "近日 …2023-11-01 vague resolved"),
        ("决赛5日在太原落幕。", "5日 2023-10-05…2023-10-05 day resolved"),
        ("9月12日至15日举办。", "9月12日至15日 2023-09-12…2023-09-15 span resolved"),
        ("9月12—15日举办。", "9月12—15日 2023-09-12…2023-09-15 span resolved"),
        ("在2月6日~3月31日期间。", "2月6日~3月31日 2023-02-06…2023-03-31 span resolved"),
        ("9月30日至10月3日。", "9月30日至10月3日 2023-09-30…2023-10-03 span resolved"),
        ("2023年9月12日至15日。", "2023年9月12日至15日 2023-09-12…2023-09-15 span stated"),
        ("今年3至5月开班。", "今年3至5月 2023-03-01…2023-05-31 span resolved"),
        ("2021—2023年开班。", "2021—2023年 2021-01-01…2023-12-31 span stated"),
        ("2021年9月至今年3月。", "2021年9月至今年3月 2021-09-01…2023-03-31 span resolved"),
    ],
)
def test_words_that_name_days_are_told_as_days(text: str, expected: str) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "同比增长三成,成立十周年,三年级学生,近5年来,历时3个月,工作23年,12年前入职。",
        "每年9月、每月5日、每年六月到八月,第5日,5日内办结,7日游,农历八月十五。",
        "“9·15”行动,12·4宣传,电话010-84151234、20231015,占1/3,比分3-2,得分9.5。",
        "三年前年轻的他说,目前天气好,生日前后,今年轻人多,过去年均百场,说明年度计划。",
        "总工发〔2023〕9号,2023.11万元,6月31日,2月30日,13月5日,5000年历史,小区3号楼。",
        "一个季度,以上月均,最近的驿站,附近日间照料,晚上周围,一日三餐,明天更美好。",
    ],
)
def test_what_only_looks_like_a_date_is_passed_over(text: str) -> None:
    assert told(text) == []


def test_a_month_takes_the_year_named_before_it_in_its_sentence() -> None:
    assert told("2021年10月试点,12月推开,3月铺到全市。今年8月,7家挂牌。8月又有3家。")[1:3] == [
        "12月 2021-12-01…2021-12-31 month inferred",
        "3月 2022-03-01…2022-03-31 month inferred",
    ]


def test_a_year_that_belongs_to_a_title_does_not_date_the_sentence() -> None:
    named = told("2020年被评为劳模的他9月1日来到驿站。")
    assert named[1] == "9月1日 2023-09-01…2023-09-01 day resolved"


def test_a_day_alone_belongs_to_the_month_named_before_it_in_its_paragraph() -> None:
    assert told("7月25日报到。26日上午开赛。", "26日,他回家。") == [
        "7月25日 2023-07-25…2023-07-25 day resolved",
        "26日 2023-07-26…2023-07-26 day inferred",
        "26日 2023-10-26…2023-10-26 day resolved",
    ]
    assert told("9月12日、13日和15日开课。")[1:] == [
        "13日 2023-09-13…2023-09-13 day inferred",
        "15日 2023-09-15…2023-09-15 day inferred",
    ]


def test_the_same_year_and_the_next_hang_on_the_year_named_before() -> None:
    assert told("2019年9月,他入职。次年3月,他获奖。同年5月,他带徒。")[1:] == [
        "次年3月 2020-03-01…2020-03-31 month inferred",
        "同年5月 2020-05-01…2020-05-31 month inferred",
    ]
    assert told("同年9月,他入职。") == ["同年9月 … month unresolved"]


def test_a_date_at_once_ahead_lies_in_the_next_year() -> None:
    december = Published(date(2023, 12, 28), "day", "given")
    assert told("决赛将于1月5日举行。", published=december) == [
        "1月5日 2024-01-05…2024-01-05 day resolved"
    ]


def test_yesterday_in_a_speakers_mouth_is_not_the_papers() -> None:
    assert told("“我昨天来过。”他说。") == ["昨天 … day unresolved"]


@pytest.mark.parametrize(
    ("precision", "known", "unknown"),
    [
        ("month", ["今年9月", "7月25日", "上半年", "本月"], ["昨日", "日前", "8日"]),
        ("year", ["今年9月", "上半年"], ["7月25日", "本月", "昨日", "日前", "8日"]),
        (None, ["2022年9月"], ["今年9月", "7月25日", "上半年", "本月", "昨日", "日前", "8日"]),
    ],
)
def test_what_the_articles_date_does_not_reach_stays_unresolved(
    precision: Precision | None, known: list[str], unknown: list[str]
) -> None:
    own = Published(date(2023, 11, 1), precision, "inferred") if precision else None
    for words in known:
        (one,) = named_dates.find(article(f"{words},站点启用。", published=own))
        assert one.first is not None, words
        assert one.basis != "unresolved"
    for words in unknown:
        (one,) = named_dates.find(article(f"{words},站点启用。", published=own))
        assert (one.words, one.first, one.last, one.basis) == (words, None, None, "unresolved")


def test_traditional_and_full_width_words_stand_as_printed() -> None:
    assert told("\uff17月\uff12\uff15日,上個月20號的約定。")[0].startswith(
        "\uff17月\uff12\uff15日 2023-07-25"
    )
    assert told("9月15號,總工會開班。") == ["9月15號 2023-09-15…2023-09-15 day resolved"]
    made = understand(article("本報訊 去年9月15號,總工會開設驛站,為職工服務。"))
    assert [named.words for named in made.dates] == ["去年9月15號"]


def test_heads_are_read_too_and_a_date_named_again_is_told_once() -> None:
    headed = Article(
        "a.txt",
        1,
        "news",
        ("日前,9月开班。", "日前,9月结业。"),
        headline="2024年计划",
        published=NOVEMBER,
    )
    assert [named.words for named in named_dates.find(headed)] == ["2024年", "日前", "9月"]


def test_a_flood_of_dates_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: Counter[str] = Counter()
    found = date_words.found

    def counted(text: str) -> Iterator[date_words.DateWord]:
        for word in found(text):
            looked["words"] += 1
            yield word

    monkeypatch.setattr(date_words, "found", counted)
    flood = "、".join(f"{year}年{month}月" for year in range(1901, 2099) for month in range(1, 13))
    assert len(named_dates.find(article(flood, *[flood] * 20))) == named_dates.MOST
    assert looked["words"] < 1000
    looked.clear()
    assert len(named_dates.find(article("7月25日,昨日。" * 10_000))) == 2
    assert looked["words"] < 1000


@given(
    st.text(
        "今去前明本年月日上下半昨近初底末0123456789一二三十至到—~、,。“”将于号周季度 個號",
        max_size=80,
    ),
    st.none()
    | st.builds(
        Published,
        st.dates(date(1900, 1, 1), date(2099, 12, 31)),
        st.sampled_from(["day", "month", "year"]),
        st.just("given"),
    ),
)
def test_any_text_gives_words_that_stand_in_it_and_days_in_order(
    text: str, published: Published | None
) -> None:
    for named in named_dates.find(article(text, published=published)):
        assert named.words
        assert named.words in text
        assert (named.last is None) == (named.basis == "unresolved")
        assert (named.first is None) == (named.last is None or named.precision == "vague")
        if named.first and named.last:
            assert named.first <= named.last
