"""An article turned into the few words it is about, weighed against how common they are in union
news: 职工 and 工会 stand in nearly every article and say nothing, 疗休养 says what it is about.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from math import log

from ahocorasick_rs import AhoCorasick, MatchKind

from digest.errors import DataError
from digest.language import lexicon
from digest.model import Article
from digest.understanding import genre

MOST = 8
_COUNTED = re.compile(r"[一二三四五六七八九十百千万两几首第][\u4e00-\u9fff]{1,2}")  # 一本, 三年
_FILE = genre.DATA / "idf.tsv"
# How much an occurrence counts by where it stands; the headline is said again in the body.
_HEADLINE, _KICKER, _SUBHEAD, _BODY = 3.0, 2.0, 1.5, 1.0
COMMON = 0.7  # a word of half of all articles or more (职工) tells nothing about one of them
LEAD = 180  # characters of the body that are cut into words
_DOMAIN = 1.35  # words of the domain lexicon are what a reader would look for


@lru_cache(maxsize=1)
def _idf() -> tuple[dict[str, float], float]:
    """Word → inverse document frequency, and the value for a word never seen.

    The table is built from our own corpus (tests/benchmarks/build_idf.py); its first line gives
    the number of articles it was counted over.
    """
    head, *lines = _FILE.read_text(encoding="utf-8").splitlines()
    try:
        articles = int(head.partition("\t")[2])
        counts = {word: int(count) for word, _, count in (line.partition("\t") for line in lines)}
    except ValueError as error:
        raise DataError("is not a table of word and count", where=_FILE.name) from error
    table = {word: log((articles + 1) / (count + 0.5)) for word, count in counts.items()}
    return table, log((articles + 1) / 0.75)


def find(article: Article) -> tuple[str, ...]:
    """At most eight words, the most telling first.

    What a piece is about stands in its heads and its lead, so only these are cut into words; the
    rest of the body is searched for those words and for the words of the domain lexicon.
    """
    weights: dict[str, float] = defaultdict(float)
    for text, weight in _heads(article):
        for word in genre.tokens(text):
            weights[word] += weight
    body = "\n".join(article.paragraphs)
    lead, rest = body[:LEAD], body[LEAD:]
    counts = Counter(genre.tokens(lead))
    for word in {*weights, *counts}:
        counts[word] += rest.count(word) if is_candidate(word) else 0
    counts.update(_domain_words(rest, counts))
    for word, count in counts.items():
        weights[word] += count * _BODY
    return _without_parts(_ranked({word: w for word, w in weights.items() if is_candidate(word)}))


def _ranked(weights: dict[str, float]) -> list[str]:
    """The words that stand more than once, in a head or in the domain lexicon, best first."""
    table, unseen = _idf()
    domain = lexicon.words()
    scores = {
        word: weight * table.get(word, unseen) * (_DOMAIN if word in domain else 1.0)
        for word, weight in weights.items()
        if (weight > _BODY or word in domain) and table.get(word, unseen) > COMMON
    }
    return sorted(scores, key=lambda word: (-scores[word], word))


def _heads(article: Article) -> list[tuple[str, float]]:
    return [
        (article.headline or "", _HEADLINE),
        (article.kicker or "", _KICKER),
        (article.subtitle or "", _KICKER),
        *((text, _SUBHEAD) for text in article.subheads),
    ]


@lru_cache(maxsize=1)
def _domain() -> tuple[AhoCorasick, tuple[str, ...]]:
    words = tuple(sorted(lexicon.words()))
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), words


def _domain_words(text: str, known: Counter[str]) -> Counter[str]:
    """Words of the domain lexicon in the text that are not counted yet."""
    automaton, words = _domain()
    found = Counter(words[index] for index, _, _ in automaton.find_matches_as_indexes(text))
    return Counter({word: count for word, count in found.items() if word not in known})


@lru_cache(maxsize=8192)
def is_candidate(word: str) -> bool:
    """A word of two or more Chinese characters that names something: no verb, no function word."""
    if len(word) < 2 or not all("\u4e00" <= character <= "\u9fff" for character in word):
        return False
    if word.endswith(("总工会", "市总", "省总", "区总", "县总")):
        return False  # who, not what: every piece has one
    if word in lexicon.stop_words() or word in genre.verbs():
        return False
    return word in lexicon.words() or not _COUNTED.fullmatch(word)


def _without_parts(ranked: list[str]) -> tuple[str, ...]:
    """The best words, less those that stand within a better one (疗养 beside 疗养院)."""
    kept: list[str] = []
    for word in ranked:
        if len(kept) == MOST:
            break
        if not any(word in other or other in word for other in kept):
            kept.append(word)
    return tuple(kept)
