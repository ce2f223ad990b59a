"""Telegram's HTML parse mode: exactly its tags, its character references and its complaints.

Turns markup into plain text and spans (code points). Anything else than the listed tags, an end
tag that does not fit or is missing, is refused with the sentence and byte offset Telegram gives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import link_entity
from bot.sandbox.spans import Span

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset((*_STYLES, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"))
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_NEXT = re.compile("[<&]")
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>[A-Za-z]+));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_SPACE = re.compile(r"\s*")


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    start: int


def parse_html(source: str) -> tuple[str, list[Span]]:
    """Plain text and spans of Telegram HTML."""
    return _Parser(source).run()


def decode(match: re.Match[str]) -> str:
    """The character a reference stands for; unknown ones stay as they are written."""
    if name := match["name"]:
        return _NAMED.get(name, match.group())
    digits = match["hex"] or match["dec"]
    code = int(digits, 16 if match["hex"] else 10) if len(digits) < 8 else 0
    if not 0 < code < 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return match.group()
    return chr(code)


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.spans: list[Span] = []
        self.listing = (0, 0, "")

    def run(self) -> tuple[str, list[Span]]:
        source, size = self.source, len(self.source)
        while self.at < size:
            match = _NEXT.search(source, self.at)
            stop = match.start() if match else size
            self._emit(source[self.at : stop])
            self.at = stop
            if match is None:
                break
            if match.group() == "&":
                self._reference()
            elif source.startswith("</", stop):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise _refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.out), self.spans

    def _emit(self, text: str) -> None:
        self.out.append(text)
        self.length += len(text)

    def _reference(self) -> None:
        match = _REFERENCE.match(self.source, self.at)
        self._emit(decode(match) if match else "&")
        self.at = match.end() if match else self.at + 1

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        text = match.group() if match else ""
        self.at += len(text)
        return text

    def _offset(self, index: int) -> int:
        return len(self.source[:index].encode())

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._take(_TAG_NAME).lower()
        if not self._peek():
            raise _refuse(f"Unclosed start tag at byte offset {self._offset(begin)}")
        if tag not in _TAGS:
            raise _refuse(f'Unsupported start tag "{tag}" at byte offset {self._offset(begin)}')
        argument = self._attributes(tag, begin)
        self.at += 1
        if tag == "span" and argument != "spoiler":
            where = self._offset(begin)
            raise _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.open.append(_Open(tag, argument, self.length))

    def _attributes(self, tag: str, begin: int) -> str:
        """Read up to the closing `>` and return the one argument that matters to the tag."""
        argument = ""
        while True:
            self._take(_SPACE)
            if self._peek() == ">":
                return argument
            name = self._take(_ATTRIBUTE_NAME)
            if not name and self._peek():
                where = self._offset(begin)
                raise _refuse(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            self._take(_SPACE)
            value = self._value(tag, begin) if self._peek() == "=" else ""
            if not self._peek():
                raise _refuse(f"Unclosed start tag at byte offset {self._offset(begin)}")
            argument = _argument(tag, name, value) or argument

    def _value(self, tag: str, begin: int) -> str:
        self.at += 1
        self._take(_SPACE)
        quote = self._peek()
        if not quote:
            raise _refuse(f'Unclosed start tag "{tag}" at byte offset {self._offset(begin)}')
        if quote not in "'\"":
            start = self.at
            value = self._take(_TOKEN).lower()
            if self._peek() and not (self._peek().isspace() or self._peek() == ">"):
                where = self._offset(start)
                raise _refuse(f"Unexpected end of name token at byte offset {where}")
            return value
        end = self.source.find(quote, self.at + 1)
        end = len(self.source) if end < 0 else end
        value = self.source[self.at + 1 : end]
        self.at = end + 1
        return _REFERENCE.sub(decode, value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _refuse(f"Unexpected end tag at byte offset {self._offset(begin)}")
        self.at += 2
        tag = self._take(_TAG_NAME).lower()
        self._take(_SPACE)
        if self._peek() != ">":
            raise _refuse(f"Unclosed end tag at byte offset {self._offset(begin)}")
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise _refuse(
                f"Unmatched end tag at byte offset {self._offset(begin)}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.length > opened.start and (span := self._span(opened)):
            self.spans.append(span)

    def _span(self, opened: _Open) -> Span | None:
        start, end = opened.start, self.length
        if style := _STYLES.get(opened.tag):
            return Span(start, end, style)
        if opened.tag == "a":
            return link_entity(opened.argument or "".join(self.out)[start:end], start, end)
        if opened.tag == "blockquote":
            kind = "expandable_blockquote" if opened.argument else "blockquote"
            return Span(start, end, kind)
        if opened.tag == "tg-emoji":
            return Span(start, end, "custom_emoji", {"custom_emoji_id": opened.argument})
        if opened.tag == "code" and not (opened.argument and self._inside_pre()):
            return Span(start, end, "code")
        if opened.tag == "code":
            self.listing = (start, end, opened.argument)
            return None
        return self._pre(start, end) if opened.tag == "pre" else None

    def _pre(self, start: int, end: int) -> Span:
        """A listing; a `<code class=language-…>` that fills it names its language."""
        same = self.listing[:2] == (start, end)
        return Span(start, end, "pre", {"language": self.listing[2]} if same else {})

    def _inside_pre(self) -> bool:
        return bool(self.open) and self.open[-1].tag == "pre"


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return "1"
    return ""


def _refuse(complaint: str) -> ApiError:
    return bad_request(f"can't parse entities: {complaint}")
