"""Does one text run on into another? The evidence of their words, as one number.

Turns two texts into nats for “the second continues the first”: how the seam reads, how the second
starts, whether quotes and brackets opened in the one close in the other. Where they stand on the
page is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from digest.reading.background import Numbers, Places
from digest.reading.roles import broken_start
from digest.reading.seams import (
    MOST_WITNESS,
    Seams,
    all_likely_after,
    head_of,
    likely_after,
    opening,
    tail_of,
    usual,
)

# Weights in nats, fitted by logistic regression on paragraphs cut at random places, with the rest
# kept or lost (about 7,000 pairs from hand-labelled pages; 87 % of adjacent pairs told right).
_SEAM, _WITNESS, _OPENING, _STARTS = 0.42, 0.45, 0.6, 0.5
_MARKS, _PHRASE, _QUOTE, _SHORT, _BROKEN = 2.2, 2.7, 1.2, 1.0, 6.0
_TAIL_SIZE = 20  # characters: shorter lines are more often the rest of a paragraph
_START_PHRASE = re.compile(
    r"(?:近日|日前|近年来|今年|去年|目前|据|此外|同时|与此同时|其中|随后|截至|下一步|"
    r"为(?:了|进一步|深入|全面|切实|更好|帮助|丰富|让|推动|提升|确保|激励)|"
    r"在.{1,12}(?:方面|中|下|上|后|里)\uff0c|\d{4}年|近\d+年|自|记者|从|针对|面对|"
    r".{2,4}以来\uff0c|.{2,4}年来\uff0c|\d{1,2}月\d{1,2}日)"
)
_PAIRS = (("“", "”"), ("《", "》"), ("\uff08", "\uff09"))
# bits for the marks of a text: one for each of the pairs, then
_ODD, _STRAIGHT = 8, 16  # an odd number of straight quotes in it, one of them at its start
_BOTH = _ODD - 1  # the bits of the pairs


def starts(text: str) -> float:
    """Nats for a text being the start of a paragraph rather than the middle of a sentence."""
    if broken_start(text):
        return -8.0
    score = opening(head_of(text))
    if _START_PHRASE.match(text):
        score += 2.0
    return score


def starts_sentence(text: str) -> bool:
    """Does it start with words that open a sentence of running text (近年来, 据介绍)?"""
    return bool(_START_PHRASE.match(text))


@dataclass(slots=True)
class Edges:
    """What the two ends of a text say by themselves: its last and first characters as the seam
    table wants them, the log-probability of that start anywhere (`usual`), nats for its being that
    of a continuation (`goes_on`), and how its marks stand to a text after it (`opens`, as the rows
    of `_MARK_NATS`) and before it (`closes`, as its columns)."""

    tail: str
    head: str
    usual: float
    goes_on: float
    opens: int
    closes: int


@lru_cache(maxsize=1024)
def edges(text: str, seams: Seams) -> Edges:
    """The edges of a text on the page `seams` was made of; kept, since roles, heads and links all
    ask for those of one line."""
    head = head_of(text)
    goes_on = -_OPENING * opening(head) - _STARTS * seams.starts_here(head)
    goes_on -= _PHRASE if starts_sentence(text) else 0.0
    goes_on -= _QUOTE if text.startswith(("“", "《", "‘")) else 0.0
    goes_on += _SHORT if len(text) < _TAIL_SIZE else 0.0
    goes_on += _BROKEN if broken_start(text) else 0.0
    odd = _ODD * (text.count('"') % 2)
    left_open = sum((text.rfind(a) > text.rfind(b)) << bit for bit, (a, b) in enumerate(_PAIRS))
    closed_first = sum(_closes_first(text, a, b) << bit for bit, (a, b) in enumerate(_PAIRS))
    return Edges(
        tail_of(text),
        head,
        usual(head),
        goes_on,
        left_open | odd,
        closed_first | odd | _STRAIGHT * text.startswith('"'),
    )


def _closes_first(text: str, left: str, right: str) -> bool:
    first, again = text.find(right), text.find(left)
    return first >= 0 and (again < 0 or first < again)


def runs_on(left: str, right: str, seams: Seams) -> float:
    """Nats for `right` being the continuation of `left`, which ends in mid-sentence."""
    return joined(edges(left, seams), edges(right, seams), seams)


def joined(left: Edges, right: Edges, seams: Seams) -> float:
    """`runs_on` for texts whose edges are known."""
    gain = right.goes_on + _MARK_NATS[left.opens][right.closes]
    if left.tail and right.head:
        gain += _SEAM * (likely_after(left.tail, right.head) - right.usual)
        gain += _WITNESS * seams.witness(left.tail, right.head)
    return gain


def all_joined(
    ends: Sequence[Edges], lefts: Places, rights: Places, seams: Seams, least: Numbers
) -> Numbers:
    """`joined` for many pairs of some texts at once. What is below `least` without the page's own
    witness, and would stay so with the best it can give, is told without asking it."""
    numbers = np.array([(one.goes_on, one.usual, one.opens, one.closes) for one in ends])
    goes_on, usually, opens, closes = numbers.T
    tails, heads = [one.tail for one in ends], [one.head for one in ends]
    gain: Numbers = goes_on[rights] + _MARKED[opens.astype(int)[lefts], closes.astype(int)[rights]]
    told = np.array([*map(bool, tails)])[lefts] & np.array([*map(bool, heads)])[rights]
    seam = all_likely_after(tails, heads, lefts, rights) - usually[rights]
    gain += np.where(told, _SEAM * seam, 0.0)
    asked = np.flatnonzero(told & (gain > least - _WITNESS * MOST_WITNESS))
    seams_asked = zip(lefts[asked].tolist(), rights[asked].tolist(), strict=True)
    gain[asked] += [_WITNESS * seams.witness(tails[i], heads[j]) for i, j in seams_asked]
    return gain


def _mark_nats(opens: int, closes: int) -> float:
    """Nats for the marks of two texts. +1 for each pair of marks opened in the first and closed in
    the second, −1 for each left alone; a straight quote at the start opens or closes one."""
    alone, together = (opens ^ closes) & _BOTH, opens & closes & _BOTH
    score = float(together.bit_count() - alone.bit_count())
    if (opens | closes) & _ODD:
        score += -0.7 if (opens ^ closes) & _ODD else 0.7
    nats = _MARKS * max(-1.5, min(1.5, score))
    return nats - (_QUOTE if closes & _STRAIGHT and not opens & _ODD else 0.0)


_MARK_NATS = [
    [_mark_nats(opens, closes) for closes in range(2 * _STRAIGHT)] for opens in range(_STRAIGHT)
]
_MARKED = np.array(_MARK_NATS)
