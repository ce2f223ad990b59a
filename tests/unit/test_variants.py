"""Folding for matching keeps the length; traditional text becomes simplified."""

from hypothesis import given
from hypothesis import strategies as st

from digest.language import variants


def test_widths_quotes_and_case_are_folded():
    assert variants.fold("ＡＰＰ，“五小”！１２３５１") == 'app,"五小"!12351'


def test_traditional_becomes_simplified():
    assert variants.simplify("產業工人隊伍建設改革與療休養") == "产业工人队伍建设改革与疗休养"


def test_simplified_text_is_left_alone():
    text = "新就业形态劳动者,干部和职工发现了头发里的面条。"
    assert variants.simplify(text) == text


@given(st.text(max_size=60))
def test_folding_keeps_every_place_and_is_settled_after_once(text):
    folded = variants.fold(text)
    assert len(folded) == len(text)
    assert variants.fold(folded) == folded
