"""The heads of a saved web page: which element is the headline, and what is set beside it.

Turns the element tree of a page into the element of its headline and the kicker, subtitle and
signature that stand right above and below it, however deep in blocks of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from digest.language.variants import simplify
from digest.reading import markup, signatures
from digest.reading.imprint import PRINTED, said

LONGEST = 60
_NESTED = 6  # blocks in blocks a heading is looked for in


def heading(tree: Any, found: Mapping[str, str]) -> Any:
    """The element of the headline: of the h1 (or what is called title) the one most like the
    page's own title."""
    named = (
        "//*[contains(@class, 'title') or contains(@id, 'title') or contains(@class, 'headline')]"
    )
    for path in ("//founder-title", "//h1", named, "//h2"):
        usable = [e for e in tree.xpath(path) if 2 < len(markup.line(e)) <= LONGEST]
        if usable:
            wanted = found.get("headline", "")
            return max(usable, key=lambda e: SequenceMatcher(None, markup.line(e), wanted).ratio())
    return None


def beside(heading: Any) -> dict[str, str]:
    """The heads set right above and below the headline, and the line that signs."""
    out: dict[str, list[str]] = {"kicker": [], "subtitle": [], "author": []}
    if heading is None or heading.getparent() is None:
        return {}
    heading, above = _outermost(heading), True
    siblings = heading.getparent() if heading.getparent() is not None else ()
    for element in map(_innermost, siblings):
        if element is _innermost(heading):
            above = False
            continue
        if not above and len(markup.line(element)) > 2 * LONGEST:
            break  # the text has begun
        role = _role(element, above=above)
        text = _signature(element) if role == "author" else markup.line(element)
        if role is not None and text:
            out[role].append(text)
    return {key: " ".join(values) for key, values in out.items()}


def _outermost(element: Any) -> Any:
    """The element, or the block around it that holds nothing else."""
    text = markup.line(element)
    for _ in range(_NESTED):
        outer = element.getparent()
        if outer is None or markup.line(outer) != text:
            break
        element = outer
    return element


def _innermost(element: Any) -> Any:
    """The element, or the one inside it that holds all its text, as a heading in a block does."""
    for _ in range(_NESTED):
        if len(element) != 1 or any(named.search(_called(element)) for named, _ in _NAMED):
            break
        inner = element[0]
        if not isinstance(inner.tag, str) or markup.line(inner) != markup.line(element):
            break
        element = inner
    return element


def _called(element: Any) -> str:
    return f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"


_NAMED = (
    (re.compile(r"introtitle|yinti|kicker|shoulder|jianti|pretitle", re.I), "kicker"),
    (re.compile(r"subtitle|sub-title|futi|fubiaoti|sub_title", re.I), "subtitle"),
    (re.compile(r"author|zuozhe|byline|writer", re.I), "author"),
)


def _role(element: Any, *, above: bool) -> str | None:
    if not isinstance(element.tag, str):
        return None
    for pattern, role in _NAMED:
        if pattern.search(_called(element)):
            return role
    if element.tag in ("h2", "h3", "h4", "h5") and len(markup.line(element)) <= LONGEST:
        if element.tag in ("h4", "h5") and not above:
            return "author" if len(markup.line(element)) <= 30 else None
        return "kicker" if above else "subtitle"
    if not above and element.tag in ("p", "div", "span") and len(markup.line(element)) <= LONGEST:
        return "author" if signatures.writers(simplify(_signature(element))) else None
    return None


def _signature(element: Any) -> str:
    """A line without the paper and day printed behind the names in it."""
    text = markup.line(element)
    return text.replace(said(PRINTED, text).get("all", "\n"), "").strip(" ()\uff08\uff09《》|")
