"""One Bot API call from its name and parameters to the bytes of the answer.

Carries out the method, lets an ordered fault strike, writes the journal. Whatever a caller sends,
the answer is Telegram's JSON; a bug of the stand-in itself is logged and answered with a 500.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault
from bot.sandbox.journal import Entry
from bot.sandbox.methods import METHODS, Method
from bot.sandbox.params import Params
from bot.sandbox.world import World

_log = logging.getLogger(__name__)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_UNSHOWN = {"getUpdates"}


@dataclass(slots=True)
class Reply:
    """What goes back over the wire; `cut` means nothing does."""

    status: int = 200
    body: bytes = b""
    mime: str = "application/json"
    retry_after: int | None = None
    cut: bool = False


def refusal(error: ApiError) -> Reply:
    """Telegram's JSON for a refused call."""
    body: dict[str, Any] = {
        "ok": False,
        "error_code": error.code,
        "description": error.description,
    }
    if error.parameters:
        body["parameters"] = error.parameters
    wait = error.parameters.get("retry_after")
    return Reply(error.code, _ENCODER.encode(body).encode(), retry_after=wait)


async def carry_out(world: World, wanted: str, params: Params) -> Reply:
    """Answer one call."""
    found = METHODS.get(wanted.lower())
    if found is None:
        return refusal(ApiError(404, "Not Found"))
    name, method = found
    entry = Entry(0, 0.0, name) if name in _UNSHOWN else world.journal.add(world.clock(), name)
    _note_request(entry, params)
    fault = world.faults.hit(wanted.lower(), params.values) if len(world.faults) else None
    try:
        if fault is None:
            return await _effect(world, method, params, entry)
        return await _struck(world, method, params, entry, fault)
    finally:
        if name not in _UNSHOWN:
            world.journal.close(entry)
            world.feed.publish("call", entry.as_json)


def _note_request(entry: Entry, params: Params) -> None:
    entry.chat_id = params.number("chat_id") or None
    entry.text = params.text("text") or params.text("caption") or None
    entry.thread_id = params.number("message_thread_id") or None


async def _effect(world: World, method: Method, params: Params, entry: Entry) -> Reply:
    try:
        result = method(world, params)
        if inspect.isawaitable(result):
            result = await result
        _note_result(entry, result)
        return Reply(body=b'{"ok":true,"result":' + _ENCODER.encode(result).encode() + b"}")
    except ApiError as error:
        return _refuse(entry, error)
    except Exception:
        _log.exception("the stand-in failed in %s", entry.method)
        return _refuse(entry, ApiError(500, "Internal Server Error"))


def _refuse(entry: Entry, error: ApiError) -> Reply:
    entry.ok, entry.error_code, entry.error = False, error.code, error.description
    return refusal(error)


def _note_result(entry: Entry, result: Any) -> None:
    """Of a message: where it stands and its final text."""
    if isinstance(result, list) and result:
        result = result[-1]
    if not isinstance(result, dict):
        return
    entry.message_id = result.get("message_id")
    if "chat" in result:
        entry.chat_id = result["chat"]["id"]
        entry.text = result.get("text") or result.get("caption")


async def _struck(
    world: World, method: Method, params: Params, entry: Entry, fault: Fault
) -> Reply:
    """Carry out an ordered fault around the call."""
    entry.fault = True
    if fault.delay_before:
        await asyncio.sleep(fault.delay_before)
    if (refused := fault.refusal()) is not None:
        return _refuse(entry, refused)
    if fault.spoils and not fault.delivered:
        entry.ok = False
        reply = Reply()
    else:
        reply = await _effect(world, method, params, entry)
    if fault.delay_after:
        await asyncio.sleep(fault.delay_after)
    if not fault.spoils:
        return reply
    entry.answered = False
    if fault.cut:
        return Reply(cut=True)
    status, body, mime = fault.spoilt_body()
    if status >= 400:
        entry.error_code = status
    return Reply(status, body, mime)
