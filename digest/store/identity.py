"""Who is who when a page comes again: the digest that says nothing changed, the short id that
names an article for good, and the pairing of an old page's articles with the corrected ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

from digest.model import Article
from digest.store.codec import unplaced
from digest.store.search.grams import BODY, HEADLINE, SEPARATOR, clean, folded

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# 62^8 ids: at a million articles two share one with a chance of 1 in 400, and are then told apart.
LENGTH = 8
_POWERS = [len(ALPHABET) ** place for place in range(LENGTH)]
# A corrected article shares far more than half of its pairs of characters with what it was;
# unrelated articles of one page measured below 0.15.
SAME = 0.4
# An old article whose pairs lie to this share in one new article was joined to it.
INSIDE = 0.7


@lru_cache(maxsize=128)
def digest_of(article: Article) -> str:
    """A hash of all that was read and understood; not of where on which page it stands."""
    return hashlib.sha256(unplaced(article).encode()).hexdigest()


def page_digest(found: Iterable[Article]) -> str:
    """A hash of a page's articles and their places on it."""
    parts = (f"{digest_of(a)} {a.position} {a.lines}" for a in found)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def short_id(article: Article, attempt: int = 0) -> str:
    """An id of letters and digits, from the article's words: the same page gets the same ids in
    every store. Where one is in use already, the next attempt gives another."""
    words = _words(article)
    told_apart = f"\n{article.source}\n{article.position}\n{attempt}" if attempt else ""
    number = int.from_bytes(hashlib.sha256((words + told_apart).encode()).digest(), "big")
    number %= len(ALPHABET) ** LENGTH
    return "".join(ALPHABET[number // power % 62] for power in _POWERS)


def _words(article: Article) -> str:
    """The cleaned headline and paragraphs; lookup's text has them already, unless its body holds
    more than paragraphs or fewer of them."""
    if article.editor_note or not all(article.paragraphs):
        return clean("\n".join((article.headline or "", *article.paragraphs)))
    fields = folded(article).split(SEPARATOR)
    return f"{fields[HEADLINE]} {fields[BODY]}"


def pairs_of(article: Article) -> frozenset[str]:
    """The pairs of neighbouring characters of headline and body."""
    text = clean("".join((article.headline or "", *article.paragraphs))).replace(" ", "")
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of common pairs, 0–1."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def pair(old: Sequence[Article], new: Sequence[Article]) -> dict[int, int]:
    """Which new article is which old one: index in `new` → index in `old`, one to one.

    The likest first; an equal headline counts for a body that was largely rewritten.
    """
    if not old or not new:
        return {}
    before, after = [pairs_of(a) for a in old], [pairs_of(a) for a in new]
    scored = []
    for i, one in enumerate(after):
        for j, other in enumerate(before):
            score = likeness(one, other)
            same_headline = new[i].headline and new[i].headline == old[j].headline
            if same_headline:
                score = max(score, SAME) + score / 10
            if score >= SAME:
                scored.append((-score, abs(new[i].position - old[j].position), i, j))
    found: dict[int, int] = {}
    for _, _, i, j in sorted(scored):
        if i not in found and j not in found.values():
            found[i] = j
    return found


def joined_to(gone: Article, new: Sequence[Article]) -> int | None:
    """The index of the new article that holds most of an old one that has no pair, if any."""
    mine = pairs_of(gone)
    if not mine:
        return None
    shares = [len(mine & pairs_of(article)) / len(mine) for article in new]
    best = max(range(len(new)), key=lambda i: (shares[i], -i), default=None)
    return best if best is not None and shares[best] >= INSIDE else None
