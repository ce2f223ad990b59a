"""Rules: what people type becomes a rule, and a rule becomes what can be typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import RuleRefused
from digest.following import query, rules
from digest.limits import RULES
from digest.model import Article, Query, Rule, Term

TODAY = date(2026, 11, 21)
REST = "rest_recuperation"


def parse(text: str) -> Rule:
    return rules.parse(text, TODAY)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("江苏 疗休养 -招聘", Rule(regions=("320000",), topics=(REST,), no=("招聘",))),
        ("江蘇，療休養；－招聘", Rule(regions=("320000",), topics=(REST,), no=("招聘",))),
        ("工伤 或 职业病", Rule(some=("工伤", "职业病"))),
        ("工伤|职业病 南京", Rule(some=("工伤", "职业病"), regions=("320100",))),
        ("工伤 和 职业病", Rule(every=("工伤", "职业病"))),
        ("欠薪 不要 招聘", Rule(every=("欠薪",), no=("招聘",))),
        ("欠薪 不含招聘", Rule(every=("欠薪",), no=("招聘",))),
        ("江苏|浙江 骑手", Rule(every=("骑手",), regions=("320000", "330000"))),
        ("江苏 浙江 骑手", Rule(every=("骑手",), regions=("320000", "330000"))),
        ("江苏 南京 骑手", Rule(every=("骑手",), regions=("320100",))),
        ("江苏 或 南京", Rule(regions=("320000",))),
        ("北京 朝阳 骑手", Rule(every=("骑手",), regions=("110105",))),
        ("@辽宁省/朝阳市 骑手", Rule(every=("骑手",), regions=("211300",))),
        ("@110105", Rule(regions=("110105",))),
        ("江苏 本级", Rule(regions=("320000",), own_level=True)),
        ("江苏的疗休养", Rule(regions=("320000",), topics=(REST,))),
        ("南京疗休养", Rule(regions=("320100",), topics=(REST,))),
        ("北京时间", Rule(every=("北京时间",))),
        ("“江苏” 骑手", Rule(every=("江苏", "骑手"))),
        ('"new energy" 骑手', Rule(every=("new energy", "骑手"))),
        ("#骑手", Rule(topics=("platform_workers",))),
        ("骑手", Rule(every=("骑手",))),
        ("互助 保险", Rule(every=("互助", "保险"))),
        ("疗休养 最近三个月", Rule(topics=(REST,))),
        ("ＡＰＰ 骑手", Rule(every=("app", "骑手"))),
        ("欠薪 欠薪", Rule(every=("欠薪",))),
        ("jiangsu 疗休养 -招聘", Rule(regions=("320000",), topics=(REST,), no=("招聘",))),
        ("Nanjing legal aid", Rule(regions=("320100",), topics=("legal_aid",))),
        ('"jiangsu" 疗休养', Rule(every=("jiangsu",), topics=(REST,))),
    ],
)
def test_what_is_typed_is_understood(text, rule):
    assert parse(text) == rules.canonical(rule)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("  ，。 ", "empty"),
        ("-招聘", "empty"),
        ("本级", "empty"),
        ("朝阳 骑手", "ambiguous_place"),
        ("吉林", "ambiguous_place"),
        ("@没有这个地方", "unknown_place"),
        ("@999999", "unknown_place"),
        ("#没有这个话题", "unknown_topic"),
        ("a1|b2 c3|d4", "two_alternatives"),
        ("工会", "too_broad"),
        ("工会 职工", "too_broad"),
        ("欠薪|工会", "too_broad"),
        ("的", "too_broad"),
        ("欠薪 -欠薪", "contradiction"),
        ("词" * (RULES.word + 1), "long_word"),
        (" ".join(f"词语{n}" for n in range(RULES.words + 1)), "too_many_words"),
        ("长" * (RULES.text + 1), "too_long"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_the_reason(text, reason):
    with pytest.raises(RuleRefused) as refused:
        parse(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize("text", ["工会 江苏", "工会 疗休养", "工会 欠薪"])
def test_a_broad_word_is_fine_in_company(text):
    assert not parse(text).empty


def test_an_ambiguous_place_lists_its_candidates_and_a_choice_settles_it():
    with pytest.raises(RuleRefused) as refused:
        parse("鼓楼区 骑手")
    values = refused.value.values
    assert "350102" in values["candidates"]
    assert "福建省/福州市/鼓楼区" in values["names"]
    chosen = rules.choose("鼓楼区 骑手", values["word"], "350102")
    assert parse(chosen) == Rule(every=("骑手",), regions=("350102",))


@pytest.mark.parametrize(
    ("rule", "phrases", "unwanted"),
    [
        (Rule(topics=(REST,)), ("疗休养", "疗养院", "职工疗休养", "晋祠"), "晋祠"),
        (Rule(every=("欠薪",)), ("讨薪", "拖欠工资", "家政公司"), "家政公司"),
        (Rule(topics=(REST,), regions=("140000",)), ("山西", "职工", "改建项目"), "改建项目"),
    ],
)
def test_less_like_this_never_excludes_what_the_rule_is_for(rule, phrases, unwanted):
    article = Article(
        source="a.txt", position=1, kind="news", paragraphs=("x",), keyphrases=phrases
    )
    assert rules.narrowed(rule, article).no == (unwanted,)
    with pytest.raises(RuleRefused):
        rules.narrowed(rule, replace(article, keyphrases=phrases[:-1]))


words = st.text("工伤职业病欠薪骑手abc12 -#@|或不要的江苏", min_size=2, max_size=6).map(
    lambda text: " ".join(text.replace('"', "").split())
)
made = st.builds(
    Rule,
    every=st.lists(words, max_size=2).map(tuple),
    some=st.lists(words, max_size=3).map(tuple),
    no=st.lists(words, max_size=2).map(tuple),
    regions=st.lists(st.sampled_from(["320000", "330100", "110105", "211300"]), max_size=2).map(
        tuple
    ),
    own_level=st.booleans(),
    topics=st.lists(st.sampled_from([REST, "legal_aid"]), max_size=2).map(tuple),
)


@settings(max_examples=300, deadline=None)
@given(made)
def test_a_rule_that_is_written_out_reads_back_as_itself(rule):
    rule = rules.canonical(rule)
    try:
        rules.validate(rule)
    except RuleRefused:
        return
    assert parse(rules.to_text(rule)) == rule


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_whatever_is_typed_gives_a_rule_or_a_refusal(text):
    try:
        rule = parse(text)
    except RuleRefused:
        return
    assert rule == rules.canonical(rule)
    assert not rule.empty


def test_a_rule_describes_itself_in_few_words():
    assert rules.describe(parse("江苏 疗休养 骑手 -招聘")) == "江苏 疗休养 骑手 -招聘"


def test_a_lookup_becomes_a_rule_without_its_dates():
    query = Query(
        text="上周南京骑手疗休养",
        terms=(Term("骑手", essential=True), Term("疗休养", essential=True), Term("消息")),
        regions=("320100",),
        topics=(REST,),
        excluded=("招聘",),
        since=TODAY,
    )
    expected = Rule(every=("骑手",), no=("招聘",), regions=("320100",), topics=(REST,))
    assert rules.from_query(query) == expected


def test_limits_are_handed_in():
    with pytest.raises(RuleRefused):
        rules.validate(Rule(every=("欠薪", "骑手")), RULES.__class__(words=1))


@pytest.mark.parametrize(
    ("typed", "reason", "word"),
    [
        ("union", "too_broad", "union"),
        ("Workers", "too_broad", "workers"),
        ("gonghui", "too_broad", "gonghui"),
        ("工会", "too_broad", "工会"),
        ("riders -riders", "contradiction", "riders"),
    ],
)
def test_a_refusal_names_the_word_as_it_was_typed(typed: str, reason: str, word: str) -> None:
    with pytest.raises(RuleRefused) as refused:
        rules.parse(typed, TODAY)
    assert (refused.value.reason, refused.value.values["word"]) == (reason, word)


def test_a_search_that_cannot_be_followed_names_the_word_as_it_was_typed() -> None:
    with pytest.raises(RuleRefused) as refused:
        rules.from_query(query.parse("union", TODAY))
    assert (refused.value.reason, refused.value.values["word"]) == ("too_broad", "union")
