"""Reading any page: every line accounted for, nothing invented, no text too odd."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.model import Page, PageReading
from digest.reading import read_page

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
PIECES = [
    "本报讯 (记者张伟 通讯员李娜)近日,某区总工会启动送清凉活动。",
    "本报记者 王强",
    "本报通讯员 赵敏 摄",
    "【主席之声】",
    "某县总工会主席 刘芳",
    "阅读提示",
    "小编说:这件事办得好。",
    "工会驿站让骑手歇歇脚",
    "职工之家建在家门口——",
    "11月1日,某市职工在现场参加技能竞赛。",
    "据介绍,该区已建成驿站30家,服务职工1.2万人次,",
    "覆盖全区各街道。来源:《工人日报》",
    '"这里真方便。"他说。',
    "(以下简称《办法》",
    "2023年11月2日 星期四",
    "http://example.org/a,b",
]
line = st.one_of(
    st.sampled_from(PIECES),
    st.text(max_size=40),
    st.just(""),
    st.text("。,、“”《》()\"' ", max_size=12),
)
pages = st.lists(line, max_size=40).map("\n".join)


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def lines_of(text: str) -> list[int]:
    """Lines with something visible on them."""
    return [n for n, part in enumerate(text.split("\n"), 1) if letters(part)]


def accounted(reading: PageReading) -> list[int]:
    taken = [number for article in reading.articles for number in article.lines]
    return taken + [leftover.line for leftover in reading.leftovers]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages)
def test_every_line_lands_in_one_article_or_among_the_leftovers(text: str) -> None:
    reading = read_page(Page("page.txt", text))
    found = accounted(reading)
    assert len(found) == len(set(found))
    assert set(lines_of(text)) <= set(found)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages)
def test_nothing_is_invented(text: str) -> None:
    reading = read_page(Page("page.txt", text))
    source = set(letters(unicodedata.normalize("NFKC", text)))
    for article in reading.articles:
        for paragraph in (*article.paragraphs, article.headline or "", article.kicker or ""):
            assert {c for c in letters(paragraph) if "\u4e00" <= c <= "\u9fff"} <= source


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages)
def test_values_hold(text: str) -> None:
    for article in read_page(Page("page.txt", text)).articles:
        assert 0.0 <= article.confidence <= 1.0
        assert article.lines == tuple(sorted(article.lines))
        assert len(article.subheads) == len(article.subhead_at)
        assert all(paragraph.strip() for paragraph in article.paragraphs)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_seed_pages_lose_no_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    reading = read_page(Page(path.name, text))
    assert sorted(accounted(reading)) == lines_of(text)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_every_character_of_a_page_is_used_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used: Counter[str] = Counter()
    groups = set()
    for one in read_page(Page(path.name, text)).articles:
        parts = [one.kicker, one.headline, one.subtitle, one.rubric, one.byline, one.editor_note]
        used.update(letters("".join(part or "" for part in parts)))
        used.update(letters("".join((*one.paragraphs, *one.subheads, *one.pullouts))))
        groups.add(one.group_headline or "")
    used.update(letters("".join(groups)))
    page = Counter(letters(text))
    assert not used - page, "a character was invented or used twice"
    missing = (page - used).total()
    assert missing <= 0.01 * page.total(), "labels and source lines aside, nothing is dropped"


def test_reading_twice_gives_the_same() -> None:
    page = Page(SEEDS[-1].name, SEEDS[-1].read_text(encoding="utf-8"))
    assert read_page(page) == read_page(page)


def test_positions_count_from_one_in_page_order() -> None:
    reading = read_page(Page(SEEDS[0].name, SEEDS[0].read_text(encoding="utf-8")))
    assert [article.position for article in reading.articles] == list(
        range(1, len(reading.articles) + 1)
    )


def test_a_page_of_one_article_without_a_headline_is_read() -> None:
    text = "本报讯(记者张伟)近日,某区总工会启动送清凉活动,为一线职工送去饮品。\n\n据介绍,活动将持续到8月底。"
    (article,) = read_page(Page("a.txt", text)).articles
    assert article.headline is None
    assert article.reporters == ("张伟",)
    assert len(article.paragraphs) == 2
    assert article.confidence < 0.95
    assert any("headline" in doubt for doubt in article.doubts)


def test_page_furniture_is_left_over_and_its_date_stated() -> None:
    text = (
        "03版 2023年11月2日 星期四\n\n责任编辑:张某某\n\n职工夜校开到家门口\n\n"
        "本报讯(记者李丽)近日,某区总工会开办职工夜校,首批课程受到欢迎。"
    )
    reading = read_page(Page("a.txt", text))
    assert [leftover.line for leftover in reading.leftovers] == [1, 3]
    published = reading.articles[0].published
    assert published is not None
    assert (published.date.isoformat(), published.precision, published.basis) == (
        "2023-11-02",
        "day",
        "stated",
    )


def test_a_cut_paragraph_is_doubted_with_its_line() -> None:
    text = (
        "职工夜校开到家门口\n\n本报讯(记者李丽)近日,某区总工会开办职工夜校,首批课程受到欢迎,不少职工专程从外\n\n"
        "据了解,夜校将长期开办,让更多职工学到本领。"
    )
    reading = read_page(Page("a.txt", text))
    assert any(doubt.lines == (3,) and "sentence end" in doubt.reason for doubt in reading.doubts)


def test_huge_pages_are_read_in_stretches() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SEEDS]
    alone = sum(len(read_page(Page("one.txt", text)).articles) for text in texts)
    whole = "\n\n\n".join(texts * 2)
    reading = read_page(Page("long.txt", whole))
    assert 1.7 * alone <= len(reading.articles) <= 2.3 * alone
    assert sorted(accounted(reading)) == lines_of(whole)


def test_an_empty_page_has_no_articles() -> None:
    assert read_page(Page("a.txt", " \n\n\u3000\n")).articles == ()
