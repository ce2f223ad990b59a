"""Lookups full of quotes, operators and nonsense get an answer or a refusal, never an engine's error."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import QueryRefused
from digest.service.lookup import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    "text",
    ['"', "''", "“”", "*", "a*", "(", ")", "NEAR(a b)", "AND", "OR NOT", "^工会", "工会*", "{grams}: x",
     "grams:工会", "%", "_", "\\", "工会%", "'; DROP TABLE articles; --", "a & b | !c", "':*", "<->", "😀工会",
     "\x00工会\x00", "工会\n工会", "-", "--工会", "-工会", "工" * 300, "a" * 300, "工会 " * 70, "？！。", "𠀀𠀁"],
)  # fmt: skip
def test_hostile_text_is_answered_or_refused(seeds: Ask, text: str) -> None:
    try:
        answer = seeds(text)
    except QueryRefused:
        return
    assert answer.total >= 0
    assert len(answer.hits) <= 5


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(max_size=40)
    | st.text(alphabet="工会疗休养\"'*()&|!:<>-^%_\\南京上周 ", max_size=30)
)
def test_any_text_is_answered_or_refused(seeds: Ask, text: str) -> None:
    with suppress(QueryRefused):
        assert len(seeds(text).hits) <= 5


def test_odd_pages_of_an_answer(seeds: Ask) -> None:
    assert seeds("工会", limit=0).hits == ()
    assert len(seeds("工会", offset=-3).hits) == 5
    assert seeds("工会", offset=10_000).hits == ()
