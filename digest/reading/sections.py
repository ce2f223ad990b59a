"""Head lines without a byline: a new story, a section of the last one, or of an earlier one?

Weighs the form of the lines, what is set between them, and what the text above and below has in
common. Used while the outline is read; it moves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from digest.reading import headlike, openers
from digest.reading.evidence import starts
from digest.reading.headness import headness
from digest.reading.leads import begins, leads
from digest.reading.lines import width
from digest.reading.rarity import Pairs, pairs, pairs_across, weight
from digest.reading.roles import Item, Role
from digest.reading.stories import Outline, Story

_STRAYED = 10.0  # kinship with an earlier story that tells a strayed section of it
_MID_SENTENCE = -2.5
# Logistic regression on 1,250 head lines without byline of generated pages, clean and damaged
# (headlines kept whole in the folds: 98.5 % told right); gaps and pictures are held down, since
# how much blank stands over a headline differs from paper to paper.
_BIAS, _LINE, _GAP, _PHOTO, _OVER, _FEATURE = -3.2, 2.3, 2.0, 2.5, 3.0, -2.1
_TORN = -2.0  # by the genre: a signed piece broken off above goes on here, sections and all
_PARALLEL, _SUBHEAD = -1.5, 16.0  # by the genre; the widest subhead
_LIST = 5.0  # by the genre: a list or table without a numbered head is one of its own
_OTHER_COLUMN = 3.0  # by the genre: all columns of a story are of one width
_APART = 0.95  # characters by which two widths are not the same
_LIKE_SUBHEADS, _COMMA, _HEAD, _STARTS, _LEAD, _CLOSES = -1.9, -1.3, 0.57, 3.9, 3.4, 2.5
_WAITING, _BROKEN, _SHORT, _OWN, _AHEAD, _SHARED = 3.8, 3.2, 2.6, 0.2, 0.26, 0.24
_MOST_OWN, _MOST_SHARED = 10.0, 12.0


class Sections:
    """Judges head lines against the stories outlined so far."""

    def __init__(self, items: Sequence[Item], out: Outline, photos: Mapping[int, int]) -> None:
        """`photos`: the first place of each picture's caption with the last."""
        self._items, self._out, self._spread = items, out, _spread(items)
        self._pictures = {place for first in photos for place in range(first, photos[first] + 1)}
        self._pictures |= {first - 1 for first in photos if first and _is_head(items[first - 1])}
        self._strays = [item.place for item in items if item.opening is not None and item.part]
        self._claimed = 0  # openings found inside other lines whose heads are found too
        self.first_body = next((item.place for item in items if item.role is Role.BODY), -1)

    def owner(self, i: int, heads: list[Item], current: Story | None) -> Story | None:
        """The earlier signed story a section under a subhead strayed from, if it speaks of that
        one's matters and not of the current one's."""
        texts = [item.text for item in self.segment(i + len(heads))]
        length = sum(map(len, texts))
        if current is None or length < 60 or len(heads) > 1:
            return None
        size, below = (length / 60) ** 0.5, pairs_across(texts)
        here = self._shared(self._words_of(current, i), below) / size
        best: tuple[float, Story | None] = (0.0, None)
        for story in self._out.stories:
            if story.feature and story is not current:
                there = self._shared(self._words_of(story, i), below) / size
                best = max(best, (there, story), key=_first)
        return best[1] if best[0] > _STRAYED and best[0] > 3.0 * here else None

    def new(
        self, i: int, heads: list[Item], current: Story, *, over: bool, after_photo: bool
    ) -> bool:
        """Do head lines from place `i` open a story rather than divide the `current` one? `over`:
        that one has ended; `after_photo`: a picture stands right above."""
        waiting = sum(place < i for place in self._strays) > self._claimed
        score = self.weigh(i, heads, current, over=over) + (_PHOTO if after_photo else 0.0)
        score += _WAITING if waiting else 0.0
        self._claimed += score > 0.0 and waiting
        return score > 0.0

    def weigh(self, i: int, heads: list[Item], current: Story, *, over: bool = False) -> float:
        """Nats for head lines from place `i` opening a story, from them and the text around."""
        after = self.segment(i + len(heads))
        text = "".join(item.text for item in after).replace(" ", "")
        score = _BIAS + _by_form(current, heads, over=over) + _by_text(after, text)
        score += _TORN if self._torn(current, i) else 0.0
        score += _PARALLEL if len(heads) == 1 and self._parallel(heads[0]) else 0.0
        score += self._by_columns(current, i, after)
        title, below = (pairs_across(item.text for item in items) for items in (heads, after))
        return score + self._by_words(self._words_of(current, i), title, below, len(text))

    def _by_columns(self, current: Story, i: int, after: Sequence[Item]) -> float:
        """Nats for the text below being set in columns of another width than the story above."""
        places = [p for p, home in self._out.home.items() if home == current.number and p < i]
        above = _column(self._items[place] for place in places)
        below = _column(after)
        apart = above is not None and below is not None and abs(above - below) >= _APART
        return _OTHER_COLUMN if apart else 0.0

    def _parallel(self, head: Item) -> bool:
        """Does the next head line stand alone too, and start or end as this one does, as the
        subheads of one piece do (一本“错题集”, 一间“办公室”)?"""
        later = self._items[head.place + 1 :]
        at = next((item.place for item in later if item.role is Role.HEAD), None)
        if at is None or any(_signs(item) for item in self._items[head.place + 1 : at + 2]):
            return False
        one, two = head.text, self._items[at].text
        alone = all(item.role is Role.BODY for item in self._items[at - 1 : at + 2 : 2])
        short = max(width(one), width(two)) <= _SUBHEAD
        return alone and short and (one[0] == two[0] or one[-2:] == two[-2:])

    def _torn(self, current: Story, i: int) -> bool:
        """Does the signed piece above the current story break off before that one's head, so that
        its sections may stand under it?"""
        above = self._out.stories[current.number - 1] if current.number else None
        if above is None or not above.feature or current.feature:
            return False
        lines = [p for p, home in self._out.home.items() if home == above.number and p < i]
        return bool(lines) and not headlike.ended(self._items[lines[-1]])

    def _by_words(self, before: Pairs, title: Pairs, below: Pairs, length: int) -> float:
        """Nats for the words of a title and of the text below it, of some length, being of a matter
        of their own: a section of a story speaks of what the story (`before`) speaks of."""
        size: float = (max(30, length) / 60) ** 0.5
        told = self._shared(title, below) / size
        own = min(_MOST_OWN, told)
        ahead = max(-6.0, min(6.0, told - self._shared(title, before)))
        same = min(_MOST_SHARED, self._shared(before, below) / size)
        return _OWN * own + _AHEAD * ahead - _SHARED * same

    def segment(self, start: int) -> list[Item]:
        """The body items from a place on, up to the next head line; pictures are passed over."""
        out: list[Item] = []
        for item in self._items[start:]:
            if item.place in self._pictures:
                continue
            if item.role is Role.BODY and item.opening is None:
                out.append(item)
            elif item.role in (Role.HEAD, Role.RUBRIC, Role.BYLINE, Role.AUTHOR) or item.opening:
                break
        return out

    def _shared(self, one: Pairs, other: Pairs) -> float:
        """Weight of the rare runs two texts share."""
        return sum(2.0 * weight(pair) / max(2, self._spread[pair]) for pair in one & other)

    def _words_of(self, story: Story, end: int) -> Pairs:
        """Those of the head of a story and of what stands under it before place `end`."""
        places = [p for p, home in self._out.home.items() if home == story.number and p < end]
        return pairs_across(item.text for item in [*story.heads, *(self._items[p] for p in places)])


