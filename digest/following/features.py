"""What matching looks at in an article: its folded text, its places with all they lie in, and its
topics, each with a value in thousandths. One preparation serves every rule; it keeps nothing of
the article's own wording but the folded text, and refuses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from digest.errors import NotFound
from digest.language import variants
from digest.model import Article

Ancestors = Callable[[str], tuple[str, ...]]

# What a hit is worth, in thousandths. A word in the headline says what the story is about; the
# place where it happens counts fully, a place only spoken of about as much as a word of the body.
IN_HEADLINE = 1000
IN_BODY = 600
_UNTYPED = dict.fromkeys(map(ord, "\"'《》〈〉"))
PRIMARY = 1000
MENTIONED = 600


@dataclass(frozen=True, slots=True)
class Features:
    """An article made ready for matching.

    `text` is folded and simplified, headline lines first: a hit that starts before `head` is in
    the headline. `places` maps codes, own ones and those they lie in, to their value; `own` holds
    only the codes the article itself names; `topics` maps slugs to their score in thousandths.
    """

    text: str
    head: int
    places: dict[str, int]
    own: dict[str, int]
    topics: dict[str, int]


def features(article: Article, ancestors: Ancestors | None = None) -> Features:
    """Prepare `article`; `ancestors` gives what a code lies in (default: the region table)."""
    lies_in = ancestors or _ancestors
    titles = (article.headline, article.kicker, article.subtitle)
    head = "".join(f"{line}\n" for line in titles if line)
    head = normal(head)
    body = normal("\n".join(_body(article)))
    own: dict[str, int] = {}
    for region in article.regions:
        value = PRIMARY if region.primary else MENTIONED
        own[region.code] = max(value, own.get(region.code, 0))
    places = dict(own)
    for code, value in own.items():
        for above in lies_in(code):
            places[above] = max(value, places.get(above, 0))
    topics = {topic.slug: round(topic.score * 1000) for topic in article.topics}
    return Features(head + body, len(head), places, own, topics)


def _body(article: Article) -> list[str]:
    lines = [article.group_headline, article.rubric, *article.subheads, *article.paragraphs]
    return [line for line in (*lines, *article.pullouts, article.editor_note) if line]


def folded(text: str) -> str:
    """Simplified, half-width, lower case: what a typed rule is read from."""
    return variants.fold(variants.simplify(text))


def normal(text: str) -> str:
    """The one form in which words and texts are compared: folded, without quotes and title marks,
    since people do not type them (“五小”成果 is found by 五小成果)."""
    return folded(text).translate(_UNTYPED)


@lru_cache(maxsize=65_536)
def normal_word(word: str) -> str:
    """`normal` for a word of a rule; remembered, since rules repeat each other's words."""
    return " ".join(normal(word).split())


@lru_cache(maxsize=4_096)
def _ancestors(code: str) -> tuple[str, ...]:
    from digest import gazetteer

    try:
        return tuple(gazetteer.load().ancestors(code))
    except NotFound:  # a code given by hand or taken out of the table lies in nothing we know
        return ()


def bounded(word: str) -> bool:
    """Whether `word` begins or ends with a Latin letter or digit, so that it must not be found
    inside a longer one (`app` in `happy`, `12` in `120`)."""
    return _latin(word[:1]) or _latin(word[-1:])


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the Latin ends of `text[start:end]` are not continued on either side."""
    before = start > 0 and _latin(text[start - 1]) and _latin(text[start])
    after = end < len(text) and _latin(text[end]) and _latin(text[end - 1])
    return not (before or after)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def value_of_word(word: str, prepared: Features) -> int | None:
    """What a normal word is worth in an article, by where it stands first; None if it does not."""
    if not bounded(word):
        at = prepared.text.find(word)
        return None if at < 0 else _by_place(at, prepared)
    for found in re.finditer(f"(?={re.escape(word)})", prepared.text):
        start = found.start()
        if stands_alone(prepared.text, start, start + len(word)):
            return _by_place(start, prepared)
    return None


def _by_place(at: int, prepared: Features) -> int:
    return IN_HEADLINE if at < prepared.head else IN_BODY
