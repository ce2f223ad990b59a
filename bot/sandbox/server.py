"""The stand-in as a whole: starts on a loopback port, routes requests, holds the test API.

`/bot<token>/<method>` and `/file/bot<token>/<path>` speak the Bot API; everything else is the chat
page and the control endpoints under `/sandbox/`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.sandbox.actors import User
from bot.sandbox.control import control_app
from bot.sandbox.dispatch import Reply, carry_out, refusal
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Faults
from bot.sandbox.journal import Journal
from bot.sandbox.keeping import Saver, load
from bot.sandbox.limits import Limits, Rates
from bot.sandbox.model import Person
from bot.sandbox.params import read_params
from bot.sandbox.places import Channel, Group
from bot.sandbox.transport import HOST, Listener, bind, cut
from bot.sandbox.world import World

TOKEN = "7000000001:AAsandbox-token-for-the-local-stand-in"  # noqa: S105 - opens nothing
BOT_ID = 7_000_000_001


class Sandbox:
    """A local Telegram for one bot; an async context manager.

    port: 0 takes any free one; a taken one raises `PortBusy`. token: the only one accepted (401
    for others), None accepts any. rates: the sending limits, `NO_LIMITS` for none. clock: Unix
    seconds, for limits and message dates. max_messages and journal_size bound the memory.
    keep: a file the chats are saved to and restored from, for a demo that goes on.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        token: str | None = None,
        bot_name: str = "工会资讯",
        bot_username: str = "union_digest_bot",
        rates: Rates | None = None,
        clock: Callable[[], float] = time.time,
        max_messages: int = 10_000,
        journal_size: int = 20_000,
        keep: Path | None = None,
    ) -> None:
        bot = Person(BOT_ID, bot_name, username=bot_username, is_bot=True)
        self.world = World(
            clock, bot, rates=rates, max_messages=max_messages, journal_size=journal_size
        )
        self._actors: dict[int, User] = {}
        self._saver = Saver(self.world, keep) if keep else None
        if keep:
            load(self.world, keep)
        for person in self.world.people.values():
            self._actors[person.id] = User(self.world, person)
        self._token = token
        self._wanted_port = port
        self._listener: Listener | None = None
        self._control = control_app(self)
        self.port = port
        self.stopping = asyncio.Event()

    @classmethod
    def running(cls, port: int = 0, **options: Any) -> Self:
        """The same as the constructor; reads well in `async with Sandbox.running() as sandbox`."""
        return cls(port, **options)

    async def start(self) -> Self:
        """Begin to serve in the running event loop; `PortBusy` when the port is taken."""
        sock = bind(self._wanted_port)
        self.port = sock.getsockname()[1]
        self.stopping.clear()
        self._listener = Listener(self.app, sock)
        await self._listener.start()
        if self._saver:
            self._saver.start()
        return self

    async def stop(self) -> None:
        """Answer waiting polls, end streams, close every connection."""
        self.stopping.set()
        self.world.updates.close()
        self.world.webhook.close()
        if self._listener is not None:
            await self._listener.stop()
            self._listener = None
        if self._saver:
            await self._saver.stop()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def token(self) -> str:
        """A token this stand-in accepts."""
        return self._token or TOKEN

    @property
    def url(self) -> str:
        """Address of the chat page, with a slash at the end."""
        return f"http://{HOST}:{self.port}/"

    @property
    def base_url(self) -> str:
        """python-telegram-bot's `base_url`."""
        return f"{self.url}bot"

    @property
    def base_file_url(self) -> str:
        """python-telegram-bot's `base_file_url`."""
        return f"{self.url}file/bot"

    @property
    def journal(self) -> Journal:
        """What the bot asked and what became of it."""
        return self.world.journal

    @property
    def faults(self) -> Faults:
        """Orders for things to go wrong."""
        return self.world.faults

    @property
    def limits(self) -> Limits:
        """The sending limits."""
        return self.world.limits

    def user(
        self,
        name: str,
        *,
        language_code: str | None = "zh-hans",
        username: str | None = None,
        id: int | None = None,
        started: bool = False,
    ) -> User:
        """A new person; `started` means the bot may write first (as after an earlier /start)."""
        person = self.world.new_person(name, language_code=language_code, username=username, id=id)
        user = self._actors[person.id] = User(self.world, person)
        if started:
            user.private.members[BOT_ID].status = "member"
        return user

    @property
    def people(self) -> list[User]:
        """Everybody there is."""
        return list(self._actors.values())

    def actor(self, number: object) -> User:
        """The person with this id; ValueError when there is none."""
        found = self._actors.get(number) if isinstance(number, int) else None
        if found is None:
            raise ValueError(f"no user {number}")
        return found

    def group(self, title: str, creator: User, members: Iterable[User] = (), **how: Any) -> Group:
        """A basic group; see `Group.make` for `bot`, `privacy` and the rest."""
        return Group.make(self.world, "group", title, creator, members, **how)

    def supergroup(
        self, title: str, creator: User, members: Iterable[User] = (), **how: Any
    ) -> Group:
        """A supergroup; `forum=True` gives it topics."""
        return Group.make(self.world, "supergroup", title, creator, members, **how)

    def channel(self, title: str, creator: User, **how: Any) -> Channel:
        """A channel; `discussion` links a supergroup, `bot` is "administrator" by default."""
        return Channel.open(self.world, title, creator, **how)

    async def quiet(self, seconds: float = 0.3, within: float = 10.0) -> None:
        """Wait until the bot has sent and asked nothing for `seconds`."""
        await self.world.feed.quiet(seconds, within)

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        """The ASGI application."""
        path: str = scope["path"]
        if path.startswith("/bot"):
            await self._bot_call(scope, receive, send)
        elif path.startswith("/file/bot"):
            await _answer(send, self._download(path))
        else:
            await self._control(scope, receive, send)

    async def _bot_call(self, scope: Any, receive: Any, send: Any) -> None:
        token, _, method = scope["path"][4:].partition("/")
        try:
            self._check_token(token)
            reply = await carry_out(self.world, method, await read_params(scope, receive))
        except ApiError as error:
            reply = refusal(error)
        except ConnectionResetError:
            return
        if reply.cut:
            cut(scope["state"]["connection"])
            await asyncio.sleep(0)
            return
        await _answer(send, reply)

    def _check_token(self, token: str) -> None:
        """An ill-formed token is an unknown address, a wrong one is unauthorised."""
        if self._token is None or token == self._token:
            return
        number, _, secret = token.partition(":")
        known_form = number.isdigit() and len(secret) >= 3
        raise ApiError(401, "Unauthorized") if known_form else ApiError(404, "Not Found")

    def _download(self, path: str) -> Reply:
        token, _, file_path = path[9:].partition("/")
        try:
            self._check_token(token)
        except ApiError as error:
            return refusal(error)
        stored = self.world.files.at_path(file_path)
        if stored is None:
            return refusal(ApiError(404, "Not Found"))
        return Reply(200, stored.content, "application/octet-stream")


async def _answer(send: Any, reply: Reply) -> None:
    headers = [
        (b"content-type", reply.mime.encode()),
        (b"content-length", str(len(reply.body)).encode()),
    ]
    if reply.retry_after is not None:
        headers.append((b"retry-after", str(reply.retry_after).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
