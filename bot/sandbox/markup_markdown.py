"""Telegram's MarkdownV2 parse mode.

Turns markup into plain text and spans (code points). A reserved character without its backslash
and a style without its end are refused with Telegram's sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import link_entity
from bot.sandbox.spans import Span

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!\n")
_STYLES = {"_": "italic", "*": "bold", "__": "underline", "~": "strikethrough", "||": "spoiler"}
_NAMES = {
    "_": "Italic",
    "*": "Bold",
    "__": "Underline",
    "~": "Strikethrough",
    "||": "Spoiler",
    "[": "TextUrl",
    "![": "CustomEmoji",
    "`": "Code",
    "```": "Pre",
    ">": "BlockQuote",
}


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    begin: int
    language: str = ""


def parse_markdown(source: str) -> tuple[str, list[Span]]:
    """Plain text and spans of MarkdownV2."""
    return _Parser(source).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.open: list[_Open] = []
        self.spans: list[Span] = []

    def run(self) -> tuple[str, list[Span]]:
        while self.at < len(self.source):
            self._step(self.source[self.at])
        self._end_quote()
        if self.open:
            raise self._unclosed()
        return "".join(self.out), self.spans

    def _step(self, char: str) -> None:
        escaped = self.source[self.at + 1 : self.at + 2]
        if char == "\\" and escaped and 0 < ord(escaped) <= 126:
            self._emit(escaped, 2)
        elif self.open and self.open[-1].mark in ("`", "```"):
            self._inside_code(char)
        elif char not in _RESERVED:
            self._emit(char, 1)
        elif char == "\n":
            self._newline()
        else:
            self._mark(char)

    def _emit(self, char: str, taken: int) -> None:
        self.out.append(char)
        self.at += taken

    def _inside_code(self, char: str) -> None:
        mark = self.open[-1].mark
        if char == "`" and self.source.startswith(mark, self.at):
            self.at += len(mark)
            self._close_code(self.open.pop())
        else:
            self._emit(char, 1)

    def _close_code(self, opened: _Open) -> None:
        if len(self.out) > opened.start:
            kind = "pre" if opened.mark == "```" else "code"
            extra = {"language": opened.language} if opened.language else {}
            self.spans.append(Span(opened.start, len(self.out), kind, extra))

    def _newline(self) -> None:
        """A line that does not go on with `>` ends the quotation."""
        quoted = any(opened.mark == ">" for opened in self.open)
        if quoted and self.source.startswith(">", self.at + 1):
            self._emit("\n", 2)
            return
        self._end_quote()
        self._emit("\n", 1)

    def _end_quote(self, kind: str = "blockquote") -> None:
        if not any(opened.mark == ">" for opened in self.open):
            return
        if self.open[-1].mark != ">":
            raise self._unclosed()
        opened = self.open.pop()
        if len(self.out) > opened.start:
            self.spans.append(Span(opened.start, len(self.out), kind))

    def _mark(self, char: str) -> None:
        if char == ">" and (not self.out or self.out[-1] == "\n"):
            self._start(">")
        elif char == "]":
            self._end_link()
        elif (mark := self._style_at(char)) in _STYLES and self.open and self.open[-1].mark == mark:
            self._end_style(mark)
        elif mark == "||" and self._ends_quote():
            self.at += 2
            self._end_quote("expandable_blockquote")
        elif mark:
            self._start(mark)
        else:
            raise _refuse(
                f"Character '{char}' is reserved and must be escaped with the preceding '\\'"
            )

    def _style_at(self, char: str) -> str:
        """The style or code mark that stands here; empty for a bare reserved character."""
        for mark in ("```", "__", "||", "!["):
            if self.source.startswith(mark, self.at):
                return mark
        return char if char in "_*~`[" else ""

    def _ends_quote(self) -> bool:
        rest = self.source[self.at + 2 : self.at + 4]
        last_line = not rest or (rest[0] == "\n" and rest[1:] != ">")
        return bool(self.open) and self.open[-1].mark == ">" and last_line

    def _start(self, mark: str) -> None:
        opened = _Open(mark, len(self.out), self.at)
        self.at += len(mark)
        if mark == "```":
            opened.language = self._language()
        self.open.append(opened)

    def _language(self) -> str:
        """The word right after the fence names the language when a line break follows it."""
        end = self.at
        while end < len(self.source) and not self.source[end].isspace() and self.source[end] != "`":
            end += 1
        if self.source[end : end + 1] != "\n":
            return ""
        language = self.source[self.at : end]
        self.at = end + 1
        return language

    def _end_style(self, mark: str) -> None:
        opened = self.open.pop()
        self.at += len(mark)
        if len(self.out) > opened.start:
            self.spans.append(Span(opened.start, len(self.out), _STYLES[mark]))

    def _end_link(self) -> None:
        if not self.open or self.open[-1].mark not in ("[", "!["):
            raise _refuse("Character ']' is reserved and must be escaped with the preceding '\\'")
        opened = self.open.pop()
        self.at += 1
        address = self._address() if self.source.startswith("(", self.at) else ""
        start, end = opened.start, len(self.out)
        if end == start:
            return
        if opened.mark == "![":
            emoji = address.rpartition("id=")[2]
            self.spans.append(Span(start, end, "custom_emoji", {"custom_emoji_id": emoji}))
        elif span := link_entity(address or "".join(self.out)[start:end], start, end):
            self.spans.append(span)

    def _address(self) -> str:
        begin = self.at
        self.at += 1
        found = []
        while (char := self.source[self.at : self.at + 1]) != ")":
            if not char:
                raise _refuse(f"Can't find end of a URL at byte offset {self._offset(begin)}")
            step = 2 if char == "\\" and self.at + 1 < len(self.source) else 1
            found.append(self.source[self.at + step - 1])
            self.at += step
        self.at += 1
        return "".join(found)

    def _offset(self, index: int) -> int:
        return len(self.source[:index].encode())

    def _unclosed(self) -> ApiError:
        opened = self.open[-1]
        where = self._offset(opened.begin)
        return _refuse(f"Can't find end of {_NAMES[opened.mark]} entity at byte offset {where}")


def _refuse(complaint: str) -> ApiError:
    return bad_request(f"can't parse entities: {complaint}")
