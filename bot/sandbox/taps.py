"""Tapping buttons: which button is meant, where a link leads, and what the bot answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.errors import NothingArrived
from bot.sandbox.model import Chat, Json, Message
from bot.sandbox.queries import Query
from bot.sandbox.world import World


@dataclass(slots=True)
class Press:
    """A tapped button: `button` as the message shows it, `query` for callback buttons."""

    world: World
    button: Json
    query: Query | None = None

    async def answer(self, within: float = 15.0) -> Json:
        """The bot's answer to a callback: text, show_alert, url."""
        query = self.query
        if query is None:
            raise ValueError(f"the button {self.button['text']!r} asks the bot nothing")
        what = f"an answer to the tap on {self.button['text']!r}"
        return await self.world.feed.until(lambda: query.answer, within, what)


@dataclass(slots=True)
class InlineAnswer:
    """What the bot offered for an inline query."""

    text: str
    results: list[Json]
    next_offset: str
    button: Json | None


def find_button(label: str, message: Message | None, chat: Chat) -> tuple[Message, Json]:
    """The newest button whose label or callback data is `label`, else whose label contains it.

    Looks at `message` only when one is given; `NothingArrived` names the buttons there are.
    """
    messages = [message] if message else list(reversed(chat.messages.values()))
    tests: list[Callable[[Json], bool]] = [
        lambda button: label in (button["text"], button.get("callback_data")),
        lambda button: label in button["text"],
    ]
    for fits in tests:
        for candidate in messages:
            for button in [] if candidate.deleted else candidate.buttons:
                if fits(button):
                    return candidate, button
    shown = [labels for candidate in messages[:5] if (labels := candidate.labels)]
    raise NothingArrived(f"no button {label!r} in {chat.name}; there are {shown}")


def start_payload(world: World, url: str) -> str | None:
    """The payload of a deep link to this bot, None for any other address."""
    parts = urlsplit(url)
    values = parse_qs(parts.query)
    name = str(world.bot.username).lower()
    if parts.scheme == "tg":
        ours = parts.netloc == "resolve" and values.get("domain", [""])[0].lower() == name
    else:
        known_host = parts.hostname in ("t.me", "telegram.me")
        ours = known_host and parts.path.strip("/").lower() == name
    return values.get("start", [""])[0] if ours and "startgroup" not in values else None


def as_predicate(fits: Callable[[Message], bool] | str | None) -> Callable[[Message], bool]:
    """What `wait_for` looks for: a predicate, a text the message contains, or anything."""
    if fits is None:
        return lambda message: True
    if isinstance(fits, str):
        text = fits
        return lambda message: text in message.text
    return fits
