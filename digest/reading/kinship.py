"""How much a piece of text has to do with each story of a page: shared rare character runs.

Turns texts into sets of three-character runs and weighs what two texts share by how few stories
of the page have it: names, places, organisations and terms of one story bind, words of the whole
page do not. It needs no dictionary and says nothing about order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fffA-Za-z0-9]+")
_PUNCT = re.compile(r"[\s“”‘’\"'《》〈〉]+")
_SIZE = 3


def runs(text: str) -> frozenset[str]:
    """The distinct three-character runs of a text; marks and numbers break runs."""
    out: set[str] = set()
    for match in _RUN.finditer(_PUNCT.sub("", text)):
        word = match.group()
        out.update(word[i : i + _SIZE] for i in range(len(word) - _SIZE + 1))
    return frozenset(run for run in out if not run.isdigit())


class Kinship:
    """Shared-run weights over the stories of one page; `members[s]` are the texts of story s."""

    def __init__(self, members: Sequence[Iterable[frozenset[str]]]) -> None:
        self._count: list[Counter[str]] = []
        self._stories: Counter[str] = Counter()
        for texts in members:
            count: Counter[str] = Counter()
            for grams in texts:
                count.update(grams)
            self._count.append(count)
            self._stories.update(count.keys())

    def between(self, grams: frozenset[str], story: int, *, member: bool) -> float:
        """Weight of what a text shares with a story; `member`: the text is counted in it already,
        so its own runs do not count."""
        own = 1 if member else 0
        count = self._count[story]
        total = 0.0
        for gram in grams:
            if count.get(gram, 0) > own:
                total += 1.0 / max(1, self._stories[gram]) ** 2
        return total
