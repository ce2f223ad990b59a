"""How each article stands on its page: what was moved to and from it, and what its words speak of.

Turns the fragments of a page with their owners into a `Standing` for each story. It moves nothing
and judges nothing: `confidence` weighs what it tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.reading.confidence import Standing
from digest.reading.kinship import Kinship
from digest.reading.paragraphs import Chain
from digest.reading.stitching import Fragment
from digest.reading.stories import Story

_TELLING = 15  # characters of a line from which its words tell of what it speaks
_BETTER = 0.3  # nats by which they must fit another story better
_SHORT = 120  # characters of an article that is short


def standings(
    stories: Sequence[Story],
    fragments: Sequence[Fragment],
    owners: Sequence[int | None],
    chains: Mapping[int, Sequence[Chain]],
    kinship: Kinship,
    *,
    across: bool,
) -> dict[int, Standing]:
    """The standing of every story that has text; `across`: the page was read across its columns."""
    cut = {number: _cut(found) for number, found in chains.items()}
    breaks = sum(cut.values())
    away = [f for f, owner in zip(fragments, owners, strict=True) if f.home != owner]
    out: dict[int, Standing] = {}
    for story in stories:
        number = story.number
        own = [fragment for chain in chains.get(number, ()) for fragment in chain.fragments]
        if not own:
            continue
        out[number] = Standing(
            torn=across or bool(away) or breaks > 0,
            across=across,
            breaks=breaks - cut[number],
            foreign=sum(_is_foreign(fragment, number, kinship) for fragment in own),
            brought=sum(fragment.home != number for fragment in own) / len(own),
            taken=sum(fragment.home == number and not fragment.stray for fragment in away),
            open_end=not own[-1].closed,
            short=not story.photo and sum(len(fragment.text) for fragment in own) < _SHORT,
            photo=story.photo,
        )
    return out


def _cut(chains: Sequence[Chain]) -> int:
    return sum(chain.cut for chain in chains if not chain.pull and not chain.note)


def _is_foreign(fragment: Fragment, story: int, kinship: Kinship) -> bool:
    """Do the words of a fragment fit another story better than the one it was given to?"""
    if fragment.starts_story or len(fragment.text) <= _TELLING:
        return False
    own = kinship.nats(fragment.grams, story, fragment.counted)
    others = (
        kinship.nats(fragment.grams, other, fragment.counted)
        for other in kinship.all(fragment.grams, fragment.counted)
        if other != story
    )
    return max(others, default=0.0) > own + _BETTER