def _by_form(current: Story, heads: list[Item], *, over: bool) -> float:
    """Nats from the lines themselves: several lines, or one set apart, head a story; signed pieces
    have subheads, and of a length; a note or a source ends a piece."""
    score = _LINE * (len(heads) - 1) + (_GAP if heads[0].gap >= 2 else 0.0)
    score += _HEAD * headness(heads[-1].text) + (_OVER if over else 0.0)
    score += _FEATURE if current.feature else 0.0
    score += _COMMA if any("\uff0c" in item.text or "," in item.text for item in heads) else 0.0
    if current.subheads and abs(width(heads[0].text) - width(current.subheads[0].text)) <= 2.5:
        score += _LIKE_SUBHEADS
    return score


def _by_text(after: Sequence[Item], text: str) -> float:
    """Nats from the text below: a story opens with its day, its place in full or its source, and
    may be signed at its end; text in mid-sentence has lost its opening to another column."""
    score = _STARTS if begins(text) else 0.0
    score += _LEAD if leads(text) else 0.0
    if after:
        score += _LIST if after[0].row else 0.0
        score += _CLOSES if openers.closing(after[-1].text) else 0.0
        score += _BROKEN if starts(after[0].text) < _MID_SENTENCE else 0.0
    return score + (_SHORT if len(text) < 40 else 0.0)


def _column(items: Iterable[Item]) -> float | None:
    """The width of the column lines of the first item that shows it; what strays stands below."""
    shown = (item.widths[1:-1] for item in items)
    return next((median(sizes) for sizes in shown if sizes and all(sizes)), None)


def _signs(item: Item) -> bool:
    return item.opening is not None or item.role in (Role.RUBRIC, Role.BYLINE, Role.AUTHOR)


def _is_head(item: Item) -> bool:
    return item.role is Role.HEAD


def _first(pair: tuple[float, Story | None]) -> float:
    return pair[0]


def _spread(items: Sequence[Item]) -> Counter[str]:
    """In how many stretches between heads each rare run stands."""
    out: Counter[str] = Counter()
    stretch: set[str] = set()
    for item in items:
        if item.role is Role.BODY:
            stretch |= pairs(item.text)
        elif item.role is Role.HEAD:
            out.update(stretch)
            stretch = set()
    out.update(stretch)
    return out
