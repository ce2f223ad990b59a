"""Articles from stories: heads into their slots, names apart, paragraphs whole, doubts said aloud.

Turns one outlined story with its chains into an `Article` of the contract, plus the doubts that a
person checking the page should see and a confidence in 0–1. What the page does not say stays None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from digest.model import Article, Doubt, Kind, Page, Published
from digest.reading import dates, doubting, heads, normal, openers, roles
from digest.reading.confidence import Sign, Standing, confidence
from digest.reading.evidence import runs_on
from digest.reading.headness import headness
from digest.reading.names import Names
from digest.reading.paragraphs import Chain
from digest.reading.roles import Item, Role
from digest.reading.stories import Story, story_names

_BRIEF = 220  # characters: the longest single paragraph that is a brief
_ROLE = re.compile(r"记者|通讯员|实习生|[文图]/")
_ENDS_HEAD = 1.0  # nats above which a line ends a head line printed elsewhere
_HEAD_FORM = 1.0  # nats below which a line may be a piece of running text after all


@dataclass(slots=True)
class Draft:
    """What is known of an article while it is put together."""

    story: Story
    names: Names
    byline: str | None = None
    when: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    met: list[int] = field(default_factory=list)  # where on the page each paragraph is met
    pullouts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    opened: bool = False
    rows: int = 0  # paragraphs that are rows or lines of verse
    office: bool = False  # words at its end tell what office the author holds
    doubts: list[tuple[tuple[int, ...], Sign]] = field(default_factory=list)


def article(
    page: Page,
    position: int,
    story: Story,
    chains: Sequence[Chain],
    items: Sequence[Item],
    page_date: Published | None,
    *,
    lines: tuple[int, ...],
    wrapped: bool,
    extra: Sequence[tuple[tuple[int, ...], Sign]],
    standing: Standing,
) -> tuple[Article, tuple[Doubt, ...]]:
    """The article of one story and its doubts."""
    draft = Draft(story, story_names(story), doubts=list(extra))
    _fill(draft, chains, items)
    _settle_author(draft)
    end = _strayed_end(draft)
    slots = heads.slots(heads.texts(story.heads, end, wrapped=wrapped))
    rubric = " ".join(normal.title(item.text) for item in story.rubrics) or heads.rubric_in(slots)
    _doubt_head(draft, slots, lines)
    made = Article(
        source=page.source,
        position=position,
        kind=_kind(draft, rubric),
        paragraphs=tuple(draft.paragraphs),
        rubric=rubric,
        paper=page.paper,
        page=page.number,
        lines=lines,
        confidence=confidence([sign for _, sign in draft.doubts], standing),
        pullouts=tuple(draft.pullouts),
        editor_note="\n".join(draft.notes) or None,
        published=dates.dated(draft.when, page_date),
        doubts=tuple(dict.fromkeys(sign.value for _, sign in draft.doubts)),
    )
    made = _divided(_headed(_named(made, draft), slots, story.group, wrapped), draft, end, wrapped)
    return made, tuple(Doubt(at, sign.value, position) for at, sign in draft.doubts)


def _named(made: Article, draft: Draft) -> Article:
    """With those who wrote it and who took its picture: who did both is named for the picture."""
    names = draft.names
    taken = names.photographers
    return replace(
        made,
        byline=draft.byline or _signed(draft.story),
        reporters=tuple(name for name in names.reporters if name not in taken),
        correspondents=tuple(name for name in names.correspondents if name not in taken),
        authors=tuple(name for name in names.authors if name not in taken),
        photographer=" ".join(taken) or None,
        credit_source=names.source or _source(draft.story),
    )


def _headed(made: Article, slots: Mapping[str, str], group: Item | None, wrapped: bool) -> Article:
    """With its head lines, and the one printed over several stories."""
    return replace(
        made,
        kicker=slots.get("kicker"),
        headline=slots.get("headline"),
        subtitle=slots.get("subtitle"),
        group_headline=normal.title(group.text, wrapped=wrapped) if group else None,
    )


def _divided(made: Article, draft: Draft, end: tuple[Item, Item] | None, wrapped: bool) -> Article:
    """With its subheads, each before a paragraph; the `end` of a head line is none."""
    subheads = [
        (normal.title(item.text, wrapped=wrapped), _index(draft, item))
        for item in draft.story.subheads
        if end is None or item is not end[1]
    ]
    subheads.sort(key=lambda pair: pair[1])
    return replace(
        made,
        subheads=tuple(text for text, _ in subheads),
        subhead_at=tuple(at for _, at in subheads),
    )


def _fill(draft: Draft, chains: Sequence[Chain], items: Sequence[Item]) -> None:
    body = [chain for chain in chains if not chain.pull and not chain.note]
    for chain in chains:
        if chain.pull:
            target = draft.notes if _editorial(draft.story) else draft.pullouts
            target.append(normal.body(chain.text))
        elif chain.note:
            draft.notes.append(normal.body(chain.text))
    before: Chain | None = None
    for chain in body:
        text = _without_opening(draft, chain, items)
        if chain.fragments[-1].signed:
            text = _without_closing(draft, text, items[chain.fragments[-1].place])
        if text:
            row = chain.fragments[0].row
            draft.rows += row
            draft.paragraphs.append(normal.title(text) if row else normal.body(text))
            draft.met.append(chain.met)
            draft.doubts.extend(doubting.doubts(chain, before))
            before = chain


def _editorial(story: Story) -> bool:
    return any(roles.is_editorial(item.text) for item in story.labels)


def _without_opening(draft: Draft, chain: Chain, items: Sequence[Item]) -> str:
    first = items[chain.fragments[0].place]
    opened = first.opening
    if opened is None or draft.opened:
        return chain.text
    draft.opened = True
    draft.names = opened.names.joined(draft.names)
    draft.when = opened.when
    if draft.byline is None:
        draft.byline = opened.byline
    rest = normal.unspaced(opened.rest)
    return rest + "".join(fragment.text for fragment in chain.fragments[1:])


def _without_closing(draft: Draft, text: str, last: Item) -> str:
    """The paragraph without the signature, credit or source printed at its end. The signature is
    looked for in the line as printed, whose spaces part the names."""
    close = openers.closing(last.text, caption=draft.story.photo)
    if close is None:
        return text
    draft.names = draft.names.joined(close.names)
    draft.office = draft.office or close.office
    if draft.byline is None and not draft.story.signed and close.names:
        draft.byline = close.credit
    cut = len(normal.unspaced(last.text)) - len(normal.unspaced(close.text))
    return text[: len(text) - cut] if cut < len(text) else ""


def _strayed_end(draft: Draft) -> tuple[Item, Item] | None:
    """A head line and the line that ends it: the one subhead of a news story, standing below all
    of the text, heads none of it, and may be the rest of a headline set in two lines."""
    story = draft.story
    if len(story.subheads) != 1 or not story.heads or story.feature:
        return None
    last = story.subheads[0]
    if headness(last.text) < _HEAD_FORM or _index(draft, last) < len(draft.paragraphs):
        return None
    score, start = max(
        ((runs_on(head.text, last.text, heads.ANY_PAGE), head) for head in story.heads),
        key=lambda pair: pair[0],
    )
    ends = score > _ENDS_HEAD and not start.text.endswith(heads.KICKER_ENDS)
    return (start, last) if ends else None


def _source(story: Story) -> str | None:
    """The paper a line of its own names as the source (来源:《…》)."""
    for item in story.sources:
        close = openers.closing("。" + item.text)
        if close is not None and close.names.source:
            return close.names.source
    return None


def _settle_author(draft: Draft) -> None:
    """A bare name signs as the author of a poem, or when words at the end tell its office."""
    if draft.names.reporters and any("记者" in item.text for item in draft.story.signed):
        draft.office = False
    elif draft.office or (2 * draft.rows > len(draft.paragraphs) and not draft.opened):
        authors = draft.names.reporters + draft.names.authors
        draft.names = replace(draft.names, reporters=(), authors=tuple(dict.fromkeys(authors)))


def _index(draft: Draft, item: Item) -> int:
    """The paragraph before which a subhead stands."""
    return sum(place < item.place for place in draft.met)


def _signed(story: Story) -> str | None:
    parts = story.signed or story.credits
    return " ".join(normal.marks(item.text) for item in parts) or None


def _kind(draft: Draft, rubric: str | None) -> Kind:
    story = draft.story
    short = len(draft.paragraphs) == 1 and len(draft.paragraphs[0]) <= _BRIEF
    if story.photo or (short and not draft.opened and "图为" in draft.paragraphs[0]):
        return "photo"
    if draft.office or any(item.role is Role.AUTHOR for item in story.signed):
        return "column"
    if rubric and _signed_as_author(draft):
        return "column"
    if story.feature:
        return "brief" if short and not draft.names.reporters else "feature"
    if rubric and not draft.opened and any(mark in rubric for mark in "【[\uff3b〔"):
        return "column"
    return "brief" if short else "news"


def _signed_as_author(draft: Draft) -> bool:
    """Does whoever signs a piece sign without the paper's role words (□ 张三, 作者:张三)?"""
    signed = draft.story.signed
    return bool(signed) and not any(_ROLE.search(item.text) for item in signed)


def _doubt_head(draft: Draft, slots: Mapping[str, str], lines: tuple[int, ...]) -> None:
    if "headline" not in slots:
        draft.doubts.append((lines[:1], Sign.NO_HEAD))
    if not draft.paragraphs:
        draft.doubts.append((lines[:1], Sign.NO_BODY))
