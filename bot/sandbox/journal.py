"""What the bot asked and what became of it: one entry a call, the newest `size` kept.

Totals by method and outcome are never dropped, so long runs can be counted; entries beyond the
size are. getUpdates is not written down.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.model import Json


@dataclass(slots=True)
class Entry:
    """One call: `n` counts from 1, `at` is the sandbox clock (Unix seconds).

    `ok`: the call took effect. `answered`: the bot was told so (False after a cut or a spoilt
    answer). `error` / `error_code`: the refusal; a spoilt answer has its HTTP status as code.
    `text` is the final text or caption after parsing; of a refused message, what was sent.
    """

    n: int
    at: float
    method: str
    chat_id: int | None = None
    text: str | None = None
    message_id: int | None = None
    thread_id: int | None = None
    ok: bool = True
    answered: bool = True
    error_code: int | None = None
    error: str | None = None
    fault: bool = False

    def as_json(self) -> Json:
        """The entry for the control page."""
        return {name: getattr(self, name) for name in self.__slots__}


class Journal:
    """The newest entries and the totals of all; `sent` is what took effect."""

    def __init__(self, size: int = 20_000) -> None:
        self._entries: deque[Entry] = deque(maxlen=size)
        self.totals: Counter[tuple[str, str]] = Counter()
        self.count = 0

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, at: float, method: str) -> Entry:
        """Open an entry; whoever carries out the call completes it."""
        self.count += 1
        entry = Entry(self.count, at, method)
        self._entries.append(entry)
        return entry

    def close(self, entry: Entry) -> None:
        """Count a completed entry."""
        outcome = "ok" if entry.ok else str(entry.error_code or "lost")
        self.totals[entry.method, outcome] += 1

    def sent(self, chat_id: int | None = None, method: str | None = None) -> list[Entry]:
        """Messages that reached a chat (sendX, copy and forward), oldest first."""
        return [
            entry
            for entry in self
            if entry.ok
            and entry.message_id is not None
            and entry.method.startswith(("send", "copy", "forward"))
            and (chat_id is None or entry.chat_id == chat_id)
            and (method is None or entry.method == method)
        ]

    def refused(self, method: str | None = None) -> list[Entry]:
        """Calls answered with an error, oldest first."""
        return [
            entry
            for entry in self
            if entry.error is not None and (method is None or entry.method == method)
        ]

    def calls(self, method: str) -> list[Entry]:
        """All calls of one method, whatever came of them."""
        return [entry for entry in self if entry.method == method]

    def clear(self) -> None:
        """Forget entries and totals."""
        self._entries.clear()
        self.totals.clear()

    def as_json(self, since: int = 0, limit: int = 1000) -> Json:
        """Entries after number `since`, at most `limit`, and the totals."""
        found = [entry.as_json() for entry in self._entries if entry.n > since]
        totals: dict[str, dict[str, int]] = {}
        for (method, outcome), count in sorted(self.totals.items()):
            totals.setdefault(method, {})[outcome] = count
        return {"entries": found[:limit], "count": self.count, "totals": totals}
