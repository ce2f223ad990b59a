"""What Telegram finds in a text by itself: commands, mentions, hashtags, links, addresses.

The rules follow the documented behaviour: a command or mention must not touch a word character
(Chinese ones included), a trailing full stop is not part of a link, and nothing overlaps.
"""

from __future__ import annotations

import re

from bot.sandbox.spans import Span

_TLD = "com|cn|org|net|gov|edu|io|me|info|top|tv|cc|xyz|app|dev|co|ru|uk|de|jp|hk|tw|中国"
_HOST = rf"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{{0,62}})\.)+(?:{_TLD})(?![A-Za-z0-9_])"
_REST = r"(?::\d{1,5})?(?:[/?#][^\s<>\"'，。；：！？、（）【】《》“”‘’…]*)?"
_ANY_HOST = r"(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|(?:[A-Za-z0-9_-]{1,63}\.)+[A-Za-z]{2,24})"
_PATTERN = re.compile(
    rf"""
      (?P<url>(?<![A-Za-z0-9_@.])https?://{_ANY_HOST}{_REST}
          | (?<![A-Za-z0-9_@.])(?:tg|ton)://[A-Za-z0-9_?=&%./-]+
          | (?<![\w@./-]){_HOST}(?!@){_REST})
    | (?P<email>(?<![\w.+-])[A-Za-z0-9_.+-]{{1,64}}@{_HOST})
    | (?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{{1,64}}(?:@[A-Za-z0-9_]{{3,32}})?(?![\w/<>@]))
    | (?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{{2,31}}(?!\w))
    | (?P<hashtag>(?<![\w#])\#(?=\w*[^\W\d_])\w{{1,256}})
    """,
    re.VERBOSE,
)
_MARKS = re.compile(r"[/@#.]")


def detect(text: str) -> list[Span]:
    """Spans Telegram would add to `text`, in order, not overlapping."""
    if not _MARKS.search(text):
        return []
    found = []
    for match in _PATTERN.finditer(text):
        kind = str(match.lastgroup)
        end = match.end()
        if kind == "url":
            end = match.start() + len(match.group().rstrip(".,;:!?)]}"))
        found.append(Span(match.start(), end, kind))
    return found
