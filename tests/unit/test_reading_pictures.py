"""Pictures on a page: where their titles stand, and how their captions start and are credited."""

from __future__ import annotations

import pytest

from digest.model import Article, Page
from digest.reading import read_page

NEWS = (
    "某区总启用户外驿站",
    "本报讯(记者 王芳)近日,河北省邯郸市丛台区总工会新建的三家驿站启用,环卫工人有了歇脚的去处。",
)
PICTURES = (
    (
        "荷塘采藕忙",
        "8月2日,安徽省芜湖市南陵县的藕田里,务工人员正在采藕。县总工会送去了防暑药品。",
        "本报通讯员 张三 摄",
    ),
    (
        "绣娘飞针比技艺",
        "9月3日,贵州省黔东南州举行苗绣职工技能竞赛,六十名选手现场制作作品。",
        "李强 摄",
    ),
    (
        "班前会上学急救",
        "9月5日,山西省大同市一家煤矿的矿工在学习心肺复苏。矿工会已办四期急救培训。",
        "王海 摄",
    ),
)


def read(*lines: str) -> tuple[Article, ...]:
    return read_page(Page("a.txt", "\n\n".join(lines))).articles


def below(*numbers: int) -> list[str]:
    return [line for i in numbers for line in (*PICTURES[i][1:], PICTURES[i][0])]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 2), (2, 1, 0)])
def test_pictures_in_a_row_have_their_titles_on_one_side(order: tuple[int, ...]) -> None:
    articles = read(*NEWS, *below(*order))
    assert [a.headline for a in articles[1:]] == [PICTURES[i][0] for i in order]
    articles = read(*NEWS, *(line for i in order for line in PICTURES[i]))
    assert [a.headline for a in articles[1:]] == [PICTURES[i][0] for i in order]


def test_titles_below_leave_the_next_story_its_headline() -> None:
    articles = read(*NEWS, *below(0, 1), "某矿总办起急救课堂", NEWS[1])
    assert [a.headline for a in articles] == [
        NEWS[0],
        PICTURES[0][0],
        PICTURES[1][0],
        "某矿总办起急救课堂",
    ]


@pytest.mark.parametrize("start", ["图为", "上图", "9月3日,"])
def test_the_first_line_of_a_caption_is_no_headline(start: str) -> None:
    title, caption, credit = PICTURES[1]
    text = start + caption.split(",", 1)[1]
    articles = read(*NEWS, text[:18], text[18:], credit, title)
    assert articles[-1].headline == title
    assert "".join(articles[-1].paragraphs).startswith(start.rstrip(","))


def test_a_photographers_name_may_be_broken_by_a_column() -> None:
    title, caption, _ = PICTURES[0]
    article = read(*NEWS, title, caption + "本报通讯员 扎 西顿珠 摄")[-1]
    assert (article.kind, article.photographer) == ("photo", "扎西顿珠")


def test_who_gave_a_picture_may_be_broken_by_a_column() -> None:
    title, caption, _ = PICTURES[0]
    article = read(*NEWS, title, caption + "(图片由南陵县 总工会提供)")[-1]
    assert (article.kind, article.credit_source) == ("photo", "南陵县总工会")


def test_names_alone_below_a_line_make_it_a_headline() -> None:
    text = '"妈妈造的零件能上天!"昨天,在浙江省嘉兴市一家机械厂,孩子们走进了车间。'
    articles = read(
        NEWS[0], NEWS[1][:60], '嘉兴秀洲区总"亲子车间"开放给职工家庭', "许国 徐海燕", text
    )
    assert articles[-1].headline == "嘉兴秀洲区总“亲子车间”开放给职工家庭"
    assert articles[-1].reporters == ("许国", "徐海燕")


def test_a_line_that_goes_on_below_a_picture_is_not_its_title() -> None:
    title, caption, _ = PICTURES[0]
    articles = read(
        '我的"车间书屋"',
        "□ 本报记者 林静 本报通讯员 卢山",
        "机器停了,车间还亮着灯。傍晚6点,钳工孙茂走进“车间书屋”,熟门熟路地翻到上次折角的那一页。",
        "“车间书屋”原是岚山区总工会的两间旧仓库",
        "图为" + caption.split(",", 1)[1] + "(图片由南陵县总工会提供)",
        title,
        ",前年腾出来,藏书四千册,全天开门,刷会员卡就能进。一年多来,书屋借出图书近两万册次,办读书会38场。",
    )
    assert [article.headline for article in articles] == ["我的“车间书屋”", title]
    assert "旧仓库，前年腾出来" in articles[0].paragraphs[1]
