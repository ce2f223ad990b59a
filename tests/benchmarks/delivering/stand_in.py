"""The stand-in as a process of its own, as Telegram is, and what its own log says. The checks of
the benchmarks go by this log, never by what our store believes."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

SCRIPT = """
import asyncio, json, sys
from bot.sandbox import NO_LIMITS, Sandbox
async def main(order):
    rates = {} if order["limited"] else {"rates": NO_LIMITS}
    async with Sandbox.running(max_messages=10**6, journal_size=10**6, **rates) as sandbox:
        people = [sandbox.user(f"u{n}", started=True) for n in range(order["people"])]
        chief = sandbox.user("chief")
        groups = [sandbox.group(f"g{n}", chief) for n in range(order["moved"] + order["kicked"])]
        old = [group.id for group in groups]
        new = [group.migrate().id for group in groups[: order["moved"]]]
        for group in groups[order["moved"] :]:
            group.kick_bot()
        for person in people[: order["blocked"]]:
            await person.block()
        for person in people[order["blocked"] :][: order["deactivated"]]:
            person.deactivate()
        said = {"port": sandbox.port, "people": [p.id for p in people], "old": old, "new": new}
        print(json.dumps(said), flush=True)
        await asyncio.Event().wait()
asyncio.run(main(json.loads(sys.argv[1])))
"""


@dataclass(frozen=True)
class Town:
    """Who lives in the stand-in: `people`, of whom the first are `blocked`, the next
    `deactivated`; groups that `moved` to another number; groups that `kicked` the bot out."""

    people: int
    blocked: int = 0
    deactivated: int = 0
    moved: int = 0
    kicked: int = 0
    limited: bool = False


class StandIn:
    """The stand-in process, and questions to it."""

    def __init__(self, town: Town) -> None:
        self.town = town
        command = [sys.executable, "-c", SCRIPT, json.dumps(asdict(town))]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        said = json.loads(self._process.stdout.readline())
        self.url = f"http://127.0.0.1:{said['port']}/"
        self.people: list[int] = said["people"]
        self.groups: list[int] = said["old"]
        self.moved_to: dict[int, int] = dict(zip(said["old"], said["new"], strict=False))

    @property
    def ids(self) -> list[int]:
        """Every chat as our store knows it before anything is sent."""
        return self.people + self.groups

    @property
    def gone(self) -> dict[int, str]:
        """The chats that cannot be reached, and the state that the store should give them."""
        town = self.town
        lost = self.people[town.blocked : town.blocked + town.deactivated]
        lost += self.groups[town.moved :]
        return dict.fromkeys(self.people[: town.blocked], "blocked") | dict.fromkeys(lost, "gone")

    @property
    def live(self) -> list[int]:
        """The chats that can be reached, by the number under which the log has them."""
        gone = self.gone
        return [self.moved_to.get(one, one) for one in self.ids if one not in gone]

    def ask(self, path: str, order: Any = None, method: str | None = None) -> Any:
        data = None if order is None else json.dumps(order).encode()
        head = {"content-type": "application/json"}
        request = urllib.request.Request(f"{self.url}sandbox/{path}", data, head, method=method)
        return json.load(urllib.request.urlopen(request))

    def calls(self) -> list[dict[str, Any]]:
        """Every sendMessage, in order."""
        found: list[dict[str, Any]] = []
        since = 0
        while entries := self.ask(f"journal?since={since}&limit=5000")["entries"]:
            since = entries[-1]["n"]
            found += [one for one in entries if one["method"] == "sendMessage"]
        return found

    def sends(self) -> list[dict[str, Any]]:
        """Every message that reached its chat, in order."""
        return [one for one in self.calls() if one["ok"] and one["message_id"]]

    def count(self) -> int:
        """How many calls there have been."""
        return int(self.ask("journal?limit=0")["count"])

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def got_twice(sends: list[dict[str, Any]]) -> set[tuple[int, str]]:
    """The chats that got the same text more than once, and the text."""
    counted = Counter((one["chat_id"], one["text"]) for one in sends)
    return {key for key, times in counted.items() if times > 1}


def out_of_order(sends: list[dict[str, Any]]) -> list[int]:
    """The chats in which a text came before one that sorts before it."""
    by_chat: defaultdict[int, list[str]] = defaultdict(list)
    for one in sends:
        by_chat[one["chat_id"]].append(one["text"])
    return [chat for chat, texts in by_chat.items() if any(b < a for a, b in pairwise(texts))]


def most_in_a_second(times: list[float]) -> int:
    """The largest number of times in any window of one second."""
    most = start = 0
    for end, at in enumerate(times):
        while at - times[start] >= 1.0:
            start += 1
        most = max(most, end - start + 1)
    return most
