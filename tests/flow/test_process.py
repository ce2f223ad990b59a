"""The commands as processes: what they print, how they end, what a signal does."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import sys
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import NO_LIMITS, Sandbox

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"http://127\.0\.0\.1:(\d+)/")


def environment(**more: str) -> dict[str, str]:
    """The environment without what would change the bot's settings."""
    ours = re.compile(r"TELEGRAM_|DATABASE_URL|OPERATOR_IDS|DELIVERY_|WEB_|LOG_LEVEL|_FILE$")
    kept = {name: value for name, value in os.environ.items() if not ours.match(name)}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


@contextlib.asynccontextmanager
async def process(
    *arguments: str, cwd: Path, **more: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A command running; killed at the end if it still does."""
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *arguments,
        cwd=cwd,
        env=environment(**more),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()


async def output(started: asyncio.subprocess.Process, within: float = 20) -> str:
    """All that it prints until it ends."""
    told, _ = await asyncio.wait_for(started.communicate(), within)
    return told.decode()


async def line_with(started: asyncio.subprocess.Process, words: str, within: float = 90) -> str:
    """The first line that holds `words`."""
    assert started.stdout is not None
    seen = []
    async with asyncio.timeout(within):
        while line := (await started.stdout.readline()).decode():
            seen.append(line)
            if words in line:
                return line
    raise AssertionError(f"no line with {words!r}: {''.join(seen)}")


async def test_without_a_token_run_says_what_to_do(tmp_path: Path) -> None:
    async with process("bot", "run", cwd=tmp_path) as started:
        told = await output(started)
        assert started.returncode == 1
    assert "TELEGRAM_BOT_TOKEN" in told
    assert "@BotFather" in told
    assert "Traceback" not in told


async def test_a_refused_token_is_said_not_tried_for_ever(tmp_path: Path) -> None:
    async with (
        Sandbox.running(token="7:right") as sandbox,
        process(
            "bot",
            "run",
            cwd=tmp_path,
            TELEGRAM_BOT_TOKEN="7:wrong",
            TELEGRAM_BASE_URL=sandbox.base_url,
        ) as started,
    ):
        told = await output(started, 30)
        assert started.returncode == 1
    assert "TELEGRAM_BOT_TOKEN" in told
    assert "7:wrong" not in told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_run_answers_and_ends_in_order(tmp_path: Path, number: signal.Signals) -> None:
    async with (
        Sandbox.running(rates=NO_LIMITS) as sandbox,
        process(
            "bot",
            "run",
            cwd=tmp_path,
            TELEGRAM_BOT_TOKEN=sandbox.token,
            TELEGRAM_BASE_URL=sandbox.base_url,
            TELEGRAM_BASE_FILE_URL=sandbox.base_file_url,
        ) as started,
    ):
        user = sandbox.user("小王")
        await user.start()
        await user.wait_for(within=30)
        started.send_signal(number)
        told = await output(started)
        assert started.returncode == 0
    assert sandbox.token not in told
    assert (tmp_path / "union-digest.db").exists()


async def test_run_waits_for_telegram_and_can_be_ended_meanwhile(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/bot"
        async with process(
            "bot", "run", cwd=tmp_path, TELEGRAM_BOT_TOKEN="1:a", TELEGRAM_BASE_URL=url
        ) as started:
            await line_with(started, "cannot be reached")
            started.send_signal(signal.SIGTERM)
            await output(started)
            assert started.returncode == 0


async def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    import sqlite3

    async with process("digest", "migrate", cwd=tmp_path) as started:
        await output(started)
    with contextlib.closing(sqlite3.connect(tmp_path / "union-digest.db")) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
    for arguments in (["digest", "search", "x"], ["bot", "plan"]):
        async with process(*arguments, cwd=tmp_path) as started:
            told = await output(started)
            assert started.returncode == 1
        assert "9999" in told
        assert "Traceback" not in told


async def test_plan_prints_what_it_planned(tmp_path: Path) -> None:
    async with process(
        "bot", "plan", "--now", "2026-01-05T08:00:00+08:00", cwd=tmp_path
    ) as started:
        assert "0 planned" in await output(started)
        assert started.returncode == 0


class Page:
    """What a person does on the chat page of a running demo."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.user = 0

    async def ask(self, path: str, order: dict[str, Any] | None = None) -> Any:
        data = None if order is None else json.dumps(order).encode()
        request = urllib.request.Request(
            self.url + path, data, {"content-type": "application/json"}
        )
        return await asyncio.to_thread(lambda: json.load(urllib.request.urlopen(request)))

    async def act(self, what: str, **more: Any) -> Any:
        if not self.user:
            self.user = (await self.ask("sandbox/state"))["users"][0]["id"]
        return await self.ask("sandbox/act", {"user": self.user, "do": what, **more})

    async def press(self, label: str) -> None:
        """Tap the newest button that bears these words."""
        for message in reversed(await self.messages()):
            if label in str(message):
                await self.act("press", message=message["message_id"], button=label)
                return
        raise AssertionError(f"no button {label}")

    async def messages(self) -> list[dict[str, Any]]:
        state = await self.ask("sandbox/state")
        (mine,) = [chat for chat in state["chats"] if chat["id"] == self.user]
        return [one for one in mine["messages"] if one["from_bot"]]

    async def until(self, words: str, within: float) -> dict[str, Any]:
        """The newest message of the bot that holds the words."""
        async with asyncio.timeout(within):
            while True:
                found = [one for one in await self.messages() if words in str(one)]
                if found:
                    return found[-1]
                await asyncio.sleep(0.2)


async def test_the_demo_from_the_first_line_to_a_digest_and_again(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = ("bot", "demo", "--port", port, "--pages", str(ROOT / "seeds"))
    async with process(*command, cwd=tmp_path) as started:
        link = LINK.search(await line_with(started, "http://127.0.0.1:"))
        assert link
        assert link.group(1) == port
        page = Page(link.group())
        await page.act("start")
        await page.until("疗休养", 10)
        await page.act("send", text="江苏 疗休养")
        await page.until("江苏出台职工疗休养工作指导意见", 10)
        await page.act("send", text="/follow 疗休养")
        await page.until("每分钟", 10)
        await page.press("每分钟")
        await page.until("关注好了", 10)
        digest = await page.until("工会简报", 75)
        assert "疗休养" in str(digest)

        async with process(*command, cwd=tmp_path) as second:
            told = await output(second)
            assert second.returncode == 1
        assert f"port {port} is busy" in told
        assert "Traceback" not in told

        started.send_signal(signal.SIGINT)
        await output(started)
        assert started.returncode == 0
    async with process(*command, cwd=tmp_path) as again:
        await line_with(again, "http://127.0.0.1:")
        await page.act("send", text="/rules")
        await page.until("疗休养", 10)
        again.send_signal(signal.SIGINT)
        await output(again)
