"""Which addresses Telegram takes for links, in texts and on buttons.

Gives the normalised address or None; decides nothing about where it leads.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.sandbox.spans import Span

_USER = re.compile(r"tg://user\?id=(\d{1,15})$")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,62})\.)*[^\W_][\w-]{0,62}\.?$|\[[0-9a-fA-F:]+\]$")


def checked_link(address: str) -> str | None:
    """`address` as Telegram would store it (scheme added), None when it is no link."""
    address = address.strip()
    if re.match(r"(?:tg|ton|tonsite):", address, re.IGNORECASE):
        return address if len(address) > 5 else None
    if not re.match(r"https?://", address, re.IGNORECASE):
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address) and not re.match(r"[\w.-]+:\d", address):
            return None
        address = "http://" + address
    return _web_address(address)


def _web_address(address: str) -> str | None:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or any(char.isspace() for char in address):
        return None
    known = "." in host or ":" in host or host == "localhost"
    if not known or not (_HOST.match(host) or ":" in host):
        return None
    return address + "/" if not parts.path and not parts.query and not parts.fragment else address


def button_link(address: str) -> str | None:
    """As `checked_link`; a bare word or a text with blanks is no button address."""
    return checked_link(address) if address and not address.isspace() else None


def link_entity(address: str, start: int, end: int) -> Span | None:
    """The span of an `<a href>`: a mention of a person, a link, or nothing for a bad address."""
    if user := _USER.match(address):
        mentioned = {"id": int(user[1]), "is_bot": False, "first_name": ""}
        return Span(start, end, "text_mention", {"user": mentioned})
    url = checked_link(address)
    return Span(start, end, "text_link", {"url": url}) if url else None
