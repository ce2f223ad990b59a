"""Which heads a page has and which story each line stands under, before anything is moved.

Turns items into an `Outline`: stories with their heads, bylines, rubrics and photo captions, the
subheads, pull-outs and notes inside them, and for every other line the story it stands under. It
reads the page top to bottom as printed; lines that stand in the wrong place are moved later.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from digest.reading import openers, roles
from digest.reading.bylines import Names
from digest.reading.evidence import runs_on, starts
from digest.reading.headness import headness
from digest.reading.kinship import pairs, weight
from digest.reading.lines import width
from digest.reading.roles import Item, Role
from digest.reading.seams import Seams

_STORY_START = re.compile(
    r"(?:近日|日前|近期|连日来|昨日|今日|昨天|今天|\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月|记者.{0,12}(?:获悉|了解到|从)|从.{2,30}获悉)"
)
_CAPTION_START = re.compile(
    r"(?:图为|上图|下图|左图|右图|图[一二三\d]|(?:\d{4}年)?\d{1,2}月\d{1,2}[日曰]|▲|△|↑|▼)"
)
_SOFT_CAPTION = re.compile(r"(?:近日|日前|连日来|近期|入夏|入冬)")


@dataclass(slots=True)
class Story:
    """One story as outlined: items of its head, who signs it, and the places of its body."""

    number: int
    heads: list[Item] = field(default_factory=list)
    rubrics: list[Item] = field(default_factory=list)
    signed: list[Item] = field(default_factory=list)
    credits: list[Item] = field(default_factory=list)
    notes: list[Item] = field(default_factory=list)
    labels: list[Item] = field(default_factory=list)
    sources: list[Item] = field(default_factory=list)
    subheads: list[Item] = field(default_factory=list)
    photo: bool = False
    group: Item | None = None

    @property
    def feature(self) -> bool:
        """Signed on a line of its own, by a reporter or by an author with office."""
        return any(item.role in (Role.BYLINE, Role.AUTHOR) for item in self.signed)


@dataclass(slots=True)
class Outline:
    """Stories in page order; `home[place]` is the story a body item stands under (None: before
    any head); `pulls` are the places of pull-out text; `loose` are items that found no use."""

    items: Sequence[Item]
    stories: list[Story] = field(default_factory=list)
    home: dict[int, int | None] = field(default_factory=dict)
    pulls: set[int] = field(default_factory=set)
    loose: dict[int, str] = field(default_factory=dict)
    starts: set[int] = field(default_factory=set)


def outline(items: Sequence[Item], column: float | None, seams: Seams) -> Outline:
    """The outline of a page."""
    _demote_wrapped(items, column)
    _demote_fragments(items, seams, column)
    _promote_bylines(items)
    return _Reader(items).read()


def _demote_wrapped(items: Sequence[Item], column: float | None) -> None:
    """Head-like lines in a run of narrow column lines are lines of the column."""
    for i, item in enumerate(items):
        if item.role is not Role.HEAD:
            continue
        if item.parts > 1:
            item.role = Role.BODY
            continue
        if column is None or width(item.text) < 0.75 * column:
            continue
        near = [other for other in items[max(0, i - 3) : i + 4] if other is not item]
        narrow = sum(
            width(other.text) <= 1.2 * column and other.role in (Role.HEAD, Role.BODY)
            for other in near
        )
        if narrow >= 3 and not _heads_story(items, i):
            item.role = Role.BODY


def _heads_story(items: Sequence[Item], i: int) -> bool:
    """Do the head lines from `i` on lead straight to a byline or an opening?"""
    for item in items[i + 1 : i + 4]:
        if item.role in (Role.BYLINE, Role.AUTHOR) or item.opening is not None:
            return True
        if item.role not in (Role.HEAD, Role.RUBRIC):
            return False
    return False


def _demote_fragments(items: Sequence[Item], seams: Seams, column: float | None) -> None:
    """A head-like line that runs on into the next body line, or from the one before, is a piece
    of a paragraph that a column break or a lost line cut short."""
    for i, item in enumerate(items):
        if item.role is not Role.HEAD:
            continue
        likeness = headness(item.text) + (1.5 if item.gap >= 2 else 0.0)
        likeness -= _column_like(items, i, column)
        likeness += 0.6 * max(0.0, -_usual_news(items, i))
        if _heads_story(items, i):
            likeness += _LEADS if items[i + 1].role is not Role.HEAD else _ABOVE
        if max(_into_next(items, i, seams), _from_last(items, i, seams), _LONE) > likeness:
            item.role = Role.BODY


def _column_like(items: Sequence[Item], i: int, column: float | None) -> float:
    """Nats for the line being one of the column lines around it: one that ends open is a full one,
    or the first of a paragraph, set in by two characters. Pages not wrapped say nothing."""
    if column is None or len(items[i].widths) != 1:
        return 0.0
    near = [size for item in items[max(0, i - 3) : i + 4] for size in item.widths[1:-1]]
    usual, size = (median(near) if len(near) >= 2 else column), items[i].widths[0]
    if min(abs(size - usual), abs(size - usual + 2.0)) <= 1.0:
        return 2.0
    return -2.0 if size < usual - 3.5 else 0.0


_ONLY_ONE = 0.5
_LEADS, _ABOVE = 4.0, 1.5  # right above a byline or an opening, and above another head line
_LONE = -3.0  # headness below which a line is no head whatever stands around it


def _ended(item: Item) -> bool:
    """Does the item end where a paragraph can end?"""
    return item.signed or roles.closed(item.text)


def _into_next(items: Sequence[Item], i: int, seams: Seams) -> float:
    """Nats for the line running on into the body line below it."""
    before, after = _around(items, i)
    if after is None or after.role is not Role.BODY or after.opening is not None:
        return -9.0
    score = runs_on(items[i].text, after.text, seams)
    if (before is None or _ended(before)) and starts(after.text) < -0.5:
        score += _ONLY_ONE  # the line below continues something, and nothing else is left open
    return score


def _from_last(items: Sequence[Item], i: int, seams: Seams) -> float:
    """Nats for the line running on from the body line above it, which ends open; against the line
    above running on below it, with a subhead between."""
    before, after = _around(items, i)
    if before is None or before.role is not Role.BODY or _ended(before):
        return -9.0
    score = runs_on(before.text, items[i].text, seams) + _usual_news(items, i)
    if after is not None and after.role is Role.BODY and starts(after.text) <= 0.0:
        over = runs_on(before.text, after.text, seams)
        return score + min(3.0, runs_on(items[i].text, after.text, seams)) - max(0.0, over) - 1.5
    return score + (1.5 if after is not None and _CONNECTIVE.match(after.text) else 0.0)


def _around(items: Sequence[Item], i: int) -> tuple[Item | None, Item | None]:
    return items[i - 1] if i else None, items[i + 1] if i + 1 < len(items) else None


_CONNECTIVE = re.compile(
    r"(?:据悉|据了解|据介绍|此外|同时|与此同时|其中|随后|目前|截至|下一步|另据)"
)


def _usual_news(items: Sequence[Item], i: int) -> float:
    """News stories rarely have subheads; signed pieces have several."""
    for item in reversed(items[:i]):
        if item.opening is not None:
            return 1.5
        if item.role in (Role.BYLINE, Role.AUTHOR):
            return -1.5
    return 0.0


def _promote_bylines(items: Sequence[Item]) -> None:
    """“本报记者 … 文/图” right under a head signs the story, not a picture."""
    for before, item, after in zip(items, items[1:], items[2:], strict=False):
        if item.role is Role.CREDIT and before.role in (Role.HEAD, Role.RUBRIC):
            if after.role is Role.BODY and "文" in item.text:
                item.role = Role.BYLINE


_STRAYED = 10.0  # kinship with an earlier story that tells a strayed section of it
_SHARED, _TITLE, _STRANGE = 0.15, 0.25, 2.0


class _Reader:
    """Walks the items once, opening stories at heads."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.out = Outline(items)
        self.current: Story | None = None
        self.after_photo: Item | None = None
        self.over = False  # the current story has ended: a note or a source closed it
        self.photos = _photo_units(items)
        self.spread = _spread(items)

    def read(self) -> Outline:
        i = 0
        while i < len(self.items):
            i = self._step(i)
        return self.out

    def _step(self, i: int) -> int:
        item = self.items[i]
        if i in self.photos:
            return self._photo(i, self.photos[i], [])
        if item.role in (Role.HEAD, Role.RUBRIC, Role.BYLINE, Role.AUTHOR):
            return self._cluster(i)
        if item.role is Role.LABEL:
            return self._pullout(i)
        if item.role is Role.FURNITURE:
            self.out.loose[i] = "page furniture"
        elif item.role is Role.BODY and i not in self.out.pulls:
            self._body(i)
        elif item.role is Role.BODY:
            return i + 1
        else:
            self._attach(item)
        return i + 1

    def _open(self, start: int) -> Story:
        story = Story(len(self.out.stories))
        self.out.stories.append(story)
        self.out.starts.add(start)
        self.current, self.over = story, False
        return story

    def _body(self, i: int) -> None:
        item = self.items[i]
        if item.opening is not None and item.part == 0 and self._has_body():
            self._open(i)
        if self.current is None and item.opening is not None:
            self._open(i)
        if self.over and not roles.closed(self.items[i - 1].text):
            self.over = False  # the note itself goes on
        self.out.home[i] = self.current.number if self.current and not self.over else None

    def _has_body(self) -> bool:
        return self.current is not None and any(
            home == self.current.number for home in self.out.home.values()
        )

    def _has_body_before(self, place: int) -> bool:
        story = self.current
        return story is not None and any(
            p < place and home == story.number for p, home in self.out.home.items()
        )

    def _attach(self, item: Item) -> None:
        story = self.current
        if story is None:
            self.out.loose[item.place] = f"{item.role.value} before any story"
        elif item.role is Role.NOTE:
            story.notes.append(item)
            self.out.home[item.place] = story.number
            self.over = self._has_body_before(item.place)
        elif item.role is Role.SOURCE:
            story.sources.append(item)
            self.over = True
        elif item.role is Role.CREDIT:
            story.credits.append(item)

    def _pullout(self, i: int) -> int:
        if self.current is None:
            self._open(i)
        story = self.out.stories[self.current.number] if self.current else self._open(i)
        story.labels.append(self.items[i])
        text = self._pull_text(i + 1)
        if text is not None:
            self.out.pulls.add(text)
            self.out.home[text] = story.number
        return i + 1

    def _pull_text(self, start: int) -> int | None:
        """The text a pull-out label stands over: the next body line, or, where that one breaks
        off, a whole short paragraph soon after it."""
        near = [
            item
            for item in self.items[start : start + 5]
            if item.role is Role.BODY and item.opening is None
        ]
        if not near or near[0].place != start:
            return None
        if not _ended(near[0]):
            for item in near[1:]:
                if _ended(item) and 30 <= len(item.text) <= 150 and starts(item.text) > 0.0:
                    return item.place
        return start

    def _photo(self, i: int, end: int, heads: list[Item]) -> int:
        """A photo unit: its caption from `i`, its credit (or last caption line) at `end`."""
        returning = self.current
        story = self._open(heads[0].place if heads else i)
        story.photo = True
        story.heads.extend(heads)
        for item in self.items[i : end + 1]:
            if item.role is Role.CREDIT:
                story.credits.append(item)
            else:
                item.role = Role.BODY
                self.out.home[item.place] = story.number
        after = end + 1
        if not heads:
            after = self._title_after(story, after)
        self.current = returning if returning is not None else story
        self.after_photo = self.items[end]
        return after

    def _title_after(self, story: Story, at: int) -> int:
        """The title of a photo printed below its credit."""
        run = _run(self.items, at, (Role.HEAD,))
        if not run:
            return at
        after = at + len(run)
        following = self.items[after] if after < len(self.items) else None
        leads = following is not None and (
            following.opening is not None
            or following.role in (Role.BYLINE, Role.AUTHOR)
            or after in self.photos
        )
        if leads and len(run) == 1 and not (following and following.gap >= 2):
            return at
        if leads and len(run) == 2 and not self._titles(run[0], story, run[1]):
            return at
        story.heads.append(run[0])
        return at + 1

    def _titles(self, title: Item, story: Story, other: Item) -> bool:
        """Does the line title the photo rather than stand over the next head line?"""
        caption = "".join(
            self.items[p].text for p, home in self.out.home.items() if home == story.number
        )
        own = len(_pairs(title.text) & _pairs(caption))
        if other.gap >= 2:
            return True
        if title.text.endswith(("——", "\uff1a", ":", "…")):
            return False
        return own >= max(1, len(_pairs(title.text) & _pairs(other.text)))

    def _cluster(self, i: int) -> int:
        """A run of head, rubric, byline and author lines, and what they are over."""
        run = _run(self.items, i, (Role.HEAD, Role.RUBRIC, Role.BYLINE, Role.AUTHOR))
        run = self._one_story(run)
        end = i + len(run)
        heads = [item for item in run if item.role is Role.HEAD]
        following = self.items[end] if end < len(self.items) else None
        if not heads and all(item.role in (Role.BYLINE, Role.AUTHOR) for item in run):
            return self._stray_byline(run, end)
        strong = len(heads) < len(run) or (following is not None and following.opening is not None)
        if not strong and end in self.photos:
            return self._photo(end, self.photos[end], self._group(heads))
        owner = None if strong else self._section_of(i, heads)
        if owner is not None:
            self.current, self.over = owner, False
            self._subheads(heads)
        elif strong or self._starts_story(i, heads, following):
            self._head(run, following)
        else:
            self._subheads(heads)
        return end

    def _group(self, heads: list[Item]) -> list[Item]:
        return heads

    def _one_story(self, run: list[Item]) -> list[Item]:
        """The run up to the end of the first story's head: a byline ends it, and so does a rubric
        after a head line unless a byline follows."""
        seen_head = False
        for n, item in enumerate(run):
            if item.role in (Role.BYLINE, Role.AUTHOR):
                more = n + 1
                while more < len(run) and run[more].role in (Role.BYLINE, Role.AUTHOR):
                    more += 1
                return run[:more]
            if item.role is Role.RUBRIC and seen_head and n:
                later = run[n + 1 :]
                if not later or later[0].role is Role.HEAD:
                    return run[:n]
            seen_head = seen_head or item.role is Role.HEAD
        return run

    def _stray_byline(self, run: list[Item], end: int) -> int:
        story = self.current
        if story is not None and not story.signed and not story.photo:
            story.signed.extend(run)
        else:
            for item in run:
                self.out.loose[item.place] = "a byline without a story"
        return end

    def _starts_story(self, i: int, heads: list[Item], following: Item | None) -> bool:
        """Does a run of head lines without byline open a story, or divide the one before it?"""
        if self.current is None:
            return True
        if following is None:
            return False
        score = 1.5 * (len(heads) - 1) + (1.5 if heads[0].gap >= 2 else 0.0)
        score += self._by_form(self.current, heads)
        after = self._segment(i + len(heads))
        text = "".join(item.text for item in after)
        if text:
            score += 1.5 if _STORY_START.match(text) else 0.0
            score += 1.5 if openers.closing(after[-1].text) else 0.0
        score += 1.0 if self.after_photo is self.items[i - 1] else 0.0
        before = self._text_before(i)
        title = "".join(item.text for item in heads)
        shared = self._shared(before, text)
        score -= min(4.0, _SHARED * shared)
        if shared < _STRANGE and len(text) > 60:
            score += 2.0  # a section of a story speaks of what the story speaks of
        score += min(1.5, _TITLE * self._shared(title, text))
        if not self.over and not _ended(self.items[i - 1]):
            score -= 1.0
        return score > 0.5

    def _section_of(self, i: int, heads: list[Item]) -> Story | None:
        """The earlier signed story a section under a subhead strayed from, if it speaks of that
        one's matters and not of the current one's."""
        text = "".join(item.text for item in self._segment(i + len(heads)))
        if self.current is None or len(text) < 60 or len(heads) > 1:
            return None
        size = (len(text) / 60) ** 0.5
        here = self._shared(self._text_before(i), text) / size
        best: tuple[float, Story | None] = (0.0, None)
        for story in self.out.stories:
            if story.feature and story is not self.current:
                best = max(best, (self._shared(self._text_of(story), text) / size, story), key=_first)
        return best[1] if best[0] > _STRAYED and best[0] > 3.0 * here else None

    def _by_form(self, current: Story, heads: list[Item]) -> float:
        """Signed pieces have subheads, and of a length; news has few; a note ends a piece."""
        if self.over:
            return 3.0
        score = -1.5 if current.feature else 1.0
        if current.subheads:
            usual = width(current.subheads[0].text)
            score -= 1.0 if abs(width(heads[0].text) - usual) <= 2.5 else -0.5
        return score

    def _segment(self, start: int) -> list[Item]:
        """The body items from a place on, up to the next head line."""
        out: list[Item] = []
        for item in self.items[start:]:
            if item.role is Role.BODY and item.opening is None:
                out.append(item)
            elif item.role in (Role.HEAD, Role.RUBRIC, Role.BYLINE, Role.AUTHOR) or item.opening:
                break
        return out

    def _shared(self, one: str, other: str) -> float:
        """Weight of the rare runs two texts share."""
        shared = pairs(one) & pairs(other)
        return sum(2.0 * weight(pair) / max(2, self.spread[pair]) for pair in shared)

    def _text_before(self, i: int) -> str:
        return "" if self.current is None else self._text_of(self.current)

    def _text_of(self, story: Story) -> str:
        places = [p for p, home in self.out.home.items() if home == story.number]
        head = "".join(item.text for item in story.heads)
        return head + "".join(self.items[p].text for p in places)

    def _head(self, run: list[Item], following: Item | None) -> None:
        story = self._open(run[0].place)
        for n, item in enumerate(run):
            if item.role in (Role.BYLINE, Role.AUTHOR):
                story.signed.append(item)
            elif item.role is Role.RUBRIC:
                story.rubrics.append(item)
            elif n and roles.is_rubric_word(item.text) and story.heads:
                item.role = Role.RUBRIC
                story.rubrics.append(item)
            else:
                story.heads.append(item)
        self._bare_author(story)

    def _bare_author(self, story: Story) -> None:
        """Under a rubric the last head line may be a name alone."""
        if story.rubrics and not story.signed and len(story.heads) > 1:
            names = roles.bare_author(story.heads[-1].text)
            if names is not None:
                item = story.heads.pop()
                item.role, item.names = Role.AUTHOR, names
                story.signed.append(item)

    def _subheads(self, heads: list[Item]) -> None:
        if self.current is None:
            return
        self.current.subheads.extend(heads)


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


