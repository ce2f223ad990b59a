"""A saved web page of a paper as the parts an editor sees: heads, signature, date, paper, text.

Turns HTML into a `Document`: the headline of the page (h1, the publishing system's own marks, meta
tags, title), what stands right above and below it, who signs, when and on which page of which paper
it was printed, and the paragraphs of the text. Menus, footers, share bars and lists of other
articles are dropped. What the page does not hold is None; a page without text has no paragraphs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from digest.language.variants import simplify
from digest.reading import markup, webheads
from digest.reading.imprint import PRINTED, day_of, imprint


@dataclass(frozen=True, slots=True)
class Document:
    """One article's page; `text` has its paragraphs, one a line; `subheads` and `listed` are those
    of its lines that it marks as a heading or as an item of a list, without marks and blanks."""

    text: str
    headline: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    author: str | None = None
    source: str | None = None
    day: date | None = None
    paper: str | None = None
    number: str | None = None
    subheads: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()


# Where publishing systems of papers keep the text, the surest first.
_BODIES = (
    "//founder-content",
    "//*[@id='ozoom' or @id='zoom']",
    "//*[@id='articleContent' or @id='article-content']",
    "//*[@id='ContentBody' or @id='contentText' or @id='content_area']",
    "//*[contains(concat(' ', @class, ' '), ' article-content ')]",
    "//*[contains(concat(' ', @class, ' '), ' TRS_Editor ')]",
    "//*[@itemprop='articleBody']",
)
_META = {
    "headline": ("articletitle", "og:title", "title"),
    "author": ("author", "article:author"),
    "source": ("contentsource", "source", "article:source"),
    "day": ("pubdate", "publishdate", "publishtime", "article:published_time", "date", "dc.date"),
}
_SITE = re.compile(r"\s*[-_|—–]{1,2}\s*(?=[^-_|—–]{2,24}$)")
# Lines of a page that are no text of its article.
_CHROME = re.compile(
    r"(?:上|下)一(?:篇|版|期).{0,60}|(?:责任)?编辑\s*[:\uff1a].{0,20}|(?:稿件)?来源\s*[:\uff1a].{2,30}|"
    r"(?:字[体号]|打印|分享|收藏|关闭|返回|版权|更多|点击|扫码|阅读量?|浏览|放大|缩小|默认).{0,30}|"
    r"(?:发布)?(?:时间|日期)\s*[:\uff1a].{6,30}|作者\s*[:\uff1a].{2,30}|首页.{0,40}|相关(?:阅读|新闻|链接).{0,20}"
)


def parsed(text: str) -> Document:
    """The parts of a page; markup however broken is taken."""
    import trafilatura  # slow to import; only saved web pages need it

    tree = trafilatura.load_html(text)
    if tree is None:
        return Document("")
    found = {**_metas(tree), **_marks(text)}
    printed = imprint(tree)
    markup.prune(tree)
    printed["day"] = printed["day"] or day_of("\n".join(markup.lines(tree)))
    heading = webheads.heading(tree, found)
    found = {**found, **{key: value for key, value in webheads.beside(heading).items() if value}}
    headline = markup.line(heading) if heading is not None else None
    document = _document(found, headline or _without_site(found.get("headline")))
    document = replace(
        document, **{k: v for k, v in printed.items() if v and not _get(document, k)}
    )
    return replace(
        document,
        text=_text(text, tree, document),
        subheads=_lines_of(tree, "h2", "h3", "h4", "h5", "h6"),
        listed=_lines_of(tree, "li"),
    )


def _lines_of(tree: Any, *tags: str) -> frozenset[str]:
    """The lines that make up elements of these tags."""
    found = (bare(line) for element in tree.iter(*tags) for line in markup.lines(element))
    return frozenset(line for line in found if line)


def _get(document: Document, name: str) -> object:
    return getattr(document, name)


def _document(found: Mapping[str, str], headline: str | None) -> Document:
    heads = {"kicker": found.get("kicker"), "subtitle": found.get("subtitle")}
    taken = {bare(headline or "")}
    for slot, value in heads.items():
        if value and (bare(value) in taken or len(value) > webheads.LONGEST):
            heads[slot] = None
        taken.add(bare(value or ""))
    author, source = found.get("author"), found.get("source")
    return Document(
        "", headline, heads["kicker"], heads["subtitle"], author or None, source or None,
        day_of(found.get("day")),
    )  # fmt: skip


def _metas(tree: Any) -> dict[str, str]:
    """What the meta tags and the title say."""
    said = {
        str(tag.get("name") or tag.get("property") or "").lower(): markup.flat(
            tag.get("content") or ""
        )
        for tag in tree.iter("meta")
    }
    out = {
        key: next((said[name] for name in names if said.get(name)), "")
        for key, names in _META.items()
    }
    out["headline"] = out["headline"] or markup.flat(tree.findtext(".//title") or "")
    return {key: value for key, value in out.items() if value}


def _marks(text: str) -> dict[str, str]:
    """What the publishing system noted in a comment: <introtitle>, <subtitle>, <author>, <date>."""
    names = {
        "title": "headline",
        "introtitle": "kicker",
        "subtitle": "subtitle",
        "author": "author",
    }
    names |= {"date": "day", "source": "source"}
    note = re.search(r"<!--\s*enpproperty(.{0,4000}?)/?enpproperty\s*-->", text, re.DOTALL)
    pairs = re.findall(r"<(\w+)>(.{0,300}?)</\1>", note[1], re.DOTALL) if note else []
    found = {names[tag.lower()]: markup.flat(value) for tag, value in pairs if tag.lower() in names}
    return {key: value for key, value in found.items() if value}


def _text(html: str, tree: Any, document: Document) -> str:
    """The paragraphs, without the heads and lines about the page."""
    found = _marked_text(tree) or _main_text(html)
    marked = (document.headline, document.kicker, document.subtitle, document.author)
    known = {bare(head) for head in marked if head}
    title = bare(document.headline or "")
    last = max((i for i, text in enumerate(found) if title and bare(text) == title), default=-1)
    known.update(bare(markup.line(link)) for link in tree.iter("a"))  # a line that is but a link
    kept = (text.strip() for text in found[last + 1 :] if bare(text) and bare(text) not in known)
    return "\n\n".join(text.removeprefix("- ") for text in kept if not _is_chrome(text))


def _marked_text(tree: Any) -> list[str]:
    """The lines of the element in which the publishing system keeps the text."""
    for path in _BODIES:
        for element in tree.xpath(path)[:1]:
            if found := markup.lines(element):
                return found
    return []


def _main_text(html: str) -> list[str]:
    """What an extractor takes for the main text."""
    import trafilatura

    found = trafilatura.extract(
        html, output_format="json", include_comments=False, include_tables=False
    )
    return (json.loads(found).get("text") or "").split("\n") if found else []


def _is_chrome(text: str) -> bool:
    inner = simplify(text.strip("()\uff08\uff09[]【】"))
    return bool(_CHROME.fullmatch(inner) or PRINTED.fullmatch(inner))


def bare(text: str) -> str:
    """Letters, characters and digits only."""
    return re.sub(r"[\W_]+", "", text)


def _without_site(title: str | None) -> str | None:
    """A page's title without the names of the site behind it."""
    while title:
        shorter = _SITE.split(title)[0]
        if shorter == title or not shorter:
            return title
        title = shorter
    return None
