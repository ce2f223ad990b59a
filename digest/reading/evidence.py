"""Does one text run on into another? The evidence of their words, as one number.

Turns two texts into nats for “the second continues the first”: how the seam reads, how the second
starts, whether quotes and brackets opened in the one close in the other. Where they stand on the
page is not its business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from digest.reading.roles import broken_start
from digest.reading.seams import MOST_WITNESS, Seams, head_of, likely_after, opening, tail_of, usual

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
    of a continuation (`goes_on`), and as bit sets the marks it leaves open and those it closes
    without having opened them."""

    tail: str
    head: str
    usual: float
    goes_on: float
    leaves_open: int
    closes_first: int
    odd_quotes: bool
    straight_start: bool


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
    return Edges(
        tail_of(text),
        head,
        usual(head),
        goes_on,
        sum((text.rfind(a) > text.rfind(b)) << bit for bit, (a, b) in enumerate(_PAIRS)),
        sum(_closes_first(text, a, b) << bit for bit, (a, b) in enumerate(_PAIRS)),
        text.count('"') % 2 == 1,
        text.startswith('"'),
    )


def _closes_first(text: str, left: str, right: str) -> bool:
    first, again = text.find(right), text.find(left)
    return first >= 0 and (again < 0 or first < again)


def runs_on(left: str, right: str, seams: Seams) -> float:
    """Nats for `right` being the continuation of `left`, which ends in mid-sentence."""
    return joined(edges(left, seams), edges(right, seams), seams)


def joined(left: Edges, right: Edges, seams: Seams, least: float = -inf) -> float:
    """`runs_on` for texts whose edges are known. What is below `least` without the page's own
    witness, and would stay so with the best it can give, is told without asking it."""
    gain = right.goes_on
    if left.leaves_open or right.closes_first or left.odd_quotes or right.odd_quotes:
        gain += _MARKS * _marks_agree(left, right)
    if right.straight_start and not left.odd_quotes:
        gain -= _QUOTE
    if left.tail and right.head:
        gain += _SEAM * (likely_after(left.tail, right.head) - right.usual)
        if gain > least - _WITNESS * MOST_WITNESS:
            gain += _WITNESS * seams.witness(left.tail, right.head)
    return gain


def _marks_agree(left: Edges, right: Edges) -> float:
    """+1 for each pair of marks opened in `left` and closed in `right`, −1 for each left alone."""
    open_, closed = left.leaves_open, right.closes_first
    score = float((open_ & closed).bit_count() - (open_ ^ closed).bit_count())
    if left.odd_quotes or right.odd_quotes:
        score += 0.7 if left.odd_quotes == right.odd_quotes else -0.7
    return max(-1.5, min(1.5, score))
