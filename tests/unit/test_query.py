"""What a person types, understood."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import gazetteer
from digest.errors import QueryRefused
from digest.following.query import LONGEST, parse
from digest.model import Query

TODAY = date(2026, 11, 21)


def ask(text: str) -> Query:
    return parse(text, TODAY)


def words(query: Query) -> list[str]:
    return [term.text for term in query.terms]


@pytest.mark.parametrize(
    ("text", "terms", "topics"),
    [
        ("疗休养", ["疗休养"], ("rest_recuperation",)),
        ("療休養", ["疗休养"], ("rest_recuperation",)),
        ("ＥＡＰ", ["eap"], ()),
        ("工会驿站", ["工会驿站"], ("service_station",)),
        ("微心愿", ["微心愿"], ()),
        ("困难职工帮扶", ["困难职工", "帮扶"], ("hardship_aid",)),
        ("疗休养政策", ["疗休养", "政策"], ("rest_recuperation",)),
        ("工", ["工"], ()),
        ("驿站", ["驿站"], ("service_station",)),
    ],
)
def test_words_and_topics(text: str, terms: list[str], topics: tuple[str, ...]) -> None:
    query = ask(text)
    assert (words(query), query.topics) == (terms, topics)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("老板不给钱怎么办", ["老板不给钱"]),
        ("外卖小哥歇脚的地方", ["外卖小哥", "歇脚"]),
        ("疗休养最多能去几天", ["疗休养"]),
        ("请问哪里可以免费理发", ["免费", "理发"]),
        ("我想知道怎么加入工会", ["加入工会"]),
        ("有没有关于托管班的新闻", ["托管班"]),
        ("高温津贴多少钱", ["高温津贴"]),
        ("技能培训怎么报名", ["技能培训", "报名"]),
    ],
)
def test_everyday_questions_lose_their_frame(text: str, terms: list[str]) -> None:
    query = ask(text)
    assert [w for w in words(query) if w in terms] == terms
    assert len(query.terms) <= len(terms) + 1


def test_synonyms_are_added_not_put_in_place() -> None:
    (term,) = ask("欠薪").terms
    assert term.text == "欠薪"
    assert {"讨薪", "拖欠工资"} <= set(term.variants)
    assert term.text not in term.variants


def test_generic_words_weigh_less_and_come_last() -> None:
    query = ask("工会疗休养")
    weights = {term.text: term.weight for term in query.terms}
    assert weights.get("工会", 0) < weights["疗休养"]
    assert words(ask("工会")) == ["工会"]


@pytest.mark.parametrize(
    ("text", "kind", "typed", "meant"),
    [
        ("劳动进赛", "slip", "劳动进赛", "劳动竞赛"),
        ("集体斜商", "slip", "集体斜商", "集体协商"),
        ("新就业型态劳动者", "slip", "新就业型态劳动者", "新就业形态劳动者"),
        ("公会入会", "slip", "公会", "工会"),
        ("liaoxiuyang", "pinyin", "liaoxiuyang", "疗休养"),
        ("qianxin", "pinyin", "qianxin", "欠薪"),
        ("gong hui yi zhan", "pinyin", "gong hui yi zhan", "工会驿站"),
    ],
)
def test_slips_and_pinyin_are_put_right_and_told(
    text: str, kind: str, typed: str, meant: str
) -> None:
    query = ask(text)
    assert (kind, typed, meant) in query.notes
    found = {text for term in query.terms for text in (term.text, *term.variants)}
    assert any(meant in word for word in found)


def test_a_slip_is_also_looked_for_as_typed() -> None:
    (term,) = ask("劳动进赛").terms
    assert "劳动进赛" in term.variants


@pytest.mark.parametrize(
    "text", ["职工住房", "安全生产", "学会工作", "协商", "english words", "EAP"]
)
def test_right_words_are_left_alone(text: str) -> None:
    assert ask(text).notes == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("山东", {"370000"}),
        ("山东省总工会", {"370000"}),
        ("东营河口区", {"370503"}),
        ("江苏 扬州", {"321000"}),
        ("nanjing", {"320100"}),
        ("宁夏疗休养", {"640000"}),
        ("南京、苏州", {"320100", "320500"}),
    ],
)
def test_places(text: str, codes: set[str]) -> None:
    query = ask(text)
    assert set(query.regions) == codes
    assert query.ambiguous == ()


def test_a_name_of_several_places_is_told_and_all_are_asked() -> None:
    query = ask("鼓楼区的驿站")
    ((name, codes),) = query.ambiguous
    assert name == "鼓楼区"
    assert len(codes) > 2
    assert set(query.regions) == set(codes)
    assert ask("南京鼓楼区的驿站").ambiguous == ()
    assert len(ask("鼓楼区 南京").regions) == 1


def test_larger_regions_are_their_provinces() -> None:
    tree = gazetteer.load()
    assert set(ask("长三角 产改").regions) == set(tree.macro("长三角"))
    assert ask("长三角 产改").ambiguous == ()


def test_places_inside_other_words_are_not_places() -> None:
    for text in ("安康杯", "互助保障", "合作共赢"):
        assert ask(text).regions == ()


def test_own_level_only_on_request() -> None:
    assert not ask("江苏省总 疗休养").own_level
    query = ask("江苏省本级 疗休养")
    assert query.own_level
    assert query.regions == ("320000",)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("上周的送清凉", date(2026, 11, 9), date(2026, 11, 15)),
        ("2023年11月1日的新闻", date(2023, 11, 1), date(2023, 11, 1)),
        ("最近三个月 疗休养", date(2026, 8, 22), date(2026, 11, 21)),
        ("2023年以来的疗休养", date(2023, 1, 1), None),
        ("疗休养 2022年 2024年", date(2022, 1, 1), date(2024, 12, 31)),
    ],
)
def test_days(text: str, since: date, until: date | None) -> None:
    query = ask(text)
    assert (query.since, query.until) == (since, until)


def test_vague_days_ask_for_nothing() -> None:
    query = ask("最近有什么招聘会")
    assert (query.since, query.until) == (None, None)
    assert words(query) == ["招聘会"]


def test_papers() -> None:
    query = ask("江苏工人报 疗休养")
    assert (query.paper, query.regions) == ("江苏工人报", ())
    assert ask("工人日报的疗休养").paper == "工人日报"


def test_phrases_and_exclusions() -> None:
    query = ask('“暖心驿站” -北京 －"网约车司机" 免费')
    first, second = query.terms
    assert (first.text, first.phrase, first.essential) == ("暖心驿站", True, True)
    assert (second.text, second.phrase) == ("免费", False)
    assert set(query.excluded) == {"北京", "网约车司机"}
    assert query.regions == ()


def test_a_dash_inside_a_word_excludes_nothing() -> None:
    assert ask("2023-11-01").excluded == ()
    assert ask("长三角-产改").excluded == ()


@pytest.mark.parametrize("text", ["", "   ", "？？", "😀", "\x00\x00", '""', "-", "……", "。，"])
def test_nothing_to_look_for_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused) as refused:
        ask(text)
    assert refused.value.reason == "empty"


def test_too_much_is_refused() -> None:
    with pytest.raises(QueryRefused) as refused:
        ask("工" * 10_000)
    assert refused.value.reason == "too_long"
    assert refused.value.values == {"limit": LONGEST}


def test_asking_for_news_as_such_asks_for_everything() -> None:
    assert ask("最新消息").terms == ()
    assert words(ask("在吗")) == ["在吗"]


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=60)
    | st.text(alphabet="工会疗休养驿站南京\"“”-（）*%_\\'\x00上周11月 ", max_size=40)
)
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        query = ask(text)
    except QueryRefused:
        return
    assert len(query.terms) <= 12
    assert all(term.text.strip() and 0 < term.weight <= 1 for term in query.terms)
    assert ask(text) == query
