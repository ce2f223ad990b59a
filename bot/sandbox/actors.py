"""The people of a test: each `User` types, taps, blocks and waits like a person with a phone.

Actions are coroutines and take effect at once; `wait_for` waits for the bot by event. After an
action the user looks at the chat it happened in and at what the bot sent or changed since then.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.content import describe_file, store_file
from bot.sandbox.errors import NothingArrived
from bot.sandbox.files import PIXEL
from bot.sandbox.membership import change_member
from bot.sandbox.model import Chat, Json, Member, Message, Person, Topic
from bot.sandbox.params import Upload
from bot.sandbox.places import Channel, Place
from bot.sandbox.posting import entity_text, post_by_person, tell_bot, user_text
from bot.sandbox.queries import Query
from bot.sandbox.taps import (
    InlineAnswer,
    Press,
    as_predicate,
    find_button,
    start_payload,
)
from bot.sandbox.world import World

Where = Chat | Place | None


class User:
    """A person: types, taps, sends files, blocks, waits. `private` is the chat with the bot."""

    def __init__(self, world: World, person: Person) -> None:
        self.world = world
        self.person = person
        self.private = world.chats[person.id]
        self._chat = self.private
        self._mark = 0

    def __repr__(self) -> str:
        return f"<User {self.person.name} {self.id}>"

    @property
    def id(self) -> int:
        """The account's id, also that of the private chat."""
        return self.person.id

    def _act(self, where: Where, check_block: bool = True) -> Chat:
        """Turn to a chat: what the bot does from now on is new to this person."""
        chat = where.chat if isinstance(where, Place) else (where or self.private)
        if chat is self.private and check_block:
            self._open_private()
        elif not chat.is_private and not chat.members.get(self.id, Member("left")).inside:
            raise ValueError(f"{self.person.name} is not in {chat.name}")
        self._chat, self._mark = chat, self.world.feed.seq
        return chat

    def _open_private(self) -> None:
        standing = self.private.members[self.world.bot.id]
        if standing.status == "kicked":
            raise ValueError(f"{self.person.name} has blocked the bot; unblock or start first")
        if not standing.inside:
            member = Member("member")
            change_member(self.world, self.private, self.person, self.world.bot, member)

    async def send(
        self,
        text: str,
        *,
        to: Where = None,
        topic: Topic | int | None = None,
        reply_to: Message | None = None,
        as_channel: Channel | None = None,
    ) -> Message:
        """Type a text into the private chat or another one."""
        chat = self._act(to)
        return post_by_person(
            self.world,
            chat,
            self.person,
            user_text(text),
            thread_id=topic.id if isinstance(topic, Topic) else topic,
            reply_to=reply_to,
            as_channel=as_channel.chat if as_channel else None,
        )

    async def start(self, payload: str = "") -> Message:
        """Tap START (or RESTART after a block), or open a t.me/bot?start=payload link."""
        if not re.fullmatch("[A-Za-z0-9_-]{0,64}", payload):
            raise ValueError("a start payload is up to 64 of A-Z a-z 0-9 _ -")
        if self.private.members[self.world.bot.id].status == "kicked":
            await self.unblock()
        return await self.send(f"/start {payload}".strip())

    async def send_file(
        self,
        content: bytes,
        name: str,
        *,
        kind: str = "document",
        mime: str = "",
        caption: str = "",
        to: Where = None,
        topic: int | None = None,
    ) -> Message:
        """Send bytes as a document, photo, voice, audio, video, animation or sticker."""
        chat = self._act(to)
        stored = store_file(self.world, Upload(name, mime, content), kind)
        made: Json = {kind: describe_file(stored, kind)}
        if caption:
            written = user_text(caption)
            made["caption"] = written["text"]
            if "entities" in written:
                made["caption_entities"] = written["entities"]
        return post_by_person(self.world, chat, self.person, made, thread_id=topic)

    async def send_document(
        self, content: bytes, name: str = "file.txt", *, caption: str = "", to: Where = None
    ) -> Message:
        """Upload a file."""
        return await self.send_file(content, name, caption=caption, to=to)

    async def send_photo(
        self, content: bytes = PIXEL, *, caption: str = "", to: Where = None
    ) -> Message:
        """Send a picture (PNG, JPEG, GIF or WebP bytes)."""
        return await self.send_file(content, "photo.png", kind="photo", caption=caption, to=to)

    async def send_voice(self, *, to: Where = None) -> Message:
        """Send a second of silence."""
        return await self.send_file(b"OggS", "voice.ogg", kind="voice", mime="audio/ogg", to=to)

    async def send_sticker(self, emoji: str = "👍", *, to: Where = None) -> Message:
        """Send a sticker."""
        chat = self._act(to)
        stored = store_file(self.world, Upload("sticker.webp", "image/webp", b"RIFF"), "sticker")
        sticker = describe_file(stored, "sticker") | {"emoji": emoji}
        return post_by_person(self.world, chat, self.person, {"sticker": sticker})

    async def edit(self, message: Message, text: str) -> Message:
        """Change an own text message."""
        if message.author != self.id or "text" not in message.raw:
            raise ValueError("only own text messages can be edited")
        self._act(message.chat)
        old = {key: value for key, value in message.raw.items() if key not in ("text", "entities")}
        message.raw = old | user_text(text) | {"edit_date": int(self.world.clock())}
        message.rewritten = True
        self.world.announce(message)
        tell_bot(self.world, message, edited=True)
        return message

    async def delete(self, message: Message) -> None:
        """Delete a message; bots are told nothing."""
        message.deleted = True
        self.world.announce(message)

    async def press(
        self, label: str, message: Message | None = None, *, chat: Where = None
    ) -> Press:
        """Tap the newest button with this label or callback data (else: containing the label)."""
        place = chat.chat if isinstance(chat, Place) else (chat or self._chat)
        found, button = find_button(label, message, place)
        return await self.tap(found, button)

    async def tap(self, message: Message, button: Json) -> Press:
        """Tap this very button; a deep link to the bot starts it, other links open nothing."""
        if "url" in button and (payload := start_payload(self.world, button["url"])) is not None:
            await self.start(payload)
            return Press(self.world, button)
        self._act(message.chat, check_block=False)
        if "callback_data" not in button:
            return Press(self.world, button)
        query = self.world.queries.open(self.id, button["callback_data"], message)
        number = message.inline_id
        update = ({"inline_message_id": number} if number else {"message": message.raw}) | {
            "id": query.id,
            "from": self.person.as_json(),
            "chat_instance": str(message.chat.id * 2_654_435_761 & (1 << 62) - 1),
            "data": button["callback_data"],
        }
        self.world.updates.push("callback_query", update)
        return Press(self.world, button, query)

    async def block(self) -> None:
        """Block the bot: it is told, its next message is refused with 403."""
        await self._stand("kicked")

    async def unblock(self) -> None:
        """Let the bot write again."""
        await self._stand("member")

    async def _stand(self, status: str) -> None:
        chat = self._act(self.private, check_block=False)
        change_member(self.world, chat, self.person, self.world.bot, Member(status))

    def deactivate(self) -> None:
        """The account is deleted; sends to it are refused with 403."""
        self.person.active = False

    async def join(self, place: Place) -> None:
        """Join a group or channel."""
        change_member(self.world, place.chat, self.person, self.person, Member())

    async def leave(self, place: Place) -> None:
        """Leave a group or channel."""
        change_member(self.world, place.chat, self.person, self.person, Member("left"))

    async def inline(
        self, text: str, *, chat: Where = None, offset: str = "", within: float = 15.0
    ) -> InlineAnswer:
        """Type `@bot text` somewhere and wait for the results."""
        place = chat.chat if isinstance(chat, Place) else (chat or self.private)
        query = self.ask_inline(text, place, offset)
        what = f"results for the inline query {text!r}"
        answer = await self.world.feed.until(lambda: query.answer, within, what)
        return InlineAnswer(text, answer["results"], answer["next_offset"], answer["button"])

    def ask_inline(self, text: str, chat: Chat, offset: str = "") -> Query:
        """Send the inline query without waiting; `Query.answer` is filled when it comes."""
        query = self.world.queries.open(self.id, text)
        update: dict[str, Any] = {"id": query.id, "from": self.person.as_json()}
        kind = "sender" if chat is self.private else chat.type
        update |= {"query": text, "offset": offset, "chat_type": kind}
        self.world.updates.push("inline_query", update)
        return query

    async def choose(
        self, answer: InlineAnswer, number: int = 0, *, to: Where = None, topic: int | None = None
    ) -> Message:
        """Send one of the offered inline results."""
        result = answer.results[number]
        chat = self._act(to, check_block=False)
        content = dict(result.get("_content") or {"text": str(result.get("title", ""))})
        content["via_bot"] = self.world.bot_json
        if "reply_markup" in result:
            content["reply_markup"] = result["reply_markup"]
        message = post_by_person(self.world, chat, self.person, content, thread_id=topic)
        chosen: Json = {"result_id": result["id"], "from": self.person.as_json()}
        if "reply_markup" in result:
            chosen["inline_message_id"] = self.world.queries.name_inline(message)
        self.world.updates.push("chosen_inline_result", chosen | {"query": answer.text})
        return message

    def messages(self, chat: Where = None) -> list[Message]:
        """What stands in a chat now, oldest first."""
        place = chat.chat if isinstance(chat, Place) else (chat or self.private)
        return [message for message in place.messages.values() if not message.deleted]

    @property
    def last(self) -> Message | None:
        """The newest message of the private chat."""
        return next(reversed(self.messages()), None)

    @property
    def replies(self) -> list[Message]:
        """What the bot sent or changed since this person's last action, oldest first."""
        return [m for m in self.messages(self._chat) if m.from_bot and m.seq > self._mark]

    @property
    def commands(self) -> list[Json]:
        """The command menu this person sees in the chat last used."""
        return self.world.commands.seen_by(self.person, self._chat)

    async def wait_for(
        self,
        fits: Callable[[Message], bool] | str | None = None,
        *,
        chat: Where = None,
        within: float = 15.0,
    ) -> Message:
        """The first bot message sent or changed since the last action that fits.

        `fits` is a predicate, a text it must contain, or None for any. Looks at the chat of the
        last action unless another is given. Raises `NothingArrived` with what did come.
        """
        if chat is not None:
            self._chat = chat.chat if isinstance(chat, Place) else chat
        wanted = as_predicate(fits)

        def found() -> Message | None:
            return next((message for message in self.replies if wanted(message)), None)

        try:
            return await self.world.feed.until(found, within, f"a message for {self.person.name}")
        except NothingArrived as nothing:
            raise NothingArrived(f"{nothing}; came: {self.replies[-5:]}") from None

    def links(self, message: Message) -> list[tuple[str, str]]:
        """(label, address) of every link in a message's text."""
        return [
            (said, entity.get("url", said))
            for entity in message.entities
            if entity["type"] in ("url", "text_link")
            and (said := entity_text(message.text, entity))
        ]
