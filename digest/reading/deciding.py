"""Which fragment is of which story and what runs on into what, decided together.

Turns the fragments of a page into owners and links, in rounds: what runs on into what tells which
story a line is of, and that tells again what may run on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from digest.reading import assigning, wrapping
from digest.reading.fragments import Fragment
from digest.reading.kinship import Kinship, Vocabulary
from digest.reading.matter import Matter
from digest.reading.stitching import Link, Stitcher
from digest.reading.stories import Outline
from digest.reading.wrapping import Column

_ROUNDS = 3  # what belongs where is decided with what runs on, then again with the result
_DOUBTFUL = 1.0  # nats by which a line's words may fit another story better than its own
_CORE = 1  # characters after which a line under a head is no longer taken for the story's own


@dataclass(frozen=True, slots=True)
class Decided:
    """The story of each fragment (None when the page has none), what runs on into what by the left
    fragment, and what the stories speak of."""

    owners: Sequence[int | None]
    links: dict[int, Link]
    kinship: Kinship


def decide(
    plan: Outline, fragments: Sequence[Fragment], stitcher: Stitcher, columns: Sequence[Column]
) -> Decided:
    """Owners and links of the fragments, which are held to their owners' stories after it;
    `columns` tell how the stories are set at first sight."""
    for fragment, sure in zip(fragments, _core(fragments), strict=True):
        fragment.counted = fragment.home if sure else None
    weigh = _weighing(plan, fragments)
    kinship = weigh()
    owners: Sequence[int | None] = []
    for _ in range(_ROUNDS):
        links = stitcher.links(kinship)
        before, owners = owners, assigning.stories(fragments, links, kinship, columns)
        if owners == before:
            break
        _hold(fragments, owners, kinship)
        kinship = weigh()
        columns = wrapping.of_stories(fragments, len(plan.stories))
    else:
        if _across(fragments):  # the last owners moved whole paragraphs: links are told from these
            links = stitcher.links(kinship)
    return Decided(owners, links, kinship)


def _weighing(plan: Outline, fragments: Sequence[Fragment]) -> Callable[[], Kinship]:
    """What weighs the page by the stories its fragments are counted in at the time."""
    heads = [[Matter(item.text) for item in story.heads + story.signed] for story in plan.stories]
    told = chain(chain.from_iterable(heads), (fragment.matter for fragment in fragments))
    vocabulary = Vocabulary([one.pairs for one in told])
    return partial(_kinship, vocabulary, heads, fragments)


def _core(fragments: Sequence[Fragment]) -> list[bool]:
    """Whether a fragment is surely of the story it stands under: the first lines are, since what
    strays comes to stand after them."""
    seen: Counter[int | None] = Counter()
    out = []
    for fragment in fragments:
        out.append(seen[fragment.home] < _CORE and not fragment.stray)
        seen[fragment.home] += len(fragment.text)
    return out


def _hold(fragments: Sequence[Fragment], owners: Sequence[int | None], kinship: Kinship) -> None:
    """Takes the fragments for their owners' in the next round, and their words too. On pages read
    across columns not those that fit another story better: what merely stayed under a head would
    draw its own neighbours after it."""
    for fragment, owner in zip(fragments, owners, strict=True):
        counted = owner
        if owner is not None and fragment.widths and not fragment.starts_story:
            fits = kinship.fits(fragment.matter, owner, fragment.counted, _DOUBTFUL)
            counted = owner if fits else None
        fragment.story, fragment.counted = owner, counted


def _kinship(
    vocabulary: Vocabulary, heads: Sequence[Sequence[Matter]], fragments: Sequence[Fragment]
) -> Kinship:
    """What the stories speak of, and what the fragments share with them; the subheads of a story do
    not count, which may be another's."""
    members = [list(texts) for texts in heads]
    for fragment in fragments:
        if fragment.counted is not None:
            members[fragment.counted].append(fragment.matter)
    asked = ((fragment.matter, fragment.counted) for fragment in fragments)
    return Kinship(vocabulary, members, asked, across=_across(fragments))


def _across(fragments: Sequence[Fragment]) -> bool:
    """Was the page read across its columns?"""
    return any(fragment.widths for fragment in fragments)
