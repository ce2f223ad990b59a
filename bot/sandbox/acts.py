"""What a person does on the chat page, or a test over HTTP: `POST /sandbox/act`.

`{"user": id, "do": name, …}` becomes one call of the test API; the answer is small JSON. Missing
or wrong fields are a 400 with the reason.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from bot.sandbox.actors import User
from bot.sandbox.control import order_of
from bot.sandbox.files import MAX_UPLOAD, PIXEL
from bot.sandbox.model import Chat, Json, Message
from bot.sandbox.places import Group, Place
from bot.sandbox.taps import InlineAnswer
from bot.sandbox.world import message_json

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

MAX_TYPED = 4096
Act = Callable[["Sandbox", User, Json], Awaitable[Any]]


def _chat(sandbox: Sandbox, user: User, order: Json) -> Chat:
    number = order.get("chat") or user.id
    chat = sandbox.world.chats.get(number) if isinstance(number, int) else None
    if chat is None or (chat.is_private and chat.id != user.id):
        raise ValueError(f"{user.person.name} has no chat {number}")
    return chat


def _message(sandbox: Sandbox, user: User, order: Json, name: str = "message") -> Message:
    chat = _chat(sandbox, user, order)
    found = chat.messages.get(order.get(name, 0))
    if found is None or found.deleted:
        raise ValueError(f"no message {order.get(name)} in {chat.name}")
    return found


def _text(order: Json, name: str = "text", limit: int = MAX_TYPED) -> str:
    text = order.get(name, "")
    if not isinstance(text, str) or len(text) > limit:
        raise ValueError(f"{name} must be a text of at most {limit} characters")
    return text


def _content(order: Json) -> bytes:
    """File content: base64 in `content`."""
    try:
        content = base64.b64decode(order.get("content") or "", validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise ValueError("content must be base64") from None
    if len(content) > MAX_UPLOAD:
        raise ValueError("the file is larger than 50 MB")
    return content


async def send(sandbox: Sandbox, user: User, order: Json) -> Json:
    """Type `text` into `chat` (or `topic` of it), maybe as a reply to `reply_to`."""
    text = _text(order)
    if not text.strip():
        raise ValueError("nothing to send")
    reply = _message(sandbox, user, order, "reply_to") if order.get("reply_to") else None
    chat, topic = _chat(sandbox, user, order), order.get("topic") or None
    return message_json(await user.send(text, to=chat, topic=topic, reply_to=reply))


async def start(sandbox: Sandbox, user: User, order: Json) -> Json:
    """START, with the `payload` of a deep link."""
    return message_json(await user.start(_text(order, "payload", 64)))


async def press(sandbox: Sandbox, user: User, order: Json) -> Json:
    """Tap button number `button` (counted through the rows) of `message`, or the one named so."""
    message, wanted = _message(sandbox, user, order), order.get("button")
    if isinstance(wanted, int) and 0 <= wanted < len(message.buttons):
        done = await user.tap(message, message.buttons[wanted])
    else:
        done = await user.press(str(wanted), message)
    return {"query_id": done.query.id if done.query else None, "button": done.button}


async def edit(sandbox: Sandbox, user: User, order: Json) -> Json:
    """Change an own `message` to `text`."""
    return message_json(await user.edit(_message(sandbox, user, order), _text(order)))


async def delete(sandbox: Sandbox, user: User, order: Json) -> Json:
    """Delete a `message`."""
    await user.delete(_message(sandbox, user, order))
    return {}


async def send_file(sandbox: Sandbox, user: User, order: Json) -> Json:
    """Send `content` (base64) as `kind` under `name`; photo and voice have something ready."""
    kind = order.get("kind", "document")
    if kind not in ("document", "photo", "voice", "audio", "video", "animation"):
        raise ValueError("kind must be document, photo, voice, audio, video or animation")
    ready = {"photo": PIXEL, "voice": b"OggS"}.get(kind, b"") if "content" not in order else b""
    names = {"photo": "photo.png", "voice": "voice.ogg"}
    content = ready or _content(order)
    if not content:
        raise ValueError("the file is empty")
    message = await user.send_file(
        content,
        _text(order, "name", 255) or names.get(kind, "file"),
        kind=kind,
        mime=_text(order, "mime", 100),
        caption=_text(order, "caption", 1024),
        to=_chat(sandbox, user, order),
        topic=order.get("topic") or None,
    )
    return message_json(message)


async def sticker(sandbox: Sandbox, user: User, order: Json) -> Json:
    """Send a sticker of `emoji`."""
    emoji = _text(order, "emoji", 16) or "👍"
    return message_json(await user.send_sticker(emoji, to=_chat(sandbox, user, order)))


async def block(sandbox: Sandbox, user: User, order: Json) -> Json:
    """Block the bot."""
    await user.block()
    return {}


async def unblock(sandbox: Sandbox, user: User, order: Json) -> Json:
    """Unblock the bot."""
    await user.unblock()
    return {}


async def inline(sandbox: Sandbox, user: User, order: Json) -> Json:
    """Ask the bot in inline mode; waits for its results."""
    text, offset = _text(order, "text", 256), _text(order, "offset", 64)
    query = user.ask_inline(text, _chat(sandbox, user, order), offset)
    found = await sandbox.world.feed.until(lambda: query.answer, 10.0, "inline results")
    return {"query_id": query.id, **found}


async def choose(sandbox: Sandbox, user: User, order: Json) -> Json:
    """Send result number `index` of the inline query `query`."""
    query = sandbox.world.queries.get(str(order.get("query")))
    answer = query.answer if query else None
    index = order.get("index", 0)
    if query is None or not answer or not isinstance(index, int):
        raise ValueError("no such inline result")
    if not 0 <= index < len(answer.get("results", ())):
        raise ValueError("no such inline result")
    offered = InlineAnswer(query.what, answer["results"], "", None)
    chat, topic = _chat(sandbox, user, order), order.get("topic") or None
    return message_json(await user.choose(offered, index, to=chat, topic=topic))


async def place(sandbox: Sandbox, user: User, order: Json) -> Json:
    """Change the bot's standing in a group: add_bot, promote_bot, demote_bot, kick_bot …"""
    chat, name = _chat(sandbox, user, order), order["do"]
    if chat.is_private:
        raise ValueError("that is for groups and channels")
    if name == "migrate":
        if chat.type != "group" or chat.migrated_to is not None:
            raise ValueError("only a basic group can become a supergroup")
        return {"chat": Group(sandbox.world, chat, user.person).migrate().id}
    if name == "topic":
        if not chat.is_forum:
            raise ValueError("only a forum has topics")
        title = _text(order, "title", 128).strip() or "话题"
        return {"topic": Group(sandbox.world, chat, user.person).topic(title).id}
    getattr(Place(sandbox.world, chat, user.person), name)(by=user)
    return {}


