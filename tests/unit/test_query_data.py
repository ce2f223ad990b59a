"""The data behind queries: synonyms that an operator edits, word lists, sounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import DataError
from digest.understanding import synonyms
from digest.understanding.pronunciation import sounds
from digest.understanding.synonyms import load, word_list


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_count_both_ways_and_also_one_way(tmp_path: Path) -> None:
    own = load(
        written(tmp_path, 'equal = [["甲", "乙", "丙"]]\n[also]\n"丁" = ["甲"]\n"甲" = ["戊"]')
    )
    assert own.of("乙") == ("甲", "丙")
    assert own.of("甲") == ("乙", "丙", "戊")
    assert own.of("丁") == ("甲",)
    assert own.of("戊") == ()
    assert own.mentions("先甲后丁") == [(1, 2), (3, 4)]


def test_traditional_and_wide_words_are_folded(tmp_path: Path) -> None:
    own = load(written(tmp_path, 'equal = [["療休養", "ＡＢ"]]'))
    assert own.of("疗休养") == ("ab",)


@pytest.mark.parametrize(
    "text",
    ['equal = [["甲", "乙"], ["乙", "丙"]]', "equal = [[1, 2]]", 'equal = ["甲"]', 'equal = [[""]]',
     "equal = [", '[also]\n"甲" = "乙"', f'equal = [["甲", "{"乙" * 21}"]]'],
)  # fmt: skip
def test_a_file_that_does_not_hold_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError) as told:
        load(written(tmp_path, text))
    assert "own.toml" in str(told.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('equal = [\n  ["甲", "乙"],\n  ["丙", ""],\n]', 3),
        ('equal = [["甲", "乙"]]\n[also]\n"丁" = ["戊", ""]', 3),
        ('equal = [\n["甲" "乙"]]', 2),
    ],
)
def test_what_does_not_hold_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(DataError) as told:
        load(written(tmp_path, text))
    assert told.value.where == f"own.toml:{line}"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        load(tmp_path / "nothing.toml")


def test_the_operators_file_is_in_force_until_it_is_not(tmp_path: Path) -> None:
    path = written(tmp_path, 'equal = [["甲", "乙"]]')
    synonyms.use(path)
    try:
        assert load().of("甲") == ("乙",)
    finally:
        synonyms.use(None)
    assert load().of("甲") == ()


def test_the_shipped_words_hold() -> None:
    shipped = load()
    assert {"讨薪", "拖欠工资"} <= set(shipped.of("欠薪"))
    assert not word_list("question_words") & set(shipped.words)
    assert word_list("generic_words")


def test_sounds_find_what_was_meant() -> None:
    known = sounds(["集体协商", "驿站", "疗休养"], known=["协商"])
    assert [reading.meant for reading in known.pinyin("liaoxiuyang yizhan")] == ["疗休养", "驿站"]
    assert [reading.meant for reading in known.pinyin("liaoxiuyangyizhan")] == ["疗休养", "驿站"]
    assert known.pinyin("hello world") == []
    (slip,) = known.slips("看看集体斜商")
    assert (slip.start, slip.end, slip.meant) == (2, 6, "集体协商")
    assert [r.meant for r in known.slips("聊秀样")] == []
