"""Lines that speak of the page: told from heads, and what they state taken into the articles."""

from __future__ import annotations

from datetime import date

import pytest

from digest.model import Page, Published
from digest.reading import read_page, sources
from digest.reading.furniture import Said, is_furniture, said

STORY = "港区夜校开课\n\n本报讯(记者王芳)近日，某市总工会在港区开办电焊夜校，首批三百名农民工报名学习。\n"
DAY = date(2023, 11, 2)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("工人日报 2023年11月2日 星期四 第3版", Said("工人日报", DAY, "3")),
        ("《江苏工人报》2023年11月2日A02版", Said("江苏工人报", DAY, "A02")),
        ("2023.11.02 星期四 A03", Said(None, DAY, "A03")),
        ("03版 综合新闻 2023年11月2日", Said(None, DAY, "03")),
        ("二〇二三年十一月二日 星期四", Said(None, DAY)),
        ("2023年11月2日 农历癸卯年九月十九", Said(None, DAY)),
        ("星期四 2023年11月2日", Said(None, DAY)),
        ("责任编辑:王芳 美编:李强", Said()),
        ("(下转第3版)", Said()),
        ("国内统一刊号:CN11-0017 邮发代号:1-5", Said()),
    ],
)
def test_a_line_of_the_page_and_what_it_states(line: str, found: Said) -> None:
    assert is_furniture(line)
    assert said([line]) == found
    reading = read_page(Page("a.txt", f"{line}\n\n{STORY}"))
    (article,) = reading.articles
    assert (article.kicker, article.headline) == (None, "港区夜校开课")
    assert (article.paper, article.page) == (found.paper, found.number)
    assert article.published == (Published(DAY, "day", "stated") if found.day else None)
    assert [left.line for left in reading.leftovers] == [1]


@pytest.mark.parametrize(
    "line",
    [
        "2023年11月2日夜校开课",
        "11月2日 星期四的夜校",
        "工人日报社走进车间",
        "3月里的春风行动",
    ],
)
def test_a_line_of_words_is_none(line: str) -> None:
    assert not is_furniture(line)


def test_pages_that_contradict_each_other_state_no_number() -> None:
    assert said(["第3版", "第4版", "2023年11月2日 星期四"]) == Said(None, DAY)


def test_what_is_given_wins_over_what_is_stated_and_that_over_what_is_inferred() -> None:
    text = f"工人日报 2023年11月2日 星期四 第3版\n\n{STORY}\n9月3日，2022年秋季班开课。\n"
    stated = sources.read_bytes("a.txt", text.encode()).articles[0]
    assert stated.published == Published(DAY, "day", "stated")
    named = sources.read_bytes("某某报-2024-01-05-07.txt", text.encode()).articles[0]
    assert named.published == Published(date(2024, 1, 5), "day", "given")
    assert (named.paper, named.page) == ("某某报", "07")
    given = sources.Given(date(2025, 2, 6))
    told = sources.read_bytes("某某报-2024-01-05-07.txt", text.encode(), given).articles[0]
    assert told.published == Published(date(2025, 2, 6), "day", "given")
    plain = sources.read_bytes("a.txt", text.split("\n", 1)[1].encode()).articles[0]
    assert plain.published == Published(date(2022, 9, 1), "month", "inferred")
