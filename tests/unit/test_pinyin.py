"""The packaged pinyin table against the library it was made from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from digest.understanding import pinyin

SEEDS = Path(__file__).parents[2] / "seeds"
HAN = re.compile(r"[\u4e00-\u9fff]+")


@pytest.mark.parametrize(
    ("run", "spelled"),
    [
        ("疗休养", "liao xiu yang"),
        ("重庆", "chong qing"),
        ("重点", "zhong dian"),
        ("长沙银行", "chang sha yin hang"),
    ],
)
def test_readings(run: str, spelled: str) -> None:
    assert " ".join(pinyin.syllables(run)) == spelled


def test_every_run_of_the_seeds_reads_as_the_library_says() -> None:
    runs = {run for page in SEEDS.glob("*.txt") for run in HAN.findall(page.read_text("utf-8"))}
    assert len(runs) > 1000
    wrong = [run for run in runs if list(pinyin.syllables(run)) != lazy_pinyin(run)]
    assert wrong == []


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=12))
def test_one_syllable_for_each_character(run: str) -> None:
    assert len(pinyin.syllables(run)) == len(run)
