"""Packs blocks of HTML into messages Telegram accepts, and cuts plain text that is too long.

A message holds at most 4096 UTF-16 units after parsing, 100 entities and 32 KiB of raw text; we
stay a little under each. A rendered block is never cut: whole blocks move to the next message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from bot.render.html import Html, clean, entities, esc, plain, units, utf16

N = TypeVar("N")

MAX_UNITS = 4000
MAX_ENTITIES = 95
MAX_BYTES = 30_000
_SENTENCE_END = re.compile(r"(?<=[。！？!?；;\n])")


def fits(markup: str) -> bool:
    """Whether `markup` may be sent as one message."""
    return (
        units(markup) <= MAX_UNITS
        and entities(markup) <= MAX_ENTITIES
        and len(markup.encode()) <= MAX_BYTES
    )


def pack(blocks: Iterable[Html], *, between: str = "\n\n") -> list[Html]:
    """Messages that hold the `blocks` in order, as many in each as fit.

    A single block beyond the limits loses its markup and is split as plain text.
    """
    return [message for message, _ in pack_named(enumerate(blocks), between=between)]


def pack_named(
    blocks: Iterable[tuple[N, Html]], *, between: str = "\n\n"
) -> list[tuple[Html, tuple[N, ...]]]:
    """The same, and beside each message the names of the blocks that begin in it."""
    messages: list[tuple[Html, tuple[N, ...]]] = []
    for name, block in blocks:
        for at, piece in enumerate(_bearable(block)):
            begins = (name,) if at == 0 else ()
            last, names = messages[-1] if messages else (Html(""), ())
            joined = Html(f"{last}{between}{piece}")
            if messages and fits(joined):
                messages[-1] = (joined, (*names, *begins))
            elif piece:
                messages.append((piece, begins))
    return messages


def _bearable(block: Html) -> list[Html]:
    if fits(block):
        return [block]
    return [esc(piece) for piece in split_plain(plain(block))]


def split_plain(text: str, limit: int = MAX_UNITS) -> list[str]:
    """`text` in pieces of at most `limit` UTF-16 units, cut at line or sentence ends if it can be.

    Escaping can make a piece of `&` and `<` five times longer in bytes, so pieces are bounded by
    the raw limit as well.
    """
    pieces: list[str] = []
    for sentence in _SENTENCE_END.split(clean(text)):
        for chunk in _chunks(sentence, limit):
            if pieces and _small(pieces[-1] + chunk, limit):
                pieces[-1] += chunk
            elif chunk:
                pieces.append(chunk)
    return [piece for piece in pieces if piece.strip()]


def _small(text: str, limit: int) -> bool:
    return utf16(text) <= limit and len(esc(text).encode()) <= MAX_BYTES


def _chunks(sentence: str, limit: int) -> list[str]:
    if _small(sentence, limit):
        return [sentence]
    step = min(limit, MAX_BYTES // 6) // 2
    return [sentence[at : at + step] for at in range(0, len(sentence), step)]


def shorten(text: str, limit: int) -> str:
    """`text` on one line in at most `limit` UTF-16 units, with … where something was left out."""
    line = " ".join(clean(text).split())
    if utf16(line) <= limit:
        return line
    kept = line[: limit - 1]
    while utf16(kept) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"
