"""Does one text run on into another? The evidence of their words, as one number.

Turns two texts into nats for “the second continues the first”: how the seam reads, how the second
starts, whether quotes and brackets opened in the one close in the other. Where they stand on the
page is not its business.
"""

from __future__ import annotations

import re

from digest.reading.roles import broken_start
from digest.reading.seams import Seams, head_of, opening, tail_of

# Weights in nats, fitted by logistic regression on paragraphs cut at random places, with the rest
# kept or lost (about 7,000 pairs from hand-labelled pages; 87 % of adjacent pairs told right).
_SEAM, _WITNESS, _OPENING, _STARTS = 0.42, 0.45, 0.6, 0.5
_MARKS, _PHRASE, _QUOTE, _SHORT, _BROKEN = 2.2, 2.7, 1.2, 1.0, 6.0
_TAIL_SIZE = 20  # characters: shorter lines are more often the rest of a paragraph
_START_PHRASE = re.compile(
    r"(?:近日|日前|近年来|今年|去年|目前|据|此外|同时|与此同时|其中|随后|截至|下一步|"
    r"为(?:了|进一步|深入|全面|切实|更好|帮助|丰富|让|推动|提升|确保|激励)|"
    r"在.{1,12}(?:方面|中|下|上|后|里)\uff0c|\d{4}年|近\d+年|自|记者|从|针对|面对|.{2,4}以来\uff0c|.{2,4}年来\uff0c|\d{1,2}月\d{1,2}日)"
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
    """Does it start with words that open a sentence of running text (近年来, 据介绍, 2021年以来)?"""
    return bool(_START_PHRASE.match(text))


def runs_on(left: str, right: str, seams: Seams, *, opens: float | None = None) -> float:
    """Nats for `right` being the continuation of `left`, which ends in mid-sentence; `opens` is
    `starts(right)` where it is known already."""
    tail, head = tail_of(left), head_of(right)
    gain = _MARKS * marks_agree(left, right)
    if tail and head:
        gain += _SEAM * seams.background(tail, head) + _WITNESS * seams.witness(tail, head)
    gain -= _OPENING * opening(head) + _STARTS * seams.starts_here(head)
    if _START_PHRASE.match(right):
        gain -= _PHRASE
    if right.startswith(("“", "《", "‘")) or (right[:1] == '"' and not left.count('"') % 2):
        gain -= _QUOTE
    if len(right) < _TAIL_SIZE:
        gain += _SHORT
    if broken_start(right):
        gain += _BROKEN
    if opens is not None and opens >= 6.0:
        gain -= _BROKEN
    return gain


def marks_agree(left: str, right: str) -> float:
    """+1 for each pair of marks opened in `left` and closed in `right`, −1 for each left alone."""
    score = 0.0
    for a, b in _PAIRS:
        is_open = left.rfind(a) > left.rfind(b)
        first, again = right.find(b), right.find(a)
        closes = first >= 0 and (again < 0 or first < again)
        if is_open and closes:
            score += 1.0
        elif is_open != closes:
            score -= 1.0
    if '"' in left or '"' in right:
        odd_left, odd_right = left.count('"') % 2, right.count('"') % 2
        if odd_left and odd_right:
            score += 0.7
        elif odd_left != odd_right:
            score -= 0.7
    return max(-1.5, min(1.5, score))