def _run(items: Sequence[Item], start: int, wanted: tuple[Role, ...]) -> list[Item]:
    end = start
    while end < len(items) and items[end].role in wanted:
        end += 1
    return list(items[start:end])


def _pairs(text: str) -> set[str]:
    plain = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    return {a + b for a, b in zip(plain, plain[1:], strict=False)}


def _photo_units(items: Sequence[Item]) -> dict[int, int]:
    """Start and end places of photo captions with their credits."""
    out: dict[int, int] = {}
    for i, item in enumerate(items):
        if item.role is Role.CREDIT and item.names is not None:
            start = _caption_start(items, i - 1)
        elif item.role is Role.BODY and item.opening is None:
            close = openers.closing(item.text)
            if close is None or not close.names.photographers:
                continue
            start = _caption_start(items, i)
        else:
            continue
        if start is not None:
            out[start] = i
    return out


_MOST_CAPTION = 3


def _caption_start(items: Sequence[Item], last: int) -> int | None:
    """The first line of the caption that ends at `last`: after a head or a wide gap, or where a
    line starts as captions do; None when the credit is of a picture without a caption."""
    soft = None
    for i in range(last, max(-1, last - _MOST_CAPTION), -1):
        item = items[i]
        if item.role is not Role.BODY or item.opening is not None:
            return _after_head(items, i + 1, last)
        if item.gap >= 2 and i > 0:
            return i
        if _CAPTION_START.match(item.text):
            return _earlier(items, i)
        if _SOFT_CAPTION.match(item.text):
            soft = i
    if last - _MOST_CAPTION < 0 and last >= 0:
        return 0
    return soft


def _earlier(items: Sequence[Item], i: int) -> int:
    """A dated line just before, after a head or a wide gap, starts the caption."""
    return i


def _after_head(items: Sequence[Item], start: int, last: int) -> int | None:
    """A caption that starts right after a head line or an earlier credit."""
    if start > last:
        return None
    before = items[start - 1] if start else None
    if before is None or before.role in (Role.HEAD, Role.CREDIT):
        return start
    return start if _CAPTION_START.match(items[start].text) else None


def story_names(story: Story) -> Names:
    """Everyone who signs the story on lines of their own."""
    names = Names()
    for item in story.signed + story.credits:
        if item.names is not None:
            names = names.joined(item.names)
    return names
