"""Which story each fragment belongs to, when lines stand under a head that is not theirs.

Turns fragments, their links and the outline's homes into a story for every fragment: the cheapest
path through the page, where staying under the last head is free, leaving it costs, and links and
shared rare words pull a fragment to its own story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.reading.kinship import Kinship
from digest.reading.sequences import counted_on
from digest.reading.stitching import Fragment, Link
from digest.reading.wrapping import Column, fits

_SWITCH = 3.2  # nats for leaving the story of the last head without a new head
_WHOLE, _GOES_ON = 4.0, -1.0  # the same, added at a line whose openness is not below that, or for
# a story that breaks off nowhere
_GUEST = 2.5  # less for a story of which other lines stand under the same head, columns by turns
_RETURN = 1.5  # for coming back to it
_LATE = 4.0  # for going on with a story under the head of the next
_EARLY = 1.2  # for a line that stands before the head of its story, or a block of lines on pages
# not read across columns, where only whole blocks stray
_TIE, _MOST_TIE = 1.0, 6.0  # for leaving a story between two linked neighbours
_PULL = 6.0  # how strongly a link binds two fragments to one story
_PAST_END = 4.0  # for going on with a story below the signature that ends it
_AMID_SENTENCE = 2.0  # against a paragraph that stands amid a sentence being of the same story
_COUNTS = 6.0  # how strongly numbers that count on do
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
    bound = _bonds(fragments, links, kinship)
    page = _Page(
        fragments,
        links,
        kinship,
        columns,
        bound,
        _options(fragments, links, kinship, bound, len(columns)),
        awaiting=_awaiting(fragments),
        torn=frozenset(fragment.home for fragment in fragments if not fragment.closed),
        guests=_guests(fragments, bound),
    )
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


def _bonds(
    fragments: Sequence[Fragment], links: Mapping[int, Link], kinship: Kinship
) -> list[dict[int, float]]:
    """For each fragment, the stories of those it is linked with from under another head. On pages
    not read across columns a story's last lines go nowhere: what goes on with them came away."""
    bound: list[dict[int, float]] = [{} for _ in fragments]
    for link in links.values():
        left, right = fragments[link.left], fragments[link.right]
        if _settled(left, right):
            continue
        # the link has paid for its distance already, so it pays for the switch
        pull = min(_PULL, _SWITCH + 0.5 + link.sure)
        for here, there in _pulled(link, fragments, kinship):
            if there.story is not None:
                bound[here][there.story] = max(bound[here].get(there.story, 0.0), pull)
    for later, earlier in counted_on([fragment.text for fragment in fragments]).items():
        story = fragments[earlier].story
        if story is not None:  # whole paragraphs do count on, so it pays for one that leaves
            pull = _COUNTS + (0.0 if fragments[later].widths else _WHOLE)
            bound[later][story] = max(bound[later].get(story, 0.0), pull)
    _part(fragments, links, bound)
    return bound


def _part(
    fragments: Sequence[Fragment], links: Mapping[int, Link], bound: Sequence[dict[int, float]]
) -> None:
    """Pushes out of a story the whole paragraphs that stand amid one of its sentences."""
    for link in links.values():
        left, right = fragments[link.left], fragments[link.right]
        if not left.widths or left.closed or left.single or left.home != right.home:
            continue
        if left.home is None or left.story != left.home or right.story != right.home:
            continue
        for k in range(link.left + 1, link.right):
            between = fragments[k]
            if between.home == left.home and not (between.single or between.starts_story):
                pushed = bound[k].get(left.home, 0.0) - min(_AMID_SENTENCE, link.sure)
                bound[k][left.home] = pushed


def _options(
    fragments: Sequence[Fragment],
    links: Mapping[int, Link],
    kinship: Kinship,
    bound: Sequence[Mapping[int, float]],
    count: int,
) -> list[set[int]]:
    """The stories that come into question for each fragment: of the heads around, of those it is
    bound to, of the two it shares most with, and whatever does for a neighbour it is linked with,
    since the rest of a sentence may speak of nothing."""
    awaiting = _awaiting(fragments)
    out: list[set[int]] = []
    mute = []
    for i, fragment in enumerate(fragments):
        found = set(bound[i])
        if fragment.stray:
            found.update(awaiting)
        found.update(f.home for f in fragments[max(0, i - 1) : i + 2] if f.home is not None)
        shared = kinship.all(fragment.grams, fragment.counted)
        best = sorted(shared, key=lambda story: -shared[story])[:3]
        found.update(story for story in best if shared[story] > 1.0)
        mute.append(max(shared.values(), default=0.0) <= 1.0)
        out.append(found or set(range(count)))
    tied = [i for i, link in links.items() if link.right == i + 1]
    for i in sorted(tied):
        if mute[i + 1]:
            out[i + 1] |= out[i]
    for i in sorted(tied, reverse=True):
        if mute[i]:
            out[i] |= out[i + 1]
    return out


