"""One line of at most 40 characters for lists: the summary's first clauses that fit."""

from __future__ import annotations

from digest.model import Article
from digest.understanding.summaries import trimming

LIMIT = 40


def of(article: Article, summary: str) -> str:
    """The first words of the summary up to a clause end; the title when there is no summary."""
    return trimming.cut(summary or article.title, LIMIT)
