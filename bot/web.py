"""The bot's own small web server: `/healthz` for supervisors, `/metrics` for Prometheus, and the
webhook when one is set. It listens where the operator says, answers nothing else, and takes
updates only with the secret that Telegram sends back."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import uvicorn
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from digest.errors import SettingsError

log = logging.getLogger(__name__)

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  a header's name
# Telegram's updates are small (a message of 4096 characters and its buttons); a webhook body
# beyond this is not one of them.
MAX_UPDATE_BYTES = 1_000_000
WEBHOOK_PATH = "/telegram"

Status = Callable[[], Mapping[str, float]]
Healthy = Callable[[], str]
Receive = Callable[[Any], Awaitable[None]]


def web_app(
    status: Status, trouble: Healthy, receive: Receive | None, secret: str, path: str = WEBHOOK_PATH
) -> Starlette:
    """The application. `status` gives the numbers, `trouble` what is wrong ("" when nothing is),
    `receive` takes one update (None: no webhook) at `path`, and at /telegram for a proxy that
    shortens."""

    async def healthz(_request: Request) -> Response:
        wrong = trouble()
        return JSONResponse({"ok": not wrong, "trouble": wrong}, status_code=503 if wrong else 200)

    async def metrics(_request: Request) -> Response:
        return Response(exposition(status()), media_type="text/plain; version=0.0.4")

    async def telegram(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("", status_code=403)
        if int(request.headers.get("content-length") or 0) > MAX_UPDATE_BYTES:
            return PlainTextResponse("", status_code=413)
        try:
            update = json.loads(await request.body())
        except ValueError:
            return PlainTextResponse("", status_code=400)
        if not isinstance(update, dict):
            return PlainTextResponse("", status_code=400)
        if receive is not None:
            await receive(update)
        return PlainTextResponse("")

    routes = [Route("/healthz", healthz), Route("/metrics", metrics)]
    if receive is not None:
        places = dict.fromkeys((WEBHOOK_PATH, path or "/"))
        routes += [Route(place, telegram, methods=["POST"]) for place in places]
    return Starlette(routes=routes)


def exposition(numbers: Mapping[str, float]) -> bytes:
    """The numbers in Prometheus' text form, each as a gauge `union_digest_NAME`."""
    registry = CollectorRegistry()
    for name, value in numbers.items():
        Gauge(f"union_digest_{name}", name.replace("_", " "), registry=registry).set(value)
    return generate_latest(registry)


class _Embedded(uvicorn.Server):
    """uvicorn without its hands on the process's signals: those are the bot's to handle."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebServer:
    """Serves an application in the running loop."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
        self._server = _Embedded(config)
        self._host, self._port = host, port
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to listen; raises SettingsError when the port is taken."""
        # Bound here and not by uvicorn, which ends the whole process when it cannot.
        try:
            listening = socket.create_server((self._host, self._port), backlog=128)
        except OSError as error:
            raise SettingsError(
                f"cannot listen on {self._host}:{self._port} ({error.strerror})",
                where="WEB_PORT",
                advice="another process has this port; give another one",
            ) from error
        self._task = asyncio.create_task(self._server.serve(sockets=[listening]), name="web")

    async def stop(self) -> None:
        """Stop listening and let requests under way end."""
        self._server.should_exit = True
        if self._task is not None:
            await self._task
