"""Traditional text as its simplified twin, and what was made of the twin put back as printed.

Everything in this package that judges text knows simplified characters. A traditional page is
therefore judged by its twin of equal length, and the strings that come out of it are given the
page's own characters again: most simplified characters stand for one traditional one in a text;
for those that stand for several (发: 發, 髮) the characters around them decide. What the text does
not hold is left in simplified characters: nothing is converted by guess.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from digest.language.variants import simplify

# Simplified pages hold a handful of characters that also count as traditional (乾隆, 於 as a
# surname); of a page in traditional characters 30 to 40 in a hundred change.
_LEAST = 0.06
_QUOTES = str.maketrans("「」『』﹁﹂﹃﹄", "“”‘’“”‘’")
_WINDOWS = ((2, 2), (1, 1), (2, 0), (0, 2), (1, 0), (0, 1), (0, 0))  # characters before, after


def is_traditional(text: str) -> bool:
    """Is the text printed in traditional characters?"""
    if simplify(text) == text:
        return False
    changed = sum(a != b for a, b in zip(text, aligned(text), strict=True))
    return changed > _LEAST * sum(map(_is_han, text))


def aligned(text: str) -> str:
    """Simplified, character for character."""
    twin = simplify(text)
    if len(twin) == len(text):
        return twin
    singles = (simplify(c) for c in text)
    return "".join(one if len(one) == 1 else c for c, one in zip(text, singles, strict=True))


class Twin:
    """A traditional text with its simplified reading (`simplified`, as long as the text, corner
    brackets as quotes)."""

    def __init__(self, text: str) -> None:
        self.simplified = aligned(text).translate(_QUOTES)
        printed = [(a, b) for a, b in zip(self.simplified, text, strict=True) if _is_han(a)]
        origins: dict[str, Counter[str]] = defaultdict(Counter)
        for simple, original in printed:
            origins[simple][original] += 1
        self._usual = {simple: found.most_common(1)[0][0] for simple, found in origins.items()}
        several = {simple for simple, found in origins.items() if len(found) > 1}
        self._around = _contexts(printed, several)
        self._several = several

    def restored(self, text: str) -> str:
        """A string made of the twin's characters in those of the text it was printed in."""
        places = [i for i, c in enumerate(text) if _is_han(c)]
        han = "".join(text[i] for i in places)
        out = list(text)
        for at, place in enumerate(places):
            out[place] = self._original(han, at)
        return "".join(out)

    def _original(self, han: str, at: int) -> str:
        simple = han[at]
        if simple in self._several:
            for before, after in _WINDOWS:
                found = self._around.get(_window(han, at, before, after))
                if found is not None:
                    return found
        return self._usual.get(simple, simple)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


Window = tuple[str, int]


def _window(han: str, at: int, before: int, after: int) -> Window | None:
    """The characters around a place and where in them it is; None at the edge of the text."""
    if at < before or at + after >= len(han):
        return None
    return han[at - before : at + after + 1], before


def _contexts(printed: list[tuple[str, str]], several: set[str]) -> dict[Window | None, str]:
    """What the characters that stand for several were printed as, by what stands around them."""
    counts: dict[Window, Counter[str]] = defaultdict(Counter)
    han = "".join(simple for simple, _ in printed)
    for at, (simple, original) in enumerate(printed):
        if simple in several:
            for before, after in _WINDOWS:
                window = _window(han, at, before, after)
                if window is not None:
                    counts[window][original] += 1
    return {window: found.most_common(1)[0][0] for window, found in counts.items()}
