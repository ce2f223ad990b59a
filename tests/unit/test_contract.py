"""The JSON contract: nothing is lost on the way there and back, what does not hold is refused."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import contract
from digest.errors import ReadingError
from digest.model import Article, NamedDate, Published, Region, Topic

text = st.text(max_size=20)
some = st.none() | st.text(min_size=1, max_size=20)
texts = st.lists(text, max_size=3).map(tuple)
articles = st.builds(
    Article,
    source=st.text(min_size=1, max_size=20),
    position=st.integers(1, 99),
    kind=st.sampled_from(["news", "feature", "column", "photo", "brief"]),
    paragraphs=texts,
    kicker=some,
    headline=some,
    subtitle=some,
    group_headline=some,
    rubric=some,
    byline=some,
    reporters=texts,
    correspondents=texts,
    authors=texts,
    photographer=some,
    credit_source=some,
    id=some,
    paper=some,
    page=some,
    lines=st.lists(st.integers(1, 500), max_size=5).map(tuple),
    confidence=st.floats(0, 1),
    subheads=texts,
    subhead_at=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    pullouts=texts,
    editor_note=some,
    published=st.none()
    | st.builds(
        Published,
        date=st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        precision=st.sampled_from(["day", "month", "year"]),
        basis=st.sampled_from(["given", "stated", "inferred"]),
    ),
    dates=st.lists(
        st.builds(
            NamedDate,
            words=text,
            first=st.none() | st.dates(),
            last=st.none() | st.dates(),
            precision=st.sampled_from(["day", "month", "year", "span", "vague"]),
            basis=st.sampled_from(["stated", "inferred", "resolved", "unresolved"]),
        ),
        max_size=3,
    ).map(tuple),
    regions=st.lists(st.builds(Region, text, text, st.booleans(), text), max_size=2).map(tuple),
    topics=st.lists(st.builds(Topic, text, st.floats(0, 1), texts), max_size=2).map(tuple),
    summary=text,
    teaser=text,
    keyphrases=texts,
    organisations=texts,
    doubts=texts,
)


@given(articles)
def test_an_article_survives_the_way_to_json_and_back(article: Article) -> None:
    assert contract.loads(contract.dumps(article)) == article


@given(articles)
def test_one_article_is_one_line(article: Article) -> None:
    assert "\n" not in contract.dumps(article)


def test_fields_stand_in_the_order_of_the_contract() -> None:
    names = list(contract.to_json(Article("a.txt", 1, "news", ("x",))))
    assert names[:4] == ["source", "position", "kind", "kicker"]
    assert names.index("lines") < names.index("paragraphs") < names.index("regions")


def test_unknown_fields_are_ignored_and_missing_ones_empty() -> None:
    article = contract.from_json({"source": "a.txt", "paragraphs": ["x"], "later": 1})
    assert article == Article("a.txt", 1, "news", ("x",))


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{", "JSON"),
        ("[]", "object"),
        ('{"paragraphs": []}', "source"),
        ('{"source": "a", "kind": "poem"}', "poem"),
        ('{"source": "a", "paragraphs": "x"}', "paragraphs"),
        ('{"source": "a", "reporters": [1]}', "reporters"),
        ('{"source": "a", "published": {"date": "soon"}}', "date"),
        ('{"source": "a", "published": {"date": "2023-01-01", "precision": "hour"}}', "precision"),
        ('{"source": "a", "dates": [{"words": "日前", "precision": "soon"}]}', "precision"),
        ('{"source": "a", "dates": [{"words": "日前", "first": "now"}]}', "first"),
    ],
)
def test_what_does_not_hold_is_refused_by_name(line: str, word: str) -> None:
    with pytest.raises(ReadingError, match=word) as caught:
        contract.loads(line, where="x.jsonl:3")
    assert caught.value.where == "x.jsonl:3"


def test_chinese_is_written_as_it_is() -> None:
    assert "工会" in contract.dumps(Article("a.txt", 1, "news", ("工会",)))
    assert json.loads(contract.dumps(Article("a.txt", 1, "news", ("工会",))))["paragraphs"] == [
        "工会"
    ]
