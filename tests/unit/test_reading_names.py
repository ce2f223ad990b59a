"""Bylines, openings, closings and credits: the forms papers use, and texts that only look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.reading import bylines, openers, signatures
from digest.reading.names import Names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报记者 裴龙", Names(reporters=("裴龙",))),
        ("本报记者 杨清 张端 本报通讯员 王阿龙", Names(("杨清", "张端"), ("王阿龙",))),
        ("记者马学 通讯员丁勇 刘斌", Names(("马学",), ("丁勇", "刘斌"))),
        ("通讯员么志 支咪", Names(correspondents=("么志", "支咪"))),
        ("记者贺小文 通讯员李文", Names(("贺小文",), ("李文",))),
        ("见习记者 宋健", Names(reporters=("宋健",))),
        ("工人日报—中工网记者 张伟", Names(reporters=("张伟",))),
        ("江苏工人报全媒体记者 万森", Names(reporters=("万森",))),
        ("记者 张 三 李 四", Names(reporters=("张三", "李四"))),
        ("□本报记者 张三", Names(reporters=("张三",))),
        ("本报通讯员 侯勇 摄", Names(photographers=("侯勇",))),
        ("本报记者 邹佩 本报通讯员 何妮摄", Names(photographers=("邹佩", "何妮"))),
        ("文/张三 图/李四", Names(authors=("张三",), photographers=("李四",))),
        ("张三/文 李四/图", Names(authors=("张三",), photographers=("李四",))),
        ("本报记者 王伟 文 本报通讯员 李强 图", Names(("王伟",), photographers=("李强",))),
        ("本报记者 张三 文/图", Names(("张三",), photographers=("张三",))),
        ("记者 买买提·艾力", Names(reporters=("买买提·艾力",))),
        ("记者周倩 本报通讯员张硕 赵 春雨", Names(("周倩",), ("张硕", "赵春雨"))),
        ("记者李玉波 通讯员乌云其其 格", Names(("李玉波",), ("乌云其其格",))),
        ("本报记者 欧阳晓明 司马南", Names(reporters=("欧阳晓明", "司马南"))),
        ("● 记者 王芳 实习生 李强", Names(reporters=("王芳", "李强"))),
        ("本报全媒体首席记者 王芳", Names(reporters=("王芳",))),
        ("本报驻江苏记者 王芳", Names(reporters=("王芳",))),
        ("江苏工人报·江苏工会新闻网 记者 王芳", Names(reporters=("王芳",))),
        ("本报记者 王芳 李强 发自南京", Names(reporters=("王芳", "李强"))),
        ("本报记者 王芳 南京报道", Names(reporters=("王芳",))),
        ("撰文/王芳 摄影/李强", Names(authors=("王芳",), photographers=("李强",))),
        ("文/本报记者 王芳 图/李强 摄", Names(("王芳",), photographers=("李强",))),
        (
            "本报记者 王芳 通讯员 李强/文 赵明/图",
            Names(("王芳",), ("李强",), photographers=("赵明",)),
        ),
        ("□记者 王芳 ○图/李强", Names(("王芳",), photographers=("李强",))),
        ("记者 王芳 摄影 赵明", Names(("王芳",), photographers=("赵明",))),
        ("王芳 报道", None),
        ("基层通讯员李强", Names(correspondents=("李强",))),
        ("通讯员 李强 供稿", Names(correspondents=("李强",))),
        ("王芳 通讯员 李强", Names(("王芳",), ("李强",))),
        ("记者 王芳，通讯员 李强", Names(("王芳",), ("李强",))),
    ],
)
def test_byline_forms(text: str, names: Names | None) -> None:
    assert bylines.parse(text) == names


@pytest.mark.parametrize(
    "text", ["本报记者在现场看到", "图为快递小哥", "某县工会主席 万月", "记者了解到，", "", "摄"]
)
def test_what_only_looks_like_a_byline(text: str) -> None:
    assert bylines.parse(text) is None


@pytest.mark.parametrize(
    ("text", "byline", "reporters", "when"),
    [
        ("本报讯 (记者马学 通讯员丁勇)“感谢", "本报讯 (记者马学 通讯员丁勇)", ("马学",), None),
        ("本报讯（记者刘旭）近日", "本报讯（记者刘旭）", ("刘旭",), None),
        ("本报北京11月1日电(记者王伟)近日", "本报北京11月1日电(记者王伟)", ("王伟",), "11月1日"),
        ("新华社北京11月1日电 近日", "新华社北京11月1日电", (), "11月1日"),
        ("本报讯 记者张三报道 近日", "本报讯 记者张三报道", ("张三",), None),
        ("本报讯 记者张三 通讯员李四报道:近日", "本报讯 记者张三 通讯员李四报道:", ("张三",), None),
        ("本报讯 记者张三、李四 近日,某市", "本报讯 记者张三、李四", ("张三", "李四"), None),
        ("记者张三 通讯员李四报道:近日", "记者张三 通讯员李四报道:", ("张三",), None),
        (
            "据新华社太原11月3日电(记者 樊曦)为期4天",
            "据新华社太原11月3日电(记者 樊曦)",
            ("樊曦",),
            "11月3日",
        ),
        ("本报通讯员张三报道:近日", "本报通讯员张三报道:", (), None),
        ("【本报讯】(记者张三)近日", "【本报讯】(记者张三)", ("张三",), None),
        ("本报讯[记者张三]近日", "本报讯[记者张三]", ("张三",), None),
        (
            "工人日报—中工网北京11月1日电(记者张三)近日",
            "工人日报—中工网北京11月1日电(记者张三)",
            ("张三",),
            "11月1日",
        ),
        ("本报讯 记者张三近日从某市获悉", "本报讯", (), None),
        ("(记者 李四)近日", "(记者 李四)", ("李四",), None),
        ("本报讯 近日,", "本报讯", (), None),
    ],
)
def test_openings(text: str, byline: str, reporters: tuple[str, ...], when: str | None) -> None:
    found = openers.opening(text)
    assert found is not None
    assert (found.byline, found.names.reporters, found.when) == (byline, reporters, when)
    assert text.endswith(found.rest)


@pytest.mark.parametrize(
    "text", ["本报记者近日获悉", "新华社记者李四报道了", "近日,本报讯息台", "(以下简称《办法》)"]
)
def test_what_only_looks_like_an_opening(text: str) -> None:
    assert openers.opening(text) is None


@pytest.mark.parametrize(
    ("text", "kept", "names"),
    [
        (
            "服务职工。 凌祥摄/人民图片",
            "服务职工。",
            Names(photographers=("凌祥",), source="人民图片"),
        ),
        ("手工魅力。 本报通讯员 侯勇 摄", "手工魅力。", Names(photographers=("侯勇",))),
        ("优秀工6名。姚珊 图/文", "优秀工6名。", Names(authors=("姚珊",), photographers=("姚珊",))),
        ("协同贯通格局。来源:《工人日报》", "协同贯通格局。", Names(source="工人日报")),
        ("来 源不明的说法。来 源:《工人 日报》", "来源不明的说法。", Names(source="工人日报")),
        ("高效开展。(张三 李四)", "高效开展。", Names(reporters=("张三", "李四"))),
        ("学会了卖羊。(其 其格 王海涛)", "学会了卖羊。", Names(reporters=("其其格", "王海涛"))),
        ("高效开展。（记者 张三）", "高效开展。", Names(reporters=("张三",))),
        ("在现场。新华社发(王五 摄)", "在现场。", Names(photographers=("王五",), source="新华社")),
        ("职工参加。本 报通讯员 王敏 摄", "职工参加。", Names(photographers=("王敏",))),
        ("好评。(宗晓东 欧阳晓明)", "好评。", Names(reporters=("宗晓东", "欧阳晓明"))),
        ("好评。(李 明)", "好评。", Names(reporters=("李明",))),
        ("好评。(王芳 摄影报道)", "好评。", Names(authors=("王芳",), photographers=("王芳",))),
        ("好评。(据新华社电)", "好评。", Names(source="新华社")),
        ("好评。(转自《工人日报》)", "好评。", Names(source="工人日报")),
        ("好评。(作者:王芳,系某市总工会主席)", "好评。", Names(authors=("王芳",))),
        ("好评。(图片由某市总工会提供)", "好评。", Names(source="某市总工会")),
        ("好评。受访者供图", "好评。", Names(source="受访者")),
    ],
)
def test_closings(text: str, kept: str, names: Names) -> None:
    found = openers.closing(text)
    assert found is not None
    assert (found.text, found.names) == (kept, names)


@pytest.mark.parametrize(
    "text",
    ["他说好。(以下简称公司)", "据介绍(图为现场)", "这是好事。", "落实《办法》。（试行）", ""],
)
def test_what_only_looks_like_a_closing(text: str) -> None:
    assert openers.closing(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("某县总工会副主席 万月", "万月"),
        ("某区总工会党组书记、主席 邱泉", "邱泉"),
        ("某市总工会办公室 苏祺", "苏祺"),
        ("张三(某县总工会主席)", "张三"),
        ("某县总工会主席 马 红", "马红"),
    ],
)
def test_authors_with_office(text: str, name: str) -> None:
    found = signatures.author(text)
    assert found is not None
    assert found.authors == (name,)


def test_a_headline_in_two_phrases_is_no_author() -> None:
    assert signatures.author("发挥劳模示范引领作用 助推高质量发展") is None


@given(st.text(max_size=120))
def test_any_text_is_taken(text: str) -> None:
    bylines.parse(text)
    openers.opening(text)
    found = openers.closing(text)
    assert found is None or found.credit


# 60 times 记者 took longer than anybody waits: every name could hold the next role.
@pytest.mark.parametrize("flood", ["记者", "记者张三首席", "通讯员", "本报讯 记者张三", "记者·"])
def test_a_flood_of_roles_is_read_in_a_moment(flood: str) -> None:
    opened = openers.opening(flood * 2_000)
    assert opened is None or opened.rest
