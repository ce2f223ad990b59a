"""Whether a sentence is made of its article: most of its characters must lie in runs of three that
the article has too. Names put in full and clauses left out may turn short sentences into something
that nobody printed; such a form is not taken."""

from __future__ import annotations

import unicodedata

from digest.model import Article

# The share that our own quality gate asks of every sentence; a joint costs two or three runs.
LEAST = 0.9
RUN = 3


class Ground:
    """The runs of one article: heads, subheads, pull-outs and paragraphs."""

    def __init__(self, article: Article) -> None:
        heads = (article.kicker, article.headline, article.subtitle, article.rubric)
        texts = [*filter(None, heads), *article.subheads, *article.pullouts, *article.paragraphs]
        folded = _folded("".join(texts))
        self._runs = frozenset(folded[i : i + RUN] for i in range(len(folded) - RUN + 1))

    def holds(self, text: str) -> bool:
        """Whether every sentence of the text stands on the article."""
        marked = text.replace("；", "。").replace("！", "。").replace("？", "。")
        return all(self._share(_folded(one)) >= LEAST for one in marked.split("。") if one)

    def _share(self, folded: str) -> float:
        if len(folded) < RUN:
            return 1.0
        covered = bytearray(len(folded))
        for start in range(len(folded) - RUN + 1):
            if folded[start : start + RUN] in self._runs:
                covered[start : start + RUN] = b"\x01\x01\x01"
        return sum(covered) / len(covered)


def _folded(text: str) -> str:
    """Letters, digits and characters alone, in one width."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
