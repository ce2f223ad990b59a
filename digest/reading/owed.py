"""Heads that a page owes to the openings found inside the lines of other stories.

Where a scanner read across two columns, the byline and first line of a story come to stand inside a
line of its neighbour, while its head stands elsewhere over lines in mid-sentence. When more such
openings are found than heads that wait for one, the likeliest lines that were taken for text or
for a subhead are its head after all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.reading.evidence import starts
from digest.reading.leads import leads
from digest.reading.roles import Item, Role
from digest.reading.sections import Sections
from digest.reading.stories import Outline

_OPENS = 2.5  # nats from which a line reads as the opening of a story of its own
_LEAST = -7.0  # nats below which a line is no head, whatever is owed


def awaiting(plan: Outline) -> set[int]:
    """The stories whose opening stands elsewhere: neither signed nor a picture, and the first line
    under the head starts in mid-sentence."""
    first: dict[int, Item] = {}
    served = {story.number for story in plan.stories if story.signed or story.photo}
    for item in plan.items:
        home = plan.home.get(item.place)
        if home is None or item.place in plan.pulls or item.role is not Role.BODY:
            continue
        first.setdefault(home, item)
        if item.opening is not None and not item.part:
            served.add(home)
    return {home for home, item in first.items() if home not in served and not _opens(item)}


def _opens(item: Item) -> bool:
    """Does a line read as the opening of a story?"""
    return item.opening is not None or starts(item.text) > _OPENS or leads(item.text)


def heads(plan: Outline, pieces: Mapping[int, float], sections: Sections) -> list[Item]:
    """The lines that are the head of a story found by its opening alone, best reading first;
    nothing where each opening inside a line has its head. `pieces`: nats below 0 of the lines that
    were taken for pieces of text."""
    inside = sum(item.opening is not None and item.part > 0 for item in plan.items)
    if inside <= len(awaiting(plan)):
        return []
    subheads = {item.place for story in plan.stories for item in story.subheads}
    best: tuple[float, list[Item]] = (_LEAST, [])
    for item in plan.items:
        for run in _runs(plan.items, item.place, subheads | pieces.keys()):
            best = max(best, (_score(plan, run, pieces, sections), run), key=lambda found: found[0])
    return best[1]


def _runs(items: Sequence[Item], start: int, open_to: set[int]) -> list[list[Item]]:
    """One or two lines from `start` that may be a head, over a line that starts in mid-sentence."""
    out = []
    for end in (start + 1, start + 2):
        run = list(items[start:end])
        below = items[end] if end < len(items) else None
        if below is None or any(item.place not in open_to for item in run):
            continue
        if below.role is Role.BODY and not _opens(below):
            out.append(run)
    return out


def _score(
    plan: Outline, run: list[Item], pieces: Mapping[int, float], sections: Sections
) -> float:
    place = run[0].place
    above = [home for p in range(place) if (home := plan.home.get(p)) is not None]
    if not above:
        return _LEAST
    return sum(pieces.get(item.place, 0.0) for item in run) + sections.weigh(
        place, run, plan.stories[above[-1]]
    )
