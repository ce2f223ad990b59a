"""Turns text into Telegram HTML and measures it the way Telegram does.

`Html` marks a string that is safe markup already; everything else is escaped on its way in. The
length that counts is that of the text left after entity parsing, in UTF-16 code units.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

# Control characters that Telegram drops or refuses; tab and newline stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"<(/?)([a-z][a-z-]*)[^>]*>")


class Html(str):
    """A string that is valid Telegram HTML."""

    __slots__ = ()


def clean(text: str) -> str:
    """`text` without NUL and other control characters."""
    return _CONTROL.sub("", text)


def esc(value: object) -> Html:
    """Any value as HTML; what is `Html` already passes through."""
    if isinstance(value, Html):
        return value
    return Html(html.escape(clean(str(value)), quote=True))


def bold(value: object) -> Html:
    """`value` in bold; nothing stays nothing, since Telegram drops empty entities."""
    inner = esc(value)
    return Html(f"<b>{inner}</b>") if inner else inner


def link(value: object, href: str) -> Html:
    """`value` as a link to `href`; without an address it stays text."""
    return (
        Html(f'<a href="{html.escape(href, quote=True)}">{esc(value)}</a>') if href else esc(value)
    )


def quote(value: object, *, expandable: bool = True) -> Html:
    """`value` as a block quotation, folded by default."""
    kind = "blockquote expandable" if expandable else "blockquote"
    return Html(f"<{kind}>{esc(value)}</blockquote>")


def join(separator: str, values: Iterable[object]) -> Html:
    """The non-empty `values` as one piece of HTML, the separator escaped as text."""
    return Html(esc(separator).join(piece for piece in map(esc, values) if piece))


def plain(markup: str) -> str:
    """What a person reads of `markup`: tags dropped, entities resolved."""
    return html.unescape(_TAG.sub("", markup))


def utf16(text: str) -> int:
    """Length of `text` in UTF-16 code units."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def units(markup: str) -> int:
    """Length of `markup` as Telegram counts it."""
    return utf16(plain(markup))


def entities(markup: str) -> int:
    """How many message entities `markup` makes."""
    return sum(1 for match in _TAG.finditer(markup) if not match.group(1))
