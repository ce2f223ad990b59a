"""One article per file: Markdown notes and saved web pages of e-papers.

Turns a Markdown or HTML document into the same `PageReading` a page dump gives: the main text is
taken out (trafilatura for HTML), its title put on top as a head line, and the result read like a
page. A document without main text is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from digest.errors import ReadingError
from digest.model import Article, Page, PageReading
from digest.reading.pages import read_page

_FRONT = re.compile(r"\A---\s*\n(?P<meta>.*?)\n---\s*\n", re.DOTALL)
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_INLINE = re.compile(r"!\[[^\]]*\]\([^)]*\)|(?<!\\)(?:\*\*|__|`)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_BULLET = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+")
_QUOTE = re.compile(r"^\s*>\s?")


def read(page: Page, *, html: bool) -> PageReading:
    """The one article of a document."""
    text, title, day = _from_html(page) if html else _from_markdown(page.text)
    made = replace(page, text=_with_title(text, title), date=page.date or day)
    reading = read_page(made)
    if not reading.articles:
        raise _nothing(page)
    return replace(reading, page=made, articles=(_one(reading.articles, title),))


def _with_title(text: str, title: str | None) -> str:
    if title and not re.sub(r"\s", "", text).startswith(re.sub(r"\s", "", title)):
        return f"{title}\n\n{text}"
    return text


def _one(articles: Sequence[Article], title: str | None) -> Article:
    """A document is one article: what was read as several is put together again."""
    first, rest = articles[0], articles[1:]
    if title and first.headline is None:
        first = replace(first, headline=title)
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


def _from_html(page: Page) -> tuple[str, str | None, date | None]:
    import trafilatura  # slow to import; only saved web pages need it

    found = trafilatura.extract(
        page.text,
        output_format="json",
        include_comments=False,
        include_tables=False,
        with_metadata=True,
    )
    value = json.loads(found) if found else {}
    text, title = value.get("text") or "", (value.get("title") or "").strip() or None
    if not text.strip():
        raise _nothing(page)
    return text, _headline(title), _day(value.get("date"))


def _headline(title: str | None) -> str | None:
    """A page's title without the site's name behind it."""
    if not title:
        return None
    return re.split(r"\s*[-_|—]{1,2}\s*(?=[^-_|—]{2,20}$)", title)[0] or title


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _from_markdown(text: str) -> tuple[str, str | None, date | None]:
    title, day = None, None
    front = _FRONT.match(text)
    if front:
        meta = dict(re.findall(r"^(\w+):\s*[\"']?(.*?)[\"']?\s*$", front["meta"], re.MULTILINE))
        title, day = meta.get("title") or None, _day(meta.get("date"))
        text = text[front.end() :]
    lines: list[str] = []
    for line in text.split("\n"):
        heading = _HEADING.match(line)
        if heading and title is None and not any(lines):
            title = heading[2]
            continue
        plain = heading[2] if heading else _QUOTE.sub("", _BULLET.sub("", line))
        lines += ["", plain, ""] if heading else [plain]
    return _LINK.sub(r"\1", _INLINE.sub("", "\n".join(lines))).strip("\n"), title, day


def _nothing(page: Page) -> ReadingError:
    return ReadingError(
        "no article was found in the document",
        where=page.source,
        advice="save the article's own page",
    )
