"""Everything the stand-in knows: people, chats, messages, and the machinery around them.

One `World` serves one bot. It finds and makes people and chats, numbers and keeps messages (the
newest `max_messages` over all chats) and announces every change; rules live in other modules.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from typing import Any

from bot.sandbox.commands import Commands
from bot.sandbox.faults import Faults
from bot.sandbox.feed import Feed
from bot.sandbox.files import Files
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits, Rates
from bot.sandbox.model import Chat, Json, Member, Message, Person
from bot.sandbox.queries import Queries
from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Webhook

FIRST_PERSON = 700_000_001
FIRST_GROUP = -4_000_001
FIRST_SUPERGROUP = -1_002_000_000_001
ANONYMOUS_ADMIN = Person(1_087_968_824, "Group", username="GroupAnonymousBot", is_bot=True)
CHANNEL_SENDER = Person(136_817_688, "Channel", username="Channel_Bot", is_bot=True)
SERVICE_ACCOUNT = Person(777_000, "Telegram")


class World:
    """People, chats, messages, updates, files, limits, faults and journal of one bot."""

    def __init__(
        self,
        clock: Callable[[], float],
        bot: Person,
        *,
        rates: Rates | None = None,
        max_messages: int = 10_000,
        journal_size: int = 20_000,
    ) -> None:
        self.clock = clock
        self.bot = bot
        self.bot_json = bot.as_json()
        self.privacy = True
        self.feed = Feed()
        self.updates = Updates(clock)
        self.updates.on_poll = self._first_poll
        self.webhook = Webhook(self.updates, clock)
        self.limits = Limits(clock, rates)
        self.faults = Faults(clock)
        self.journal = Journal(journal_size)
        self.files = Files()
        self.commands = Commands()
        self.queries = Queries(clock)
        self.profile: dict[str, Any] = {}
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self._made: Counter[str] = Counter()
        self._names: dict[str, Chat] = {}
        self._kept: deque[Message] = deque()
        self._max_messages = max_messages
        # Message numbers of private chats and basic groups are shared and go on after a restart
        # (one a second since 2026), so an old message id never names a new message.
        self._shared_id = max(0, int(clock()) - 1_767_225_600)

    def new_person(self, name: str, **details: Any) -> Person:
        """Make an account with the next id and its private chat with the bot (not started)."""
        number = details.pop("id", None) or self._free_id("person", FIRST_PERSON, 1)
        first, _, last = name.partition(" ")
        person = Person(number, first, last or None, **details)
        self.people[number] = person
        chat = Chat(number, "private", person=person, username=person.username)
        chat.members[self.bot.id] = Member("left")
        self.add_chat(chat)
        return person

    def new_chat(self, type_: str, title: str, username: str | None, chat_id: int | None) -> Chat:
        """Make an empty group, supergroup or channel with the next id of its kind."""
        basic = type_ == "group"
        first = FIRST_GROUP if basic else FIRST_SUPERGROUP
        number = chat_id or self._free_id("group" if basic else "supergroup", first, -1)
        chat = Chat(number, type_, title, username)
        self.add_chat(chat)
        return chat

    def _free_id(self, kind: str, first: int, step: int) -> int:
        """The next id of a kind; the same ones in the same order in every new stand-in."""
        while (number := first + step * self._made[kind]) in self.chats:
            self._made[kind] += 1
        return number

    def add_chat(self, chat: Chat) -> None:
        """Register a chat and announce it."""
        self.chats[chat.id] = chat
        if chat.username:
            self._names[chat.username.lower()] = chat
        self.announce_chat(chat)

    def chat_by_name(self, wanted: str) -> Chat | None:
        """A chat by its id or, for groups and channels, by @username."""
        if wanted.startswith("@"):
            chat = self._names.get(wanted[1:].lower())
            return None if chat is None or chat.is_private else chat
        try:
            return self.chats.get(int(wanted)) if len(wanted) < 25 else None
        except ValueError:
            return None

    def person_json(self, number: int) -> Json | None:
        """The Bot API user of an id, the bot included."""
        if number == self.bot.id:
            return self.bot_json
        person = self.people.get(number)
        return person.as_json() if person else None

    def keep(
        self,
        chat: Chat,
        content: Json,
        author: int,
        from_bot: bool,
        keyboard: Json | None = None,
    ) -> Message:
        """Number a new message, keep it, announce it; `content` is all but id, chat and date."""
        now = self.clock()
        if chat.type in ("supergroup", "channel"):
            chat.last_own_id += 1
            number = chat.last_own_id
        else:
            self._shared_id += 1
            number = self._shared_id
        raw = {"message_id": number, "chat": chat.brief, "date": int(now), **content}
        message = Message(chat, raw, now, author, from_bot)
        if keyboard is not None and "inline_keyboard" not in keyboard:
            message.keyboard = keyboard
        self._store(message)
        self.announce(message)
        return message

    def _store(self, message: Message) -> None:
        message.chat.messages[message.id] = message
        self._kept.append(message)
        if len(self._kept) > self._max_messages:
            dropped = self._kept.popleft()
            dropped.chat.messages.pop(dropped.id, None)

    def put_back(self, message: Message) -> None:
        """Store a message of an earlier life; numbering goes on after it."""
        self._store(message)
        if message.chat.type not in ("supergroup", "channel"):
            self._shared_id = max(self._shared_id, message.id)

    def forget(self) -> None:
        """Empty out people, chats and messages."""
        for kept in (self.people, self.chats, self._names, self._kept):
            kept.clear()

    def announce(self, message: Message) -> None:
        """Tell listeners that a message is new, changed or deleted."""
        message.seq = self.feed.seq + 1
        self.feed.publish("message", lambda: message_json(message))

    @property
    def bot_online(self) -> bool:
        """Whether the bot has ever asked for updates, or has them sent to it."""
        return self.updates.on_poll is None or self.updates.webhook_active

    def _first_poll(self) -> None:
        """Tell chat pages once that the bot has begun to ask for updates."""
        self.updates.on_poll = None
        self.feed.publish("bot", dict)

    def announce_chat(self, chat: Chat) -> None:
        """Tell listeners that a chat is new or changed."""
        self.feed.publish("chat", lambda: {"chat_id": chat.id})

    def all_messages(self) -> list[Message]:
        """All kept messages, oldest first (deleted ones included)."""
        return list(self._kept)


def message_json(message: Message) -> Json:
    """A message as chat pages and tests see it."""
    return {
        "chat_id": message.chat.id,
        "message_id": message.id,
        "seq": message.seq,
        "author": message.author,
        "from_bot": message.from_bot,
        "deleted": message.deleted,
        "keyboard": message.keyboard,
        "rewritten": message.rewritten,
        "message": message.raw,
    }
