"""Stretches of styled text and the order Telegram brings them into.

`tidy` takes any list of spans and gives the list a client would see: sorted, equal neighbours
joined, crossing spans cut, nothing inside code, no quotation inside a quotation.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush

from bot.sandbox.model import Json

CODE = ("code", "pre")
QUOTES = ("blockquote", "expandable_blockquote")
_OUTER_FIRST = (*QUOTES, "pre", "code", "text_link", "text_mention", "spoiler")


@dataclass(slots=True, frozen=True)
class Span:
    """`kind` from code point `start` to `end`, with the entity's extra fields."""

    start: int
    end: int
    kind: str
    extra: Json = field(default_factory=dict)

    def as_json(self, offset: int, length: int) -> Json:
        """The Bot API `MessageEntity` at the given UTF-16 place."""
        return {"type": self.kind, "offset": offset, "length": length, **self.extra}

    def between(self, start: int, end: int) -> Span:
        """The same span over another stretch."""
        return replace(self, start=start, end=end)


def _order(span: Span) -> tuple[int, int, int]:
    rank = _OUTER_FIRST.index(span.kind) if span.kind in _OUTER_FIRST else len(_OUTER_FIRST)
    return span.start, -span.end, rank


def tidy(spans: list[Span]) -> list[Span]:
    """Spans as Telegram shows them: sorted, properly nested, without forbidden nesting."""
    if len(spans) < 2:
        return spans
    kept: list[Span] = []
    newest: dict[str, int] = {}
    cuts: set[int] = set()
    around: list[Span] = []
    pending = [(_order(span), number, span) for number, span in enumerate(spans)]
    heapify(pending)
    while pending:
        _, number, span = heappop(pending)
        around = [other for other in around if other.end > span.start]
        if any(_forbids(other, span) for other in around):
            continue
        crossed = min((other.end for other in around if other.end < span.end), default=span.end)
        if crossed < span.end:
            cuts.add(crossed)
            rest = span.between(crossed, span.end)
            heappush(pending, (_order(rest), number, rest))
            span = span.between(span.start, crossed)
        around.append(span)
        joined = newest.get(span.kind)
        if span.start not in cuts and joined is not None and _joinable(kept[joined], span):
            kept[joined] = kept[joined].between(kept[joined].start, span.end)
            continue
        newest[span.kind] = len(kept)
        kept.append(span)
    return sorted(kept, key=_order)


def _forbids(outer: Span, inner: Span) -> bool:
    if outer.kind in CODE:
        return True
    if outer.kind in QUOTES:
        return inner.kind in QUOTES
    return outer.kind == inner.kind and outer.end >= inner.end


def _joinable(first: Span, second: Span) -> bool:
    """Whether a style goes on without a gap."""
    return first.end == second.start and second.kind in (
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
    )
