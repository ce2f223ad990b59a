"""Head lines without a byline: a new story, a section of the last one, or of an earlier one?

Weighs the form of the lines, what is set between them, and what the text above and below has in
common. Used while the outline is read; it moves nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from digest.reading import headlike, openers
from digest.reading.kinship import pairs, weight
from digest.reading.lines import width
from digest.reading.roles import Item, Role
from digest.reading.stories import Outline, Story

_STORY_START = re.compile(
    r"(?:近日|日前|近期|连日来|昨日|今日|昨天|今天|\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月|记者.{0,12}(?:获悉|了解到|从)|从.{2,30}获悉)"
)
_STRAYED = 10.0  # kinship with an earlier story that tells a strayed section of it
_SHARED, _TITLE, _STRANGE = 0.15, 0.25, 2.0


class Sections:
    """Judges head lines against the stories outlined so far."""

    def __init__(self, items: Sequence[Item], out: Outline) -> None:
        self._items, self._out, self._spread = items, out, _spread(items)
        self.first_body = next((item.place for item in items if item.role is Role.BODY), -1)

    def owner(self, i: int, heads: list[Item], current: Story | None) -> Story | None:
        """The earlier signed story a section under a subhead strayed from, if it speaks of that
        one's matters and not of the current one's."""
        text = "".join(item.text for item in self.segment(i + len(heads)))
        if current is None or len(text) < 60 or len(heads) > 1:
            return None
        size = (len(text) / 60) ** 0.5
        here = self._shared(self._text_of(current), text) / size
        best: tuple[float, Story | None] = (0.0, None)
        for story in self._out.stories:
            if story.feature and story is not current:
                best = max(
                    best, (self._shared(self._text_of(story), text) / size, story), key=_first
                )
        return best[1] if best[0] > _STRAYED and best[0] > 3.0 * here else None

    def new(
        self, i: int, heads: list[Item], current: Story, *, over: bool, after_photo: bool
    ) -> bool:
        """Do head lines from place `i` open a story rather than divide the `current` one? `over`:
        that one has ended; `after_photo`: a picture stands right above."""
        score = 1.5 * (len(heads) - 1) + (1.5 if heads[0].gap >= 2 else 0.0)
        score += _by_form(current, heads, over=over)
        after = self.segment(i + len(heads))
        text = "".join(item.text for item in after)
        if text:
            score += 1.5 if _STORY_START.match(text) else 0.0
            score += 1.5 if openers.closing(after[-1].text) else 0.0
        score += 1.0 if after_photo else 0.0
        before = self._text_of(current)
        title = "".join(item.text for item in heads)
        shared = self._shared(before, text)
        score -= min(4.0, _SHARED * shared)
        if shared < _STRANGE and len(text) > 60:
            score += 2.0  # a section of a story speaks of what the story speaks of
        score += min(1.5, _TITLE * self._shared(title, text))
        if not over and not headlike.ended(self._items[i - 1]):
            score -= 1.0
        return score > 0.5

    def segment(self, start: int) -> list[Item]:
        """The body items from a place on, up to the next head line."""
        out: list[Item] = []
        for item in self._items[start:]:
            if item.role is Role.BODY and item.opening is None:
                out.append(item)
            elif item.role in (Role.HEAD, Role.RUBRIC, Role.BYLINE, Role.AUTHOR) or item.opening:
                break
        return out

    def _shared(self, one: str, other: str) -> float:
        """Weight of the rare runs two texts share."""
        shared = pairs(one) & pairs(other)
        return sum(2.0 * weight(pair) / max(2, self._spread[pair]) for pair in shared)

    def _text_of(self, story: Story) -> str:
        places = [p for p, home in self._out.home.items() if home == story.number]
        head = "".join(item.text for item in story.heads)
        return head + "".join(self._items[p].text for p in places)


def _by_form(current: Story, heads: list[Item], *, over: bool) -> float:
    """Signed pieces have subheads, and of a length; news has few; a note ends a piece."""
    if over:
        return 3.0
    score = -1.5 if current.feature else 1.0
    if current.subheads:
        usual = width(current.subheads[0].text)
        score -= 1.0 if abs(width(heads[0].text) - usual) <= 2.5 else -0.5
    return score


def _first(pair: tuple[float, Story | None]) -> float:
    return pair[0]


def _spread(items: Sequence[Item]) -> Counter[str]:
    """In how many stretches between heads each rare run stands."""
    out: Counter[str] = Counter()
    texts: list[str] = []
    for item in items:
        if item.role is Role.BODY:
            texts.append(item.text)
        elif item.role is Role.HEAD:
            out.update(pairs("。".join(texts)))
            texts = []
    out.update(pairs("。".join(texts)))
    return out
