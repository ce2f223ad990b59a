"""Cutting into words: domain words whole, both engines alike, nothing loaded early."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from digest.errors import DataError
from digest.language import lexicon, words

GOLD = Path(__file__).parents[1] / "quality" / "gold"


def seed_paragraphs() -> list[str]:
    return [
        paragraph
        for path in sorted(GOLD.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for paragraph in json.loads(line)["paragraphs"]
    ]


@pytest.mark.parametrize(
    "term", ["疗休养", "产改", "五小", "职代会", "一函两书", "新就业形态劳动者", "工会驿站"]
)
def test_union_terms_come_out_whole(term):
    assert term in words.cut(f"全市{term}工作推进会")


def test_joined_words_are_the_text():
    text = "江苏省总工会开展职工疗休养活动,共120人。"
    assert "".join(words.cut(text)) == text


def test_a_domain_word_does_not_tear_its_neighbours_apart():
    assert "十五" in words.cut("十五小时后")
    assert "总是" in words.cut("小区总是拥堵")


def test_both_engines_cut_the_seeds_alike():
    pytest.importorskip("rjieba")
    slow, fast = words.segmenter("jieba"), words.segmenter("rjieba")
    for paragraph in seed_paragraphs():
        assert slow.cut(paragraph, True) == fast.cut(paragraph, True)
        assert slow.cut(paragraph, False) == fast.cut(paragraph, False)
        assert slow.cut_for_search(paragraph) == fast.cut_for_search(paragraph)


def test_search_words_hold_the_words_inside():
    assert {"劳动", "劳动争议"} <= set(words.cut_for_search("劳动争议"))


def test_importing_the_module_loads_no_dictionary():
    code = (
        "import sys, digest.language.words; print('jieba' in sys.modules, 'rjieba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_a_bad_lexicon_line_is_named(tmp_path):
    path = tmp_path / "lexicon.txt"
    path.write_text("疗休养 3 n\n工会驿站 many n\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"lexicon\.txt:2"):
        lexicon.entries(path)


def test_a_word_given_twice_is_refused(tmp_path):
    path = tmp_path / "lexicon.txt"
    path.write_text("疗休养 3 n\n疗休养 4 n\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"lexicon\.txt:2"):
        lexicon.entries(path)
