"""Which words of the dictionary pinyin or a wrong character may stand for."""

from __future__ import annotations

import pytest

from digest.understanding import hearing, pinyin


@pytest.mark.parametrize(
    ("letters", "ways"),
    [
        ("fangan", [("fan", "gan"), ("fang", "an")]),
        ("xian", [("xian",), ("xi", "an")]),
        ("hello", []),
        ("", [()]),
    ],
)
def test_letters_are_read_as_syllables(letters: str, ways: list[tuple[str, ...]]) -> None:
    assert pinyin.spellings(letters) == ways


def test_the_common_characters_are_those_of_the_first_level() -> None:
    every = "".join(pinyin.characters().values())
    assert len(every) == len(set(every)) == 3755
    rarer = "".join(pinyin.characters(rare=True).values())
    assert len(rarer) == len(set(rarer)) == 6763
    assert set(every) < set(rarer)


def test_pinyin_is_any_word_of_the_dictionary() -> None:
    (way,) = hearing.spelled("taoci")
    assert way == [frozenset({"陶瓷"})]
    assert "枸杞" in hearing.spelled("gouqi")[0][0]
    (two,) = hearing.spelled("liudongshuwu")
    assert "流动" in two[0]
    assert "书屋" in two[1]


@pytest.mark.parametrize(
    "letters", ["hello", "tao", "a1b2", "陶瓷", "zhuangzhuangzhuang", "library"]
)
def test_other_letters_are_no_pinyin(letters: str) -> None:
    assert hearing.spelled(letters) == []


def test_one_wrong_character_of_like_sound() -> None:
    assert "书屋" in hearing.misheard("书物")
    assert "陶瓷" in hearing.misheard("桃瓷")
    assert "陶瓷" not in hearing.misheard("桃词")
    assert "书物" not in hearing.misheard("书物")


@pytest.mark.parametrize("word", ["书", "books", "书物书物书", "书-物", ""])
def test_what_is_no_short_word_is_not_misheard(word: str) -> None:
    assert hearing.misheard(word) == frozenset()
