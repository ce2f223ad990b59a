"""Snippets: the clauses that answer, hits marked, never longer than asked."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.understanding import snippets

PARAGRAPHS = (
    "近日,某市总工会召开工作会议,总结全年工作。",
    "会议指出,全市已建成工会驿站118家,配有饮水机和微波炉,外卖骑手可以热饭、歇脚。下一步还将新建30家。",
    "与会人员参观了展览。",
)


def text_of(spans):
    return "".join(span.text for span in spans)


def hits_of(spans):
    return [span.text for span in spans if span.hit]


def test_the_clauses_with_most_of_what_was_asked_are_shown():
    spans = snippets.snippet(PARAGRAPHS, ["外卖骑手", "驿站"])
    assert hits_of(spans) == ["驿站", "外卖骑手"]
    assert "召开工作会议" not in text_of(spans)


def test_what_is_left_out_is_shown_by_three_dots():
    assert text_of(snippets.snippet(PARAGRAPHS, ["外卖骑手"], limit=24)).startswith("…")


def test_traditional_words_and_other_widths_hit_too():
    spans = snippets.snippet(("驿站开通了APP预约,职工可扫码。",), ["驛站", "ＡＰＰ"])
    assert hits_of(spans) == ["驿站", "APP"]


def test_without_a_hit_the_text_starts():
    assert text_of(snippets.snippet(PARAGRAPHS, ["疗休养"])).startswith("近日,某市总工会")


def test_overlapping_hits_are_one_run():
    assert hits_of(snippets.snippet(("建成工会驿站。",), ["工会", "工会驿站"])) == ["工会驿站"]


def test_a_clause_longer_than_the_limit_is_shown_around_its_hit():
    spans = snippets.snippet(("甲" * 80 + "驿站" + "乙" * 80 + "。",), ["驿站"], limit=30)
    assert hits_of(spans) == ["驿站"]
    assert text_of(spans).startswith("…")
    assert text_of(spans).endswith("…")


@pytest.mark.parametrize("paragraphs", [(), ("",), ("  ",)])
def test_no_text_gives_nothing(paragraphs):
    assert snippets.snippet(paragraphs, ["驿站"]) == ()


@example(["1A"], ["A"], 1)
@given(
    st.lists(st.text(alphabet="工会驿站,。“”…骑手A1", max_size=150), max_size=4),
    st.lists(st.text(alphabet="工会驿站骑手A", max_size=4), max_size=3),
    st.integers(min_value=1, max_value=80),
)
def test_never_longer_than_asked_and_never_empty_runs(paragraphs, words, limit):
    spans = snippets.snippet(paragraphs, words, limit)
    assert len(text_of(spans)) <= limit
    assert all(span.text for span in spans)
