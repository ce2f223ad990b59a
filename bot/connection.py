"""HTTP to a Bot API server, Telegram's own or another: every answer passes `bot.answers`, updates
that come twice are passed on once, and a server that does not wait when asked to is not asked again
at once."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import Any

from telegram.request import HTTPXRequest, RequestData

from bot import answers
from bot.memory import Bounded
from bot.wires import Wires, behind_a_proxy

# A server that answers “nothing new” sooner than this did not wait for something new.
AT_ONCE_SECONDS, PAUSE_SECONDS = 0.1, 0.3
REMEMBERED = 2_000


class Inbox:
    """Knows the latest updates: Telegram repeats one whose delivery it is not sure of. An equal
    number alone is not enough, since a server that starts anew counts from the beginning."""

    def __init__(self) -> None:
        self._seen: Bounded[str, bool] = Bounded(REMEMBERED)

    def new(self, update: Any) -> bool:
        """Whether this update has not come before; from now on it has."""
        mark = hashlib.sha256(json.dumps(update, sort_keys=True).encode()).hexdigest()
        if self._seen.get(mark):
            return False
        self._seen.put(mark, True)
        return True


class Connection(HTTPXRequest):
    """The library's HTTP client with `bot.answers` behind it."""

    def __init__(self, *, connection_pool_size: int = 1, **kwargs: Any) -> None:
        wires = None if behind_a_proxy() else {"transport": Wires(connection_pool_size)}
        super().__init__(connection_pool_size=connection_pool_size, httpx_kwargs=wires, **kwargs)
        self._inbox = Inbox()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One request, as the library makes it; raises what its client raises."""
        begun = asyncio.get_running_loop().time()
        code, payload = await super().do_request(*args, **kwargs)
        if kwargs.get("method") != "POST":
            return code, payload  # a file
        name = str(kwargs["url"]).rsplit("/", 1)[-1]
        data: RequestData | None = kwargs.get("request_data")
        asked = data.parameters if data else {}
        code, payload = answers.read(name, code, payload, asked)
        if name == "getUpdates" and code == 200:
            payload = await self._once(payload, asked, begun)
        return code, payload

    async def _once(self, payload: bytes, asked: answers.Fields, begun: float) -> bytes:
        came = json.loads(payload)["result"]
        fresh = [one for one in came if self._inbox.new(one)]
        waited = asyncio.get_running_loop().time() - begun
        if not fresh and asked.get("timeout") and waited < AT_ONCE_SECONDS:
            await asyncio.sleep(PAUSE_SECONDS)
        return json.dumps({"ok": True, "result": fresh}).encode()
