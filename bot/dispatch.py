"""Takes Telegram's updates apart and hands each to the one handler that serves it.

A private message always gets one answer: a command, the answer to a question we asked, or a
lookup. In groups only what is addressed to the bot is served: a command, a mention, a reply to
one of its messages. Edits and channel posts are passed over. Errors that mean something to a
person are told to them here; the rest goes to the application's error handler.
"""

from __future__ import annotations

import logging
import re
from datetime import timedelta

from telegram import CallbackQuery, Message, Update, User
from telegram.error import Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.desk import PROMPT_SECONDS, Desk, Prompt, alias_key
from bot.families import Action, Handler
from bot.render.html import clean
from bot.replies import answer_press, pop_up
from bot.rights import may_change
from bot.talk import Talk, accessible
from bot.texts import choose
from digest.errors import DigestError, NotFound, Refused, StoreUnavailable
from digest.recipients import Chat, ChatKind, ChatState, Delivery

log = logging.getLogger(__name__)
Context = ContextTypes.DEFAULT_TYPE
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+|$)(.*)", re.DOTALL)
_KINDS: dict[str, ChatKind] = {
    "private": "private",
    "group": "group",
    "supergroup": "supergroup",
    "channel": "channel",
}


class Dispatch:
    """The entry points that the application binds to kinds of updates."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def message(self, update: Update, context: Context) -> None:
        """A new message in a private chat or a group."""
        message = update.message
        if message is None or self._ours(message):
            return
        if message.migrate_to_chat_id is not None:
            await self._migrate(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id is not None:
            await self._migrate(message.migrate_from_chat_id, message.chat.id)
        elif message.chat.type == "private" or self._addressed(message):
            await self._hear(message, context)

    async def callback(self, update: Update, context: Context) -> None:
        """A pressed button: opened, its right checked, answered at once, then served."""
        query = update.callback_query
        if query is None:
            return
        message = accessible(query.message)
        if query.message is None or query.data is None:
            await self._pop_up(query, "press.stale")
            return
        press = self.desk.codec.open(
            query.data, chat=query.message.chat.id, user=query.from_user.id
        )
        action = self.desk.registry.actions.get(press.action) if press else None
        if press is None or action is None:
            await self._pop_up(query, "press.foreign" if press is None else "press.stale")
            return
        chat = query.message.chat
        # Who taps has moved on from what was asked in words.
        self.desk.prompts.pop((chat.id, query.from_user.id))
        plain = not action.change and press.target is None and chat.type != "channel"
        if plain:
            await answer_press(query)
        talk = await self._talk(context, chat.id, chat.type, query.from_user, press.target)
        talk.pressed, talk.press = message, press
        if message is not None and message.is_topic_message:
            talk.thread_id = message.message_thread_id
        if plain or await self._allowed(query, talk, action):
            await self._serve(talk, action.run)

    async def inline(self, update: Update, context: Context) -> None:
        """`@bot words` typed in any chat."""
        if update.inline_query is not None:
            user = update.inline_query.from_user
            talk = await self._talk(context, user.id, "private", user)
            talk.words = clean(update.inline_query.query)
            talk.inline = update.inline_query
            await self._serve(talk, self.desk.registry.events["inline"])

    async def membership(self, update: Update, context: Context) -> None:
        """The bot was added, removed, blocked, or its rights changed."""
        change = update.my_chat_member
        if change is not None:
            talk = await self._talk(context, change.chat.id, change.chat.type, change.from_user)
            talk.membership = change
            await self._serve(talk, self.desk.registry.events["membership"])

    async def _allowed(self, query: CallbackQuery, talk: Talk, action: Action) -> bool:
        """Answer a press that is not for everyone everywhere; whether it may be served here."""
        guarded = action.change or talk.target != talk.chat_id
        if guarded and not await may_change(talk):
            await self._pop_up(query, "press.admins_only", talk)
            return False
        if talk.kind == "channel":
            if action.link:
                link = self.desk.deep_link(f"{action.link}{talk.press.arg(0)}")
                await answer_press(query, url=link)
            else:
                await self._pop_up(query, "press.in_channel", talk)
            return False
        await answer_press(query)
        return True

    async def _hear(self, message: Message, context: Context) -> None:
        user = message.from_user
        if user is None:
            return
        words = self._unaddressed(clean(message.text or message.caption or "")).strip()
        command = _COMMAND.fullmatch(words) if message.text is not None else None
        prompt = self._asked(message, user)
        target = prompt.target if prompt and not command else None
        chat = message.chat
        talk = await self._talk(context, chat.id, chat.type, user, target)
        talk.message, talk.words = message, words
        talk.thread_id = message.message_thread_id if message.is_topic_message else None
        if message.sender_chat is not None:
            talk.as_chat = message.sender_chat.id
        if command:
            talk.command, talk.words = command.group(1), command.group(3).strip()
            await self._serve(talk, self._command(talk))
        else:
            talk.prompt = prompt
            await self._serve(talk, self._choose(talk, message))

    def _command(self, talk: Talk) -> Handler:
        found = self.desk.registry.commands.get(talk.command.lower())
        hidden = found and "operator" in found.where and not self.desk.is_operator(talk.user_id)
        if found is None or hidden:
            return self.desk.registry.events["unknown_command"]
        return _guarded(found.run) if found.change else found.run

    def _choose(self, talk: Talk, message: Message) -> Handler:
        registry, alias = self.desk.registry, self.desk.aliases.get(alias_key(talk.words))
        if talk.prompt is not None and alias != "cancel":
            answer = registry.prompts[talk.prompt.name]
            own = talk.private and talk.target == talk.chat_id
            free = own or talk.prompt.name in registry.free
            return answer if free else _guarded(answer)
        if message.document is not None:
            return registry.events["document"]
        if message.text is None:
            return registry.events["not_text"]
        if alias is not None and talk.private:
            talk.words = ""
            return registry.commands[alias].run
        return registry.events["words"]

    def _asked(self, message: Message, user: User) -> Prompt | None:
        """The question this message answers: the person's own, or the one it replies to."""
        prompts, chat = self.desk.prompts, message.chat
        prompt = prompts.pop((chat.id, user.id))
        if message.reply_to_message is not None and chat.type != "private":
            prompt = prompts.pop((chat.id, -message.reply_to_message.message_id)) or prompt
        if prompt is None or prompt.name not in self.desk.registry.prompts:
            return None
        fresh = self.desk.now() - prompt.asked_at < timedelta(seconds=PROMPT_SECONDS)
        return prompt if fresh else None

    def _ours(self, message: Message) -> bool:
        """An inline result posted into this very chat: our own words, not a question."""
        return message.via_bot is not None and message.via_bot.id == self.desk.bot_id

    def _addressed(self, message: Message) -> bool:
        text = message.text or message.caption or ""
        command = _COMMAND.match(text)
        if command:
            named = command.group(2)
            return named is None or named.lower() == self.desk.username.lower()
        replied = message.reply_to_message
        author = replied.from_user if replied is not None else None
        to_us = author is not None and author.id == self.desk.bot_id
        return to_us or self._mentioned(text)

    def _mentioned(self, text: str) -> bool:
        return bool(self.desk.username and self._mention().search(text))

    def _unaddressed(self, text: str) -> str:
        keep = text.startswith("/") or not self.desk.username
        return text if keep else self._mention().sub(" ", text)

    def _mention(self) -> re.Pattern[str]:
        return re.compile(rf"@{re.escape(self.desk.username)}\b", re.IGNORECASE)

    async def _talk(
        self,
        context: Context,
        chat_id: int,
        kind: str,
        user: User,
        target: int | None = None,
    ) -> Talk:
        managed = target if target is not None else chat_id
        chat, lost = await self.desk.run(self._known, managed)
        language = chat.settings.language if chat else choose(user.language_code)
        talk = Talk(
            desk=self.desk,
            bot=context.bot,
            chat_id=chat_id,
            kind=_KINDS.get(kind, "private"),
            user_id=user.id,
            voice=self.desk.texts.voice(language),
            chat=chat,
            target=managed,
        )
        talk.unsure = tuple(row for row in lost if self.desk.told.get(row.id) is None)
        return talk

    def _known(self, chat_id: int) -> tuple[Chat | None, list[Delivery]]:
        chat = self.desk.service.chats.get(chat_id)
        if chat is None:
            return None, []
        return chat, self.desk.service.deliveries.unknown_for(chat_id, self.desk.now())

    async def _serve(self, talk: Talk, handler: Handler) -> None:
        try:
            try:
                if talk.unsure and talk.membership is None and talk.inline is None:
                    await self.desk.registry.events["unsure"](talk)
                await handler(talk)
            except DigestError as error:
                await self._explain(talk, error)
        except Forbidden as error:
            await self._lost(talk, error)
        except TelegramError as error:
            # The chat is gone, the topic closed, the network down: nobody is there to be told.
            log.warning("an answer was not taken: %s", error.message)

    async def _lost(self, talk: Talk, error: Forbidden) -> None:
        log.info("chat %s cannot be written to: %s", self.desk.ids(talk.chat_id), error.message)
        if talk.chat is None:
            return
        gone = any(sign in error.message for sign in ("deactivated", "kicked", "not a member"))
        state: ChatState = "gone" if gone else "blocked"
        lost = self.desk.service.chats.lost
        await self.desk.run(lost, talk.chat_id, state, error.message, now=talk.now)

    async def _explain(self, talk: Talk, error: DigestError) -> None:
        if isinstance(error, Refused):
            await self.desk.registry.events["refused"](_with(talk, error))
        elif isinstance(error, NotFound):
            await self.desk.registry.events["not_found"](talk)
        elif isinstance(error, StoreUnavailable):
            log.warning("store unavailable: %s", error.what)
            await self.desk.registry.events["busy"](talk)
        else:
            raise error

    async def _migrate(self, old: int, new: int) -> None:
        """Both chats send a service message; the second finds nothing left to move."""
        if await self.desk.run(self.desk.service.chats.get, old) is not None:
            await self.desk.run(self.desk.service.chats.migrate, old, new, now=self.desk.now())
            log.info("chat %s became %s", self.desk.ids(old), self.desk.ids(new))

    async def _pop_up(self, query: CallbackQuery, key: str, talk: Talk | None = None) -> None:
        voice = talk.voice if talk else self.desk.texts.voice(choose(query.from_user.language_code))
        await pop_up(query, voice, key)


def _with(talk: Talk, error: Refused) -> Talk:
    talk.refusal = error
    return talk


def _guarded(run: Handler) -> Handler:
    async def checked(talk: Talk) -> None:
        if await may_change(talk):
            await run(talk)
        else:
            await talk.say(talk.voice.html("group.admins_only"))

    return checked
