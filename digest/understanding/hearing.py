"""Words of the dictionary that sound like what was typed: by pinyin (taoci: 陶瓷), and by ear where
one character is another one of the same sound (书物: 书屋). It only says what could be meant;
whether any article holds it is for whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from digest.language import words
from digest.understanding import pinyin
from digest.understanding.pronunciation import SHORTEST_PINYIN, blurred

# Longer letters are no word of one or two; of a name of more characters no single one is a slip.
LONGEST_PINYIN, LONGEST_WORD = 12, 4
PAIR = 2
# Rare characters too are tried while there are not more pairs: the dictionary knows 300 a ms.
MOST_PAIRS = 2000
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def spelled(letters: str) -> list[list[frozenset[str]]]:
    """The words that pinyin may stand for: for each way to read it, of each two syllables the
    dictionary's words; none for letters that are not made of such."""
    if not (letters.isascii() and letters.isalpha()):
        return []
    if not SHORTEST_PINYIN <= len(letters) <= LONGEST_PINYIN:
        return []
    ways = [way for way in pinyin.spellings(letters) if len(way) % PAIR == 0]
    found = [[_words(*way[at : at + PAIR]) for at in range(0, len(way), PAIR)] for way in ways]
    return [way for way in found if all(way)]


@lru_cache(maxsize=256)
def _words(first: str, second: str) -> frozenset[str]:
    known = pinyin.characters(rare=True)
    if len(known[first]) * len(known[second]) > MOST_PAIRS:
        known = pinyin.characters()
    pairs = (one + other for one, other in product(known[first], known[second]))
    return frozenset(w for w in pairs if _known(w) and pinyin.syllables(w) == (first, second))


def misheard(word: str) -> frozenset[str]:
    """The dictionary's words that differ from this one in a single character of like sound."""
    if not (PAIR <= len(word) <= LONGEST_WORD and _HAN.fullmatch(word)):
        return frozenset()
    return frozenset(other for other in _changed(word) if _known(other))


def _changed(word: str) -> Iterator[str]:
    for at, sound in enumerate(pinyin.syllables(word)):
        for other in _like_sounding().get(blurred(sound), ""):
            if other != word[at]:
                yield word[:at] + other + word[at + 1 :]


@lru_cache(maxsize=1)
def _like_sounding() -> dict[str, str]:
    found: dict[str, str] = {}
    for syllable, characters in pinyin.characters().items():
        found[blurred(syllable)] = found.get(blurred(syllable), "") + characters
    return found


def _known(word: str) -> bool:
    return words.cut(word, guess=False) == [word]
