"""The words of a lookup: known expressions first, then the segmenter's words, without the frame of
an everyday question; each with its synonyms and a weight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from digest.following.vocabulary import Known, Vocabulary
from digest.language import lexicon, words
from digest.model import Term
from digest.understanding.synonyms import word_list

GENERIC_WEIGHT = 0.3
SINGLE_WEIGHT = 0.5
# A lookup of nothing but frame words is taken literally up to this many characters.
LITERAL = 3
# What a number that stands before it counts by: 86万元 is one word.
_COUNTS = "万亿千百"
# What places and days leave behind when their names are taken out (江苏人, 6月份的).
_SCRAPS = "省市县区州镇村人事们年月日号份总等"
# What is said of a word makes no other word of it (停车难).
_JUDGING = "难好多少贵远近快慢热冷"
_HAN = re.compile(r"[\u3400-\u9fff]")
_CHUNK = re.compile(r"[^\W_]+(?:[+·.&/][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """The terms in the order typed, and the topics that were asked for as such."""

    terms: tuple[Term, ...]
    topics: tuple[str, ...]


def words_in(text: str, known: Vocabulary, *, alone: bool) -> Words:
    """The words of folded text. Text that is all frame (最新消息) gives none, unless it stands
    `alone` and is short: then it is what is looked for."""
    found: list[Known] = []
    chunks = _CHUNK.findall(text)
    for chunk in chunks:
        # A letter or digit between others is a scrap of something else (1=1).
        if len(chunks) == 1 or len(chunk) > 1 or not chunk.isascii():
            found.extend(_chunk_words(chunk, known))
    if not found and alone and sum(map(len, chunks)) <= LITERAL:
        found = [Known(0, 0, chunk, None) for chunk in chunks]
    asked = [word for word in found if word.word not in word_list("generic_words")] or found
    terms = {word.word: _term(word.word, known) for word in asked}
    if len(asked) < len(found):
        terms |= {w.word: _term(w.word, known) for w in found if w.word not in terms}
    return Words(tuple(terms.values()), _topics(found, known))


def _term(word: str, known: Vocabulary) -> Term:
    weight = GENERIC_WEIGHT if word in word_list("generic_words") else 1.0
    return Term(word, known.synonyms.of(word), SINGLE_WEIGHT if len(word) == 1 else weight)


def _topics(found: list[Known], known: Vocabulary) -> tuple[str, ...]:
    """Topics named as a whole, or by two of their words (困难职工 帮扶)."""
    slugs = [word.slug for word in found if word.slug]
    asked = [
        word.slug
        for word in found
        if word.slug and (known.is_topic(word.word, word.slug) or slugs.count(word.slug) > 1)
    ]
    return tuple(dict.fromkeys(asked))


def _chunk_words(chunk: str, known: Vocabulary) -> list[Known]:
    if len(chunk) == 1 or not _HAN.search(chunk):
        return [] if _empty(chunk) or chunk in _SCRAPS else [Known(0, 0, chunk, None)]
    found: list[Known] = []
    position = 0
    for word in _whole_words(chunk, known):
        found.extend(_plain(chunk[position : word.start]))
        if word.word not in word_list("question_words"):
            found.append(word)
        position = word.end
    found.extend(_plain(chunk[position:]))
    return found


def _whole_words(chunk: str, known: Vocabulary) -> list[Known]:
    """The known words of a chunk that are not merely the beginning or end of a longer one from
    the dictionary (老师 in 老师傅, 安全 in 安全带)."""
    longer: list[tuple[int, int]] = []
    end = 0
    for token in words.cut(chunk, guess=False):
        end += len(token)
        if token[-1] not in _JUDGING:
            longer.append((end - len(token), end))
    return [
        word
        for word in known.find(chunk)
        if not any(
            a <= word.start and word.end <= b and b - a == word.end - word.start + 1
            for a, b in longer
        )
    ]


def _plain(text: str) -> list[Known]:
    """The segmenter's words of what is left between known ones; lone characters next to a word
    are joined to it (a name, a truncated word), alone they say nothing."""
    kept: list[str] = []
    touching = False
    for piece in _frame().sub(" ", text).split():
        for token in words.cut(piece, guess=False):
            counted = touching and kept[-1].isdecimal() and token[0] in _COUNTS
            if _empty(token) and not counted:
                touching = False
                continue
            if counted or (touching and 1 in (len(token), len(kept[-1]))):
                kept[-1] += token
            else:
                kept.append(token)
            touching = True
        touching = False
    return [Known(0, 0, word, None) for word in kept if len(word) > 1]


def _empty(token: str) -> bool:
    """Whether a token says nothing, or is put together of such (最多能)."""
    if token in word_list("question_words") or token in lexicon.stop_words():
        return True
    if not any(character.isalnum() for character in token):
        return True
    cuts = range(1, len(token)) if len(token) <= 4 else ()
    return any(_empty(token[:cut]) and _empty(token[cut:]) for cut in cuts)


@lru_cache(maxsize=1)
def _frame() -> re.Pattern[str]:
    """Question words of three characters and more, wherever they stand: shorter ones may be part
    of a word (能 in 技能)."""
    long = sorted((w for w in word_list("question_words") if len(w) > 2), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, long)))
