"""An article turned into the few words it is about, weighed against how common they are in union
news: 职工 and 工会 stand in nearly every article and say nothing, 疗休养 says what it is about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from math import log

from digest.errors import DataError
from digest.language import lexicon
from digest.model import Article
from digest.understanding import genre

MOST = 8
_FILE = genre.DATA / "idf.tsv"
# How much an occurrence counts by where it stands; the headline is said again in the body.
_HEADLINE, _KICKER, _LEAD, _BODY = 3.0, 2.0, 1.5, 1.0
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
    """At most eight words, the most telling first."""
    weights: dict[str, float] = defaultdict(float)
    seen: Counter[str] = Counter()
    for text, weight in _fields(article):
        for word in genre.tokens(text):
            if is_candidate(word):
                weights[word] += weight
                seen[word] += 1
    table, unseen = _idf()
    domain = lexicon.words()
    scores = {
        word: weight * table.get(word, unseen) * (_DOMAIN if word in domain else 1.0)
        for word, weight in weights.items()
        if seen[word] > 1 or word in domain or weight >= _HEADLINE
    }
    return _without_parts(sorted(scores, key=lambda word: (-scores[word], word)))


def _fields(article: Article) -> list[tuple[str, float]]:
    lead, *rest = article.paragraphs or ("",)
    return [
        (article.headline or "", _HEADLINE),
        (article.kicker or "", _KICKER),
        (article.subtitle or "", _KICKER),
        *((text, _LEAD) for text in article.subheads),
        (lead, _LEAD),
        *((text, _BODY) for text in rest),
    ]


@lru_cache(maxsize=8192)
def is_candidate(word: str) -> bool:
    """A word of two or more Chinese characters that names something: no verb, no function word."""
    if len(word) < 2 or not all("\u4e00" <= character <= "\u9fff" for character in word):
        return False
    if word.endswith(("总工会", "市总", "省总", "区总", "县总")):
        return False  # who, not what: every piece has one
    return word not in lexicon.stop_words() and word not in genre.verbs()


def _without_parts(ranked: list[str]) -> tuple[str, ...]:
    """The best words, less those that stand within a better one (疗养 beside 疗养院)."""
    kept: list[str] = []
    for word in ranked:
        if len(kept) == MOST:
            break
        if not any(word in other or other in word for other in kept):
            kept.append(word)
    return tuple(kept)
