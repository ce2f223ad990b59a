"""What the prose of union news is made of, as data: its verbs, and an article's paragraphs cut
into words once for all who need them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from digest.language import words

DATA = Path(__file__).with_name("data")


@lru_cache(maxsize=1)
def verbs() -> frozenset[str]:
    """Verbs and what else opens a clause without a subject."""
    lines = (DATA / "verbs.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())


@lru_cache(maxsize=256)
def tokens(paragraph: str) -> tuple[str, ...]:
    """The paragraph's dictionary words; kept for the several finders that go over one article.

    Unknown characters are not joined into guessed words: those guesses (HMM) gave keyphrases that
    are no words at all, such as the halves of two neighbouring ones.
    """
    return tuple(words.cut(paragraph, guess=False))
