"""The control endpoints beside the Bot API: the chat page, state, journal, faults, limits.

JSON in, JSON out; a bad request gets 400 with the reason, never a traceback. POST wants
`application/json`, so that no other web page can press buttons here.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.errors import ApiError, NothingArrived
from bot.sandbox.faults import read_fault
from bot.sandbox.model import Json
from bot.sandbox.params import read_body

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

MAX_CONTROL_BODY = 64 * 1024 * 1024
Handler = Callable[["Sandbox", Request], Awaitable[Any]]


def as_json(value: Any, status: int = 200) -> Response:
    """A JSON response in UTF-8."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(body.encode("utf-8", "replace"), status, media_type="application/json")


async def body_of(request: Request) -> Any:
    """The JSON body of a control request; ValueError with the reason otherwise."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ValueError("send application/json")
    raw = await read_body(request.receive, request.headers, MAX_CONTROL_BODY)
    try:
        return json.loads(raw) if raw.strip() else {}
    except (ValueError, RecursionError):
        raise ValueError("the body is not JSON") from None


async def order_of(request: Request) -> Json:
    """As `body_of`, for orders that must be a JSON object."""
    order = await body_of(request)
    if not isinstance(order, dict):
        raise ValueError("send a JSON object")
    return order


def _number(request: Request, name: str, default: int) -> int:
    value = request.query_params.get(name, "")
    return int(value) if value.isdigit() and len(value) < 15 else default


async def journal(sandbox: Sandbox, request: Request) -> Any:
    """GET: entries after `since` (at most `limit`) and totals. DELETE: forget them."""
    if request.method == "DELETE":
        sandbox.journal.clear()
    since, limit = _number(request, "since", 0), _number(request, "limit", 1000)
    return sandbox.journal.as_json(since, limit)


async def faults(sandbox: Sandbox, request: Request) -> Any:
    """POST: one fault or a list of them. DELETE: lift all. Always answers those in force."""
    if request.method == "DELETE":
        sandbox.faults.clear()
    elif request.method == "POST":
        orders = await body_of(request)
        ready = [read_fault(order) for order in (orders if isinstance(orders, list) else [orders])]
        for fault in ready:
            sandbox.faults.add(fault)
    return sandbox.faults.as_json()


async def limits(sandbox: Sandbox, request: Request) -> Any:
    """POST: `{"off": true}` or single numbers of the rates. Always answers those in force."""
    if request.method == "POST":
        order = await order_of(request)
        if order.pop("off", False):
            sandbox.limits.switch_off()
        known = sandbox.limits.as_json()
        for name, value in order.items():
            if name not in known or not isinstance(value, int | float) or not 0 <= value < 1e9:
                raise ValueError(f"{name}: known numbers are {', '.join(known)}, from 0 up")
        if order:
            sandbox.limits.change(**order)
    return sandbox.limits.as_json() | {"refused": sandbox.limits.refused}


def guarded(sandbox: Sandbox, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Wrap a handler: its value as JSON, its complaints as 400."""

    async def endpoint(request: Request) -> Response:
        try:
            value = await handler(sandbox, request)
        except (ValueError, KeyError, TypeError, NothingArrived) as error:
            return as_json({"error": f"{error}"}, 400)
        except ApiError as error:
            return as_json({"error": error.description}, error.code)
        return value if isinstance(value, Response) else as_json(value)

    return endpoint


def control_app(sandbox: Sandbox) -> Starlette:
    """The ASGI application of the page and the control endpoints."""
    from bot.sandbox.acts import ACT_ROUTES
    from bot.sandbox.page import PAGE_ROUTES

    table: list[tuple[str, Handler, list[str]]] = [
        ("/sandbox/journal", journal, ["GET", "DELETE"]),
        ("/sandbox/faults", faults, ["GET", "POST", "DELETE"]),
        ("/sandbox/limits", limits, ["GET", "POST"]),
        *PAGE_ROUTES,
        *ACT_ROUTES,
    ]
    return Starlette(
        routes=[
            Route(path, guarded(sandbox, handler), methods=methods)
            for path, handler, methods in table
        ]
    )
