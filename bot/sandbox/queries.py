"""Button presses and inline queries waiting for the bot's answer.

A press can be answered once within 150 seconds, an inline query within 30; later answers are
refused with Telegram's sentence. Keeps the newest thousand of each.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.model import Json, Message

PRESS_SECONDS = 150.0
INLINE_SECONDS = 30.0
MAX_KEPT = 1000


def expired() -> ApiError:
    """The answer to an answer that comes too late or to nothing."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")


@dataclass(slots=True)
class Query:
    """One press or inline query; `answer` is what the bot answered, None until then."""

    id: str
    person_id: int
    at: float
    kept: float
    what: str
    message: Message | None = None
    answer: Json | None = None


class Queries:
    """The open and lately answered queries."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._by_id: OrderedDict[str, Query] = OrderedDict()
        self._inline: OrderedDict[str, Message] = OrderedDict()

    def name_inline(self, message: Message) -> str:
        """The id by which the bot may edit a message sent through inline mode."""
        message.inline_id = secrets.token_urlsafe(20)
        self._inline[message.inline_id] = message
        while len(self._inline) > MAX_KEPT:
            self._inline.popitem(last=False)
        return message.inline_id

    def inline_message(self, number: str) -> Message | None:
        """The message of an inline id, while it stands."""
        found = self._inline.get(number)
        return None if found is None or found.deleted else found

    def open(self, person_id: int, what: str, message: Message | None = None) -> Query:
        """A new query; `message` is the one whose button was pressed, None for inline mode."""
        kept = INLINE_SECONDS if message is None else PRESS_SECONDS
        number = str(secrets.randbits(60) | 1 << 60)
        query = Query(number, person_id, self._clock(), kept, what, message)
        self._by_id[number] = query
        while len(self._by_id) > MAX_KEPT:
            self._by_id.popitem(last=False)
        return query

    def get(self, number: str) -> Query | None:
        """A query by its id."""
        return self._by_id.get(number)

    def answer(self, number: str, answer: Json, inline: bool) -> Query:
        """Settle a query; refuses unknown, late and wrong-kind ones."""
        query = self._by_id.get(number)
        if query is None or (query.message is None) != inline:
            raise expired()
        if query.answer is not None or self._clock() - query.at > query.kept:
            raise expired()
        query.answer = answer
        return query
