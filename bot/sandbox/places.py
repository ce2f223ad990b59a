"""Groups, supergroups and channels of a test: who is in them, what happens to the bot there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, Self

from bot.sandbox.membership import all_rights, change_member, migrate
from bot.sandbox.methods.chats import open_topic
from bot.sandbox.model import Chat, Member, Message, Person, Topic
from bot.sandbox.world import World

if TYPE_CHECKING:
    from bot.sandbox.actors import User

BotRole = Literal["member", "administrator"] | None


class Place:
    """A chat of several people; `chat` is its record, `id` its Bot API id."""

    def __init__(self, world: World, chat: Chat, creator: Person) -> None:
        self.world = world
        self.chat = chat
        self.creator = creator

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.chat.name} {self.id}>"

    @property
    def id(self) -> int:
        """The Bot API chat id."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """What stands in the chat, oldest first."""
        return [message for message in self.chat.messages.values() if not message.deleted]

    def _change(self, person: Person, member: Member, by: User | None = None) -> None:
        actor = by.person if by else self.creator
        change_member(self.world, self.chat, actor, person, member)

    def add(self, user: User) -> None:
        """A person comes in."""
        self._change(user.person, Member(), user)

    def remove(self, user: User) -> None:
        """A person is thrown out."""
        self._change(user.person, Member("kicked"))

    def promote(self, user: User, *, anonymous: bool = False, title: str | None = None) -> None:
        """Make a person administrator; `anonymous` hides them behind the group's name."""
        rights = all_rights(self.chat)
        self._change(user.person, Member("administrator", rights, anonymous, title))

    def demote(self, user: User) -> None:
        """Make an administrator a plain member."""
        self._change(user.person, Member())

    def add_bot(self, by: User | None = None) -> None:
        """The bot is added (as a plain member)."""
        self._change(self.world.bot, Member(), by)

    def promote_bot(self, *rights: str, by: User | None = None) -> None:
        """The bot becomes administrator with the named rights, all when none is named."""
        granted = frozenset(rights) or all_rights(self.chat)
        self._change(self.world.bot, Member("administrator", granted), by)

    def demote_bot(self, by: User | None = None) -> None:
        """The bot becomes a plain member."""
        self._change(self.world.bot, Member(), by)

    def kick_bot(self, by: User | None = None) -> None:
        """The bot is thrown out; its next message is refused with 403."""
        self._change(self.world.bot, Member("kicked"), by)

    def mute_bot(self, by: User | None = None) -> None:
        """The bot may read but not write."""
        self._change(self.world.bot, Member("restricted"), by)

    def delete(self) -> None:
        """The chat is deleted."""
        self.chat.gone = True
        self.world.announce_chat(self.chat)


class Group(Place):
    """A basic group or supergroup."""

    @classmethod
    def make(
        cls,
        world: World,
        type_: str,
        title: str,
        creator: User,
        members: Iterable[User] = (),
        *,
        bot: BotRole = "member",
        forum: bool = False,
        username: str | None = None,
        anonymous_creator: bool = False,
        id: int | None = None,
    ) -> Self:
        """Found a group: the creator, the members, and the bot in its role (None: not in it)."""
        chat = world.new_chat(type_, title, username, id)
        chat.is_forum = forum and type_ == "supergroup"
        chat.refresh()
        chat.members[creator.id] = Member("creator", all_rights(chat), anonymous_creator)
        for user in members:
            chat.members[user.id] = Member()
        group = cls(world, chat, creator.person)
        if bot is not None:
            group.add_bot(creator)
        if bot == "administrator":
            group.promote_bot(by=creator)
        world.announce_chat(chat)
        return group

    def topic(self, name: str) -> Topic:
        """A new forum topic; send there with `message_thread_id=topic.id`."""
        return open_topic(self.world, self.chat, name, self.creator)

    def close_topic(self, topic: Topic) -> None:
        """Sends into it are refused with TOPIC_CLOSED."""
        topic.closed = True

    def delete_topic(self, topic: Topic) -> None:
        """Sends into it are refused with "message thread not found"."""
        self.chat.topics.pop(topic.id, None)
        self.world.announce_chat(self.chat)

    def migrate(self) -> Group:
        """Become a supergroup with a new id; sends to the old id are refused with the new one."""
        return Group(self.world, migrate(self.world, self.chat, self.creator), self.creator)


class Channel(Place):
    """A channel; people read it, administrators post."""

    @classmethod
    def open(
        cls,
        world: World,
        title: str,
        creator: User,
        *,
        readers: Iterable[User] = (),
        bot: BotRole = "administrator",
        username: str | None = None,
        discussion: Group | None = None,
        **details: Any,
    ) -> Self:
        """Open a channel; `discussion` is the supergroup that gets a copy of every post."""
        chat = world.new_chat("channel", title, username, details.get("id"))
        chat.members[creator.id] = Member("creator", all_rights(chat))
        for user in readers:
            chat.members[user.id] = Member()
        channel = cls(world, chat, creator.person)
        if discussion is not None:
            chat.linked_chat_id = discussion.id
            discussion.chat.linked_chat_id = chat.id
        if bot == "administrator":
            channel.promote_bot(by=creator)
        elif bot == "member":
            channel.add_bot(creator)
        world.announce_chat(chat)
        return channel
