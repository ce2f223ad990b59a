"""The paragraphs of each story in reading order, from fragments that know their story and links.

Turns fragments into chains (one chain is one paragraph, or a pull-out, or a note) and puts the
chains of a story in the order a reader would take them: where they stand on the page, with what
was printed elsewhere spliced in after the line it continues. It changes no text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from digest.reading.fragments import Fragment
from digest.reading.introductions import in_full_first
from digest.reading.sequences import in_count
from digest.reading.stitching import Link

_END = 10**9  # an anchor after everything that stands under the head


@dataclass(slots=True)
class Chain:
    """Fragments that make one paragraph; `anchor` orders it within its story, `sure` is the
    weakest link inside it (nats)."""

    fragments: list[Fragment]
    story: int
    anchor: tuple[int, int] = (0, 0)
    sure: float = 99.0

    @property
    def text(self) -> str:
        """The text as joined, before house form."""
        return "".join(fragment.text for fragment in self.fragments)

    @property
    def places(self) -> list[int]:
        """Places of its fragments, in reading order."""
        return [fragment.place for fragment in self.fragments]

    @property
    def met(self) -> int:
        """The place on the page where a reader comes to it."""
        return self.anchor[1] if self.anchor[0] == _END else self.anchor[0]

    @property
    def pull(self) -> bool:
        """Is it a pull-out?"""
        return any(fragment.pull for fragment in self.fragments)

    @property
    def note(self) -> bool:
        """Is it an editor's note?"""
        return any(fragment.note for fragment in self.fragments)

    @property
    def cut(self) -> bool:
        """Does it end where no sentence ends?"""
        return not self.fragments[-1].closed


def chains(
    fragments: Sequence[Fragment], links: Mapping[int, Link], stories: Sequence[int | None]
) -> dict[int, list[Chain]]:
    """The chains of each story in reading order. A link between two stories is not followed."""
    kept = {i: link for i, link in links.items() if stories[i] == stories[link.right]}
    continued = {link.right for link in kept.values()}
    out: dict[int, list[Chain]] = {}
    for i, story in enumerate(stories):
        if story is None or i in continued:
            continue
        chain, link = Chain([fragments[i]], story), kept.get(i)
        while link is not None:
            chain.sure = min(chain.sure, link.sure)
            chain.fragments.append(fragments[link.right])
            link = kept.get(link.right)
        out.setdefault(story, []).append(chain)
    for story, found in out.items():
        _anchor(found, story)
        found.sort(key=lambda chain: chain.anchor)
        counted = [found[i] for i in in_count([chain.text for chain in found])]
        out[story] = _in_full_first(counted)
    return out


def _in_full_first(found: list[Chain]) -> list[Chain]:
    """On pages read across columns, where paragraphs change places, those first that name in full
    what the next names in short."""
    if not any(fragment.widths for chain in found for fragment in chain.fragments):
        return found
    opens = [chain.fragments[0].starts_story for chain in found]
    return [found[i] for i in in_full_first([chain.text for chain in found], opens)]


def _anchor(found: list[Chain], story: int) -> None:
    """Anchors: where the chain stands under its own head, else after what it continues. What opens
    the story comes first and what signs it last, wherever they were printed."""
    owner: dict[int, Chain] = {}
    for chain in found:
        for fragment in chain.fragments:
            owner[fragment.place] = chain
        home = [fragment.place for fragment in chain.fragments if fragment.home == story]
        chain.anchor = (_longest_run(home), 0) if home else (-1, 0)
    for place in sorted(owner):
        chain = owner[place]
        if chain.anchor[0] >= 0:
            continue
        before = owner.get(place - 1)
        if before is not None and before is not chain:
            chain.anchor = (before.anchor[0], before.anchor[1] + 1)
        else:
            chain.anchor = (_END, place)
    for chain in found:
        if chain.fragments[0].starts_story:
            chain.anchor = (-1, 0)
        elif chain.fragments[-1].signed and not chain.pull:
            chain.anchor = (_END + 1, chain.fragments[0].place)


def _longest_run(places: Sequence[int]) -> int:
    """The start of the longest stretch of neighbouring places."""
    ordered = sorted(places)
    best, best_size, start = ordered[0], 1, ordered[0]
    for before, place in pairwise(ordered):
        if place > before + 2:
            start = place
        if place - start + 1 > best_size:
            best, best_size = start, place - start + 1
    return best
