"""How well two fragments stand for the one running on into the other.

Turns the stories that the fragments of a page are held to belong to into nats for each pair of
candidates: neighbours go on, lines of one column often in another order, and what came from
elsewhere was torn from something. What the two say is weighed by others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from digest.reading.background import Flags, Numbers, Places
from digest.reading.fragments import Fragment

Stories = NDArray[np.intp]
"""For each fragment, the story it is of; -1 for none."""

_NEXT = 0.9  # a line that ends open and the line after it
_SKIP = 0.4  # the same with a pull-out, picture or subhead between
_STORY, _AWAY = -1.6, -2.0  # elsewhere in the story, under another head
_OTHER_STYLE = 3.0  # a single column line after a paragraph of another story
_AWAITED = 0.5  # the opening of a story found inside another line, and the line under its head
_SWAPPED = 0.3  # the two halves of a paragraph in the wrong order
_ABOVE = 0.3  # less for a continuation that stands above
_NEXT_LINE, _COLUMN = 1.2, -0.9  # single lines of one column: the next one, any other
_LINE_STEP, _MOST_LINE_STEPS = 0.01, 0.4  # less for each line between, and at most
_LOOSE = -0.9  # before any head
_STEP, _MOST_STEPS = 0.05, 0.8  # for each fragment between, and at most
# from the last line under a head, from one that others follow: on pages not read across columns a
# story goes on elsewhere only where its own lines end
_LAST, _AMID = 2.5, -2.0
_MID_SENTENCE, _CLEAN = -1.0, 1.0  # openness below and above which a start is one or the other
_ORPHAN, _BEREFT = 0.8, 0.4  # the start follows a closed line; the end is followed by a clean start
_APART = 1.0  # such a start with two blank lines or more above it


class Placement:
    """Where the candidates of one page stand to each other; what no round changes is kept."""

    def __init__(self, fragments: Sequence[Fragment], lefts: Places, rights: Places) -> None:
        self._lefts, self._rights = lefts, rights
        self._across = any(fragment.widths for fragment in fragments)
        self._below, self._right_above = rights > lefts, rights == lefts - 1
        self._next = _followed(fragments)[lefts] & (rights == lefts + 1)
        self._last = _last(fragments)[lefts]
        self._passed_over = [fragment.pull or fragment.note for fragment in fragments]
        forms = [(fragment.single, fragment.stray, fragment.awaited) for fragment in fragments]
        single, stray, awaited = np.array(forms, bool).reshape(-1, 3).T
        self._lines = single[lefts] & single[rights]
        self._other_style = single[rights] & ~single[lefts]
        self._awaited = stray[lefts] & awaited[rights]
        away = np.abs(rights - lefts)
        self._in_column = np.where(rights == lefts + 1, _NEXT_LINE, _COLUMN)
        self._in_column -= np.minimum(_MOST_LINE_STEPS, _LINE_STEP * away)
        self._torn = _orphans(fragments)[rights] + _bereft(fragments)[lefts]
        self._torn -= np.minimum(_MOST_STEPS, _STEP * away) + np.where(self._below, 0.0, _ABOVE)

    def nats(self, stories: Stories) -> Numbers:
        """Nats for each candidate, from where the two stand."""
        own, other = stories[self._lefts], stories[self._rights]
        together = (own == other) & ((own >= 0) | self._below)
        over_others = self._below & (self._rights <= self._resumed(stories)[self._lefts])
        placed = np.select(
            [
                together & self._lines,
                together & self._next,
                together & over_others,
                self._awaited,
                self._other_style & ~together,
            ],
            [self._in_column, _NEXT, _SKIP, _AWAITED, _AWAY - _OTHER_STYLE],
            np.where(other < 0, _LOOSE, np.where(together, _STORY, _AWAY))
            + self._torn
            + _SWAPPED * (together & self._right_above),
        )
        if self._across:
            return placed
        return placed + np.where(own == other, 0.0, np.where(self._last, _LAST, _AMID))

    def _resumed(self, stories: Stories) -> Places:
        """For each fragment, the next line of its story that is no pull-out and no note: what runs
        on from it stands no further below."""
        found: dict[int, int] = {}
        out = np.empty_like(stories)
        for i in range(len(stories) - 1, -1, -1):
            story = int(stories[i])
            out[i] = found.get(story, len(stories))
            if not self._passed_over[i]:
                found[story] = i
        return out


def _followed(fragments: Sequence[Fragment]) -> Flags:
    """Does the next fragment stand right below?"""
    places = np.array([fragment.place for fragment in fragments])
    return np.append(np.diff(places) == 1, False)


def _last(fragments: Sequence[Fragment]) -> Flags:
    """Is it the last one under its head?"""
    homes = numbered(fragment.home for fragment in fragments)
    return np.append(np.diff(homes) != 0, True)


def _orphans(fragments: Sequence[Fragment]) -> Numbers:
    """Nats for a start in mid-sentence below a line that is closed: its beginning is elsewhere."""
    return np.array(
        [
            (_ORPHAN + _APART * (right.gap >= 2))
            * (right.openness < _MID_SENTENCE and (not j or fragments[j - 1].closed))
            for j, right in enumerate(fragments)
        ]
    )


def _bereft(fragments: Sequence[Fragment]) -> Numbers:
    """Nats for an end above a clean start: its rest is elsewhere."""
    clean = [fragment.openness > _CLEAN for fragment in fragments[1:]]
    return _BEREFT * np.array([*clean, True])


def numbered(stories: Iterable[int | None]) -> Stories:
    """The stories of fragments as numbers."""
    return np.array([-1 if story is None else story for story in stories], np.intp)
