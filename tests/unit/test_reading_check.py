"""The view of what went where: every line with its article and part, doubts in the margin."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from digest.model import Article, Doubt, Leftover, Page, PageReading
from digest.reading import check, checksheet, sources

PAGE = (
    "03版\n\n职工夜校开到家门口\n\n本报讯(记者李丽)近日,某区总工会开办职工夜校,首批课程受到欢迎。\n\n"
    "据了解,夜校将长期开办,让更多职工学到本领。\n"
)
DOUBT = Doubt((7, 5), "the lines may not run on into each other", 1)


@pytest.fixture
def reading() -> PageReading:
    return sources.read_bytes("a.txt", PAGE.encode())


def test_every_line_is_shown_with_its_article_and_what_it_became(reading: PageReading) -> None:
    rows = check.rows(reading)
    assert [(row.line, row.article, row.part) for row in rows] == [
        (1, None, None),
        (3, 1, "headline"),
        (5, 1, "¶1"),
        (7, 1, "¶2"),
    ]
    assert rows[0].reason


def test_json_lines_say_the_same(reading: PageReading) -> None:
    values = [json.loads(line) for line in check.jsonl(reading).splitlines()]
    assert [(value["line"], value["article"]) for value in values] == [
        (1, None),
        (3, 1),
        (5, 1),
        (7, 1),
    ]
    assert [value["part"] for value in values] == [None, "headline", "¶1", "¶2"]


def test_a_doubt_stands_once_in_the_margin_with_its_other_lines(reading: PageReading) -> None:
    doubted = PageReading(reading.page, reading.articles, reading.leftovers, (DOUBT, DOUBT))
    assert check.margin(doubted) == {5: [DOUBT.reason + " (and 7)"]}
    assert [row.doubts for row in check.rows(doubted)] == [(), (), (DOUBT.reason,), (DOUBT.reason,)]
    for width in (70, 120):
        shown = " ".join(check.terminal(doubted, colour=False, width=width).split())
        assert shown.count("? the lines may") == 1


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(reading: PageReading, width: int) -> None:
    long = PageReading(
        Page("a.txt", "长" * 200 + "\n剩" * 1),
        (Article("a.txt", 1, "news", ("长" * 200,), lines=(1,)),),
        (Leftover(2, "剩", "page furniture"),),
    )
    for one in (reading, long):
        grid = check.terminal(one, colour=False, width=width).split("\n▌1  ")[0]
        assert max(cell_len(line) for line in grid.splitlines()) <= width


def test_without_colour_there_are_no_escapes(reading: PageReading) -> None:
    assert "\x1b" not in check.terminal(reading, colour=False)
    assert "\x1b[" in check.terminal(reading, colour=True)
    assert "职工夜校开到家门口" in check.terminal(reading, colour=False)


def test_the_sheet_shows_the_articles_the_lines_and_the_doubts(reading: PageReading) -> None:
    doubted = PageReading(reading.page, reading.articles, reading.leftovers, (DOUBT,))
    shown = checksheet.html(doubted, reading)
    assert 'class="row headline" id="p1l3"' in shown
    assert 'id="p2l3"' in shown
    assert "让更多职工学到本领。</p>" in shown
    assert shown.count(DOUBT.reason) == 1
    assert 'class="row left" id="p1l1"' in shown


def test_the_sheet_escapes_what_the_page_says() -> None:
    text = "<script>alert(1)</script>夜校\n\n本报讯(记者李丽)近日,<b>夜校</b>开课了。"
    shown = checksheet.html(sources.read_bytes("<i>.txt", text.encode()))
    for tag in ("<script>", "<b>夜校", "<i>"):
        assert tag not in shown
    assert "&lt;script&gt;" in shown
    assert "http" not in shown
