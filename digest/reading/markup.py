"""The text of markup: its lines as blocks part them, without what stands around an article.

Works on the element trees of lxml that trafilatura makes. It never recurses, since hostile markup
nests deep, and changes a tree only in `prune`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_FURNITURE_TAGS = ("script", "style", "noscript", "nav", "footer", "aside", "form", "select",
                   "button", "iframe", "template")  # fmt: skip
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:top)?(?:nav|navi|navbar|menu|crumbs?|breadcrumbs?|foot|footer|copyright|share|related|"
    r"recommend|comments?|side|sidebar|tool|toolbar|pager?|page-?nav|prev|next|hot|rank|login|search|"
    r"ads?|qrcode|weizhi|location|banner|tags?|catalog|piclist)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(("p", "div", "br", "li", "tr", "table", "section", "blockquote", "center",
                     "h1", "h2", "h3", "h4", "h5", "founder-content"))  # fmt: skip


def prune(tree: Any) -> None:
    """Takes out what is around the article."""
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        gone = element.tag in _FURNITURE_TAGS or (
            element.tag not in ("body", "html", "article", "main") and _FURNITURE.search(named)
        )
        if gone and not element.xpath(".//h1 | .//founder-content"):
            element.drop_tree()


def lines(element: Any) -> list[str]:
    """The text of an element, a line for each block in it."""
    return [text for text in map(flat, "".join(_walk(element)).split("\n")) if text]


def _walk(element: Any) -> Iterator[str]:
    """The texts of an element in document order with line ends at its blocks; no recursion, since
    hostile markup nests deep."""
    stack: list[Any] = [element]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            yield one
            continue
        if not isinstance(one.tag, str) or one.tag in _FURNITURE_TAGS:
            continue
        block = "\n" if one.tag in _BLOCKS else ""
        tail: list[Any] = [block] if block else []
        for child in reversed(list(one)):
            tail += [child.tail or "", child]
        stack += [*tail, block + (one.text or "").replace("\n", " ")]


def line(element: Any) -> str:
    return flat("".join(_walk(element)))


def flat(text: str) -> str:
    return " ".join(re.sub(r"<[^<>]{1,40}>", " ", text).split())
