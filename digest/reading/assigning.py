"""Which story each fragment belongs to, when lines stand under a head that is not theirs.

Turns fragments, their links and the outline's homes into a story for every fragment: the cheapest
path through the page, where staying under the last head is free, leaving it costs, and links and
shared rare words pull a fragment to its own story.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from digest.reading.bonds import COUNTS, SWITCH, WHOLE, Held, bonds, guests, one_list
from digest.reading.fragments import Fragment
from digest.reading.kinship import Kinship, spoken_of
from digest.reading.sequences import counted_on
from digest.reading.stitching import Link
from digest.reading.wrapping import Column, fits, outgrows

_GOES_ON = -1.0  # openness below which a line may go on with a story that breaks off
_GUEST = 2.5  # less for a story of which other lines stand under the same head, columns by turns
_RETURN = 1.5  # for coming back to it
_LATE = 4.0  # for going on with a story under the head of the next
_EARLY = 1.2  # for a line that stands before the head of its story, or a block of lines on pages
# not read across columns, where only whole blocks stray
_FAR = 1.0  # for a story whose head is not the next above: columns read across stand side by side
_INTACT = 4.0  # on pages where no sentence breaks off at all: nothing was torn from its place
_UNTOLD = 2.0  # for taking up what the story has not told of
_TIE, _MOST_TIE = 1.0, 6.0  # for leaving a story between two linked neighbours
_PAST_END = 4.0  # for going on with a story below the signature that ends it
_TWO_OPENINGS = 6.0  # for a second opening in one story


def stories(
    fragments: Sequence[Fragment],
    links: Mapping[int, Link],
    kinship: Kinship,
    columns: Sequence[Column],
) -> list[int | None]:
    """The story of each fragment, None when the page has no story; `columns` tell how the stories
    are set."""
    if not fragments:
        return []
    if not columns:
        return [None] * len(fragments)
    page = _page(fragments, links, kinship, columns)
    first = page.emissions(0)
    home = fragments[0].home
    costs = [{s: e + (0.0 if s == home else 3.0) for s, e in first.items()}]
    back: list[dict[int, int]] = [{}]
    for i in range(1, len(fragments)):
        tied = page.tied(i)
        now: dict[int, float] = {}
        came: dict[int, int] = {}
        for story, price in page.emissions(i).items():
            ways = {s: cost + page.step(i, (s, story), tied) for s, cost in costs[-1].items()}
            came[story] = min(ways, key=ways.__getitem__)
            now[story] = price + ways[came[story]]
        costs.append(now)
        back.append(came)
    return _path(costs, back)


def _page(
    fragments: Sequence[Fragment],
    links: Mapping[int, Link],
    kinship: Kinship,
    columns: Sequence[Column],
) -> _Page:
    """What decides the path through a page."""
    counted = counted_on([fragment.text for fragment in fragments], _in_talks(fragments))
    held = bonds(fragments, links, counted, kinship)
    listed = frozenset(
        later
        for later, earlier in counted.items()
        if fragments[later].widths and one_list(fragments, earlier, later)
    )
    return _Page(
        fragments,
        links,
        kinship,
        columns,
        held,
        _options(fragments, links, kinship, held, listed, columns),
        awaiting=_awaiting(fragments),
        torn=frozenset(fragment.home for fragment in fragments if not fragment.closed),
        guests=guests(fragments, held),
        listed=listed,
        nouns=[spoken_of(fragment.text) for fragment in fragments],
    )


def _in_talks(fragments: Sequence[Fragment]) -> frozenset[int]:
    """The fragments under heads whose story does not open as news does, so that it may be a talk of
    its own; on pages read across columns none, where whole paragraphs stand anywhere."""
    news = {fragment.home for fragment in fragments if fragment.starts_story}
    return frozenset(i for i, f in enumerate(fragments) if not f.widths and f.home not in news)


def _options(
    fragments: Sequence[Fragment],
    links: Mapping[int, Link],
    kinship: Kinship,
    held: Held,
    listed: frozenset[int],
    columns: Sequence[Column],
) -> list[set[int]]:
    """The stories that come into question for each fragment: of the heads around and of those the
    lines around are held to belong to, of those it is bound to, of the two it shares most with, all
    when it is wider than the columns it stands in, and whatever does for a neighbour it is linked
    with, since the rest of a sentence may speak of nothing. A `listed` one goes with that above."""
    awaiting = _awaiting(fragments)
    out: list[set[int]] = []
    mute = []
    for i, fragment in enumerate(fragments):
        found = set(held[i])
        if fragment.stray:
            found.update(awaiting)
        near = fragments[max(0, i - 1) : i + 2]
        found.update(s for f in near for s in (f.home, f.story) if s is not None)
        shared = kinship.all(fragment.matter, fragment.counted)
        best = sorted(shared, key=lambda story: -shared[story])[:2]
        found.update(story for story in best if shared[story] > 1.0)
        if fragment.home is not None and outgrows(fragment, columns[fragment.home]):
            found.update(range(len(columns)))
        mute.append(max(shared.values(), default=0.0) <= 1.0)
        out.append(found or set(range(len(columns))))
    tied = [i for i, link in links.items() if link.right == i + 1]
    for i in sorted(tied):
        if mute[i + 1]:
            out[i + 1] |= out[i]
    for i in sorted(tied, reverse=True):
        if mute[i]:
            out[i] |= out[i + 1]
    for i in sorted(listed):
        out[i] = out[i - 1]
    return out


def _awaiting(fragments: Sequence[Fragment]) -> frozenset[int]:
    return frozenset(f.home for f in fragments if f.awaited and f.home is not None)


@dataclass(frozen=True, slots=True)
class _Page:
    """What decides the path: what each fragment is `held` to; `options`, the stories that come into
    question for it; those that are `awaiting` their opening, those that are `torn` (break off
    somewhere), and those that are `guests` under a head, as (head, story); the fragments `listed`,
    which count on from the one above."""

    fragments: Sequence[Fragment]
    links: Mapping[int, Link]
    kinship: Kinship
    columns: Sequence[Column]
    held: Held
    options: Sequence[set[int]]
    awaiting: frozenset[int]
    torn: frozenset[int | None]
    guests: frozenset[tuple[int | None, int]]
    listed: frozenset[int]
    nouns: Sequence[str | None]

    def emissions(self, i: int) -> dict[int, float]:
        """The cost of fragment `i` being of each story that comes into question."""
        fragment = self.fragments[i]
        found = {story: self._emission(i, story) for story in self.options[i]}
        if fragment.stray and fragment.starts_story and self.awaiting:
            found = {s: e + (s not in self.awaiting) * _TWO_OPENINGS for s, e in found.items()}
        return found

    def _emission(self, i: int, story: int) -> float:
        fragment = self.fragments[i]
        if fragment.starts_story and not fragment.stray:
            return 0.0 if story == fragment.home else 50.0
        if fragment.stray and fragment.starts_story and story == fragment.home:
            return _TWO_OPENINGS
        if i in self.listed:
            return 0.0
        kin = self.kinship.nats(fragment.matter, story, fragment.counted)
        if story == fragment.home:
            kin += fragment.rooted
        elif fragment.widths and fragment.home is not None and story > fragment.home:
            kin -= _EARLY
        noun = self.nouns[i]
        if noun is not None and not self.kinship.tells(noun, story, fragment.counted):
            kin -= _UNTOLD
        return -kin - fits(fragment, self.columns[story]) - self.held[i].get(story, 0.0)

    def tied(self, i: int) -> float:
        """How firmly fragment `i` is linked to the one before it."""
        link = self.links.get(i - 1)
        follows = link is not None and link.right == i
        return min(_MOST_TIE, _TIE + link.sure) if link is not None and follows else 0.0

    def step(self, i: int, way: tuple[int, int], tied: float) -> float:
        """Cost of going the `way` from one story to another before fragment `i`."""
        was, story = way
        before, now = self.fragments[i - 1], self.fragments[i]
        if before.home != now.home:  # a head stands between the two
            if story == now.home:
                return 0.0
            return _LATE if story == was else _LATE + 1.0
        if story == was or (before.stray and story == now.home):
            return _PAST_END if before.signed and story == was else 0.0
        if i in self.listed:
            return COUNTS
        if now.line == before.line:
            return 1.0 + (0.0 if now.stray or before.stray else tied)
        if story == now.home:
            return tied + _RETURN
        return tied + self._leaving(before, now, way, self.held[i])

    def _leaving(
        self, before: Fragment, now: Fragment, way: tuple[int, int], held: Container[int]
    ) -> float:
        """Cost of leaving the story of the last head before `now` for another; `held`: those it is
        held to. What strays starts in mid-sentence and comes from where a story breaks off; only on
        pages read across columns, which show them, do whole paragraphs stray by themselves."""
        was, story = way
        if now.widths:
            guest = (now.home, story) in self.guests
            # single lines of a narrow column may stand anywhere
            near = now.home in (None, story + 1) or now.single
            far = not (guest or near or story in held)
            return SWITCH + _FAR * far - _GUEST * (guest and was == now.home)
        whole = before.closed and (now.openness > _GOES_ON or story not in self.torn)
        early = now.home is not None and story > now.home
        price = SWITCH + (WHOLE if whole else 0.0) + (_EARLY if early else 0.0)
        return price if self.torn or story in held else price + _INTACT


def _path(costs: list[dict[int, float]], back: list[dict[int, int]]) -> list[int | None]:
    story = min(costs[-1], key=lambda s: costs[-1][s])
    out: list[int | None] = [story]
    for i in range(len(costs) - 1, 0, -1):
        story = back[i][story]
        out.append(story)
    return out[::-1]