def _awaiting(fragments: Sequence[Fragment]) -> frozenset[int]:
    return frozenset(f.home for f in fragments if f.awaited and f.home is not None)


def _guests(
    fragments: Sequence[Fragment], bound: Sequence[Mapping[int, float]]
) -> frozenset[tuple[int | None, int]]:
    """Which stories have lines under which other heads, as their links tell."""
    return frozenset(
        (fragment.home, story)
        for fragment, stories in zip(fragments, bound, strict=True)
        if fragment.widths
        for story in stories
        if story != fragment.home and fragment.story == story
    )


def _pulled(
    link: Link, fragments: Sequence[Fragment], kinship: Kinship
) -> list[tuple[int, Fragment]]:
    """The ends of a link to be held to the story of the other end: where the two are held to belong
    to different stories one only, the more akin to the other's, or they would change places."""
    left, right = fragments[link.left], fragments[link.right]
    to_right, to_left = (link.left, right), (link.right, left)
    if not left.widths or _opens_strand(left, right):
        return [to_left]
    if left.story == right.story:
        return [to_right, to_left]
    return [max((to_left, to_right), key=lambda end: _eager(fragments[end[0]], end[1], kinship))]


def _settled(left: Fragment, right: Fragment) -> bool:
    """Do linked fragments stand under one head and are held to belong to one story?"""
    if _opens_strand(left, right):
        return left.home == left.story
    return left.home == right.home


def _opens_strand(left: Fragment, right: Fragment) -> bool:
    """Is one the opening of a second story inside a line and the other its next piece?"""
    return left.stray and left.starts_story and left.line == right.line


def _eager(here: Fragment, there: Fragment, kinship: Kinship) -> float:
    """Nats by which a fragment is more akin to another's story than to the one it is held to."""
    stories = (there.story, here.story)
    akin = [0.0 if s is None else kinship.nats(here.grams, s, here.counted) for s in stories]
    return akin[0] - akin[1]


@dataclass(frozen=True, slots=True)
class _Page:
    """What decides the path: `bound`, the stories that links hold each fragment to; `options`,
    those that come into question for it; the stories that are `awaiting` their opening, those that
    are `torn` (break off somewhere), and those that are `guests` under a head, as (head, story)."""

    fragments: Sequence[Fragment]
    links: Mapping[int, Link]
    kinship: Kinship
    columns: Sequence[Column]
    bound: Sequence[Mapping[int, float]]
    options: Sequence[set[int]]
    awaiting: frozenset[int]
    torn: frozenset[int | None]
    guests: frozenset[tuple[int | None, int]]

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
        kin = self.kinship.nats(fragment.grams, story, fragment.counted)
        if story == fragment.home:
            kin += fragment.rooted
        elif fragment.widths and fragment.home is not None and story > fragment.home:
            kin -= _EARLY
        return -kin - fits(fragment, self.columns[story]) - self.bound[i].get(story, 0.0)

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
        if now.line == before.line:
            return 1.0 + (0.0 if now.stray or before.stray else tied)
        if story == now.home:
            return tied + _RETURN
        return tied + self._leaving(before, now, way)

    def _leaving(self, before: Fragment, now: Fragment, way: tuple[int, int]) -> float:
        """Cost of leaving the story of the last head before `now` for another. What strays starts
        in mid-sentence and comes from where a story breaks off; only on pages read across columns,
        which show them, do whole paragraphs stray by themselves."""
        was, story = way
        if now.widths:
            return _SWITCH - _GUEST * (was == now.home and (now.home, story) in self.guests)
        whole = before.closed and (now.openness > _GOES_ON or story not in self.torn)
        early = now.home is not None and story > now.home
        return _SWITCH + (_WHOLE if whole else 0.0) + (_EARLY if early else 0.0)


def _path(costs: list[dict[int, float]], back: list[dict[int, int]]) -> list[int | None]:
    story = min(costs[-1], key=lambda s: costs[-1][s])
    out: list[int | None] = [story]
    for i in range(len(costs) - 1, 0, -1):
        story = back[i][story]
        out.append(story)
    return out[::-1]
