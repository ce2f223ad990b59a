"""What the stand-in refuses with: Telegram's own answers to a bad call, and a busy port.

Every refusal of a Bot API method is an `ApiError` carrying the HTTP status, Telegram's sentence
and its `parameters`; the helpers below spell the prefixes ("Bad Request: ", "Forbidden: ") once.
"""

from __future__ import annotations

import math


class ApiError(Exception):
    """A refused Bot API call: `code` (HTTP status), `description`, `parameters`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class PortBusy(OSError):
    """The wanted loopback port is taken; `port` says which one."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} on 127.0.0.1 is already in use; choose another one")
        self.port = port


class NothingArrived(AssertionError):
    """A test waited for a message, an answer or an update that did not come in time."""


def bad_request(reason: str) -> ApiError:
    """A 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """A 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(seconds: float) -> ApiError:
    """A 429 asking for a pause of at least `seconds`, rounded up, never below one."""
    wait = max(1, math.ceil(seconds))
    return ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)


def upgraded(new_chat_id: int) -> ApiError:
    """The answer of a basic group that has become the supergroup `new_chat_id`."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, reason, migrate_to_chat_id=new_chat_id)
