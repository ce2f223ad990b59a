"""What holds a fragment to a story, and what pushes it out of one, whatever its words say.

Turns links between fragments and numbers that count on into nats for each fragment and story. How
they weigh against words, columns and distance is not its business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from digest.reading.fragments import Fragment
from digest.reading.kinship import Kinship
from digest.reading.stitching import Link

SWITCH = 3.2  # nats for leaving the story of the last head without a new head
WHOLE = 4.0  # the same, added for a whole paragraph on pages not read across columns
COUNTS = 6.0  # how strongly numbers that count on do hold
_PULL = 6.0  # how strongly a link binds two fragments to one story
_GOES_ON = 1.5
_GUESTS = 2  # so many paragraphs of one other story under a head are no accident
_AMID_SENTENCE = 2.0  # against a paragraph that stands amid a sentence being of the same story

Held = list[dict[int, float]]
"""For each fragment, story → nats for its being of that story."""


def bonds(
    fragments: Sequence[Fragment],
    links: Mapping[int, Link],
    counted: Mapping[int, int],
    kinship: Kinship,
) -> Held:
    """For each fragment, the stories of those it is linked with from under another head, or counts
    on from (`counted`), and the story amid whose sentence it stands (below 0). On pages not read
    across columns a story's last lines go nowhere: what goes on with them came away."""
    held: Held = [{} for _ in fragments]
    for link in links.values():
        if _settled(fragments[link.left], fragments[link.right]):
            continue
        # the link has paid for its distance already, so it pays for the switch
        pull = min(_PULL, SWITCH + 0.5 + link.sure)
        for here, there in _pulled(link, fragments, kinship):
            if there.story is not None:
                held[here][there.story] = max(held[here].get(there.story, 0.0), pull)
    for later, earlier in counted.items():
        story = fragments[earlier].story
        if story is not None and not one_list(fragments, earlier, later):
            # whole paragraphs do count on, so it pays for one that leaves
            pull = COUNTS + (0.0 if fragments[later].widths else WHOLE)
            held[later][story] = max(held[later].get(story, 0.0), pull)
    for link in links.values():
        _part(fragments, link, held)
    return held


def guests(fragments: Sequence[Fragment], held: Held) -> frozenset[tuple[int | None, int]]:
    """Which stories have lines under which other heads, as their links tell, or two that are held
    to be theirs: (head, story)."""
    strayed = [
        (fragment.home, fragment.story, stories)
        for fragment, stories in zip(fragments, held, strict=True)
        if fragment.widths and fragment.story not in (None, fragment.home)
    ]
    times = Counter((home, story) for home, story, _ in strayed)
    return frozenset(
        (home, story)
        for home, story, stories in strayed
        if story is not None and (story in stories or times[home, story] >= _GUESTS)
    )


def one_list(fragments: Sequence[Fragment], earlier: int, later: int) -> bool:
    """Do two paragraphs that count on stand one below the other under one head?"""
    return earlier + 1 == later and fragments[earlier].home == fragments[later].home


def _part(fragments: Sequence[Fragment], link: Link, held: Held) -> None:
    """Pushes out of a story the whole paragraphs that stand amid a sentence of it. Single lines of
    a column may stand in any order, and pages not read across columns have no such sentences."""
    left, right = fragments[link.left], fragments[link.right]
    story = left.home
    if story is None or not left.widths or left.closed or left.single:
        return
    if not story == left.story == right.home == right.story:
        return
    if link.right > link.left + 1:
        held[link.right][story] = held[link.right].get(story, 0.0) + min(_GOES_ON, link.sure)
    for k in range(link.left + 1, link.right):
        between = fragments[k]
        if between.home == story and not (between.single or between.starts_story):
            held[k][story] = held[k].get(story, 0.0) - min(_AMID_SENTENCE, link.sure)


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
    """Do linked fragments stand under one head, and the opening of a second story inside a line
    where it is held to belong?"""
    return left.home == (left.story if _opens_strand(left, right) else right.home)


def _opens_strand(left: Fragment, right: Fragment) -> bool:
    """Is one the opening of a second story inside a line and the other its next piece?"""
    return left.stray and left.starts_story and left.line == right.line


def _eager(here: Fragment, there: Fragment, kinship: Kinship) -> float:
    """Nats by which a fragment is more akin to another's story than to the one it is held to."""
    stories = (there.story, here.story)
    akin = [0.0 if s is None else kinship.nats(here.matter, s, here.counted) for s in stories]
    return akin[0] - akin[1]
