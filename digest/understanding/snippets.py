"""An article's paragraphs turned into the few words of it that answer a lookup: the clauses with
most of the words asked for, cut at clause and sentence ends, the hits marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from digest.language import sentences, variants
from digest.model import Span

LIMIT = 60  # characters
_NONE: frozenset[str] = frozenset()
_ELLIPSIS = "…"
_ENDS = "。！？!?；;"


class _Clause(NamedTuple):
    """A clause, which sentence it is in, whether it opens it, whether the text goes on, and which
    of the words it holds."""

    text: str
    sentence: int
    opens: bool
    goes_on: bool
    hits: frozenset[str]


def snippet(
    paragraphs: Sequence[str], words: Sequence[str], limit: int = LIMIT
) -> tuple[Span, ...]:
    """At most `limit` characters with every hit of `words` (any width, case or script) marked.

    Without a hit, the start of the text. Empty when there is no text.
    """
    wanted = _wanted(tuple(words))
    clauses = list(_clauses(paragraphs, wanted))
    if not clauses or limit < 1:
        return ()
    first, last = _best_run(clauses, limit)
    return tuple(marked(_shown(clauses, first, last, wanted, limit), wanted))


@lru_cache(maxsize=64)
def _wanted(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words in matchable form, each once: all hits of an answer ask for the same ones."""
    return tuple(dict.fromkeys(filter(None, (matchable(word).strip() for word in words))))


def matchable(text: str) -> str:
    """The text in the form hits are looked for, as long as the text itself."""
    simple = variants.simplify(text)
    return variants.fold(simple if len(simple) == len(text) else text)


def _clauses(paragraphs: Sequence[str], wanted: tuple[str, ...]) -> Iterator[_Clause]:
    """The clauses that may be shown: of sentences with a hit and their neighbours, since a run
    goes over two; of the first two where there is no hit. The rest of a long article would take
    longer to cut than all else that a lookup does."""
    text = list(_sentences(paragraphs, wanted))
    hits = [number for number, (_, _, found) in enumerate(text) if found]
    near = {number + step for number in hits for step in (-1, 0, 1)} or {0, 1}
    for number in sorted(near & set(range(len(text)))):
        sentence, folded, found = text[number]
        parts = sentences.clauses(sentence)
        for place, (clause, its_folded) in enumerate(_cut_alike(sentence, folded, parts)):
            goes_on = number + 1 < len(text) or place + 1 < len(parts)
            yield _Clause(clause, number, place == 0, goes_on, _hit_words(its_folded, found))


def _sentences(
    paragraphs: Sequence[str], wanted: Iterable[str]
) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The sentences, each with its matchable form and the words it holds. All of the text is
    brought into that form at once: sentence by sentence it takes three times as long."""
    text = matchable("\n".join(paragraphs))
    start = 0
    for paragraph in paragraphs:
        folded = text[start : start + len(paragraph)]
        start += len(paragraph) + 1
        found = _hit_words(folded, wanted)
        for sentence, its_folded in _cut_alike(paragraph, folded, sentences.split(paragraph)):
            yield sentence, its_folded, _hit_words(its_folded, found)


def _cut_alike(text: str, folded: str, parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The parts of a text, each with the same stretch of its matchable form."""
    end = 0
    for part in parts:
        start = text.find(part, end)
        end = start + len(part)
        yield part, folded[start:end]


def _best_run(clauses: list[_Clause], limit: int) -> tuple[int, int]:
    """The run of neighbouring clauses that says most of what is asked within the limit."""
    if not any(clause.hits for clause in clauses):
        return 0, _reach(clauses, 0, limit)
    best, best_worth = (0, 0), -1.0
    for first, clause in enumerate(clauses):
        if not clause.hits and not clause.opens:
            continue
        last = _reach(clauses, first, limit)
        said = frozenset().union(*(other.hits for other in clauses[first : last + 1]))
        worth = sum(len(word) ** 0.5 for word in said) + 0.4 * clause.opens
        worth -= 0.01 * clause.sentence
        if said and worth > best_worth:
            best, best_worth = (first, last), worth
    return best


def _reach(clauses: list[_Clause], first: int, limit: int) -> int:
    """The last clause that fits when starting at `first`; at most two sentences."""
    size, last = len(clauses[first].text), first
    for place in range(first + 1, len(clauses)):
        size += len(clauses[place].text)
        if size > limit - 2 or clauses[place].sentence > clauses[first].sentence + 1:
            break
        last = place
    return last


def _hit_words(folded: str, wanted: Iterable[str]) -> frozenset[str]:
    return frozenset([word for word in wanted if word in folded]) if wanted else _NONE


def _shown(
    clauses: list[_Clause], first: int, last: int, wanted: tuple[str, ...], limit: int
) -> str:
    """The text of the run, with three dots where the sentence goes on before or behind it."""
    text = "".join(clause.text for clause in clauses[first : last + 1]).strip()
    before = "" if clauses[first].opens else _ELLIPSIS
    if len(text) > limit - len(before):
        return _window(text, wanted, limit)
    goes_on = text[-1:] not in _ENDS + "”』」)）" and clauses[last].goes_on
    if goes_on and len(before) + len(text.rstrip("，,：:、")) < limit:
        text = text.rstrip("，,：:、") + _ELLIPSIS
    return before + text


def _window(text: str, wanted: tuple[str, ...], limit: int) -> str:
    """A clause longer than the limit: a stretch of it around its first hit."""
    folded = matchable(text)
    places = [place for word in wanted if (place := folded.find(word)) >= 0]
    start = max(0, min(places, default=0) - limit // 3)
    start = min(start, max(0, len(text) - limit + 1))
    head = _ELLIPSIS if start else ""
    body = text[start : start + limit - len(head)]
    if start + len(body) < len(text):
        body = body[:-1] + _ELLIPSIS
    return (head + body)[:limit]  # with room for one character the two sets of dots are too many


def marked(text: str, wanted: Sequence[str]) -> Iterator[Span]:
    """The text in runs, the words of `wanted` (already in matchable form) flagged as hits."""
    folded = matchable(text)
    flags = bytearray(len(text))
    for word in wanted:
        place = folded.find(word)
        while place >= 0:
            flags[place : place + len(word)] = b"\x01" * len(word)
            place = folded.find(word, place + 1)
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or flags[place] != flags[start]:
            yield Span(text[start:place], bool(flags[start]))
            start = place
