"""Turns an article into the stretches of text that may name places, with what each is worth.

A headline and the first sentences say where a story happens; later paragraphs name examples. The
office of a column's author counts like a headline (滨海县总工会副主席 万月). Names of reporters,
photographers and the paper itself are blanked with spaces, so that positions stay true and 记者
王长春 is not in 长春.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from digest.model import Article

Role = Literal["headline", "kicker", "subtitle", "group", "office", "dateline", "lead", "body"]
WEIGHT: dict[Role, float] = {
    "headline": 4.0,
    "kicker": 4.0,
    "subtitle": 2.5,
    "group": 0.4,
    "office": 4.0,
    "dateline": 3.5,
    "lead": 3.0,
    "body": 1.0,
}
"""What one sighting in a field is worth; set on the labelled seeds so that one headline outweighs
three examples in the body, and a group headline (it covers several stories) decides nothing."""

HAN = "[\u4e00-\u9fff]"
CREDITS = re.compile(
    r"[(（][^()（）]{0,80}?(?:记者|通讯员|供稿|来源)[^()（）]{0,80}[)）]"
    r"|本[报刊](?:全媒体|首席|见习|实习|特约|驻[^\s]{2,5})?(?:记者|通讯员|实习生)"
    rf"(?:\s{{1,8}}{HAN}{{2,4}})+"
    rf"|(?:记者|通讯员)[ \u3000]+{HAN}{{2,4}}(?:[ \u3000]+{HAN}{{2,4}})*"
    rf"|{HAN}{{2,4}}\s{{0,8}}(?:摄|文/图|图/文|图文|摄影报道|供图)"
    rf"\s{{0,8}}[/／]?\s{{0,8}}(?:{HAN}{{2,6}})?[。]?$"
)
DATELINE = re.compile(
    r"^\s{0,8}(?:本报|新华社|中新社|中工网|人民网|工人日报)?\s{0,8}"
    rf"(?P<place>{HAN}{{2,9}}?)\s{{0,8}}"
    r"(?:\d{1,2}月)?\d{1,2}日\s*(?:电|讯|专电)"
)
SENT_FROM = re.compile(rf"发自(?P<place>{HAN}{{2,5}})")
ENDED = re.compile(r"[。！？!?…；;：:.”’」』）)—\u3000\s]$")
OFFICE_IS_BYLINE = re.compile(r"本报|记者|通讯员|摄|图/文|供稿|讯")


@dataclass(frozen=True, slots=True)
class Field:
    """One stretch of text: its role, the text with names blanked, its paragraph's number (-1 for
    what stands outside paragraphs), and its position among the story's fields."""

    role: Role
    text: str
    number: int = -1
    position: int = 0

    @property
    def weight(self) -> float:
        return WEIGHT[self.role]

    def without(self, names: Iterable[str]) -> Field:
        """The same field with persons' names blanked, those of three characters and more."""
        text = self.text
        for name in names:
            if len(name) > 2:
                text = text.replace(name, "\u3000" * len(name))
        return replace(self, text=text)


def fields_of(article: Article) -> list[Field]:
    """The fields of an article in the order a reader meets them; empty ones are left out."""
    people = {*article.reporters, *article.correspondents, *article.authors}
    said = (field.without(people) for field in _all(article) if field.text.strip())
    return [replace(field, position=i) for i, field in enumerate(said)]


def _all(article: Article) -> Iterator[Field]:
    yield Field("kicker", article.kicker or "")
    yield Field("headline", article.headline or "")
    yield Field("subtitle", article.subtitle or "")
    yield Field("group", article.group_headline or "")
    yield Field("group", article.rubric or "")
    byline = article.byline or ""
    if byline and not OFFICE_IS_BYLINE.search(byline):
        yield Field("office", byline)
    yield Field(
        "dateline",
        dateline(byline) or dateline(article.paragraphs[0] if article.paragraphs else ""),
    )
    for text in (*article.pullouts, *article.subheads):
        yield Field("body", blank(text))
    for number, paragraph in enumerate(whole(article.paragraphs)):
        yield Field("lead" if number == 0 else "body", paragraph, number)


def whole(paragraphs: Sequence[str]) -> list[str]:
    """Paragraphs with bylines blanked, those put together that a damaged page broke off in the
    middle of a sentence: a name may lie across the break (西乌珠穆|沁旗)."""
    out: list[str] = []
    for paragraph in paragraphs:
        if out and not ENDED.search(out[-1]):
            out[-1] += blank(paragraph)
        else:
            out.append(blank(paragraph))
    return out


def dateline(text: str) -> str:
    """The place of “本报长春11月1日电” or “发自长春”, or ''."""
    found = DATELINE.match(text) or SENT_FROM.search(text, 0, 80)
    return found["place"] if found else ""


def blank(text: str) -> str:
    """`text` with bylines and credits replaced by as many spaces."""
    return CREDITS.sub(lambda m: "\u3000" * len(m[0]), text)
