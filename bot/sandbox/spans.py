"""Stretches of styled text and the order Telegram brings them into.

`tidy` takes any list of spans and gives the list a client would see: sorted, equal neighbours
joined, crossing spans cut, nothing inside code, no quotation inside a quotation.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

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
    cuts: set[int] = set()
    pending = sorted(spans, key=_order)
    while pending:
        span = pending.pop(0)
        outer = [other for other in kept if other.end > span.start]
        if any(_forbids(other, span) for other in outer):
            continue
        crossed = min((other.end for other in outer if other.end < span.end), default=span.end)
        if crossed < span.end:
            cuts.add(crossed)
            pending.append(span.between(crossed, span.end))
            pending.sort(key=_order)
            span = span.between(span.start, crossed)
        if span.start in cuts:
            kept.append(span)
        else:
            _add(kept, span)
    return sorted(kept, key=_order)


def _forbids(outer: Span, inner: Span) -> bool:
    if outer.kind in CODE:
        return True
    if outer.kind in QUOTES:
        return inner.kind in QUOTES
    return outer.kind == inner.kind and outer.end >= inner.end


def _add(kept: list[Span], span: Span) -> None:
    """Append, joining with a neighbour of the same style that ends where this one starts."""
    for index in range(len(kept) - 1, -1, -1):
        other = kept[index]
        if other.end == span.start and other.kind == span.kind and _joinable(other, span):
            kept[index] = other.between(other.start, span.end)
            return
    kept.append(span)


def _joinable(first: Span, second: Span) -> bool:
    return first.kind in ("bold", "italic", "underline", "strikethrough", "spoiler") and (
        first.extra == second.extra
    )
