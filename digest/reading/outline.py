"""Which heads a page has and which story each line stands under, before anything is moved.

Turns items into an `Outline`: stories with their heads, bylines, rubrics and photo captions, the
subheads, pull-outs and notes inside them, and for every other line the story it stands under. It
reads the page top to bottom as printed; lines that stand in the wrong place are moved later.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.reading import captions, grouping, headlike, owed, pullouts, roles
from digest.reading.evidence import starts
from digest.reading.roles import Item, Role
from digest.reading.seams import Seams
from digest.reading.sections import Sections
from digest.reading.stories import Outline, Story

_WHOLE = 120  # characters of a story without a head at the top of a page


def outline(items: Sequence[Item], column: float | None, seams: Seams) -> Outline:
    """The outline of a page."""
    pieces = headlike.settle(items, column, seams)
    reader = _Reader(items, column, seams)
    plan = reader.read()
    found: set[int] = set()
    while (more := owed.heads(plan, pieces, reader.sections)) and more[0].place not in found:
        found.update(item.place for item in more)
        for item in more:
            item.role = Role.HEAD
            pieces.pop(item.place, None)
        reader = _Reader(items, column, seams, frozenset(found))
        plan = reader.read()
    grouping.settle(plan)
    return plan


class _Reader:
    """Walks the items once, opening stories at heads; `owed`: places of lines that head stories,
    whatever they look like."""

    def __init__(
        self,
        items: Sequence[Item],
        column: float | None,
        seams: Seams,
        owed: frozenset[int] = frozenset(),
    ) -> None:
        self.items, self.column, self.seams, self.owed = items, column, seams, owed
        self.out = Outline(items)
        self.current: Story | None = None
        self.after_photo: Item | None = None
        self.over = False  # the current story has ended: a note or a source closed it
        self.photos = captions.spans(items)
        self.torn = captions.torn(items, self.photos) if column is not None else {}
        self.used: set[int] = set()  # places that a picture above them has taken
        self.sections = Sections(items, self.out, self.photos)

    def read(self) -> Outline:
        i = 0
        while i < len(self.items):
            i = self._step(i)
        if not self.out.stories:
            self._headless()
        return self.out

    def _headless(self) -> None:
        """A page without any head is one story."""
        story = self._open()
        self.out.home.update(
            (item.place, story.number) for item in self.items if item.role is Role.BODY
        )

    def _step(self, i: int) -> int:
        item = self.items[i]
        if i in self.used:
            return i + 1
        if i in self.photos:
            return self._photo(i, self.photos[i], [])
        if i in self.torn:
            return self._photo(i, i, [])
        if item.divides and self.current is not None:
            self.current.subheads.append(item)
            return i + 1
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

    def _open(self) -> Story:
        story = Story(len(self.out.stories))
        self.out.stories.append(story)
        self.current, self.over = story, False
        return story

    def _body(self, i: int) -> None:
        item = self.items[i]
        if item.opening is not None and item.part == 0 and self._has_body():
            self._open()
        if self.current is None and (item.opening is not None or self._first_story(i)):
            self._open()
        before = self.items[i - 1]
        if self.over and before is not self.after_photo and not roles.closed(before.text):
            self.over = False  # the note itself goes on
        self.out.home[i] = self.current.number if self.current and not self.over else None

    def _first_story(self, i: int) -> bool:
        """Does a story without a head open the page: whole paragraphs, not the tail of another?"""
        if i != self.sections.first_body or starts(self.items[i].text) < 0.5:
            return False
        text = self.sections.segment(i)
        size = sum(len(item.text) for item in text)
        return size >= _WHOLE and all(headlike.ended(item) for item in text)

    def _has_body(self) -> bool:
        return self.current is not None and any(
            home == self.current.number and self.items[place].role is not Role.NOTE
            for place, home in self.out.home.items()
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
            self._open()
        story = self.out.stories[self.current.number] if self.current else self._open()
        story.labels.append(self.items[i])
        if i + 1 < len(self.items) and self._boxed(i, self.items[i + 1]):
            story.subheads.append(self.items[i + 1])
            return i + 2
        text = pullouts.text_under(self.items, i, self.column, self.seams)
        if text is not None:
            self.out.pulls.add(text)
            self.out.home[text] = story.number
        return i + 1

    def _boxed(self, label: int, below: Item) -> bool:
        """Is the line below a label the head of a box beside its story (相关链接)?"""
        if not roles.is_box(self.items[label].text) or below.role is not Role.HEAD:
            return False
        text = self.items[below.place + 1] if below.place + 1 < len(self.items) else None
        return text is not None and text.role is Role.BODY and text.opening is None

    def _photo(self, i: int, end: int, heads: list[Item]) -> int:
        """A photo unit: its caption from `i`, its credit (or last caption line) at `end`, where
        it is torn the credit further below."""
        returning, was_over = self.current, self.over
        story = self._open()
        story.photo = True
        story.heads.extend(heads)
        for item in self.items[i : end + 1]:
            if item.role is Role.CREDIT:
                story.credits.append(item)
            else:
                item.role = Role.BODY
                self.out.home[item.place] = story.number
        credit = self.items[self.torn.get(i, end)]
        if credit.place > end:
            story.credits.append(credit)
            self.used.add(credit.place)
        after = end + 1
        if not heads and self._title_after(story, credit.place + 1):
            self.used.add(credit.place + 1)
        if returning is not None:
            self.current, self.over = returning, was_over
        self.after_photo = self.items[end]
        return after

    def _title_after(self, story: Story, at: int) -> bool:
        """Takes the title of a photo printed below its credit; tells if there is one."""
        caption = "".join(
            self.items[p].text for p, home in self.out.home.items() if home == story.number
        )
        titled = captions.titled_below(self.items, self.photos, caption, at)
        if titled:
            story.heads.append(self.items[at])
        return titled

    def _cluster(self, i: int) -> int:
        """A run of head, rubric, byline and author lines, and what they are over."""
        run = _run(self.items, i, (Role.HEAD, Role.RUBRIC, Role.BYLINE, Role.AUTHOR))
        run = self._one_story(run)
        end = i + len(run)
        heads = [item for item in run if item.role is Role.HEAD]
        following = self.items[end] if end < len(self.items) else None
        if not heads and all(item.role in (Role.BYLINE, Role.AUTHOR) for item in run):
            return self._stray_byline(run, end)
        strong = len(heads) < len(run) or headlike.signed_below(self.items, end)
        if not strong and (end in self.photos or end in self.torn):
            return self._photo(end, self.photos.get(end, end), heads)
        known = strong or (bool(heads) and heads[0].place in self.owed)
        owner = None if known else self.sections.owner(i, heads, self.current)
        if owner is not None:
            self.current, self.over = owner, False
            self._subheads(heads)
        elif strong or self._starts_story(i, heads, following):
            self._head(run, following)
        else:
            self._subheads(heads)
        return end

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
        letter = story is not None and all("读者" in item.text for item in story.signed)
        if story is not None and letter and not story.photo:
            story.signed.extend(run)  # whoever answers a reader's letter signs below it
        else:
            for item in run:
                self.out.loose[item.place] = "a byline without a story"
        return end

    def _starts_story(self, i: int, heads: list[Item], following: Item | None) -> bool:
        """Does a run of head lines without byline open a story, or divide the one before it?"""
        if self.current is None or heads[0].place in self.owed:
            return True
        if following is None or (self.current.signed and not self._has_body()):
            return False  # a signed piece may start with a subhead
        after_photo = self.after_photo is self.items[i - 1]
        return self.sections.new(i, heads, self.current, over=self.over, after_photo=after_photo)

    def _head(self, run: list[Item], following: Item | None) -> None:
        story = self._open()
        leads = [item for item in run if item.role is Role.HEAD]
        for n, item in enumerate(run):
            if item.role in (Role.BYLINE, Role.AUTHOR):
                story.signed.append(item)
            elif item.role is Role.RUBRIC:
                story.rubrics.append(item)
            elif roles.is_rubric_word(item.text) and (story.heads or n + 1 < len(leads)):
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


def _run(items: Sequence[Item], start: int, wanted: tuple[Role, ...]) -> list[Item]:
    end = start
    while end < len(items) and items[end].role in wanted:
        end += 1
    return list(items[start:end])
