"""What a text is about, as a direction among those that words of one matter share.

Turns a text into the sum of its words' directions (data/themes.gz, built by
deploy/scripts/build_themes.py from passages of 1998 and the words of our topics), and texts and
stories into how near they are to each other, though they share no word: 绿豆汤 and 高温. Names say
nothing here, and where a word stands makes no difference.
"""

from __future__ import annotations

import gzip
import struct
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from digest.reading.background import Numbers, Places

Theme = NDArray[np.float32]
"""The sum of the rows of a text's words; all zeros when the table has none of them."""

_UNKNOWN = 400.0  # length of what a story may still speak of: its head alone says little


class _Words:
    """The words of the table, and a row of numbers for each."""

    def __init__(self, packed: bytes) -> None:
        blob = gzip.decompress(packed)
        listed, count, self.directions = struct.unpack_from("<3I", blob)
        at = struct.calcsize("<3I")
        words = blob[at : at + listed].decode().split("\n")
        numbers = np.frombuffer(blob, np.int8, offset=at + listed)
        self._rows = numbers.reshape(count, -1).astype(np.float32)  # whole numbers: sums are exact
        self._found = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)

    def theme(self, text: str) -> Theme:
        """The sum of the rows of the words that a text has, each once."""
        words = {word for word, _, _ in self._found.find_matches_as_indexes(text)}
        told: Theme = np.add.reduce(self._rows.take(np.fromiter(words, np.intp), axis=0))
        return told


def theme(text: str) -> Theme:
    """What a text is about."""
    return _words().theme(text)


def nearness(themes: Sequence[Theme], homes: Places, members: Sequence[Sequence[Theme]]) -> Numbers:
    """For each theme (rows) and each story (columns), given by the themes of its texts, the cosine
    between the two, less for a story that has said little; 0 where one of them says nothing. A text
    does not count for the story of its home (-1: none)."""
    asked = _rows(themes)
    stories = _rows([_rows(told).sum(axis=0) for told in members])
    dots, lengths = asked @ stories.T, np.einsum("ij,ij->i", asked, asked)
    sizes = np.tile(np.einsum("ij,ij->i", stories, stories), (len(asked), 1))
    counted = np.flatnonzero(homes >= 0)
    own = counted, homes[counted]
    sizes[own] += lengths[counted] - 2 * dots[own]
    dots[own] -= lengths[counted]
    scale = np.sqrt(lengths[:, None] * (np.maximum(sizes, 0.0) + _UNKNOWN**2))
    cosines: Numbers = np.divide(dots, scale, out=np.zeros_like(dots), where=scale > 0.0)
    return cosines


def _rows(themes: Sequence[Theme]) -> Numbers:
    return np.array(themes, np.float64).reshape(len(themes), _words().directions)


@cache
def _words() -> _Words:
    """The packaged table, read once per process."""
    return _Words(files("digest.reading").joinpath("data/themes.gz").read_bytes())
