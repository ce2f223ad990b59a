"""A paragraph cut into sentences, and a sentence into clauses, with their marks kept.

A full stop inside quotes or a book title does not end a sentence when the quote is closed later;
a quote that is never closed (a slip of the scan) does not swallow the rest of the paragraph.
A closed quote followed by who said it ("…。”某某说。") is one sentence. A semicolon never ends a
sentence here; it ends a clause.
"""

from __future__ import annotations

import re
from functools import lru_cache

ENDS = "。！？!?"
CLOSERS = "”’」』）)》】〉"
_PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》"}
_ATTRIBUTION = re.compile(
    r"[^。！？!?；;，,“”]{1,40}(?:说|表示|说道|介绍|坦言|感慨|告诉记者|笑道)[。，,:：]"
)
_LONGEST_QUOTE = 600  # characters; a quote that runs on longer was never closed
_MARK = re.compile(r"[“「『《。！？!?…]")
_OPENING_MARKS, _CLOSING_MARKS = "“「『《（(", "”」』》）)"
_ELLIPSIS_GOES_ON = re.compile(r"[等的之以及和与，,、；;。：:！？!?]")


def split(text: str) -> list[str]:
    """The sentences of a paragraph in order; joined they give the paragraph, but for blanks."""
    sentences: list[str] = []
    start = 0
    for end in _boundaries(text):
        sentences.append(text[start:end].strip())
        start = end
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if sentence]


def _boundaries(text: str) -> list[int]:
    """Offsets just after each sentence."""
    ends: list[int] = []
    position = 0
    while found := _MARK.search(text, position):
        mark = found.group()
        if mark in _PAIRS:
            position = _after_quote(text, found.start(), ends)
            continue
        position = _run(text, found.end(), mark)
        if mark in ENDS or _ellipsis_ends(text, position):
            ends.append(position)
    return ends


def _after_quote(text: str, start: int, ends: list[int]) -> int:
    """Step over a closed quote; note a sentence end behind it when it closes one."""
    close = _closing(text, start)
    if close < 0:
        return start + 1
    after = close + 1
    while after < len(text) and text[after] in CLOSERS:
        after += 1
    if _ends_behind(text, start, close, after) and _stands_alone(text, start, ends):
        ends.append(after)
    return after


def _ends_behind(text: str, start: int, close: int, after: int) -> bool:
    """Whether a spoken sentence closes here and nobody is named behind it as its speaker."""
    if text[start] == "《" or text[close - 1] not in ENDS or after >= len(text):
        return False
    return text[after] not in "，,、；;：:" + ENDS and not _ATTRIBUTION.match(text, after)


def _stands_alone(text: str, start: int, ends: list[int]) -> bool:
    """Whether the quote opens its sentence or follows a colon, so that its end ends it too."""
    opening = ends[-1] if ends else 0
    return not text[opening:start].strip() or text[start - 1] in ":：，,”"


def _closing(text: str, start: int) -> int:
    """Where the quote opened at `start` is closed, or -1 when it never is before it opens anew."""
    opener = text[start]
    close = text.find(_PAIRS[opener], start + 1, start + _LONGEST_QUOTE)
    anew = text.find(opener, start + 1, start + _LONGEST_QUOTE)
    return close if close >= 0 and not 0 <= anew < close else -1


def _run(text: str, position: int, character: str) -> int:
    """Past further end marks and the quotes and brackets that close with them."""
    marks = ENDS + "…" if character in ENDS else "…"
    while position < len(text) and text[position] in marks + CLOSERS:
        position += 1
    return position


def _ellipsis_ends(text: str, position: int) -> bool:
    """Three dots end a sentence unless what follows goes on with it (…等服务)."""
    return position >= len(text) or not _ELLIPSIS_GOES_ON.match(text, position)


def clauses(sentence: str, marks: str = "，,；;：:") -> list[str]:
    """The sentence cut after each of `marks` that stands outside quotes, titles and brackets."""
    return list(_clauses(sentence, marks))


@lru_cache(maxsize=512)
def _clauses(sentence: str, marks: str) -> tuple[str, ...]:
    """Kept for a while: a summary asks for the clauses of one sentence several times."""
    parts: list[str] = []
    start, depth = 0, 0
    last_closer = max(map(sentence.rfind, _CLOSING_MARKS))
    for found in _marks(marks).finditer(sentence):
        mark, position = found.group(), found.start()
        if mark in _OPENING_MARKS:
            depth += 1
        elif mark in _CLOSING_MARKS:
            depth = max(0, depth - 1)
        elif depth and position < last_closer:  # else the opening mark was a slip of the scan
            continue
        elif not _inside_number(sentence, position):
            depth = 0
            parts.append(sentence[start : position + 1])
            start = position + 1
    parts.append(sentence[start:])
    return tuple(part for part in parts if part.strip())


@lru_cache(maxsize=8)
def _marks(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{_OPENING_MARKS}{_CLOSING_MARKS}{re.escape(marks)}]")


def _inside_number(text: str, position: int) -> bool:
    """The comma of 1,200 and the colon of 12:30 cut nothing."""
    return (
        0 < position < len(text) - 1
        and text[position] in ",:"
        and text[position - 1].isdecimal()
        and text[position + 1].isdecimal()
    )
