"""Sets up logging for the bot: one line per event, no message text, chat ids as short hashes.

httpx and httpcore are held at WARNING because they log request URLs, and those carry the token.
"""

from __future__ import annotations

import hashlib
import logging
import sys

from bot.settings import Settings

QUIET = ("httpx", "httpcore", "apscheduler", "jieba", "alembic")


class Ids:
    """Turns chat and user ids into what a log may show: a keyed hash, or the id when debugging."""

    def __init__(self, *, clear: bool = False, salt: str = "") -> None:
        self._clear = clear
        self._salt = salt

    def __call__(self, number: int | None) -> str:
        """The id in the clear (debug) or eight hex digits of its salted hash; '-' for none."""
        if number is None:
            return "-"
        if self._clear:
            return str(number)
        return hashlib.sha256(f"{self._salt}:{number}".encode()).hexdigest()[:8]


def configure(settings: Settings) -> None:
    """Send log lines of the set level and above to standard error."""
    logging.basicConfig(
        level=settings.log_level,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        force=True,
    )
    # Below INFO python-telegram-bot logs every call with its parameters: the words people read.
    floor = max(logging.INFO, logging.getLevelName(settings.log_level))
    logging.getLogger("telegram").setLevel(floor)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
