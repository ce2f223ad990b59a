"""What storing a page will ask about its articles and no store is needed for, worked out
beforehand. It changes nothing but how long storing takes."""

from __future__ import annotations

from collections.abc import Sequence

from digest.model import Article
from digest.store import stories
from digest.store.identity import digest_of
from digest.store.search import grams
from digest.store.tagging import document

# Digests, folded texts and signatures are remembered of 128 articles; beyond that the first would
# be forgotten before they are asked for.
FORESEEN = 128


def foresee(found: Sequence[Article], *, tokens: bool) -> tuple[grams.Document, ...]:
    """What the first of the articles will be indexed by, with its tokens for an engine that is
    given them; their digests, folded texts and signatures are remembered. A document is long and
    asked for once: it is handed over."""
    documents = []
    for article in found[:FORESEEN]:
        digest_of(article)
        folded = grams.folded(article)
        stories.signature(folded)
        documents.append(document(folded, article))
        if tokens:
            _ = documents[-1].tokens
    return tuple(documents)
