"""One update understood: who speaks, where, in which language, with which words or button.

Handlers get a `Talk` and answer through it; it knows the forum topic to answer in, the chat that
is being managed (a channel from its admin's private chat), and how to bind buttons to the person
who will press them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from telegram import (
    Bot,
    ChatMemberUpdated,
    ForceReply,
    InlineKeyboardMarkup,
    InlineQuery,
    InputFile,
    MaybeInaccessibleMessage,
    Message,
)
from telegram.constants import ChatAction

from bot.desk import Desk, Prompt
from bot.keyboards import Button, Press, Rows
from bot.render.html import Html
from bot.render.names import Names
from bot.render.parts import pack
from bot.replies import Place, chat_title, edit, send, send_file, send_picture, show_busy
from bot.texts import Voice
from digest.errors import Refused
from digest.recipients import Chat, ChatKind, ChatSettings, Delivery

if TYPE_CHECKING:
    from digest.service import Service

NO_PRESS = Press("")
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Talk:
    """One conversation step. `chat` is what the store knows of `target`, None for a stranger."""

    desk: Desk
    bot: Bot
    chat_id: int
    kind: ChatKind
    user_id: int
    voice: Voice
    chat: Chat | None = None
    target: int = 0
    thread_id: int | None = None
    message: Message | None = None
    pressed: Message | None = None
    words: str = ""
    press: Press = NO_PRESS
    editable: bool = True
    prompt: Prompt | None = None
    command: str = ""
    as_chat: int | None = None
    inline: InlineQuery | None = None
    membership: ChatMemberUpdated | None = None
    refusal: Refused | None = None
    unsure: tuple[Delivery, ...] = ()

    @property
    def service(self) -> Service:
        """The use cases; call them through `run`."""
        return self.desk.service

    @property
    def names(self) -> Names:
        """Names of topics and places."""
        return self.desk.names

    @property
    def private(self) -> bool:
        """Whether this is a private chat."""
        return self.kind == "private"

    @property
    def settings(self) -> ChatSettings:
        """Settings of the managed chat, defaults for a stranger."""
        return self.chat.settings if self.chat else ChatSettings(language=self.voice.language)

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.desk.now()

    @property
    def today(self) -> date:
        """The present day in the chat's time zone."""
        return self.desk.today(self.settings.timezone)

    @property
    def thread(self) -> int | None:
        """The forum topic rules are bound to: none when another chat is managed from here."""
        return self.thread_id if self.target == self.chat_id else None

    async def run(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the service in a thread."""
        return await self.desk.run(work, *args, **kwargs)

    async def meet(self) -> Chat:
        """The managed chat, made known on first contact and active again after a stop."""
        elsewhere = self.target != self.chat_id
        self.chat = await self.run(
            self.service.chats.greet,
            self.target,
            "channel" if elsewhere else self.kind,
            now=self.now,
            language=self.voice.language,
        )
        return self.chat

    async def act(self, action: str, *args: str) -> None:
        """Go on as if this button had been pressed."""
        self.press = Press(action, args, None if self.target == self.chat_id else self.target)
        await self.desk.registry.actions[action].run(self)

    def anew(self) -> None:
        """Answer in new messages from here on: the pressed one stays to be read."""
        self.editable = False

    def button(self, label: str, action: str, *args: object, shared: bool = False) -> Button:
        """A button that does `action`, for the managed chat."""
        target = None if self.target == self.chat_id else self.target
        return Button(label, Press(action, tuple(map(str, args)), target), shared=shared)

    async def say(
        self, said: Html | Sequence[Html], rows: Rows = (), *, in_place: bool = False
    ) -> None:
        """Answer with one message, or more when the blocks do not fit one; the keyboard stands
        under the last. `in_place` edits the pressed message where one is enough."""
        markup = self.markup(rows)
        blocks = [said] if isinstance(said, str) else said
        parts = pack(Html(self.voice.finish(block)) for block in blocks)
        for part in parts[:-1]:
            await send(self.bot, self._place(), part)

        async def anew() -> object:
            return await send(self.bot, self._place(), parts[-1], markup)

        pressed = self.pressed if self.editable else None
        if in_place and pressed is not None and len(parts) == 1:
            await edit(pressed, parts[-1], markup, anew)
        else:
            await anew()

    async def hand_over(self, file: InputFile, caption: str) -> None:
        """Send a text file into this chat."""
        await send_file(self.bot, Place(self.chat_id, self.thread_id), file, caption)

    async def show(self, picture: bytes, html: Html, rows: Rows = ()) -> None:
        """Send a picture with words and buttons beneath."""
        text, place = Html(self.voice.finish(html)), Place(self.chat_id, self.thread_id)
        await send_picture(self.bot, place, picture, text, self.markup(rows))

    async def managed(self) -> Html:
        """A first line that names the channel looked after from here; nothing otherwise."""
        if self.target == self.chat_id:
            return Html("")
        title = await chat_title(self.bot, self.target)
        return Html(f"{self.voice.html('channel.managed', title=title)}\n")

    async def busy(self, action: ChatAction) -> None:
        """Say that an answer is on its way; one that takes seconds must not look like none."""
        await show_busy(self.bot, Place(self.chat_id, self.thread_id), action)

    async def ask(self, html: Html, prompt: str, *args: str, rows: Rows = ()) -> None:
        """Ask for words: the person's next message goes to the registered `prompt`. `rows` hold a
        way back; without any there is a button to give up."""
        target = None if self.target == self.chat_id else self.target
        kept = Prompt(prompt, args, target, self.now)
        self.desk.prompts.put((self.chat_id, self.user_id), kept)
        if self.private:
            cancel = [self.button(self.voice.label("button.cancel"), "cancel")]
            await self.say(html, rows or [cancel], in_place=True)
        elif rows:
            # A group's plain messages do not reach us; a reply does.
            asked = Html(f"{html}\n{self.voice.html('group.by_reply')}")
            await self.say(asked, rows, in_place=True)
            if self.pressed is not None:
                self.desk.prompts.put((self.chat_id, -self.pressed.message_id), kept)
        else:
            text = Html(self.voice.finish(html))
            sent = await send(self.bot, self._place(), text, ForceReply(selective=True))
            # An anonymous admin answers under another id than the one that pressed.
            self.desk.prompts.put((self.chat_id, -sent.message_id), kept)

    def _place(self) -> Place:
        answered = None
        # Also in private what answers a file hangs on it: its buttons lead back to the file.
        if self.message is not None and (not self.private or self.message.document is not None):
            answered = self.message.message_id
        return Place(self.chat_id, self.thread_id, answered)

    def markup(self, rows: Rows) -> InlineKeyboardMarkup | None:
        """The keyboard in the reader's script, bound to this chat and person. Who speaks as the
        group or a channel presses as themselves, so theirs is bound to the chat alone."""
        user = self.user_id if self.as_chat is None else None
        return self.desk.codec.markup(self._finished(rows), chat=self.chat_id, user=user)

    def _finished(self, rows: Rows) -> Rows:
        if self.voice.language != "zh-Hant":
            return rows
        return [
            [b if b.exact else replace(b, label=self.voice.finish(b.label)) for b in row]
            for row in rows
        ]

    def first_line(self) -> str:
        """The words a pressed message begins with, after its emoji: what its buttons are about."""
        text = self.pressed.text if self.pressed is not None else None
        line = (text or "").split("\n", 1)[0]
        return line.split(" ", 1)[1].strip() if " " in line else ""


def accessible(message: MaybeInaccessibleMessage | None) -> Message | None:
    """The message a button hangs on, if Telegram still shows it to us."""
    return message if isinstance(message, Message) and message.is_accessible else None
