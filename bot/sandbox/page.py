"""What the chat page asks for: itself, the state, live events and files.

The state is plain JSON for tests as well: people, chats with members, topics, command menus and
the newest messages. Events are Server-Sent Events, one a change, numbered like the state.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.sandbox.access import bot_member
from bot.sandbox.model import Chat, Json
from bot.sandbox.world import World, message_json

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

MAX_CHATS = 300
MAX_MESSAGES = 4000
MAX_QUEUE = 5000
HEARTBEAT_SECONDS = 15.0
_SHOWN = frozenset(("message", "chat", "commands", "action", "answer", "bot"))
_PLAYED = ("image/", "audio/", "video/")


async def page(sandbox: Sandbox, request: Request) -> Response:
    """The chat page: one file without outside assets."""
    html = files("bot.sandbox").joinpath("chat.html").read_bytes()
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
        "connect-src 'self'; img-src 'self' data:; media-src 'self'; base-uri 'none'"
    )
    headers = {"cache-control": "no-store", "content-security-policy": policy}
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)


async def state(sandbox: Sandbox, request: Request) -> Json:
    """People, chats and the newest `limit` messages of each chat, the liveliest chats first."""
    wanted = request.query_params.get("limit", "")
    limit = min(int(wanted), 2000) if wanted.isdigit() and len(wanted) < 6 else 80
    world = sandbox.world
    chats = sorted(world.chats.values(), key=_activity, reverse=True)[:MAX_CHATS]
    shown = [_chat(world, chat) for chat in chats]
    budget = MAX_MESSAGES
    for chat, made in zip(chats, shown, strict=True):
        newest = list(chat.messages.values())[-min(limit, budget) :] if limit and budget else []
        made["messages"] = [message_json(message) for message in newest]
        budget -= len(newest)
    return {
        "seq": world.feed.seq,
        "bot": world.bot_json | _profile(world) | {"online": world.bot_online},
        "users": [_person(world, number) for number in list(world.people)[:MAX_CHATS]],
        "chats": shown,
    }


def _activity(chat: Chat) -> int:
    newest = next(reversed(chat.messages.values()), None)
    return newest.seq if newest else 0


def _profile(world: World) -> Json:
    """Descriptions by language, "" for the default one."""
    kept: dict[str, dict[str, str]] = {"description": {}, "short_description": {}}
    for key, text in world.profile.items():
        field, _, language = key.partition(":")
        if field in kept and text:
            kept[field][language] = text
    return dict(kept)


def _person(world: World, number: int) -> Json:
    person = world.people[number]
    standing = bot_member(world, world.chats[number]).status
    return person.as_json() | {
        "name": person.name,
        "active": person.active,
        "started": standing == "member",
        "blocked": standing == "kicked",
    }


def _chat(world: World, chat: Chat) -> Json:
    people = [
        (world.people[number], member)
        for number, member in chat.members.items()
        if number in world.people
    ]
    readers = [chat.person] if chat.person else [p for p, m in people[:20] if m.inside]
    return chat.brief | {
        "name": chat.name,
        "bot": bot_member(world, chat).status,
        "members": [
            {"id": person.id, "name": person.name, "status": member.status}
            | {"anonymous": member.is_anonymous}
            for person, member in people
        ],
        "topics": [
            {"id": topic.id, "name": topic.name, "closed": topic.closed}
            for topic in chat.topics.values()
        ],
        "pinned": chat.pinned,
        "linked_chat_id": chat.linked_chat_id,
        "migrated_to": chat.migrated_to,
        "gone": chat.gone,
        "commands": {str(p.id): world.commands.seen_by(p, chat) for p in readers},
    }


async def events(sandbox: Sandbox, request: Request) -> Response:
    """Live changes as Server-Sent Events."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(
        _stream(sandbox), media_type="text/event-stream; charset=utf-8", headers=headers
    )


async def _stream(sandbox: Sandbox) -> AsyncIterator[bytes]:
    queue: asyncio.Queue[bytes] = asyncio.Queue()

    def listen(seq: int, kind: str, payload: Json) -> None:
        if kind not in _SHOWN:
            return
        if queue.qsize() > MAX_QUEUE:
            while not queue.empty():
                queue.get_nowait()
            kind, payload = "resync", {}
        queue.put_nowait(_event(seq, kind, payload))

    listeners = sandbox.world.feed.listeners
    listeners.append(listen)
    try:
        yield b"retry: 1000\n\n"
        async for chunk in _until_stopped(sandbox, queue):
            yield chunk
    finally:
        listeners.remove(listen)


async def _until_stopped(sandbox: Sandbox, queue: asyncio.Queue[bytes]) -> AsyncIterator[bytes]:
    stopped = asyncio.ensure_future(sandbox.stopping.wait())
    waiting = asyncio.ensure_future(queue.get())
    try:
        while not (stopped.done() and queue.empty() and not waiting.done()):
            await asyncio.wait(
                (waiting, stopped),
                timeout=HEARTBEAT_SECONDS,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if waiting.done():
                yield waiting.result()
                waiting = asyncio.ensure_future(queue.get())
            elif not stopped.done():
                yield b": still here\n\n"
    finally:
        stopped.cancel()
        waiting.cancel()


def _event(seq: int, kind: str, payload: Json) -> bytes:
    data = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return f"id: {seq}\nevent: {kind}\ndata: {data}\n\n".encode("utf-8", "replace")


async def stored_file(sandbox: Sandbox, request: Request) -> Response:
    """A photo, document or voice for showing; anything that is no picture or sound downloads."""
    stored = sandbox.world.files.get(request.path_params["file_id"])
    if stored is None:
        return Response("no such file", 404)
    shown = stored.mime.startswith(_PLAYED) and "svg" not in stored.mime
    headers = {"x-content-type-options": "nosniff"}
    if not shown:
        headers["content-disposition"] = "attachment"
    mime = stored.mime if shown else "application/octet-stream"
    return Response(stored.content, media_type=mime, headers=headers)


async def favicon(sandbox: Sandbox, request: Request) -> Response:
    """No icon file; the page draws its own."""
    return Response(status_code=204)


PAGE_ROUTES: list[tuple[str, Any, list[str]]] = [
    ("/", page, ["GET"]),
    ("/favicon.ico", favicon, ["GET"]),
    ("/sandbox/state", state, ["GET"]),
    ("/sandbox/events", events, ["GET"]),
    ("/sandbox/files/{file_id}", stored_file, ["GET"]),
]
