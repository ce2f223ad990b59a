"""Text with entities as Telegram keeps it: cleaned, trimmed, nested properly, counted in UTF-16.

Turns what a bot sends (HTML, MarkdownV2, or text with explicit entities) and what a person types
into the final text and its entity list. Refuses what Telegram refuses, in its words: markup that
does not parse, entities outside the text or in the middle of a character, empty and too long
texts. Offsets inside this module are code points; `to_utf16` translates once at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.detection import detect
from bot.sandbox.errors import bad_request
from bot.sandbox.markup_html import parse_html
from bot.sandbox.markup_markdown import parse_markdown
from bot.sandbox.model import Json
from bot.sandbox.spans import CODE, Span, tidy

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_RAW_BYTES = 32_768
MAX_ENTITIES = 100
# Far beyond what is shown; a list of ten thousands would hold up everybody for seconds.
MAX_EXPLICIT = 1000

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_KINDS = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
_FOUND_KINDS = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bank_card_number",
    ]
)


_TAKEN = frozenset((*CODE, "text_link", "text_mention", "custom_emoji"))


@dataclass(slots=True, frozen=True)
class Formatted:
    """A finished text and its Bot API entities (offsets and lengths in UTF-16 units)."""

    text: str
    entities: list[Json]


def utf16_length(text: str) -> int:
    """Length of `text` in UTF-16 code units, the unit of every Telegram limit."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def format_text(
    raw: str, mode: str, explicit: list[Any] | None, limit: int, what: str
) -> Formatted:
    """Parse, clean and check a text of at most `limit` units; `what` names it in errors."""
    if len(raw) > MAX_RAW_BYTES // 4 and len(raw.encode()) > MAX_RAW_BYTES:
        raise bad_request("text is too long" if what == "text" else f"{what} is too long")
    clean = clean_text(raw)
    spans: list[Span] = []
    if mode:
        clean, spans = _parse(clean, mode)
    elif explicit:
        spans = explicit_spans(clean, explicit)
    text, spans = trim(clean, spans)
    if utf16_length(text) > limit:
        raise bad_request(
            "message is too long" if what == "text" else "message caption is too long"
        )
    return Formatted(text, finish(text, spans))


def finish(text: str, spans: list[Span]) -> list[Json]:
    """Nest, add what Telegram finds by itself, cut to 100 and count in UTF-16."""
    taken = [span for span in spans if span.kind in _TAKEN]
    found = [span for span in detect(text) if not _hidden(span, taken)]
    return to_utf16(text, tidy(spans + found)[:MAX_ENTITIES])


def _hidden(found: Span, taken: list[Span]) -> bool:
    """Nothing is detected inside code or where a link or mention already stands."""
    return any(span.start < found.end and found.start < span.end for span in taken)


def _parse(text: str, mode: str) -> tuple[str, list[Span]]:
    match mode.lower():
        case "html":
            return parse_html(text)
        case "markdownv2":
            return parse_markdown(text)
        case "none":
            return text, []
    raise bad_request("unsupported parse_mode")


def clean_text(text: str) -> str:
    """Control characters become spaces, carriage returns go, as Telegram stores it."""
    return _CONTROL.sub(" ", text.replace("\r", ""))


def trim(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Text without surrounding white space and its spans moved along (emptied ones dropped)."""
    start = len(text) - len(text.lstrip())
    body = text.strip()
    if len(body) == len(text):
        return text, spans
    moved = [
        span.between(max(0, span.start - start), min(len(body), span.end - start)) for span in spans
    ]
    return body, [span for span in moved if span.start < span.end]


def to_utf16(text: str, spans: list[Span]) -> list[Json]:
    """Bot API entities of `spans`, offsets and lengths in UTF-16 units."""
    wide = [match.start() for match in _ASTRAL.finditer(text)]
    if not wide:
        return [span.as_json(span.start, span.end - span.start) for span in spans]
    made = []
    for span in spans:
        start = span.start + sum(at < span.start for at in wide)
        end = span.end + sum(at < span.end for at in wide)
        made.append(span.as_json(start, end - start))
    return made


def explicit_spans(text: str, explicit: list[Any]) -> list[Span]:
    """Spans of a bot's own `entities`; refuses those outside the text or of unknown type."""
    points = _points_by_unit(text)
    spans = [_explicit(item, points, text) for item in explicit[:MAX_EXPLICIT]]
    return [span for span in spans if span is not None]


def _points_by_unit(text: str) -> list[int | None]:
    """Code point index at each UTF-16 offset; None in the middle of a surrogate pair."""
    points: list[int | None] = []
    for index, char in enumerate(text):
        points.append(index)
        if char > "\uffff":
            points.append(None)
    points.append(len(text))
    return points


def _explicit(item: Any, points: list[int | None], text: str) -> Span | None:
    if not isinstance(item, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind, offset, length = item.get("type"), item.get("offset"), item.get("length")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
    if kind in _FOUND_KINDS:
        return None
    if kind not in _KINDS:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    if offset < 0 or length <= 0:
        return None
    start, end = _point(points, offset, None, text), _point(points, offset + length, offset, text)
    user = item.get("user")
    extra: Json = {"user": user} if kind == "text_mention" and isinstance(user, dict) else {}
    for name in ("url", "language", "custom_emoji_id"):
        if isinstance(value := item.get(name), str) and value:
            extra[name] = value
    if kind == "text_link" and "url" not in extra:
        return None
    return Span(start, end, str(kind), extra)


def _point(points: list[int | None], unit: int, begin: int | None, text: str) -> int:
    """Code point at UTF-16 offset `unit`; `begin` is the entity's start when `unit` is its end."""
    if unit >= len(points):
        raise bad_request(
            f"entity beginning at UTF-16 offset {unit if begin is None else begin} ends after the "
            f"end of the text at UTF-16 offset {len(points) - 1}"
        )
    point = points[unit]
    if point is not None:
        return point
    at = len(text[: points[unit - 1]].encode())
    if begin is None:
        raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {at}")
    raise bad_request(
        f"entity beginning at UTF-16 offset {begin} ends in a middle of a UTF-16 symbol "
        f"at byte offset {at}"
    )