_PLACE_ACTS = ("add_bot", "promote_bot", "demote_bot", "kick_bot", "mute_bot", "migrate", "topic")
ACTS: Mapping[str, Act] = {
    function.__name__: function
    for function in (
        send,
        start,
        press,
        edit,
        delete,
        send_file,
        sticker,
        block,
        unblock,
        inline,
        choose,
    )
} | dict.fromkeys(_PLACE_ACTS, place)


async def act(sandbox: Sandbox, request: Request) -> Any:
    """Carry out one act of one person."""
    order = await order_of(request)
    found = ACTS.get(str(order.get("do")))
    if found is None:
        raise ValueError(f"do must be one of {', '.join(ACTS)}")
    return await found(sandbox, sandbox.actor(order.get("user")), order)


async def users(sandbox: Sandbox, request: Request) -> Any:
    """POST: a new person with `name`, `language_code`, `username`, `started`."""
    order = await order_of(request)
    name = _text(order, "name", 64).strip()
    if not name:
        raise ValueError("a person needs a name")
    user = sandbox.user(
        name,
        language_code=_text(order, "language_code", 16) or "zh-hans",
        username=_text(order, "username", 32) or None,
        started=bool(order.get("started")),
    )
    return user.person.as_json()


async def chats(sandbox: Sandbox, request: Request) -> Any:
    """POST: a new group, supergroup or channel: `type`, `title`, `creator`, `members`, `bot`."""
    order = await order_of(request)
    title, kind = _text(order, "title", 128).strip(), order.get("type", "group")
    creator = sandbox.actor(order.get("creator"))
    members = [sandbox.actor(number) for number in order.get("members") or []]
    role = order.get("bot", "member")
    if not title or role not in ("member", "administrator", None):
        raise ValueError("title, and bot as member, administrator or null")
    if kind == "channel":
        return {"id": sandbox.channel(title, creator, readers=members, bot=role).id}
    if kind == "supergroup":
        forum = bool(order.get("forum"))
        return {"id": sandbox.supergroup(title, creator, members, bot=role, forum=forum).id}
    if kind == "group":
        return {"id": sandbox.group(title, creator, members, bot=role).id}
    raise ValueError("type must be group, supergroup or channel")


ACT_ROUTES: list[tuple[str, Any, list[str]]] = [
    ("/sandbox/act", act, ["POST"]),
    ("/sandbox/users", users, ["POST"]),
    ("/sandbox/chats", chats, ["POST"]),
]
