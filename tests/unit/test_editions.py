"""Editions: which articles, in which order, merged, grouped and capped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.editions import Candidate, Frame, compose, importance, is_news, is_old
from digest.model import Article, Published, Region, StoredArticle, Topic

NOW = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
FRAME = Frame(1, None, "chat", "2026-11-21T08:00", "", date(2026, 11, 21), max_items=10)


def stored(name, *, topic="legal_aid", place="江苏省/南京市", age=1, **fields) -> StoredArticle:
    known = {k: fields.pop(k) for k in ("hidden", "story", "carriers") if k in fields}
    article = Article(
        source="a.txt",
        position=1,
        kind=fields.pop("kind", "news"),
        headline=name,
        paragraphs=("文",),
        topics=(Topic(topic, 0.9),) if topic else (),
        regions=(Region("320100", place, True, ""),) if place else (),
        **fields,
    )
    return StoredArticle(article, name, NOW - timedelta(hours=age), **known)


def composed(articles, candidates=None, received=(), frame=FRAME):
    by_id = {one.id: one for one in articles}
    asked = candidates or [Candidate(one.id, (1,), 0.8) for one in articles]
    return compose(frame, asked, by_id, received, NOW)


def ids(edition):
    return [item.article_id for item in edition.items]


def test_fit_leads_then_freshness_then_weight():
    articles = [stored("a", age=40), stored("b", age=2), stored("c", age=2, kind="photo")]
    candidates = [Candidate("a", (1,), 1.0), Candidate("b", (1,), 0.7), Candidate("c", (1,), 0.7)]
    assert ids(composed(articles, candidates)) == ["a", "b", "c"]


def test_what_the_chat_has_got_is_left_out_by_article_and_by_story():
    articles = [stored("a"), stored("b", story="s"), stored("c")]
    assert ids(composed(articles, received={"a", "s"})) == ["c"]


def test_near_duplicates_are_one_item_with_all_rules_and_the_count_of_papers():
    articles = [stored("a", story="s", carriers=3), stored("b", story="s", carriers=3)]
    edition = composed(articles, [Candidate("a", (4,), 0.5), Candidate("b", (2,), 0.9)])
    assert [(i.article_id, i.why, i.carriers) for i in edition.items] == [("b", (2, 4), 3)]


def test_the_cap_keeps_the_best_and_names_the_rest_in_order():
    articles = [stored(f"n{n}", age=n + 1) for n in range(7)]
    edition = composed(articles, frame=replace(FRAME, max_items=3))
    assert ids(edition) == ["n0", "n1", "n2"]
    assert edition.more == ("n3", "n4", "n5", "n6")


def test_items_are_grouped_by_topic_with_single_ones_last():
    topics = ["skills", "legal_aid", "skills", "legal_aid", "retirement"]
    edition = composed([stored(f"n{n}", topic=t, age=n + 1) for n, t in enumerate(topics)])
    assert edition.grouped_by == "topic"
    assert [item.group for item in edition.items] == [
        "skills",
        "skills",
        "legal_aid",
        "legal_aid",
        "",
    ]
    assert ids(edition) == ["n0", "n2", "n1", "n3", "n4"]


def test_one_topic_is_grouped_by_province():
    places = ["江苏省/南京市", "浙江省", "江苏省", "浙江省/宁波市"]
    edition = composed([stored(f"n{n}", place=p, age=n + 1) for n, p in enumerate(places)])
    assert edition.grouped_by == "region"
    assert [item.group for item in edition.items] == ["江苏省", "江苏省", "浙江省", "浙江省"]


@pytest.mark.parametrize("places", [["江苏省"] * 5, ["江苏省", "浙江省"]])
def test_few_or_equal_items_stand_under_no_heading(places):
    edition = composed([stored(f"n{n}", place=p) for n, p in enumerate(places)])
    assert {item.group for item in edition.items} == {""}


def test_nothing_gives_an_empty_edition():
    assert composed([]).items == ()


@settings(max_examples=100, deadline=None)
@given(st.permutations(range(8)), st.integers(1, 8))
def test_the_same_edition_comes_out_whatever_the_order_of_what_went_in(order, cap):
    articles = [
        stored(f"n{n}", topic=["skills", "legal_aid"][n % 2], story=f"s{n // 2}") for n in range(8)
    ]
    frame = replace(FRAME, max_items=cap)
    one = composed(articles, frame=frame)
    other = composed([articles[n] for n in order], frame=frame)
    assert (one, one.key) == (other, other.key)
    told = [*ids(one), *one.more]
    assert len(told) == len(set(told)) == 4


def test_the_key_says_what_is_said_and_not_to_whom():
    articles = [stored("a"), stored("b")]
    one = composed(articles)
    other = composed(
        articles, [Candidate(n, (9,), 0.8) for n in "ab"], frame=replace(FRAME, chat_id=2)
    )
    assert one.key == other.key
    assert one.key != composed(articles[:1]).key
    assert one.key != composed(articles, frame=replace(FRAME, title="标题")).key


@pytest.mark.parametrize(
    ("published", "old"),
    [
        (None, False),
        (Published(date(2026, 11, 20), "day", "given"), False),
        (Published(date(2026, 11, 7), "day", "given"), False),
        (Published(date(2026, 11, 6), "day", "stated"), True),
        (Published(date(2026, 11, 1), "month", "stated"), False),
        (Published(date(2026, 10, 1), "month", "stated"), True),
        (Published(date(2026, 1, 1), "year", "given"), False),
        (Published(date(2025, 1, 1), "year", "given"), True),
        (Published(date(2023, 11, 1), "month", "inferred"), False),
    ],
)
def test_old_papers_are_no_news(published, old):
    one = stored("a", published=published)
    assert is_old(one, NOW) == old
    assert is_news(one, NOW) == (not old)


def test_hidden_articles_are_no_news():
    assert not is_news(stored("a", hidden=True), NOW)


def test_what_several_papers_carry_matters_more():
    assert importance(stored("a", carriers=4)) > importance(stored("a"))
    assert importance(stored("a")) > importance(stored("a", kind="photo"))
