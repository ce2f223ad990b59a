"""Text brought to one form for matching: traditional to simplified, widths, quotes and case.

`fold` keeps the length of the text, so that a hit found in the folded text stands at the same
place in the text shown to a person.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

_QUOTES = {
    **dict.fromkeys("“”„‟«»「」『』＂〝〞❝❞", '"'),
    **dict.fromkeys("‘’‚‛＇", "'"),
    **dict.fromkeys("‐‑‒–—―－", "-"),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("·•・‧", "·"),
    "｡": "。",
}


class _Folding(dict[int, str]):
    """A translation table that learns each character at its first use."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _QUOTES:
        return _QUOTES[character]
    normal = unicodedata.normalize("NFKC", character)
    lower = normal.lower() if len(normal) == 1 else character
    folded = lower if len(lower) == 1 else character
    return _QUOTES.get(folded, folded)


_FOLDING = _Folding()
# Text without these is folded as it is; nearly all of what is left of a page are three marks.
_FOLDABLE = re.compile(r"[^\u4e00-\u9fff\n\x1f 0-9a-z,.;:!?。、%()\-~·\"'《》]+")
_USUAL = (("，", ","), ("“", '"'), ("”", '"'))


def fold(text: str) -> str:
    """The text with half-width letters, digits and marks, plain quotes and lower case.

    Character for character: the result is as long as the text. A character whose normal form is
    longer (㎡, …) stays as it is.
    """
    for mark, plain in _USUAL:
        text = text.replace(mark, plain)
    return _FOLDABLE.sub(lambda run: run.group().translate(_FOLDING), text)


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


# Characters that OpenCC changes in company (反覆, 瞭解, 沈重) but not alone: found by going through
# all that its dictionary of phrases holds.
_IN_COMPANY = "沈坏覆藉哩瞭衹甦"
# Where else it has characters to change: radicals and hanzi of the first plane, their compatible
# forms. What stands beyond that plane is always given to it.
_BLOCKS = ((0x2E80, 0xA000), (0xF900, 0xFB00))


@lru_cache(maxsize=1)
def _changeable() -> re.Pattern[str]:
    """A character without which a text is simplified already: to look for one takes half as long as
    a conversion, and three texts of four hold none."""
    asked = "\n".join(chr(code) for first, last in _BLOCKS for code in range(first, last))
    given = str(_converter().convert(asked))
    pairs = zip(asked.split("\n"), given.split("\n"), strict=True)
    changed = "".join(one for one, other in pairs if one != other)
    return re.compile(f"[{changed}{_IN_COMPANY}\U00010000-\U0010ffff]")


def simplify(text: str) -> str:
    """Traditional characters as simplified ones; simplified text comes back unchanged."""
    if text.isascii() or not _changeable().search(text):
        return text
    return str(_converter().convert(text))
