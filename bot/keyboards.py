"""Turns buttons into callback data of at most 64 bytes and back, sealed against misuse.

Data is `scope action:arg:arg~seal`. The seal is a short HMAC over the chat, the user (for scope
`u`) and the data, so a button pressed elsewhere, by somebody else, or made up by hand does not
open. Refuses to build data that is too long; refuses, by `Sealed.NO`, to open what does not fit.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.render.parts import shorten

MAX_DATA = 64
MAX_LABEL = 60
_SEAL_BYTES = 6
_TARGET = re.compile(r"@-?[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Press:
    """What a button asks for: an action, its arguments, and the chat it manages when that is not
    the chat it hangs in (a channel looked after from a private chat)."""

    action: str
    args: tuple[str, ...] = ()
    target: int | None = None

    def arg(self, index: int, default: str = "") -> str:
        """One argument, or `default` where there are fewer."""
        return self.args[index] if index < len(self.args) else default

    def number(self, index: int, default: int = 0) -> int:
        """One argument as a number that a database key can be, or `default` where it is none."""
        text = self.arg(index)
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            return default
        return int(text)


@dataclass(frozen=True, slots=True)
class Button:
    """A button before it is sealed: a label and either what it asks for, a link, or words to
    search inline in another chat. `shared` buttons open for everyone in their chat; an `exact`
    label is in nobody's script but its own (the name of a language)."""

    label: str
    press: Press | None = None
    url: str | None = None
    inline: str | None = None
    shared: bool = False
    exact: bool = False


Rows = Sequence[Sequence[Button]]


class Codec:
    """Seals and opens callback data with a key that only this bot has."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"union-digest callback " + secret.encode()).digest()

    def seal(self, press: Press, *, chat: int, user: int | None) -> str:
        """Callback data for `press`, good in `chat` and, when `user` is given, for that user."""
        fields = [press.action, *press.args]
        if press.target is not None:
            fields.append(f"@{press.target}")
        body = ("s" if user is None else "u") + ":".join(fields)
        data = f"{body}~{self._mac(body, chat, user)}"
        if len(data.encode()) > MAX_DATA:
            raise ValueError(f"callback data of {len(data.encode())} bytes: {press.action}")
        return data

    def open(self, data: str, *, chat: int, user: int) -> Press | None:
        """What a pressed button asks for, or None when it is forged, foreign or forwarded."""
        body, mark, mac = data.rpartition("~")
        if not mark or body[:1] not in {"u", "s"}:
            return None
        expected = self._mac(body, chat, user if body[0] == "u" else None)
        if not hmac.compare_digest(mac.encode(errors="replace"), expected.encode()):
            return None
        action, *args = body[1:].split(":")
        target = None
        if args and _TARGET.fullmatch(args[-1]):
            target = int(args.pop()[1:])
        return Press(action, tuple(args), target)

    def _mac(self, body: str, chat: int, user: int | None) -> str:
        text = f"{chat}|{'' if user is None else user}|{body}"
        digest = hmac.new(self._key, text.encode(errors="replace"), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:_SEAL_BYTES]).decode()

    def readdress(self, data: str, *, chat: int, to: int) -> str:
        """The same shared button for another chat. Raises ValueError when it is not one."""
        press = self.open(data, chat=chat, user=0)
        if press is None:
            raise ValueError("only an own shared button can be addressed anew")
        return self.seal(press, chat=to, user=None)

    def markup(self, rows: Rows, *, chat: int, user: int | None) -> InlineKeyboardMarkup | None:
        """The keyboard for a message in `chat`; private buttons are bound to `user`."""
        made = [[self._button(b, chat, user) for b in row] for row in rows if row]
        return InlineKeyboardMarkup(made) if made else None

    def _button(self, button: Button, chat: int, user: int | None) -> InlineKeyboardButton:
        label = shorten(button.label, MAX_LABEL)
        if button.url is not None:
            return InlineKeyboardButton(label, url=button.url)
        if button.inline is not None:
            return InlineKeyboardButton(label, switch_inline_query=button.inline)
        if button.press is None:
            raise ValueError(f"a button that does nothing: {label}")
        data = self.seal(button.press, chat=chat, user=None if button.shared else user)
        return InlineKeyboardButton(label, callback_data=data)


def grid(buttons: Iterable[Button], columns: int) -> list[list[Button]]:
    """`buttons` in rows of `columns`."""
    row = list(buttons)
    return [row[at : at + columns] for at in range(0, len(row), columns)]
