"""One page from text to articles: the stages in order.

Turns a `Page` into a `PageReading`. Very long dumps are read in stretches so that cost stays
linear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from digest.language import twins
from digest.model import Article, Doubt, Leftover, Page, PageReading
from digest.reading import (
    deciding,
    formal,
    normal,
    originals,
    paragraphs,
    rejoining,
    roles,
    rows,
    strays,
    subheads,
    verse,
    weaving,
    wrapping,
)
from digest.reading.accounting import Settled, account
from digest.reading.fragments import Fragment
from digest.reading.lines import Line, column_width, split, unseen
from digest.reading.matter import Matter
from digest.reading.outline import outline
from digest.reading.rarity import learn
from digest.reading.roles import Item, Role
from digest.reading.seams import Seams
from digest.reading.standings import standings
from digest.reading.stitching import Stitcher
from digest.reading.stories import Outline

# nats for a line being of the head it stands under: of a picture or a row, alone, first of several
_CAPTION, _ONLY, _FIRST = 6.0, 4.0, 2.0
_STARTS = -1.0  # openness of what may start a paragraph
_STRETCH = 260  # lines read at once; a newspaper page has 60–250


def read_page(page: Page, marked: Mapping[int, Role] | None = None) -> PageReading:
    """The articles, leftovers and doubts of a page. Pure: no file, clock or network. A page in
    traditional characters is judged by its simplified twin and told in its own characters.

    `marked`: lines by number of which the page says itself whether they are a head or a whole
    paragraph, as documents do."""
    if twins.is_traditional(page.text):
        twin = twins.Twin(page.text)
        simplified = replace(page, text=twin.simplified)
        return originals.restored(_read_all(simplified, marked or {}), page, twin)
    return _read_all(page, marked or {})


def _read_all(page: Page, marked: Mapping[int, Role]) -> PageReading:
    articles: list[Article] = []
    leftovers = [Leftover(number, raw, "nothing visible") for number, raw in unseen(page.text)]
    doubts: list[Doubt] = []
    for stretch in _stretches(split(page.text)):
        reading = _read(page, stretch, marked, len(articles))
        articles.extend(reading.articles)
        leftovers.extend(reading.leftovers)
        doubts.extend(reading.doubts)
    return PageReading(page, tuple(articles), tuple(leftovers), tuple(doubts))


def _stretches(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """The whole page, or for very long dumps runs of lines that break at wide gaps if they can."""
    out: list[Sequence[Line]] = []
    start = 0
    while len(lines) - start > _STRETCH:
        window = range(start + _STRETCH, start + _STRETCH // 2, -1)
        cut = max(window, key=lambda i: (min(lines[i].gap, 3), i))
        out.append(lines[start:cut])
        start = cut
    out.append(lines[start:])
    return [stretch for stretch in out if stretch]


def _read(page: Page, lines: Sequence[Line], marked: Mapping[int, Role], first: int) -> PageReading:
    lines = rejoining.mended(lines)
    column = column_width(lines)
    seams = Seams(line.text for line in lines)
    learn(seams.pairs)
    items = roles.items(
        lines, lambda pieces: column is not None and weaving.is_woven(pieces, seams)
    )
    roles.settle_marked(items, marked)
    rows.settle(items)
    verse.settle(items)
    formal.settle(items)
    plan = outline(items, column, seams)
    fragments = _fragments(items, plan, column)
    columns = wrapping.measure(fragments, len(plan.stories))
    woven = strays.settle(fragments, seams)
    _await(plan, fragments)
    _root(plan, fragments)
    decided = deciding.decide(plan, fragments, Stitcher(fragments, seams, woven), columns)
    owners, across = decided.owners, column is not None
    subheads.settle(plan, fragments, owners)
    chains = paragraphs.chains(fragments, decided.links, owners)
    told = standings(plan.stories, fragments, owners, chains, decided.kinship, across=across)
    settled = Settled(plan, items, fragments, owners, chains, told, wrapped=across)
    return account(page, settled, first)


def _fragments(items: Sequence[Item], plan: Outline, column: float | None) -> list[Fragment]:
    out = []
    subheads = {item.place for story in plan.stories for item in story.subheads}
    for item in items:
        if item.role not in (Role.BODY, Role.NOTE) or item.place in plan.loose:
            continue
        text = item.text if item.row else normal.unspaced(item.text)
        out.append(
            Fragment(
                item.place,
                item.line.number,
                text,
                plan.home.get(item.place),
                Matter(text),
                part=item.part,
                parts=item.parts,
                starts_story=item.opening is not None,
                pull=item.place in plan.pulls,
                note=item.role is Role.NOTE,
                whole=item.marked,
                gap=item.gap,
                signed=item.signed,
                ends=item.ends,
                row=item.row,
                headed=item.place - 1 in subheads,
                widths=item.widths if column is not None else (),
            )
        )
    return out


def _await(plan: Outline, fragments: Sequence[Fragment]) -> None:
    """Marks the first line under each head that has neither byline nor opening of its own."""
    served = {f.home for f in fragments if f.starts_story and not f.part}
    served |= {story.number for story in plan.stories if story.signed or story.photo}
    seen: set[int | None] = {None}
    for fragment in fragments:
        if fragment.home not in seen and fragment.home not in served and not fragment.pull:
            fragment.awaited = True
        seen.add(fragment.home)


def _root(plan: Outline, fragments: Sequence[Fragment]) -> None:
    """Holds captions to their pictures, and to a head the line below it that starts a paragraph,
    the more when it is the only one."""
    lines = Counter(fragment.home for fragment in fragments)
    pictures = {story.number for story in plan.stories if story.photo}
    seen: set[int | None] = {None}
    for fragment in fragments:
        if fragment.home in pictures or fragment.row:
            fragment.rooted = _CAPTION
        elif fragment.home not in seen and fragment.openness > _STARTS:
            fragment.rooted = _ONLY if lines[fragment.home] == 1 else _FIRST
        seen.add(fragment.home)
