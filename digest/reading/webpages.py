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
from difflib import SequenceMatcher
from typing import Any

from digest.language import twins
from digest.language.variants import simplify
from digest.reading import markup, signatures


@dataclass(frozen=True, slots=True)
class Document:
    """One article's page; `text` has its paragraphs, one a line."""

    text: str
    headline: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    author: str | None = None
    source: str | None = None
    day: date | None = None
    paper: str | None = None
    number: str | None = None


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
_DAY = re.compile(r"((?:19|20)\d{2})\s?[-年./]\s?(\d{1,2})\s?[-月./]\s?(\d{1,2})")
_PAPER = r"[\u4e00-\u9fff]{2,10}?(?:日报|晚报|工人报|职工报|时报|早报|晨报|工会报|报)"
_PRINTED = re.compile(
    rf"《?(?P<paper>{_PAPER})(?:数字报|电子报|电子版)?》?\s*[(\uff08]?\s*(?:19|20)\d{{2}}\D{{1,2}}\d{{1,2}}\D{{1,2}}\d{{1,2}}"
    r"日?[\s,\uff0c星期一二三四五六日天]*第?\s*(?P<page>[A-Z]?\d{1,3})\s*版"
)
_NUMBER = re.compile(r"第\s*(?P<page>[A-Z]?\d{1,3})\s*版|(?:^|\s)(?P<short>[A-Z]?\d{1,3})\s?版")
_DIGITAL = re.compile(rf"(?P<paper>{_PAPER})(?:数字报|电子报|电子版)")
_SIGNED = re.compile(r"(?:作者|记者|文)\s*[:\uff1a]\s*(?P<who>[^\n|]{2,40}?)(?:\s{2,}|\n|$|来源)")
_FROM = re.compile(r"(?:稿件)?来源\s*[:\uff1a]\s*(?P<name>[^\s|()\uff08\uff09]{2,24})")
# Lines of a page that are no text of its article.
_CHROME = re.compile(
    r"(?:上|下)一(?:篇|版|期).{0,60}|(?:责任)?编辑\s*[:\uff1a].{0,20}|(?:稿件)?来源\s*[:\uff1a].{2,30}|"
    r"(?:字[体号]|打印|分享|收藏|关闭|返回|版权|更多|点击|扫码|阅读量?|浏览|放大|缩小|默认).{0,30}|"
    r"(?:发布)?(?:时间|日期)\s*[:\uff1a].{6,30}|作者\s*[:\uff1a].{2,30}|首页.{0,40}|相关(?:阅读|新闻|链接).{0,20}"
)
_LONGEST_HEAD = 60


def parsed(text: str) -> Document:
    """The parts of a page; markup however broken is taken."""
    import trafilatura  # slow to import; only saved web pages need it

    tree = trafilatura.load_html(text)
    if tree is None:
        return Document("")
    found = {**_metas(tree), **_marks(text)}
    printed = _printed(tree)
    markup.prune(tree)
    printed["day"] = printed["day"] or day_of("\n".join(markup.lines(tree)))
    heading = _heading(tree, found)
    found = {**found, **{key: value for key, value in _beside(heading).items() if value}}
    headline = markup.line(heading) if heading is not None else None
    document = _document(found, headline or _without_site(found.get("headline")))
    document = replace(
        document, **{k: v for k, v in printed.items() if v and not _get(document, k)}
    )
    return replace(document, text=_text(text, tree, document))


def _get(document: Document, name: str) -> object:
    return getattr(document, name)


def _document(found: Mapping[str, str], headline: str | None) -> Document:
    heads = {"kicker": found.get("kicker"), "subtitle": found.get("subtitle")}
    taken = {_bare(headline or "")}
    for slot, value in heads.items():
        if value and (_bare(value) in taken or len(value) > _LONGEST_HEAD):
            heads[slot] = None
        taken.add(_bare(value or ""))
    author, source = found.get("author"), found.get("source")
    return Document(
        "", headline, heads["kicker"], heads["subtitle"], author or None, source or None,
        day_of(found.get("day")),
    )  # fmt: skip


def day_of(text: str | None) -> date | None:
    """The first day written in a text; None when there is none."""
    match = _DAY.search(text or "")
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


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


