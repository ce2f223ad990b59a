"""The account of every line of a page, once it is settled what belongs to which story.

Turns the stories, their text and their apparatus into a `PageReading`: every non-blank line ends up
in the `lines` of exactly one article or among the leftovers; a line made of two columns goes to the
article with more of it and the other gets a doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from digest.model import Article, Doubt, Leftover, Page, PageReading
from digest.reading import assembling, dates, furniture
from digest.reading.confidence import Sign, Standing
from digest.reading.fragments import Fragment
from digest.reading.paragraphs import Chain
from digest.reading.roles import Item
from digest.reading.stories import Outline, Story

_Shares = dict[int, Counter[int]]  # line → story → characters of it


@dataclass(frozen=True, slots=True)
class Settled:
    """A page when all is decided: its outline and items, the story that owns each fragment, the
    paragraphs and the standing of each story, and whether the page shows its column breaks."""

    plan: Outline
    items: Sequence[Item]
    fragments: Sequence[Fragment]
    owners: Sequence[int | None]
    chains: Mapping[int, Sequence[Chain]]
    standings: Mapping[int, Standing]
    wrapped: bool


def account(page: Page, settled: Settled, first: int) -> PageReading:
    """The articles, leftovers and doubts of a page; positions are counted on from `first`."""
    shares = _shares(settled)
    owner = _owners(settled.plan, shares)
    said = furniture.said(settled.items[place].text for place in settled.plan.loose)
    page_date = dates.published(page, said.day, [item.text for item in settled.items])
    page = replace(page, paper=page.paper or said.paper, number=page.number or said.number)
    articles: list[Article] = []
    doubts: list[Doubt] = []
    for story in settled.plan.stories:
        chains = settled.chains.get(story.number, [])
        if not any(furniture.has_word(chain.text) for chain in chains):
            continue  # a head whose text is not on the page, or was taken for another's
        lines = tuple(sorted(line for line, number in owner.items() if number == story.number))
        moved, mixed = _moved(settled, story.number), _mixed(shares, story.number)
        made, found = assembling.article(
            page,
            first + len(articles) + 1,
            story,
            chains,
            settled.items,
            page_date,
            lines=lines,
            wrapped=settled.wrapped,
            extra=moved + mixed + _unread(settled.items, lines),
            standing=settled.standings[story.number],
        )
        articles.append(made)
        doubts.extend(found)
    return PageReading(page, tuple(articles), _leftovers(settled, articles), tuple(doubts))


def _shares(settled: Settled) -> _Shares:
    """How much of each line went to which story."""
    out: _Shares = {}
    for fragment, owner in zip(settled.fragments, settled.owners, strict=True):
        if owner is not None:
            out.setdefault(fragment.line, Counter())[owner] += len(fragment.text)
    return out


def _owners(plan: Outline, shares: _Shares) -> dict[int, int]:
    """The one story that each line is told with."""
    out = {line: counts.most_common(1)[0][0] for line, counts in shares.items()}
    for story in plan.stories:
        for item in _apparatus(story):
            out.setdefault(item.line.number, story.number)
    return out


def _leftovers(settled: Settled, articles: Sequence[Article]) -> tuple[Leftover, ...]:
    used = {line for one in articles for line in one.lines}
    return tuple(
        Leftover(
            item.line.number,
            item.line.raw,
            settled.plan.loose.get(item.place, "no article claims it"),
        )
        for item in settled.items
        if item.line.number not in used and item.part == 0
    )


def _apparatus(story: Story) -> list[Item]:
    group = [story.group] if story.group is not None and story.leads_group else []
    return (
        group
        + story.heads
        + story.rubrics
        + story.signed
        + story.credits
        + story.labels
        + story.sources
        + story.subheads
        + story.notes
    )


def _moved(settled: Settled, story: int) -> list[tuple[tuple[int, ...], Sign]]:
    """The lines under a story's head that were read as another's."""
    away = [
        fragment.line
        for fragment, owner in zip(settled.fragments, settled.owners, strict=True)
        if fragment.home == story != owner and not fragment.stray
    ]
    return [(tuple(dict.fromkeys(away)), Sign.TAKEN)] if away else []


def _unread(items: Sequence[Item], lines: Sequence[int]) -> list[tuple[tuple[int, ...], Sign]]:
    """The lines of an article that hold bytes which are no text."""
    bad = {item.line.number for item in items if "\ufffd" in item.text}.intersection(lines)
    return [((line,), Sign.UNREAD) for line in sorted(bad)]


def _mixed(shares: _Shares, story: int) -> list[tuple[tuple[int, ...], Sign]]:
    return [
        ((line,), Sign.MIXED)
        for line, counts in sorted(shares.items())
        if len(counts) > 1 and story in counts
    ]
