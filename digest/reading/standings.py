"""How each article stands on its page: what was moved to and from it, and what its words speak of.

Turns the fragments of a page with their owners into a `Standing` for each story. It moves nothing
and judges nothing: `confidence` weighs what it tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.reading.confidence import Standing
from digest.reading.fragments import Fragment
from digest.reading.kinship import Kinship
from digest.reading.paragraphs import Chain
from digest.reading.stories import Story

_TELLING = 15  # characters of a line from which its words tell of what it speaks
_BETTER, _FAR_BETTER = 0.3, 1.5  # nats by which they must fit another story better
_FAR = 3.0  # nats beyond which a line is no surer
_SHORT = 120  # characters of an article that is short


@dataclass(slots=True)
class _Affinity:
    """`Standing`'s account of what the words of a story's lines speak of."""

    foreign: int = 0
    claimed: int = 0
    margin: float = _FAR


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
    breaks = sum(_cut(found) for found in chains.values())
    away = [f for f, owner in zip(fragments, owners, strict=True) if f.home != owner]
    affinities = _affinities(fragments, owners, kinship)
    out: dict[int, Standing] = {}
    for story in stories:
        number = story.number
        own = [fragment for chain in chains.get(number, ()) for fragment in chain.fragments]
        if not own:
            continue
        words = affinities.get(number, _Affinity())
        out[number] = Standing(
            torn=across or bool(away) or breaks > 0,
            across=across,
            breaks=breaks,
            foreign=words.foreign,
            claimed=words.claimed,
            margin=words.margin,
            brought=sum(fragment.home != number for fragment in own) / len(own),
            taken=sum(fragment.home == number and not fragment.stray for fragment in away),
            open_end=not own[-1].closed,
            short=not story.photo and sum(len(fragment.text) for fragment in own) < _SHORT,
            photo=story.photo,
        )
    return out


def _cut(chains: Sequence[Chain]) -> int:
    return sum(chain.cut for chain in chains if not chain.pull and not chain.note)


def _affinities(
    fragments: Sequence[Fragment], owners: Sequence[int | None], kinship: Kinship
) -> dict[int, _Affinity]:
    """What the words of each telling line say of the story it was given to, and of the others."""
    out: dict[int, _Affinity] = {}
    for fragment, owner in zip(fragments, owners, strict=True):
        if owner is None or fragment.starts_story or len(fragment.text) <= _TELLING:
            continue
        counted = fragment.counted
        own = kinship.nats(fragment.matter, owner, counted)
        others = {
            t: kinship.nats(fragment.matter, t, counted) for t in kinship.stories if t != owner
        }
        best = max(others.values(), default=0.0)
        affinity = out.setdefault(owner, _Affinity())
        affinity.margin = min(affinity.margin, own - best)
        affinity.foreign += best > own + _BETTER
        for other, nats in others.items():
            if nats > own + _FAR_BETTER:
                out.setdefault(other, _Affinity()).claimed += 1
    return out
