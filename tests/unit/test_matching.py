"""Matching: the definition on plain cases, and the index equal to it on any."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.following.matching import RuleIndex, canonical, explain, features, match
from digest.model import Article, Match, Region, Rule, Topic

ABOVE = {"320100": ("320000",), "320102": ("320100", "320000"), "330100": ("330000",)}


def article(headline="", *body, regions=(), topics=(), **fields) -> Article:
    return Article(
        source="a.txt",
        position=1,
        kind="news",
        headline=headline or None,
        paragraphs=tuple(body),
        regions=tuple(Region(code, code, n == 0, "") for n, code in enumerate(regions)),
        topics=tuple(Topic(slug, score) for slug, score in topics),
        **fields,
    )


@pytest.mark.parametrize(
    ("rule", "hit"),
    [
        (Rule(every=("欠薪",)), True),
        (Rule(every=("欠薪", "骑手")), True),
        (Rule(every=("欠薪", "疗养")), False),
        (Rule(some=("疗养", "骑手")), True),
        (Rule(some=("疗养", "工伤")), False),
        (Rule(every=("欠薪",), no=("骑手",)), False),
        (Rule(every=("欠薪",), no=("招聘",)), True),
        (Rule(regions=("320000",)), True),
        (Rule(regions=("320000",), own_level=True), False),
        (Rule(regions=("320102",), own_level=True), True),
        (Rule(regions=("330000",)), False),
        (Rule(topics=("legal_aid",)), True),
        (Rule(topics=("skills",)), False),
        (Rule(every=("欠薪",), regions=("320000",), topics=("legal_aid",)), True),
        (Rule(every=("欠薪",), regions=("330000",), topics=("legal_aid",)), False),
        (Rule(), False),
        (Rule(no=("疗养",)), False),
    ],
)
def test_all_kinds_must_hold(rule, hit):
    story = article("讨回欠薪", "骑手拿到钱。", regions=("320102",), topics=[("legal_aid", 0.8)])
    assert (match(rule, story) is not None) == hit


@pytest.mark.parametrize(
    ("word", "text", "hit"),
    [
        ("欠薪", "讨回欠\n薪", False),
        ("五小成果", "“五小”成果", True),
        ("療休養", "疗休养", True),
        ("疗休养", "療休養", True),
        ("ＡＰＰ", "下载App报名", True),
        ("app", "happy", False),
        ("12", "拨打12351", False),
        ("12351", "拨打12351热线", True),
        ("5g", "15g网络与5G", True),
    ],
)
def test_words_are_compared_in_one_form_and_latin_ones_whole(word, text, hit):
    assert (match(Rule(every=(word,)), article("标题", text)) is not None) == hit


@pytest.mark.parametrize("field", ["kicker", "subtitle", "group_headline", "rubric", "editor_note"])
def test_every_printed_line_counts(field):
    assert match(Rule(every=("欠薪",)), article("题", "文", **{field: "讨回欠薪"}))


def test_the_headline_and_the_place_of_the_story_weigh_most():
    told = article("讨回欠薪", "骑手", regions=("320100", "330100"), topics=[("legal_aid", 0.7)])
    assert match(Rule(every=("欠薪",)), told) == Match(1.0, ("欠薪",))
    assert match(Rule(every=("骑手",)), told) == Match(0.6, ("骑手",))
    assert match(Rule(regions=("320000",)), told) == Match(1.0, regions=("320000",))
    assert match(Rule(regions=("330000",)), told) == Match(0.6, regions=("330000",))
    assert match(Rule(topics=("legal_aid",)), told) == Match(0.7, topics=("legal_aid",))
    both = match(Rule(every=("欠薪", "骑手"), topics=("legal_aid",)), told)
    assert both == Match(0.767, ("欠薪", "骑手"), topics=("legal_aid",))


WORDS = ["欠薪", "骑手", "薪", "手", "骑手欠", "app", "5g", "工伤", "疗养", "养"]
CODES = ["320000", "320100", "320102", "330000", "330100"]
SLUGS = ["legal_aid", "skills", "retirement"]


def some(of, most):
    return st.lists(st.sampled_from(of), max_size=most).map(tuple)


made_rules = st.builds(
    Rule,
    every=some(WORDS, 5),
    some=some(WORDS, 3),
    no=some(WORDS, 2),
    regions=some(CODES, 3),
    own_level=st.booleans(),
    topics=some(SLUGS, 2),
)
text = st.lists(st.sampled_from([*WORDS, "。", "x", "15g", "讨"]), max_size=8).map("".join)
made_articles = st.builds(
    article,
    text,
    text,
    regions=st.lists(st.sampled_from(CODES[1:]), max_size=2, unique=True),
    topics=st.lists(
        st.tuples(st.sampled_from(SLUGS), st.sampled_from([0.0, 0.333, 0.9])),
        max_size=2,
        unique_by=lambda topic: topic[0],
    ),
)


def expected(rules, story):
    prepared = features(story, lambda code: ABOVE.get(code, ()))
    found = {key: explain(canonical(rule), prepared) for key, rule in rules.items()}
    return {key: hit for key, hit in found.items() if hit}


def check(index, rules, story):
    prepared = features(story, lambda code: ABOVE.get(code, ()))
    wanted = expected(rules, story)
    hits = list(index.hits(prepared))
    assert len(hits) == len(wanted)
    assert dict(hits) == wanted
    keys, strengths = index.found(prepared)
    assert dict(zip(keys.tolist(), strengths.tolist(), strict=True)) == {
        key: hit.strength for key, hit in wanted.items()
    }


@settings(max_examples=250, deadline=None)
@given(st.lists(made_rules, max_size=25), st.lists(made_articles, min_size=1, max_size=4))
def test_the_index_finds_what_the_definition_finds(rules, stories):
    keyed = dict(enumerate(rules, 100))
    index = RuleIndex.build(keyed.items())
    for story in stories:
        check(index, keyed, story)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(made_rules, max_size=8),
    st.lists(st.tuples(st.integers(0, 12), st.none() | made_rules), max_size=20),
    made_articles,
)
def test_the_index_follows_every_change(rules, changes, story):
    keyed = dict(enumerate(rules))
    index = RuleIndex.build(keyed.items())
    for key, rule in changes:
        if rule is None:
            index.discard(key)
            keyed.pop(key, None)
        else:
            index.add(key, rule)
            keyed[key] = rule
    assert len(index) == len(keyed)
    check(index, keyed, story)


def test_many_added_rules_are_merged_and_still_found(monkeypatch):
    from digest.following import rule_index

    monkeypatch.setattr(rule_index, "FEW", 5)
    keyed = {n: Rule(every=(WORDS[n % 3],), topics=(SLUGS[n % 2],)) for n in range(40)}
    index = RuleIndex.build([(0, Rule(every=("工伤",)))])
    for key, rule in keyed.items():
        index.add(key, rule)
    index.discard(7)
    del keyed[7]
    check(index, keyed, article("骑手欠薪", topics=[("legal_aid", 0.5), ("skills", 0.2)]))


def test_an_empty_index_finds_nothing():
    assert list(RuleIndex().hits(article("欠薪"))) == []
