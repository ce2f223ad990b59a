"""How likely one piece of Chinese text runs on into another: log-odds from character statistics.

Turns the end of one fragment and the start of another into a number (nats): how much likelier the
start is after that end than anywhere else. What newspapers write is the background; the page's own
text is the second, sharper witness. It judges seams only: it knows nothing of lines, roles or
articles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log
from operator import add

import numpy as np

from digest.reading.background import END, START, Numbers, Places, background

_PAGE_BONUS = {2: 0.8, 3: 2.0, 4: 3.5, 5: 5.0}  # nats for a run of that length seen on the page
_PAGE_AGAIN, _MOST_AGAIN = 0.3, 4  # nats for each time it is seen, counted so often at most
_LONGEST = max(_PAGE_BONUS)
MOST_WITNESS = max(_PAGE_BONUS.values()) + _PAGE_AGAIN * _MOST_AGAIN
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_LATIN = re.compile(r"[A-Za-z]+")
_WIDE = "\uff0c\uff1a\uff1b\uff1f\uff01\uff08\uff09"
_MARKS = [*zip(_WIDE, ",:;?!()", strict=True), *((quote, "") for quote in "“”‘’\"'「」『』")]
_CLAUSE = re.compile(r"[,。;:!?、…\s]+")
_EDGES_KEPT = 512  # edges kept: each is asked for two or three times on end
_EDGE = 10  # characters looked at on either side of a seam


def bare(text: str) -> str:
    """`text` as the table counts it: half-width marks, one 0 per number, one A per Latin word, no
    quotation marks, which say little about what follows what."""
    text = _LATIN.sub("A", _DIGITS.sub("0", text))
    for mark, counted_as in _MARKS:
        text = text.replace(mark, counted_as)
    return text


@lru_cache(maxsize=_EDGES_KEPT)
def head_of(text: str) -> str:
    """The first characters of a fragment, as `Seams.score` wants them."""
    return bare(text[: 2 * _EDGE])[:_EDGE]


@lru_cache(maxsize=_EDGES_KEPT)
def tail_of(text: str) -> str:
    """The last characters of a fragment, as `Seams.score` wants them."""
    return bare(text[-2 * _EDGE :])[-_EDGE:]


@lru_cache(maxsize=_EDGES_KEPT)
def opening(head: str) -> float:
    """Log-odds (nats) that text with this `head_of` starts something rather than runs on.

    A paragraph starts like a paragraph, like a sentence or like a clause, in that order of weight.
    """
    if not head:
        return 0.0
    counts = background()
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
    counts = background()
    chance = sum(counts.triple(tail[-2], tail[-1], mark) for mark in (",", "。", "、", END))
    usual = sum(counts.single(mark) for mark in (",", "。", "、", END))
    return log(chance / usual)


def usual(head: str) -> float:
    """Log-probability of text with this `head_of` anywhere."""
    if not head:
        return 0.0
    counts = background()
    chance = counts.single(head[0])
    return log(chance * counts.pair(head[0], head[1]) if len(head) > 1 else chance)


def likely_after(tail: str, head: str) -> float:
    """Log-probability of text with this `head_of` right after text with this `tail_of`; both must
    have a character. Less `usual`, it says how well the seam reads."""
    counts = background()
    chance = counts.triple(tail[-2] if len(tail) > 1 else START, tail[-1], head[0])
    return log(chance * counts.triple(tail[-1], head[0], head[1]) if len(head) > 1 else chance)


def all_likely_after(
    tails: Sequence[str], heads: Sequence[str], lefts: Places, rights: Places
) -> Numbers:
    """`likely_after` for many pairs at once: of `tails[left]` and `heads[right]`."""
    counts = background()
    before, last = counts.twos(f"{START}{START}{tail}"[-2:] for tail in tails)
    first, second = counts.twos(f"{head}{END}{END}"[:2] for head in heads)
    ended, begun = counts.places(before, last), counts.places(first, second)
    across = counts.places(last[lefts], first[rights])
    chance = counts.triples(
        ended[lefts], first[rights], counts.pairs(last[lefts], first[rights], across)
    )
    after = counts.triples(across, second[rights], counts.pairs(first, second, begun)[rights])
    one = np.array([len(head) < 2 for head in heads])
    return np.log(chance * np.where(one[rights], 1.0, after))


class Seams:
    """Seam scores for one page, with the page's own runs of two to five characters as witness."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._page = bare("\n".join(texts))
        self.pairs = set(map(add, self._page, self._page[1:]))
        self._places: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}
        self._clauses = Counter(clause[:3] for clause in _CLAUSE.split(self._page))

    def starts_here(self, head: str) -> float:
        """How the page itself uses this start: above 0 when it mostly opens clauses, below 0 when
        it mostly stands inside them."""
        start = head[:3]
        if len(start) < 3:
            return 0.0
        total, clauses = self._page.count(start), self._clauses[start]
        if total <= 1:
            return 0.0
        return max(-1.5, min(2.0, clauses - 0.6 * (total - clauses) - 0.4))

    def witness(self, tail: str, head: str) -> float:
        """Nats for the longest run of characters across the seam that the page has elsewhere: worth
        more than any shorter one, however often the page has that."""
        pair = tail[-1] + head[0]
        if pair not in self.pairs:
            return 0.0
        longest, most = 2, self._times(pair, 1, pair)
        for size in range(3, _LONGEST + 1):
            times = 0
            for left in range(max(1, size - len(head)), min(size, len(tail) + 1)):
                times = max(times, self._times(tail[-left:] + head[: size - left], left, pair))
            if not times:
                break  # a longer run would hold a shorter one
            longest, most = size, times
        return _PAGE_BONUS[longest] + _PAGE_AGAIN * most

    def _times(self, run: str, left: int, pair: str) -> int:
        """How often the page has a run, told up to `_MOST_AGAIN`; looked for once. The seam `pair`
        stands in it after its first `left` characters but one."""
        known = self._counts.get(run)
        if known is not None:
            return known
        times, end = 0, 0
        for place in self._all(pair):
            start = place - left + 1
            if start >= end and self._page.startswith(run, start):
                times, end = times + 1, start + len(run)
                if times == _MOST_AGAIN:
                    break
        self._counts[run] = times
        return times

    def _all(self, pair: str) -> list[int]:
        """Where the page has a pair; looked for once."""
        if pair not in self._places:
            self._places[pair] = places = []
            place = self._page.find(pair)
            while place >= 0:
                places.append(place)
                place = self._page.find(pair, place + 1)
        return self._places[pair]
