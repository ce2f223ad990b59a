"""One article per file: Markdown notes and saved web pages of e-papers.

Turns a Markdown or HTML document into the same `PageReading` a page dump gives: the main text is
taken out, what the document marks as heads, signature and date put on top, and the result read
like a page. A document without main text is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from digest.errors import ReadingError
from digest.language.variants import simplify
from digest.model import Article, Page, PageReading, Published
from digest.reading import normal, signatures, webpages
from digest.reading.confidence import Sign
from digest.reading.imprint import day_of
from digest.reading.pages import read_page
from digest.reading.roles import Role
from digest.reading.webpages import Document, bare

_EDGE = 120  # characters at the start and end of a text in which it may be signed
# Each of these costs one walk over the text, also where what it begins with is never closed.
_FRONT = re.compile(r"\A---[ \t]*\n(?P<meta>.*?)\n---[ \t]*\n", re.DOTALL)
_META = re.compile(r"^(\w+):(.*)$", re.MULTILINE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*)$")
_INLINE = re.compile(r"!\[[^\[\]]{0,300}\]\([^)]{0,500}\)|(?<!\\)(?:\*\*|__|`)")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\([^)]{0,500}\)")
_BULLET = re.compile(r"^\s*[-*+]\s+")
_LISTED = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_QUOTE = re.compile(r"^\s*>\s?")


def read(page: Page, *, html: bool) -> PageReading:
    """The one article of a document."""
    document = webpages.parsed(page.text) if html else _from_markdown(page.text)
    if not document.text.strip():
        raise _nothing(page)
    made = replace(
        page,
        text=_laid_out(document),
        date=page.date or (None if html else document.day),
        paper=page.paper or document.paper,
        number=page.number or document.number,
    )
    reading = read_page(made, _marked(made.text, document))
    if not reading.articles:
        raise _nothing(page)
    article = _headed(_one(reading.articles), document)
    if made.date is None and document.day is not None:
        article = replace(article, published=Published(document.day, "day", "stated"))
    return replace(reading, page=made, articles=(article,))


def _laid_out(document: Document) -> str:
    """The document as the page dump of one article: heads, who signs, text."""
    heads = [document.kicker, document.headline, document.subtitle]
    writers = signatures.writers(simplify(document.author or ""))
    edges = simplify(document.text[:_EDGE] + document.text[-_EDGE:])
    if not all(name in edges for name in writers):
        heads.append(document.author)
    first = re.sub(r"\s", "", document.text)
    new = [head for head in heads if head and not first.startswith(re.sub(r"\s", "", head))]
    return "\n\n".join([*new, document.text])


def _marked(text: str, document: Document) -> dict[int, Role]:
    """The lines that the document marks as headings and items of lists, by number."""
    letters = {number: bare(line) for number, line in enumerate(text.split("\n"), 1)}
    found = {n: Role.HEAD for n, line in letters.items() if line in document.subheads}
    return found | {n: Role.BODY for n, line in letters.items() if line in document.listed}


def _headed(article: Article, document: Document) -> Article:
    """The article with the heads its document marks as such; a line that was read as one below
    them is the subtitle, or else stands over the text as a subhead."""
    source = article.credit_source or document.source
    if document.headline is None:
        return replace(article, credit_source=source)
    marked = (document.kicker, document.headline, document.subtitle)
    kicker, headline, subtitle = (normal.title(head) if head else None for head in marked)
    known = {bare(head) for head in marked if head}
    read = (article.kicker, article.headline, article.subtitle)
    more = [head for head in read if head and bare(head) not in known]
    if subtitle is None and len(more) == 1:
        subtitle, more = more[0], []
    return replace(
        article,
        kicker=kicker,
        headline=headline,
        subtitle=subtitle,
        subheads=(*more, *article.subheads),
        subhead_at=(*(0 for _ in more), *article.subhead_at),
        credit_source=source,
        doubts=tuple(doubt for doubt in article.doubts if doubt != Sign.NO_HEAD.value),
    )


def _one(articles: Sequence[Article]) -> Article:
    """A document is one article: what was read as several is put together again."""
    first, rest = articles[0], articles[1:]
    if not rest:
        return first
    paragraphs, subheads, at = list(first.paragraphs), list(first.subheads), list(first.subhead_at)
    for article in rest:
        for head in (article.kicker, article.headline, article.subtitle):
            if head:
                subheads.append(head)
                at.append(len(paragraphs))
        subheads += article.subheads
        at += [len(paragraphs) + i for i in article.subhead_at]
        paragraphs += article.paragraphs
    lines = tuple(sorted({line for article in articles for line in article.lines}))
    return replace(
        first,
        paragraphs=tuple(paragraphs),
        subheads=tuple(subheads),
        subhead_at=tuple(at),
        lines=lines,
        confidence=min(article.confidence for article in articles),
    )


def _from_markdown(text: str) -> Document:
    meta: dict[str, str] = {}
    front = _FRONT.match(text)
    if front:
        meta = {key: value.strip().strip("\"'") for key, value in _META.findall(front["meta"])}
        text = text[front.end() :]
    lines: list[str] = []
    subheads: set[str] = set()
    listed: set[str] = set()
    title = meta.get("title") or None
    for line in text.split("\n"):
        marked = _HEADING.match(line)
        heading = marked[1].rstrip().rstrip("#").rstrip() if marked else None
        if heading is not None and title is None and not any(lines):
            title = heading
            continue
        plain = _QUOTE.sub("", _BULLET.sub("", line)) if heading is None else heading
        if heading is not None or _LISTED.match(line):
            (listed if heading is None else subheads).add(bare(_plain(plain)))
        lines += [plain] if heading is None else ["", plain, ""]
    body = _plain("\n".join(lines)).strip("\n")
    said = {
        key: meta.get(key) or None for key in ("kicker", "subtitle", "author", "source", "paper")
    }
    return Document(
        body,
        title,
        day=day_of(meta.get("date")),
        number=meta.get("page"),
        subheads=frozenset(subheads),
        listed=frozenset(listed),
        **said,
    )


def _plain(text: str) -> str:
    """Without links, pictures and marks of stress."""
    return _LINK.sub(r"\1", _INLINE.sub("", text))


def _nothing(page: Page) -> ReadingError:
    return ReadingError(
        "no article was found in the document",
        where=page.source,
        advice="save the article's own page",
    )
