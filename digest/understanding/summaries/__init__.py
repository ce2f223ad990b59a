"""An article turned into a summary of one to three sentences, at most 160 characters, and a teaser
of at most 40 for lists: who did what, where, with the figures that matter, in its own words.

Sentences are chosen, not written: fillers and dispensable clauses are left out, and a sentence that
cannot be read alone is not taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from digest.model import Article
from digest.understanding.summaries import choosing, teaser, units

LIMIT = choosing.LIMIT
TEASER_LIMIT = teaser.LIMIT


@dataclass(frozen=True, slots=True)
class Summary:
    """`text` of at most 160 characters and `teaser` of at most 40; empty for an empty article."""

    text: str
    teaser: str


def summarise(article: Article) -> Summary:
    """The summary and the teaser of an article."""
    candidates = units.of(article)
    text = choosing.choose(candidates, article)
    return Summary(text, teaser.of(article, text))
