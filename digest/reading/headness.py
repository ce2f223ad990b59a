"""Does a short line read like a head or like a piece of a sentence? One number from its form.

Heads are terse: few function words and commas, no say-verbs, parallel phrases set apart by spaces,
names in quotes, an end that is the end of a word. Turns a line into nats for “a head rather than a
piece of running text of that length”. Its neighbours on the page are weighed elsewhere.
"""

from __future__ import annotations

import re
from math import log

from digest.reading.background import background
from digest.reading.evidence import starts_sentence
from digest.reading.lines import width
from digest.reading.seams import bare, ending, tail_of

# Logistic regression on 135 heads of hand-labelled pages against 764 pieces cut from their
# paragraphs (nine heads in ten and eight pieces in ten told by form alone); the weight of figures
# is halved, since heads with figures are common in other papers.
_BIAS, _WIDTH, _USUAL, _END = -0.46, -0.063, -0.42, 0.53
_COMMA, _STUMP, _OPENER, _FUNCTION = -1.0, -1.9, -1.9, -4.8
_SAYING, _FIGURE, _QUOTED, _LEADING = -1.0, -0.7, 1.2, 4.0
_PARTED, _UNPAIRED, _CALL = 3.0, -3.1, -0.5
_FUNCTION_WORDS = re.compile(
    r"的|了|着|是|在|有|和|与|及|等|都|也|就|还|并|将|对|把|被|为|从|向|以|其|该|这|那|我|他|她|们|个|说|表示|介绍|告诉"
)
_SAYINGS = re.compile(
    r"说|表示|介绍|告诉记者|提出|指出|认为|坦言|了解到|获悉|看到|举行|以来|期间|方面|现场|万元|余|名|据"
)
_CLAUSES = re.compile(r"[\uff0c\uff1a\uff1b、 ,]")
_SHORT_QUOTE = re.compile(r"“[^”]{1,12}”|\"[^\"]{1,12}\"")
_PAIRS = (("“", "”"), ("《", "》"), ("\uff08", "\uff09"))


def headness(text: str) -> float:
    """Nats for a head rather than a piece of running text, from the line's form alone."""
    commas = text.count("\uff0c") + text.count(",")
    score = _BIAS + _WIDTH * min(width(text), 34.0) + _USUAL * _usualness(text)
    score += _END * max(-4.0, min(2.0, ending(tail_of(text)))) + _COMMA * commas
    if commas and len(_CLAUSES.split(text)[-1]) <= 3:
        score += _STUMP
    if starts_sentence(text):
        score += _OPENER
    score += _FUNCTION * len(_FUNCTION_WORDS.findall(text)) / max(1, len(text))
    score += _SAYING * len(_SAYINGS.findall(text))
    score += _FIGURE if any(char.isdigit() for char in text) else 0.0
    score += _QUOTED if _SHORT_QUOTE.search(text) else 0.0
    score += _LEADING if text.endswith(("——", "\uff1a", ":")) else 0.0
    score += _PARTED if " " in text else 0.0
    score += _CALL if text.endswith(("\uff01", "\uff1f", "!", "?")) else 0.0
    unpaired = any(text.count(a) != text.count(b) for a, b in _PAIRS) or text.count('"') % 2
    return score + (_UNPAIRED if unpaired else 0.0)


def _usualness(text: str) -> float:
    """Mean log-probability of the characters: prose runs more predictably than heads do."""
    plain = bare(text)
    if len(plain) < 3:
        return 0.0
    counts = background()
    runs = [log(counts.triple(*plain[i : i + 3])) for i in range(len(plain) - 2)]
    return sum(runs) / len(runs)
