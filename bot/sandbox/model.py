"""The things the stand-in keeps: people, chats, their members and topics, and messages.

Plain mutable records with their Bot API JSON; who may change them and which updates follow is
decided elsewhere (`world`, `membership`, `posting`).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

GROUPS = ("group", "supergroup")
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")


@dataclass(slots=True)
class Person:
    """A Telegram account: a human, the bot itself, or one of Telegram's service accounts."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    active: bool = True

    def as_json(self) -> Json:
        """The Bot API `User` object."""
        made: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                made[name] = value
        return made

    @property
    def name(self) -> str:
        """First and last name as a client shows them."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


@dataclass(slots=True)
class Member:
    """How a person stands to a chat; `rights` holds only the administrator rights granted."""

    status: str = "member"
    rights: frozenset[str] = frozenset()
    is_anonymous: bool = False
    custom_title: str | None = None

    @property
    def inside(self) -> bool:
        """Whether the person is in the chat now."""
        return self.status in ("creator", "administrator", "member", "restricted")

    @property
    def is_admin(self) -> bool:
        """Creator or administrator."""
        return self.status in ("creator", "administrator")


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is the id of the service message that opened it."""

    id: int
    name: str
    icon_color: int = 7322096
    closed: bool = False


class Message:
    """A message in a chat: `raw` is its Bot API object, `seq` grows with every change to it.

    `author` is the account that wrote it (an anonymous administrator's own id, which `raw` hides),
    `from_bot` whether the bot under test did, `at` its time in Unix seconds; `keyboard` is a
    reply keyboard (or its removal) sent along, which the Bot API does not show in the message;
    `rewritten` tells an edit of the words (shown as "edited") from one of the buttons only;
    `inline_id` is how the bot names a message sent through inline mode, which it cannot see.
    """

    __slots__ = (
        "at",
        "author",
        "chat",
        "deleted",
        "from_bot",
        "inline_id",
        "keyboard",
        "raw",
        "rewritten",
        "seq",
    )

    def __init__(self, chat: Chat, raw: Json, at: float, author: int, from_bot: bool) -> None:
        self.chat = chat
        self.raw = raw
        self.at = at
        self.author = author
        self.from_bot = from_bot
        self.seq = 0
        self.deleted = False
        self.keyboard: Json | None = None
        self.rewritten = False
        self.inline_id: str | None = None

    def __repr__(self) -> str:
        return f"<Message {self.chat.id}/{self.id} {self.text[:60]!r} {self.labels}>"

    @property
    def id(self) -> int:
        """`message_id` in its chat."""
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """Text or caption; empty for anything else."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """Entities of the text or caption."""
        found = self.raw.get("entities") or self.raw.get("caption_entities")
        return list(found or [])

    @property
    def edited(self) -> bool:
        """Whether its text or keyboard was ever changed."""
        return "edit_date" in self.raw

    @property
    def thread_id(self) -> int | None:
        """The forum topic it stands in."""
        return self.raw.get("message_thread_id") if self.raw.get("is_topic_message") else None

    @property
    def buttons(self) -> list[Json]:
        """Inline keyboard buttons, row after row."""
        rows = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def labels(self) -> list[str]:
        """Labels of the inline keyboard."""
        return [button["text"] for button in self.buttons]


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat, basic group, supergroup or channel."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    description: str | None = None
    person: Person | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    linked_chat_id: int | None = None
    migrated_to: int | None = None
    gone: bool = False
    pinned: list[int] = field(default_factory=list)
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    last_own_id: int = 0
    brief: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Rebuild `brief`, the short Bot API `Chat` object every message carries."""
        self.brief = {"id": self.id, "type": self.type}
        if self.person is not None:
            person = self.person
            self.brief["first_name"] = person.first_name
            if person.last_name:
                self.brief["last_name"] = person.last_name
            if person.username:
                self.brief["username"] = person.username
            return
        self.brief["title"] = self.title
        if self.username:
            self.brief["username"] = self.username
        if self.is_forum:
            self.brief["is_forum"] = True

    @property
    def name(self) -> str:
        """What a client's chat list shows."""
        return self.person.name if self.person else (self.title or str(self.id))

    @property
    def is_private(self) -> bool:
        """A chat of one person with the bot."""
        return self.person is not None

    @property
    def kind(self) -> str:
        """The word Telegram's error texts use: "group chat", "supergroup chat", "channel chat"."""
        return f"{self.type} chat"

    def rights_known(self) -> tuple[str, ...]:
        """Administrator rights that exist in this type of chat."""
        return ADMIN_RIGHTS + (CHANNEL_RIGHTS if self.type == "channel" else GROUP_RIGHTS)


def member_json(chat: Chat, person: Person, member: Member) -> Json:
    """The Bot API `ChatMember` of a person in a chat."""
    made: Json = {"user": person.as_json(), "status": member.status}
    if member.custom_title and member.is_admin:
        made["custom_title"] = member.custom_title
    if member.status == "creator":
        made["is_anonymous"] = member.is_anonymous
    elif member.status == "administrator":
        made |= {"can_be_edited": False, "is_anonymous": member.is_anonymous}
        made |= {right: right in member.rights for right in chat.rights_known()}
    elif member.status == "kicked":
        made["until_date"] = 0
    elif member.status == "restricted":
        made |= {"is_member": True, "until_date": 0} | dict.fromkeys(PERMISSIONS, False)
    return made


PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)
