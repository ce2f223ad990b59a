"""Methods by which the bot gets its updates: getUpdates and the webhook ones."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.updates import MAX_POLL_SECONDS
from bot.sandbox.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


async def get_updates(world: World, params: Params) -> list[Json]:
    """Pending updates, waiting up to `timeout` seconds for the first."""
    limit = params.number("limit", 100)
    timeout = min(max(params.number("timeout"), 0), MAX_POLL_SECONDS)
    world.updates.allow(_allowed(params))
    limit = limit if 1 <= limit <= 100 else 100
    return await world.updates.fetch(params.number("offset"), limit, timeout)


def _allowed(params: Params) -> list[str] | None:
    kinds = params.array("allowed_updates")
    if kinds is not None and not all(isinstance(kind, str) for kind in kinds):
        raise bad_request("can't parse allowed_updates: expected strings")
    return kinds


def set_webhook(world: World, params: Params) -> bool:
    """Deliver updates by POST to a loopback address; an empty url removes the webhook."""
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return delete_webhook(world, params)
    _check_address(url)
    if secret and not _SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(_allowed(params))
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    world.webhook.set(url, secret, params.number("max_connections", 40))
    return True


def _check_address(url: str) -> None:
    """Only loopback addresses: the stand-in never reaches out. Plain http is taken for them."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise bad_request("bad webhook: invalid webhook URL specified") from None
    if parts.scheme != "http":
        raise bad_request("bad webhook: the stand-in delivers to http://127.0.0.1:PORT/ only")
    if host not in _LOOPBACK or port == 0:
        raise bad_request(f"bad webhook: IP address {host} is reserved")


def delete_webhook(world: World, params: Params) -> bool:
    """Go back to polling."""
    if params.flag("drop_pending_updates"):
        world.updates.drop()
    world.webhook.remove()
    return True


def get_webhook_info(world: World, params: Params) -> Json:
    """Where updates go and how that went."""
    info: dict[str, Any] = world.webhook.info()
    info["pending_update_count"] = len(world.updates.pending)
    return info


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
