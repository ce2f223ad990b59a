"""Kinds, rubrics, notes, pull-outs and sources of single articles, each in the forms papers use."""

from __future__ import annotations

import pytest

from digest.model import Article, Page
from digest.reading import read_page

BODY = (
    "傍晚六点，港区码头的旧仓库亮起灯，三百名农民工走进电焊夜校，退休高级技师吴建国已经摆好焊枪，等着给大家上课。",
    "夜校由某市总工会开办，教材和焊条都由工会出钱购买，每周二、周四各上两个小时，学满六十个课时可以参加考证。",
    "到八月底，已有二百一十名学员拿到中级证书，平均月薪涨了八百元，四家船厂主动上门要人，学员们一时成了抢手的人才。",
)
HINT = "夜校开到码头，农民工下班就能学电焊，工会出钱买教材。"
NOTE = "今年以来，各地工会纷纷开办夜校，本报今起推出专栏，讲述夜校里的故事。"


def read(*lines: str) -> Article:
    (article,) = read_page(Page("a.txt", "\n\n".join(lines))).articles
    return article


@pytest.mark.parametrize(
    ("heads", "kind", "rubric", "authors"),
    [
        (("【主席之声】", "让夜校更有温度"), "column", "【主席之声】", ()),
        (("【主席之声】让夜校更有温度",), "column", "【主席之声】", ()),
        (
            ("【主席之声】", "让夜校更有温度", "某县总工会主席 王芳"),
            "column",
            "【主席之声】",
            ("王芳",),
        ),
        (("让夜校更有温度", "某县总工会主席 王芳"), "column", None, ("王芳",)),
        (("让夜校更有温度", "本报评论员"), "column", None, ()),
        (("让夜校更有温度", "本报评论员 王芳"), "column", None, ("王芳",)),
        (("【夜校故事】", "让夜校更有温度", "本报记者 王芳"), "feature", "【夜校故事】", ()),
        (("让夜校更有温度",), "news", None, ()),
    ],
)
def test_kinds_and_rubrics(
    heads: tuple[str, ...], kind: str, rubric: str | None, authors: tuple[str, ...]
) -> None:
    article = read(*heads, *BODY)
    assert (article.kind, article.rubric, article.authors) == (kind, rubric, authors)
    assert (article.headline, article.kicker) == ("让夜校更有温度", None)
    assert article.paragraphs == BODY


def test_news_under_a_rubric_stays_news() -> None:
    article = read("【一线传真】", "夜校开课了", f"本报讯(记者王芳){BODY[0]}", *BODY[1:])
    assert (article.kind, article.rubric) == ("news", "【一线传真】")


@pytest.mark.parametrize(
    "lines",
    [("阅读提示", HINT), (f"阅读提示：{HINT}",), ("【核心提示】", HINT), (f"[核心提示] {HINT}",)],
)
def test_a_pull_out_is_no_paragraph(lines: tuple[str, ...]) -> None:
    article = read("码头夜校", "本报记者 王芳", *lines, *BODY)
    assert (article.pullouts, article.paragraphs) == ((HINT,), BODY)


def test_the_rest_of_a_line_below_a_label_is_no_pull_out() -> None:
    article = read(
        "灯下学艺人",
        "本报记者 王芳",
        "“手上有了活，心里就不慌。”周秀英说。沭阳县总",
        "阅读提示",
        "工会听说她想学艺，替她报名参加柳编班，又借给她两千元买柳条。",
        "不嫌远、不嫌小。江苏沭阳县总工会把柳编课送到十二个村，帮三百多名女工学会一门手艺。",
        "柳编班开在村里，师傅每周来两个晚上。",
    )
    assert [text[:5] for text in article.pullouts] == ["不嫌远、不"]
    assert "沭阳县总工会听说她想学艺" in article.paragraphs[0]


@pytest.mark.parametrize(
    "lines",
    [("编者按", NOTE), (f"编者按：{NOTE}",), (f"开栏语：{NOTE}",), (f"【开栏的话】{NOTE}",)],
)
def test_words_of_the_editor_are_a_note(lines: tuple[str, ...]) -> None:
    article = read("码头夜校", *lines, "本报记者 王芳", *BODY)
    assert article.editor_note is not None
    assert article.editor_note.endswith(NOTE)
    assert (article.kind, article.paragraphs, article.reporters) == ("feature", BODY, ("王芳",))


@pytest.mark.parametrize("lines", [("记者手记", HINT), (f"记者手记：{HINT}",), (f"编后：{HINT}",)])
def test_a_note_may_close_a_story(lines: tuple[str, ...]) -> None:
    article = read("码头夜校", "本报记者 王芳", *BODY, *lines)
    assert article.editor_note is not None
    assert article.editor_note.endswith(HINT)
    assert (article.paragraphs, article.reporters) == (BODY, ("王芳",))


@pytest.mark.parametrize(
    "line", ["来源：《江苏工人报》", "（来源：江苏工人报）", "[摘自《江苏工人报》]"]
)
def test_the_source_is_told_on_a_line_or_behind_the_text(line: str) -> None:
    assert read("码头夜校", *BODY, line).credit_source == "江苏工人报"
    glued = read("码头夜校", *BODY[:2], BODY[2] + line)
    assert (glued.credit_source, glued.paragraphs) == ("江苏工人报", BODY)
