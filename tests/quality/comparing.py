"""How alike two Chinese texts are: pure measures on strings, used by `scoring.py`.

Everything is compared folded: NFKC, then letters, hanzi and digits only, so that widths, punctuation
and spaces never count. Nothing here knows what an article is.
"""

import re
import unicodedata
from collections.abc import Iterable

GRAM = 8  # an 8-gram in common proves that one text holds a piece of the other
GROUNDED_GRAM = 3
GROUNDED_SHARE = 0.9


def folded(text: str | None) -> str:
    kept = unicodedata.normalize("NFKC", text or "")
    return "".join(c for c in kept if unicodedata.category(c)[0] in "LN")


def numeral_text(text: str | None) -> str:
    """NFKC without blanks and thousands commas: numerals as they are compared."""
    return re.sub(r"\s|(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text or ""))


def states_number(key: str, text: str) -> bool:
    """The numeral of `key` (with 万, 亿 or %) stands in `text`, and not inside a longer numeral."""
    found = re.search(r"\d+(?:\.\d+)?[万亿%]?", numeral_text(key))
    numeral = found.group() if found else numeral_text(key)
    pattern = rf"(?<![\d.]){re.escape(numeral)}(?!\d|\.\d)"
    return re.search(pattern, numeral_text(text)) is not None


def ngrams(text: str, size: int) -> list[str]:
    return [text[i : i + size] for i in range(len(text) - size + 1)]


def coverage(text: str, others: Iterable[str], size: int = GRAM) -> list[bool]:
    """One flag per character of `text`: does it lie in an n-gram that one of `others` has too?"""
    size = min(size, len(text))
    known = {gram for other in others for gram in ngrams(other, size)} if size else set()
    flags = [False] * len(text)
    for i, gram in enumerate(ngrams(text, size) if size else []):
        if gram in known:
            flags[i : i + size] = [True] * size
    return flags


def share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def same_paragraph(gold: str, out: str) -> bool:
    """`out` is the gold paragraph, give or take 5 % of its length and of its n-grams."""
    if abs(len(gold) - len(out)) > 0.05 * len(gold) + 1:
        return False
    return gold == out or min(share(coverage(gold, [out])), share(coverage(out, [gold]))) >= 0.95


def position(paragraph: str, text: str) -> int | None:
    """Median place in `text` of the paragraph's n-grams; None when under half of it is there."""
    if share(coverage(paragraph, [text])) < 0.5:
        return None
    places = (text.find(gram) for gram in ngrams(paragraph, min(GRAM, len(paragraph))))
    found = sorted(p for p in places if p >= 0)
    return found[len(found) // 2] if found else None


def common_subsequence(a: str, b: str) -> int:
    row = [0] * (len(b) + 1)
    for x in a:
        diagonal = 0
        for j, y in enumerate(b, 1):
            above = row[j]
            row[j] = diagonal + 1 if x == y else max(above, row[j - 1])
            diagonal = above
    return row[-1]


def rouge_l(out: str, reference: str) -> float:
    a, b = folded(out), folded(reference)
    return 2 * common_subsequence(a, b) / (len(a) + len(b)) if a and b else 0.0


def ungrounded(summary: str, text: str) -> list[str]:
    """Sentences of `summary` not made of `text`: under 90 % of their characters in its 3-grams, or
    with a numeral that it lacks."""
    base = folded(text)
    return [
        sentence
        for sentence in re.split(r"[。!?!?;;]", summary or "")
        if folded(sentence) and not (in_words(sentence, base) and in_numbers(sentence, text))
    ]


def in_words(sentence: str, base: str) -> bool:
    return share(coverage(folded(sentence), [base], GROUNDED_GRAM)) >= GROUNDED_SHARE


def in_numbers(sentence: str, text: str) -> bool:
    numerals = re.findall(r"\d+(?:\.\d+)?", numeral_text(sentence))
    return all(states_number(n, text) for n in numerals)
