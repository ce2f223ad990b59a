"""Known words found by how they sound: pinyin typed for characters (liaoxiuyang) and characters
that sound like the right ones (疗修养). Refuses to touch a word that is itself known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from digest.understanding import pinyin

# Pinyin of fewer letters is too often English or an abbreviation.
SHORTEST_PINYIN = 4
# Two characters share their sound with too many words to guess; such slips are listed by hand.
SHORTEST_SLIP, LONGEST_SLIP = 3, 12

_LETTERS = re.compile(r"[a-z']+(?:\s+[a-z']+)*")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """Text[start:end] sounds like the known word `meant`."""

    start: int
    end: int
    meant: str


@dataclass(frozen=True)
class Sounds:
    """Known words by sound; of words that sound alike the one given first wins."""

    typed: Mapping[str, str]
    heard: Mapping[tuple[str, ...], str]
    known: frozenset[str]
    longest: int = field(default=LONGEST_SLIP)

    def pinyin(self, text: str) -> list[Reading]:
        """Where folded text holds pinyin of known words, with or without blanks between."""
        found = []
        for match in _LETTERS.finditer(text):
            found.extend(self._spelled(match[0], match.start()))
        return found

    def _spelled(self, letters: str, offset: int) -> list[Reading]:
        """Known words that make up the letters from left to right, the longest first; letters
        between them (a name, an English word) are passed over whole."""
        found: list[Reading] = []
        position = 0
        while position < len(letters):
            end = self._longest(letters, position)
            if end:
                word = self.typed[_bare(letters[position:end])]
                found.append(Reading(offset + position, offset + end, word))
                position = end
            else:
                blank = letters.find(" ", position)
                position = blank + 1 if blank >= 0 else len(letters)
            while position < len(letters) and letters[position] == " ":
                position += 1
        return found

    def _longest(self, letters: str, position: int) -> int:
        for end in range(min(len(letters), position + 40), position + SHORTEST_PINYIN - 1, -1):
            if _bare(letters[position:end]) in self.typed and letters[end - 1] != " ":
                return end
        return 0

    def slips(self, text: str) -> list[Reading]:
        """Where characters of folded text sound like a known word but are another one."""
        found: list[Reading] = []
        for match in _HAN.finditer(text):
            run, position = match[0], 0
            syllables = _syllables(run)
            while position < len(run):
                one = self._slip(run, syllables, position)
                if one:
                    found.append(Reading(match.start() + position, match.start() + one[0], one[1]))
                position = one[0] if one else position + 1
        return found

    def _slip(self, run: str, syllables: list[str], start: int) -> tuple[int, str] | None:
        for end in range(min(len(run), start + self.longest), start + SHORTEST_SLIP - 1, -1):
            meant = self.heard.get(tuple(syllables[start:end]))
            if meant and run[start:end] == meant:
                return end, meant
            if meant and run[start:end] not in self.known and _alike(run[start:end], meant):
                return end, meant
        return None


def _alike(typed: str, meant: str) -> bool:
    """At least one character is right: all wrong is rather another word of the same sound."""
    return any(one == other for one, other in zip(typed, meant, strict=True))


def _bare(letters: str) -> str:
    return letters.replace(" ", "").replace("'", "")


# Sounds that many speakers do not tell apart; applied to both sides of a comparison.
_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


def blurred(syllable: str) -> str:
    """The syllable as many speakers say it, one for several."""
    for clear, merged in _MERGED:
        syllable = syllable.replace(clear, merged)
    return syllable


def _syllables(run: str) -> list[str]:
    return [blurred(syllable) for syllable in _pinyin(run)]


@lru_cache(maxsize=4096)
def _pinyin(run: str) -> tuple[str, ...]:
    return pinyin.syllables(run)


def sounds(words: Iterable[str], known: Collection[str] = ()) -> Sounds:
    """The words by sound; `known` are further words that are right as they are."""
    typed: dict[str, str] = {}
    heard: dict[tuple[str, ...], str] = {}
    every = list(dict.fromkeys(word for word in words if _HAN.fullmatch(word)))
    for word in every:
        syllables = _pinyin(word)
        if len(word) > 1:
            typed.setdefault("".join(syllables), word)
        if SHORTEST_SLIP <= len(word) <= LONGEST_SLIP:
            heard.setdefault(tuple(map(blurred, syllables)), word)
    return Sounds(typed, heard, frozenset(every) | frozenset(known))
