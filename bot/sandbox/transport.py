"""The HTTP server under the stand-in: uvicorn's protocol on a loopback port, in the running loop.

uvicorn's own `Server` takes over signals and shuts down in steps of 100 ms; here it is embedded
beside a bot, so only its connection protocol is used. Each request's scope carries its connection
(`scope["state"]["connection"]`), so that a fault can cut it.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from typing import Any

from uvicorn import Config
from uvicorn.server import ServerState

from bot.sandbox.errors import PortBusy

HOST = "127.0.0.1"
GRACE_SECONDS = 1.0


def bind(port: int) -> socket.socket:
    """A socket bound to 127.0.0.1:`port` (0: any free one); `PortBusy` when it is taken."""
    # asyncio switches Nagle's algorithm off only for sockets that name TCP as their protocol;
    # without it every answer waits 40 ms for the other side's delayed acknowledgement.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port))
    except OSError as error:
        sock.close()
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(port) from error
        raise
    return sock


class Listener:
    """Serves an ASGI application on a bound socket until stopped."""

    def __init__(self, app: Any, sock: socket.socket) -> None:
        self._sock = sock
        self._state = ServerState()
        self._config = Config(
            app,
            interface="asgi3",
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=75,
        )
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Begin to accept connections."""
        self._config.load()
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(self._connection, sock=self._sock, backlog=512)
        except OSError as error:
            raise PortBusy(self._sock.getsockname()[1]) from error

    def _connection(self) -> asyncio.Protocol:
        state: dict[str, Any] = {}
        make: Any = self._config.http_protocol_class
        protocol: asyncio.Protocol = make(
            config=self._config, server_state=self._state, app_state=state
        )
        state["connection"] = protocol
        return protocol

    async def stop(self) -> None:
        """Stop accepting, let running requests end for a second, then cut the rest."""
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._state.connections):
            connection.shutdown()
        if self._state.tasks:
            await asyncio.wait(self._state.tasks, timeout=GRACE_SECONDS)
        for connection in list(self._state.connections):
            cut(connection)
        for task in list(self._state.tasks):
            task.cancel()
        self._server = None


def cut(connection: Any) -> None:
    """End a connection without another byte."""
    if connection.transport is not None:
        connection.transport.abort()
