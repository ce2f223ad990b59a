"""Headlines over several stories: whose they are, and that a kicker of the first is none."""

from __future__ import annotations

import pytest

from digest.model import Article, Page
from digest.reading import read_page

LEAD = "工会驿站里的新鲜事"
STORIES = (
    ("骑手有了免费早餐", "王芳", "清晨六点，云南省昆明市五华区的工会驿站亮起灯，豆浆和包子的香味飘到街上，刚跑完夜单的骑手围了过来。",
     "站长老杨说，早餐由附近的包子铺供应，区总工会按人头补贴，半年来已有四千多人次吃上热饭。"),
    ("货车司机有了淋浴间", "李强", "傍晚的口岸停车场，货车排成长龙，跑了两天长途的司机周建军拎着毛巾走进工会驿站，洗去一身尘土。",
     "口岸工会把旧仓库改成驿站，装了六间淋浴房和两台洗衣机，等候通关的时间不再难熬。"),
    ("保洁员有了歇脚点", "赵明", "午后的榕树下，福建省福州市鼓楼区的保洁员林阿姨收起扫帚，推开工会驿站的玻璃门，给水杯续上热水。",
     "街道工会在背街小巷新添十二处驿站，保洁员步行十分钟就能找到一处坐下来歇歇。"),
)  # fmt: skip


def story(number: int, *, line: bool = True, kicker: str = "") -> str:
    head, name, first, second = STORIES[number]
    heads = f"{kicker}\n\n{head}" if kicker else head
    byline = f"本报记者 {name}\n\n" if line else f"本报讯(记者{name})"
    return f"{heads}\n\n{byline}{first}\n\n{second}"


def read(*parts: str, gap: str = "\n\n") -> tuple[Article, ...]:
    return read_page(Page("a.txt", gap.join((parts[0], "\n\n".join(parts[1:]))))).articles


def groups(articles: tuple[Article, ...]) -> list[str | None]:
    return [article.group_headline for article in articles]


@pytest.mark.parametrize("line", [True, False], ids=["features", "news"])
def test_a_line_set_apart_is_the_headline_of_all(line: bool) -> None:
    articles = read(LEAD, *(story(i, line=line) for i in range(3)), gap="\n\n\n\n")
    assert groups(articles) == [LEAD] * 3
    assert [article.headline for article in articles] == [head for head, *_ in STORIES]
    assert [article.kicker for article in articles] == [None] * 3
    assert 1 in articles[0].lines


def test_two_signed_stories_that_a_line_speaks_of_are_a_group() -> None:
    articles = read("骑手司机歇脚有去处", story(0), story(1))
    assert groups(articles) == ["骑手司机歇脚有去处"] * 2


def test_a_note_may_stand_between_a_group_headline_and_its_stories() -> None:
    note = "编者按:近日,各地工会驿站花样翻新,本报记者走进三地驿站看新鲜事。"
    articles = read(LEAD, note, *(story(i) for i in range(3)))
    assert groups(articles) == [LEAD] * 3
    assert articles[0].editor_note is not None
    assert [article.editor_note for article in articles[1:]] == [None, None]


def test_stories_of_a_group_may_have_kickers_that_name_the_place() -> None:
    kickers = ("昆明五华区——", "红河州——", "福州——")
    parts = (story(i, kicker=kicker) for i, kicker in enumerate(kickers))
    articles = read(LEAD, *parts, gap="\n\n\n\n")
    assert groups(articles) == [LEAD] * 3
    assert [article.kicker for article in articles] == list(kickers)


@pytest.mark.parametrize("line", [True, False], ids=["features", "news"])
def test_a_kicker_of_the_first_story_alone_is_no_group_headline(line: bool) -> None:
    articles = read("五华区总暖心早餐进站点", *(story(i, line=line) for i in range(3)))
    assert groups(articles) == [None] * 3
    assert articles[0].kicker == "五华区总暖心早餐进站点"