def _printed(tree: Any) -> dict[str, Any]:
    """The paper, its page and its day, where the page says them; who signs and the source."""
    text = "\n".join(markup.lines(tree))
    printed, digital = _said(_PRINTED, text), _said(_DIGITAL, text)
    number = _said(_NUMBER, text) if digital else {}
    return {
        "paper": printed.get("paper") or digital.get("paper"),
        "number": printed.get("page") or number.get("page") or number.get("short"),
        "author": _said(_SIGNED, text).get("who", "").strip() or None,
        "source": _said(_FROM, text).get("name", "").strip("《》") or None,
        "day": day_of(printed.get("all")),
    }


def _said(pattern: re.Pattern[str], text: str) -> dict[str, str]:
    """What the named groups hold at the first match, and `all` of it, in either script."""
    match = pattern.search(twins.aligned(text))
    if match is None:
        return {}
    spans = {name: match.span(name) for name in pattern.groupindex if match[name]}
    return {name: text[start:end] for name, (start, end) in {**spans, "all": match.span()}.items()}


def _heading(tree: Any, found: Mapping[str, str]) -> Any:
    """The element of the headline: of the h1 (or what is called title) the one most like the
    page's own title."""
    named = (
        "//*[contains(@class, 'title') or contains(@id, 'title') or contains(@class, 'headline')]"
    )
    for path in ("//founder-title", "//h1", named, "//h2"):
        usable = [e for e in tree.xpath(path) if 2 < len(markup.line(e)) <= _LONGEST_HEAD]
        if usable:
            wanted = found.get("headline", "")
            return max(usable, key=lambda e: SequenceMatcher(None, markup.line(e), wanted).ratio())
    return None


def _beside(heading: Any) -> dict[str, str]:
    """The heads set right above and below the headline, and the line that signs."""
    out: dict[str, list[str]] = {"kicker": [], "subtitle": [], "author": []}
    if heading is None or heading.getparent() is None:
        return {}
    above = True
    for element in heading.getparent():
        if element is heading:
            above = False
            continue
        if not above and len(markup.line(element)) > 2 * _LONGEST_HEAD:
            break  # the text has begun
        role = _role(element, above=above)
        text = _signature(element) if role == "author" else markup.line(element)
        if role is not None and text:
            out[role].append(text)
    return {key: " ".join(values) for key, values in out.items()}


_NAMED = (
    (re.compile(r"introtitle|yinti|kicker|shoulder|jianti|pretitle", re.I), "kicker"),
    (re.compile(r"subtitle|sub-title|futi|fubiaoti|sub_title", re.I), "subtitle"),
    (re.compile(r"author|zuozhe|byline|writer", re.I), "author"),
)


def _role(element: Any, *, above: bool) -> str | None:
    if not isinstance(element.tag, str):
        return None
    named = f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"
    for pattern, role in _NAMED:
        if pattern.search(named):
            return role
    if element.tag in ("h2", "h3", "h4", "h5") and len(markup.line(element)) <= _LONGEST_HEAD:
        if element.tag in ("h4", "h5") and not above:
            return "author" if len(markup.line(element)) <= 30 else None
        return "kicker" if above else "subtitle"
    if (
        not above
        and element.tag in ("p", "div", "span")
        and len(markup.line(element)) <= _LONGEST_HEAD
    ):
        return "author" if signatures.writers(simplify(_signature(element))) else None
    return None


def _signature(element: Any) -> str:
    """A line without the paper and day printed behind the names in it."""
    text = markup.line(element)
    return text.replace(_said(_PRINTED, text).get("all", "\n"), "").strip(" ()\uff08\uff09《》|")


def _text(html: str, tree: Any, document: Document) -> str:
    """The paragraphs, without the heads and lines about the page."""
    found = _marked_text(tree) or _main_text(html)
    marked = (document.headline, document.kicker, document.subtitle, document.author)
    known = {_bare(head) for head in marked if head}
    title = _bare(document.headline or "")
    last = max((i for i, text in enumerate(found) if title and _bare(text) == title), default=-1)
    known.update(_bare(markup.line(link)) for link in tree.iter("a"))  # a line that is but a link
    kept = (text.strip() for text in found[last + 1 :] if _bare(text) and _bare(text) not in known)
    return "\n\n".join(text for text in kept if not _is_chrome(text))


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
    return bool(_CHROME.fullmatch(inner) or _PRINTED.fullmatch(inner))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _without_site(title: str | None) -> str | None:
    """A page's title without the names of the site behind it."""
    while title:
        shorter = _SITE.split(title)[0]
        if shorter == title or not shorter:
            return title
        title = shorter
    return None
