"""How much a piece of text has to do with each story of a page.

Weighs what two texts share by how rare each pair of characters is in newspaper prose and by how few
stories of the page have it: names, places, organisations and terms of one story bind, words of
every page do not. Where whole paragraphs stray, what they are about binds too, and places apart
part them. It says nothing about order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from digest.reading.background import Numbers, Places
from digest.reading.matter import Matter
from digest.reading.rarity import Pairs, weight, weights
from digest.reading.themes import nearness
from digest.reading.whereabouts import strangeness

_TAKEN_UP = re.compile(
    r"(?:本[次届场]|此[次届]|这[次场批项些种]|这一|该|此)(?P<noun>[\u4e00-\u9fff]{2})"
)
_NATS, _HALF, _LENGTH, _LONG = 2.0, 0.5, 300, 0.3
# Nats for being about the same and for a place that has nothing to do with the story's. Fitted to
# 4,000 paragraphs of known stories they came out as 6 and 6 beside the nats for shared pairs
# (96 % told right, pairs alone 91 %); they weigh less, since on a page the stories are guessed too.
_ABOUT, _STRANGE = 4.0, 3.0
_MOST_SHARED = 1 << 20  # pairs with a story each that are weighed at once, to bound memory


def spoken_of(text: str) -> str | None:
    """The noun a text takes up from what was told before (本次竞赛 …: 竞赛), everyday ones not."""
    taken_up = _TAKEN_UP.match(text)
    return taken_up["noun"] if taken_up and weight(taken_up["noun"]) else None


class Vocabulary:
    """The pairs of a page, numbered, with what each weighs."""

    def __init__(self, texts: Iterable[Pairs]) -> None:
        words: Pairs = frozenset().union(*texts)
        self._number = dict(zip(words, range(len(words)), strict=True))
        self._known: dict[Pairs, Places] = {}
        self.weights = np.array(weights(words))

    def __len__(self) -> int:
        return len(self._number)

    def number(self, pair: str) -> int | None:
        """The number of a pair, if the page has it."""
        return self._number.get(pair)

    def numbers(self, text: Pairs) -> Places:
        """The numbers of the pairs of a text, those the page does not have left out."""
        found = self._known.get(text)
        if found is None:
            numbers = map(self._number.__getitem__, text & self._number.keys())
            found = self._known[text] = np.fromiter(numbers, np.intp)
        return found


@dataclass(frozen=True, slots=True)
class _Kin:
    """What a text has to do with the stories: the weight of what it shares with each of those it
    shares something with, and nats for its being of each."""

    shared: dict[int, float]
    nats: list[float]


class Kinship:
    """What texts have to do with the stories of one page; `members[s]` are the texts of story s."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        members: Sequence[Sequence[Matter]],
        asked: Iterable[tuple[Matter, int | None]] = (),
        *,
        across: bool = True,
    ) -> None:
        """`asked`: texts that will be asked about, each with the story it is counted in. `across`:
        the page was read across its columns; on others a whole paragraph is of its head, whatever
        it is about."""
        self._vocabulary, self._stories = vocabulary, len(members)
        self._members, self._across = members, across
        self.stories = range(len(members))
        texts = [(s, vocabulary.numbers(m.pairs)) for s, told in enumerate(members) for m in told]
        pair, text = _joined([numbers for _, numbers in texts])
        story = np.array([story for story, _ in texts], np.intp)[text]
        self._size = np.bincount(story, minlength=self._stories)
        # the stories that have each pair, one pair after the other, and how often they have it
        self._keys, self._times = np.unique(pair * self._stories + story, return_counts=True)
        self._owner = self._keys % self._stories
        self._owners = np.bincount(self._keys // self._stories, minlength=len(vocabulary))
        self._first = np.cumsum(self._owners) - self._owners
        self._known: dict[tuple[Matter, int | None], _Kin] = {}
        self._weigh(list(dict.fromkeys(asked)))

    def all(self, text: Matter, home: int | None) -> Mapping[int, float]:
        """Weight of what a text shares with each story it shares something with. `home` is the
        story it is counted in: what it shares only with itself does not count."""
        return self._of(text, home).shared

    def nats(self, text: Matter, story: int, home: int | None) -> float:
        """Log-odds for the text being of that story, on a scale fitted to 4,400 paragraphs."""
        return self._of(text, home).nats[story]

    def fits(self, text: Matter, story: int, home: int | None, slack: float) -> bool:
        """Whether a text fits no other story better than this one by more than `slack` nats."""
        nats = self._of(text, home).nats
        return max(nats) <= slack + nats[story]

    def tells(self, pair: str, story: int, home: int | None) -> bool:
        """Does the story have the pair, elsewhere than in a text counted in `home`?"""
        number = self._vocabulary.number(pair)
        if number is None:
            return False
        its = slice(self._first[number], self._first[number] + self._owners[number])
        times = self._times[its][self._owner[its] == story].sum()
        return bool(times > (story == home))

    def _of(self, text: Matter, home: int | None) -> _Kin:
        if (text, home) not in self._known:
            self._weigh([(text, home)])
        return self._known[text, home]

    def _weigh(self, asked: Sequence[tuple[Matter, int | None]]) -> None:
        """Weighs texts."""
        texts = [text for text, _ in asked]
        homes = np.array([-1 if home is None else home for _, home in asked], np.intp)
        shared = self._shares(texts, homes)
        nats = self._nats(shared, homes, [len(text.pairs) for text in texts])
        if self._across:
            nats += self._fitting(texts, homes)
        for one, shares, odds in zip(asked, shared.tolist(), nats.tolist(), strict=True):
            self._known[one] = _Kin({s: share for s, share in enumerate(shares) if share}, odds)

    def _shares(self, texts: Sequence[Matter], homes: Places) -> Numbers:
        """`_shared` of texts, in parts when they share too much to be weighed at once."""
        pair, text = _joined([self._vocabulary.numbers(one.pairs) for one in texts])
        if self._owners[pair].sum() <= _MOST_SHARED or len(texts) == 1:
            return self._shared(pair, text, homes)
        half = len(texts) // 2
        parts = slice(half), slice(half, None)
        return np.concatenate([self._shares(texts[part], homes[part]) for part in parts])

    def _shared(self, pair: Places, text: Places, homes: Places) -> Numbers:
        """For each text and story, the weight of what they share: of the pairs of all texts, each
        `pair` is of that `text`. What weighs less the more stories have it counts for them all."""
        owners = self._owners[pair]
        each = np.repeat(np.arange(len(pair)), owners)  # every pair with every story that has it
        nth = np.arange(len(each)) - np.repeat(np.cumsum(owners) - owners, owners)
        place = self._first[pair][each] + nth
        story = self._owner[place]
        alone = (story == homes[text][each]) & (self._times[place] == 1)  # has it from it only
        others = owners - np.bincount(each[alone], minlength=len(pair))
        share = self._vocabulary.weights[pair] / np.maximum(1, others) ** 2
        each, story = each[~alone], story[~alone]
        cells = text[each] * self._stories + story
        told = np.zeros(len(homes) * self._stories)
        np.add.at(told, cells, share[each])
        return told.reshape(len(homes), self._stories)

    def _nats(self, shared: Numbers, homes: Places, sizes: Sequence[int]) -> Numbers:
        """`shared` as log-odds; less for long stories, which share something with everything."""
        rest = np.tile(self._size, (len(homes), 1))
        counted = np.flatnonzero(homes >= 0)
        rest[counted, homes[counted]] -= np.array(sizes, np.intp)[counted]
        nats: Numbers = _NATS * np.log(1.0 + shared * (_LENGTH / (50 + rest)) ** _LONG / _HALF)
        return nats

    def _fitting(self, asked: Sequence[Matter], homes: Places) -> Numbers:
        """Log-odds from what the texts are about and from the places they name."""
        themes = [[text.theme for text in told] for told in self._members]
        near = nearness([text.theme for text in asked], homes, themes)
        named = [[text.places for text in told] for told in self._members]
        return _ABOUT * near - _STRANGE * strangeness([t.places for t in asked], homes, named)


def _joined(texts: Sequence[Places]) -> tuple[Places, Places]:
    """The pairs of all texts one after the other, and for each of them the text it is of."""
    numbers = np.concatenate([np.zeros(0, np.intp), *texts])
    return numbers, np.repeat(np.arange(len(texts)), [len(text) for text in texts])
