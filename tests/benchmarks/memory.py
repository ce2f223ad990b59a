"""How much memory the real bot process holds after a session that used everything.

Starts `bot demo` over the seed pages and lives through a session on it by the stand-in's own acts:
looking up, following, opening, settings in traditional characters, charts, a page uploaded and
kept, exports; then reads the process's resident memory (Linux). Run by hand:

    python tests/benchmarks/memory.py [--rounds 3]

Prints megabytes after the start, after each round, and the peak (promised: ≤ 250).
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PORT = 8799
WORKER, OPERATOR = 0, 2
WORDS = ["疗休养", "江苏 疗休养", "liaoxiuyang", "疗修养", "老板不给钱怎么办", "驿站", "南京 骑手"]
COMMANDS = ["/rules", "/settings", "/digest", "/trends", "/series", "/help", "/mydata", "/privacy"]


class Demo:
    """A running demo and what people do on its page."""

    def __init__(self, folder: str) -> None:
        self.url = f"http://127.0.0.1:{PORT}/sandbox/"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--port", str(PORT), "--data", folder],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        while "http://" not in self.process.stdout.readline():
            pass
        self.people = [one["id"] for one in self._ask("state")["users"]]

    def _ask(self, path: str, order: dict[str, Any] | None = None) -> Any:
        data = None if order is None else json.dumps(order).encode()
        request = urllib.request.Request(
            self.url + path, data, {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def act(self, who: int, what: str, **more: Any) -> None:
        """Do something and let the bot answer."""
        self._ask("act", {"user": self.people[who], "do": what, **more})
        self._settle()

    def press(self, who: int, label: str) -> None:
        """Tap the newest button that bears these words, if there is one."""
        state = self._ask("state")
        (mine,) = [chat for chat in state["chats"] if chat["id"] == self.people[who]]
        for one in reversed(mine["messages"]):
            keys = one["message"].get("reply_markup", {}).get("inline_keyboard", [])
            for button in (button for row in keys for button in row):
                if label in button["text"] and "callback_data" in button:
                    self.act(who, "press", message=one["message_id"], button=button["text"])
                    return

    def _settle(self) -> None:
        before = -1
        while (now := self._ask("state?limit=0")["seq"]) != before:
            before = now
            time.sleep(0.6)

    def resident(self, what: str = "VmRSS") -> float:
        """Megabytes: VmRSS now, VmHWM at most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"{what}:\s+(\d+)", status)
        assert found is not None
        return int(found[1]) / 1024

    def end(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def session(demo: Demo) -> None:
    """One round of everything."""
    demo.act(WORKER, "start")
    for words in (*WORDS, *COMMANDS):
        demo.act(WORKER, "send", text=words)
    demo.press(WORKER, "导出")
    demo.act(WORKER, "send", text="/follow 疗休养")
    demo.press(WORKER, "每分钟")
    for label in ("语言", "繁"):
        demo.act(WORKER, "send", text="/settings")
        demo.press(WORKER, label)
    for words in ("疗休养", "/trends", "/settings"):
        demo.act(WORKER, "send", text=words)
    for label in ("語言", "简体"):
        demo.press(WORKER, label)
    upload(demo)


def upload(demo: Demo) -> None:
    """The operator hands in every seed page and keeps one."""
    demo.act(OPERATOR, "start")
    for page in sorted((ROOT / "seeds").glob("*.txt")):
        data = base64.b64encode(page.read_bytes()).decode()
        demo.act(OPERATOR, "send_file", name=page.name, content=data)
    demo.press(OPERATOR, "入库")
    for command in ("/stats", "/deliveries", "/trends"):
        demo.act(OPERATOR, "send", text=command)


def main() -> None:
    """Start, live, look, end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(folder)
        try:
            print(f"started      {demo.resident():6.1f} MB")
            for number in range(1, rounds + 1):
                session(demo)
                print(f"round {number}      {demo.resident():6.1f} MB", flush=True)
            print(f"at most      {demo.resident('VmHWM'):6.1f} MB")
        finally:
            demo.end()


if __name__ == "__main__":
    main()
