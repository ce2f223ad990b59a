"""What storing a page will ask about its articles and no store is needed for, worked out
beforehand: whoever asks later finds it remembered. It changes nothing but how long that takes."""

from __future__ import annotations

from collections.abc import Sequence

from digest.model import Article
from digest.store import stories
from digest.store.identity import digest_of
from digest.store.search import grams
from digest.store.tagging import document

# What is remembered of articles is remembered of 128; beyond that the first would be forgotten
# before they are asked for.
FORESEEN = 128


def foresee(found: Sequence[Article], *, tokens: bool) -> None:
    """Work out digests, folded texts, signatures and documents, and, for an engine that is given
    them ready, the documents' tokens."""
    for article in found[:FORESEEN]:
        digest_of(article)
        folded = grams.folded(article)
        stories.signature(folded)
        wanted = document(folded, article)
        if tokens:
            _ = wanted.tokens
