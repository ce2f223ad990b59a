"""What the chat page asks for: itself, the state, live events, and what its person does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request

if TYPE_CHECKING:
    from bot.sandbox.control import Handler
    from bot.sandbox.server import Sandbox


async def state(sandbox: Sandbox, request: Request) -> Any:
    """Everything a page or test may want to see."""
    return {"seq": sandbox.world.feed.seq}


PAGE_ROUTES: list[tuple[str, Handler, list[str]]] = [("/sandbox/state", state, ["GET"])]
