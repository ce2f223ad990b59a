"""A word that no article holds, taken for one of the same sound that some do: pinyin of any word of
the papers (taoci), a character mistaken for another (书物 for 书屋)."""

from __future__ import annotations

from collections.abc import Collection

from digest.following.vocabulary import Vocabulary
from digest.model import Term
from digest.store.search.asking import Note, Unit, plain_word
from digest.store.search.index import Index
from digest.store.search.interface import either
from digest.store.search.interface import word as word_condition
from digest.understanding import hearing

# So many of the newest articles tell which of several words is meant. The same ones are seen on
# both engines, unlike an estimate of how many there are in all.
LOOKED_AT = 60
# What a guess counts beside a word that was typed.
GUESSED = 0.75


def respelt(index: Index, unit: Unit, known: Vocabulary) -> tuple[list[Unit], list[Note]]:
    """What to look for instead of a word that no dictionary knows, and how that is told."""
    typed = unit.label
    for way in hearing.spelled(typed):
        meant = [_most_held(index, words) for words in way]
        if all(meant):
            units = [_unit(word, unit, known) for word in meant]
            return units, [("pinyin", typed, "".join(meant))]
    word = "" if unit.familiar else _most_held(index, hearing.misheard(typed))
    return ([_unit(word, unit, known)], [("slip", typed, word)]) if word else ([], [])


def guessed(index: Index, unit: Unit) -> list[Unit]:
    """What a word that a dictionary knows may have been meant for: it only helps to put in order
    what comes near."""
    word = _most_held(index, hearing.misheard(unit.label))
    return [plain_word(Term(word, (), unit.weight * GUESSED), generic=True)] if word else []


def _unit(word: str, typed: Unit, known: Vocabulary) -> Unit:
    return plain_word(Term(word, known.synonyms.of(word), typed.weight), generic=typed.generic)


def _most_held(index: Index, words: Collection[str]) -> str:
    """The word that most of the newest articles with any of them hold; empty when none does. The
    index is asked once for all of them: one syllable has up to 54 characters."""
    numbers = index.newest(either(*map(word_condition, sorted(words))), LOOKED_AT)
    texts = index.texts(numbers)
    held = [(sum(one in text for text in texts), one) for one in words]
    count, best = max(held, default=(0, ""))
    return best if count else ""
