"""The words a lookup can be about, in one place: topics' names, synonyms, domain words, places.
Finds them in what a person typed, also misspelt or in pinyin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from digest import gazetteer
from digest.language import lexicon
from digest.language.variants import fold, simplify
from digest.understanding import synonyms, taxonomy
from digest.understanding.pronunciation import Reading, Sounds, sounds
from digest.understanding.synonyms import Synonyms, word_list
from digest.understanding.taxonomy import Taxonomy

SLIPS = synonyms.SHIPPED.with_name("slips.txt")
ENGLISH = synonyms.SHIPPED.with_name("english.txt")

_ENGLISH = re.compile(r"(?<![a-z0-9@#-])[a-z]+(?![a-z0-9])")
_JOINING = frozenset(("and", "or"))


@dataclass(frozen=True, slots=True)
class Known:
    """Text[start:end] is a word we know; `slug` is the topic it names, if it names one."""

    start: int
    end: int
    word: str
    slug: str | None


@dataclass(frozen=True)
class Vocabulary:
    """Topics and synonyms as the operator wrote them, with everything built from them."""

    topics: Taxonomy
    synonyms: Synonyms

    @cached_property
    def _words(self) -> tuple[str, ...]:
        names = [n for e in self.topics.entries for n in (e.name, *e.synonyms)]
        folded = (fold(simplify(name)) for name in names)
        return tuple(dict.fromkeys((*folded, *self.synonyms.words)))

    @cached_property
    def _finder(self) -> AhoCorasick:
        return AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)

    @cached_property
    def _sounds(self) -> Sounds:
        places = gazetteer.load().children(None)
        towns = [town for place in places for town in gazetteer.load().children(place.code)]
        names = [name for p in (*places, *towns) for name in (p.short, p.name)]
        lexical = [entry.word for entry in lexicon.entries()]
        # Of words that sound alike the commoner ones win: gonghui is 工会, fujian is 福建.
        common = (*sorted(synonyms.word_list("generic_words")), *names)
        return sounds((*common, *self._words, *lexical))

    def find(self, text: str) -> list[Known]:
        """The known words in folded text, longest first, without overlap."""
        return [
            Known(start, end, self._words[index], self.topics.named(self._words[index]))
            for index, start, end in self._finder.find_matches_as_indexes(text)
        ]

    @cached_property
    def _english(self) -> dict[str, str]:
        named = [
            (fold(name), entry.name)
            for entry in self.topics.entries
            for name in (entry.short_en, entry.name_en)
            if name
        ]
        return _pairs(ENGLISH) | dict(named)

    @cached_property
    def _english_names(self) -> re.Pattern[str]:
        longest_first = sorted(self._english, key=len, reverse=True)
        return re.compile(rf"(?<![a-z])({'|'.join(map(re.escape, longest_first))})s?(?![a-z])")

    def english(self, text: str) -> list[Reading]:
        """What English words mean: the names on topics' buttons and the words listed by hand."""
        found = self._english_names.finditer(text)
        return [Reading(m.start(), m.end(), self._english[m[1]]) for m in found]

    def pinyin(self, text: str) -> list[Reading]:
        """Known words and places typed in pinyin."""
        return self._sounds.pinyin(text)

    def slips(self, text: str) -> list[Reading]:
        """Words that sound like known ones, and the short slips listed by hand."""
        heard = self._sounds.slips(text)
        taken = {i for reading in heard for i in range(reading.start, reading.end)}
        found = [r for r in heard if self._wrong(text, r)]
        for wrong, meant in _pairs(SLIPS).items():
            start = text.find(wrong)
            while start >= 0:
                if not taken & set(range(start, start + len(wrong))):
                    found.append(Reading(start, start + len(wrong), meant))
                start = text.find(wrong, start + 1)
        return sorted(found, key=lambda reading: reading.start)

    def _wrong(self, text: str, reading: Reading) -> bool:
        """Whether it is a slip: it differs, and not within a word that is right (住 in 住房)."""
        right = {i for known in self.find(text) for i in range(known.start, known.end)}
        differs = [
            reading.start + i
            for i, (one, other) in enumerate(
                zip(text[reading.start : reading.end], reading.meant, strict=True)
            )
            if one != other
        ]
        return bool(differs) and not right.intersection(differs)

    def is_topic(self, word: str, slug: str) -> bool:
        """Whether a name means the whole topic (疗休养) and not a thing within it (微心愿)."""
        entry = self.topics.get(slug)
        return word in fold(entry.name) or word == slug or word == fold(entry.name_en)


@lru_cache(maxsize=2)
def _pairs(path: Path) -> dict[str, str]:
    """What is typed and what is meant, one pair a line, the latter without blanks."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = [line.rpartition(" ") for line in lines if line and not line.startswith("#")]
    return {typed: meant for typed, _, meant in pairs}


def without_frame(text: str) -> str:
    """Folded text without the English words that name nothing to look for (in, news about), but
    for the ones that join."""
    frame = word_list("question_words")
    return _ENGLISH.sub(
        lambda m: " " if m[0] in frame and m[0] not in _JOINING else m[0],
        text,
    )


_built: dict[tuple[int, int], Vocabulary] = {}


def load(topics: Path | None = None, words: Path | None = None) -> Vocabulary:
    """The vocabulary of the shipped files or the operator's; built once while they stay."""
    table, same = taxonomy.load(topics), synonyms.load(words)
    key = (id(table), id(same))
    if key not in _built or _built[key].topics is not table:
        _built.clear()
        _built[key] = Vocabulary(table, same)
    return _built[key]
