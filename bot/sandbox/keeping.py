"""The stand-in's chats in a file, so that a demo started again goes on where it was.

Turns people, chats, messages and small files into JSON and back. What the bot sets itself at every
start (menus, descriptions) and updates on their way are not kept. A file that cannot be read is
put aside and the stand-in begins anew.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.sandbox.files import StoredFile
from bot.sandbox.model import Chat, Json, Member, Message, Person, Topic
from bot.sandbox.world import World

VERSION = 1
MAX_MESSAGES = 2000
SAVE_SECONDS = 1.0
MAX_FILE_BYTES = 8 * 1024 * 1024
_CHAT_FIELDS = (
    "id",
    "type",
    "title",
    "username",
    "description",
    "is_forum",
    "linked_chat_id",
    "migrated_to",
    "gone",
    "pinned",
    "last_own_id",
)
_log = logging.getLogger(__name__)


def snapshot(world: World) -> Json:
    """Everything worth keeping, as JSON; the newest messages and files only."""
    return {
        "version": VERSION,
        "people": [asdict(person) for person in world.people.values()],
        "chats": [_chat(chat) for chat in world.chats.values()],
        "messages": [_message(message) for message in world.all_messages()[-MAX_MESSAGES:]],
        "files": _files(world),
    }


def _chat(chat: Chat) -> Json:
    made = {name: getattr(chat, name) for name in _CHAT_FIELDS}
    made["members"] = [
        [number, asdict(member) | {"rights": sorted(member.rights)}]
        for number, member in chat.members.items()
    ]
    made["topics"] = [asdict(topic) for topic in chat.topics.values()]
    return made


def _message(message: Message) -> Json:
    return {
        "chat": message.chat.id,
        "raw": {key: value for key, value in message.raw.items() if key != "chat"},
        "at": message.at,
        "author": message.author,
        "from_bot": message.from_bot,
        "deleted": message.deleted,
        "keyboard": message.keyboard,
        "rewritten": message.rewritten,
    }


def _files(world: World) -> list[Json]:
    kept, left = [], MAX_FILE_BYTES
    for stored in reversed(world.files.all()):
        left -= len(stored.content)
        if left < 0:
            break
        kept.append(asdict(stored) | {"content": base64.b64encode(stored.content).decode()})
    return kept[::-1]


def restore(world: World, kept: Json) -> None:
    """Fill an empty world from a snapshot."""
    for fields in kept["files"]:
        content = base64.b64decode(fields["content"])
        world.files.put(StoredFile(**(fields | {"content": content})))
    for fields in kept["people"]:
        person = Person(**fields)
        world.people[person.id] = person
    for fields in kept["chats"]:
        world.add_chat(_read_chat(world, fields))
    for fields in kept["messages"]:
        _read_message(world, fields)


def _read_chat(world: World, fields: Json) -> Chat:
    chat = Chat(**{name: fields[name] for name in _CHAT_FIELDS}, person=None)
    if chat.type == "private":
        chat.person = world.people[chat.id]
        chat.refresh()
    chat.members = {
        number: Member(**(member | {"rights": frozenset(member["rights"])}))
        for number, member in fields["members"]
    }
    chat.topics = {topic["id"]: Topic(**topic) for topic in fields["topics"]}
    return chat


def _read_message(world: World, fields: Json) -> None:
    chat = world.chats[fields["chat"]]
    raw: Json = {"message_id": fields["raw"]["message_id"], "chat": chat.brief} | fields["raw"]
    message = Message(chat, raw, fields["at"], fields["author"], fields["from_bot"])
    message.deleted, message.rewritten = fields["deleted"], fields["rewritten"]
    message.keyboard = fields["keyboard"]
    world.put_back(message)


def load(world: World, path: Path) -> None:
    """Restore from `path` if it is there; a broken file is renamed and told of."""
    if not path.exists():
        return
    try:
        kept: Any = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] != VERSION:
            raise ValueError(f"version {kept['version']}, expected {VERSION}")
        restore(world, kept)
    except (OSError, ValueError, KeyError, TypeError) as error:
        aside = path.with_suffix(".broken")
        _log.warning("the kept chats in %s cannot be read (%r), put aside", path.name, error)
        path.replace(aside)
        world.forget()


def save(path: Path, kept: Json) -> None:
    """Write a snapshot in one step, so that a kill in the middle leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(kept, file, ensure_ascii=False, separators=(",", ":"))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


class Saver:
    """Saves the world a second after it last changed, and at the end."""

    def __init__(self, world: World, path: Path) -> None:
        self._world = world
        self._path = path
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch for changes."""
        self._world.feed.listeners.append(self._note)
        self._task = asyncio.get_running_loop().create_task(self._run())

    def _note(self, seq: int, kind: str, payload: Json) -> None:
        if kind in ("message", "chat"):
            self._changed.set()

    async def _run(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(SAVE_SECONDS)
            self._changed.clear()
            await asyncio.to_thread(save, self._path, snapshot(self._world))

    async def stop(self) -> None:
        """Save a last time."""
        if self._task is None:
            return
        self._world.feed.listeners.remove(self._note)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        save(self._path, snapshot(self._world))
        self._task = None
