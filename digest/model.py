"""The values that flow through the product: frozen, hashable where useful, free of any effect.

Reading makes `Page`, `Article` and `Doubt`; understanding fills an article's regions, topics,
summary and keyphrases; following makes `Query` and `Rule`; planning makes `Edition` and
`Delivery`. The JSON form of an article (the contract of `digest parse --jsonl`) lives in
`digest.contract`; what concerns chats and deliveries lives in `digest.recipients`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

Kind = Literal["news", "feature", "column", "photo", "brief"]
Precision = Literal["day", "month", "year"]
Basis = Literal["given", "stated", "inferred"]
NamedPrecision = Literal["day", "month", "year", "span", "vague"]
NamedBasis = Literal["stated", "inferred", "resolved", "unresolved"]


@dataclass(frozen=True, slots=True)
class Page:
    """One dump of one newspaper page: its name, its text, and what the operator said of it.

    `source` is the file's name without directories; `text` is decoded, line ends are `\\n`;
    `date`, `paper` and `number` are given ones (command line or file name) or None.
    """

    source: str
    text: str
    date: date | None = None
    paper: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was printed: a date (first day of the month or year for less precision)."""

    date: date
    precision: Precision
    basis: Basis


@dataclass(frozen=True, slots=True)
class NamedDate:
    """Days that an article's text names: the `words` as printed, and the first and last day they
    mean, both included.

    `basis`: the year is "stated" in the words; year or month are "inferred" from a date named
    before them; the days are "resolved", reckoned from the article's own date; or they are
    "unresolved", and no day is given. "vague" words (日前) name no first day, only the last.
    """

    words: str
    first: date | None
    last: date | None
    precision: NamedPrecision
    basis: NamedBasis


@dataclass(frozen=True, slots=True)
class Region:
    """A place an article speaks of: six-digit GB/T 2260 `code`, `name` as 省/市/县 path,
    whether the story happens there, and the words of the text it stands on."""

    code: str
    name: str
    primary: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A slug of the taxonomy with a score in 0–1 and the words of the text it stands on."""

    slug: str
    score: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article as a person would cut it out; the fields are those of design §5.

    `subhead_at[i]` is the index of the paragraph before which `subheads[i]` stands; `lines` are
    the 1-based page lines it is made of. Reading leaves dates, regions, topics, summary and
    keyphrases empty; understanding fills them. What the page does not say is None. `id` is given
    by the store.
    """

    source: str
    position: int
    kind: Kind
    paragraphs: tuple[str, ...]
    kicker: str | None = None
    headline: str | None = None
    subtitle: str | None = None
    group_headline: str | None = None
    rubric: str | None = None
    byline: str | None = None
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    photographer: str | None = None
    credit_source: str | None = None
    id: str | None = None
    paper: str | None = None
    page: str | None = None
    lines: tuple[int, ...] = ()
    confidence: float = 1.0
    subheads: tuple[str, ...] = ()
    subhead_at: tuple[int, ...] = ()
    pullouts: tuple[str, ...] = ()
    editor_note: str | None = None
    published: Published | None = None
    dates: tuple[NamedDate, ...] = ()
    regions: tuple[Region, ...] = ()
    topics: tuple[Topic, ...] = ()
    summary: str = ""
    teaser: str = ""
    keyphrases: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Enough to tell articles apart: to go through all of the text takes as long as cleaning
        a part of it, and what is remembered of an article is asked for by it many times."""
        return hash((self.source, self.position, self.headline, self.summary))

    @property
    def title(self) -> str:
        """The line to show for it: headline, else kicker, else the first words of the body."""
        return self.headline or self.kicker or (self.paragraphs[0][:24] if self.paragraphs else "")

    def retold(self, change: Callable[[str], str]) -> Article:
        """The article with `change` made to every string reading took from its page."""

        def one(text: str | None) -> str | None:
            return None if text is None else change(text)

        def all_of(texts: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(change(text) for text in texts)

        return replace(
            self,
            paragraphs=all_of(self.paragraphs),
            kicker=one(self.kicker),
            headline=one(self.headline),
            subtitle=one(self.subtitle),
            group_headline=one(self.group_headline),
            rubric=one(self.rubric),
            byline=one(self.byline),
            reporters=all_of(self.reporters),
            correspondents=all_of(self.correspondents),
            authors=all_of(self.authors),
            photographer=one(self.photographer),
            credit_source=one(self.credit_source),
            subheads=all_of(self.subheads),
            pullouts=all_of(self.pullouts),
            editor_note=one(self.editor_note),
        )

    @property
    def primary_region(self) -> Region | None:
        """The place where the story happens, if one is known."""
        return next((r for r in self.regions if r.primary), None)


@dataclass(frozen=True, slots=True)
class Leftover:
    """A page line that no article took: 1-based number, text and the reason."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something reading was not sure of: the page lines it concerns, and why in a sentence."""

    lines: tuple[int, ...]
    reason: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class PageReading:
    """What reading made of one page; every non-blank line is in one article or in `leftovers`."""

    page: Page
    articles: tuple[Article, ...]
    leftovers: tuple[Leftover, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the store keeps it: with its id, when we first read it (UTC), whether it is
    hidden by review, the group of near-duplicates it belongs to (the id of the one shown), and
    how many papers or pages carried it."""

    article: Article
    id: str
    read_at: datetime
    hidden: bool = False
    story: str = ""
    carriers: int = 1


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a query looks for: the `text` asked, what else counts as it (`variants`, shown as
    “also searched”), its weight in 0–1, and whether it is a quoted phrase. An article without any
    term that is `essential` (or a variant of it) counts as “elsewhere”."""

    text: str
    variants: tuple[str, ...] = ()
    weight: float = 1.0
    phrase: bool = False
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A person's words understood: what must be there, what must not, where, about what, when.

    `regions` are six-digit codes, any of which will do, their parts included unless `own_level`;
    `topics` are slugs, any of which will do; `since`/`until` are inclusive paper dates. `notes`
    are (kind, from, to) of what was put right: ("slip", "疗修养", "疗休养").
    """

    text: str
    terms: tuple[Term, ...] = ()
    excluded: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    own_level: bool = False
    topics: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    paper: str | None = None
    question: bool = False
    notes: tuple[tuple[str, str, str], ...] = ()
    ambiguous: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with a flag that says whether it is a hit to be shown in bold."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One found article: score (higher is better), a snippet cut at sentence ends with the hits
    marked, and whether it lacks something essential that was asked for (`elsewhere`)."""

    stored: StoredArticle
    score: float
    snippet: tuple[Span, ...] = ()
    elsewhere: bool = False
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """What a chat follows. AND across kinds: all of `every`, one of `some` (if any), none of
    `no`, in one of `regions` (parts included unless `own_level`), about one of `topics`."""

    every: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    own_level: bool = False
    topics: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """True when it would match everything."""
        return not (self.every or self.some or self.regions or self.topics)


@dataclass(frozen=True, slots=True)
class Match:
    """Why an article fits a rule: its strength in 0–1 and the words, codes and slugs that hit."""

    strength: float
    words: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = field(default=())
