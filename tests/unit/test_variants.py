"""Folding for matching keeps the length; traditional text becomes simplified."""

import opencc
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


def test_no_character_is_passed_over_that_opencc_changes():
    convert = opencc.OpenCC("t2s").convert
    blocks = (range(1, 0xD800), range(0xE000, 0x10000), range(0x1F000, 0x30000))
    for character in (chr(code) for codes in blocks for code in codes):
        assert variants.simplify(character) == convert(character)


def test_characters_that_change_only_in_company_are_changed_there():
    told = "答覆與反覆重覆,找藉口,瞭解瞭然,沈重深沈,毛坏,海哩,衹得,甦醒"
    plain = "答复与反复重复,找借口,了解了然,沉重深沉,毛坯,海里,只得,苏醒"
    assert variants.simplify(told) == plain
    # Without the one character that changes alone.
    assert variants.simplify(told.replace("與", "")) == plain.replace("与", "")
    assert variants.simplify("沈阳覆盖") == "沈阳覆盖"


@given(st.text(max_size=60))
def test_folding_keeps_every_place_and_is_settled_after_once(text):
    folded = variants.fold(text)
    assert len(folded) == len(text)
    assert variants.fold(folded) == folded
