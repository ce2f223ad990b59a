"""The bot as one running thing: webhook instead of polling, health, metrics, a taken-over poll,
and an alert that goes out within the minute after ingest."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from telegram import Bot

from bot.opening import open_service
from bot.sandbox import NO_LIMITS, Fault, Sandbox
from bot.serving import Serving
from bot.settings import Settings
from digest.errors import SettingsError
from digest.reading.sources import read_bytes
from digest.service import Service
from digest.understanding import understand_page

PAGE = """苏州市总工会启动职工疗休养

本报讯 (记者张三)日前,江苏省苏州市总工会启动职工疗休养活动,首批1200名一线职工参加疗休养。

苏州市总工会表示,疗休养活动将持续到年底。
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_for(server: Sandbox, tmp_path: Path, **more: object) -> Settings:
    return Settings(
        token=server.token,
        base_url=server.base_url,
        base_file_url=server.base_file_url,
        database_url=f"sqlite:///{tmp_path / 'store.db'}",
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox.running(rates=NO_LIMITS) as running:
        yield running


async def get(port: int, path: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"http://127.0.0.1:{port}{path}")


async def test_webhook_health_and_metrics(sandbox: Sandbox, tmp_path: Path) -> None:
    port = free_port()
    settings = settings_for(
        sandbox,
        tmp_path,
        web_port=port,
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        webhook_secret="right",
    )
    service = open_service(settings)
    serving = Serving(settings, service)
    await serving.start()
    try:
        user = sandbox.user("小王")
        await user.start()
        await user.wait_for(within=10)
        forged = {"update_id": 1, "message": {}}
        async with httpx.AsyncClient(trust_env=False) as client:
            head = {"X-Telegram-Bot-Api-Secret-Token": "wrong"}
            url = settings.webhook_url
            assert (await client.post(url, json=forged, headers=head)).status_code == 403
            head = {"X-Telegram-Bot-Api-Secret-Token": "right"}
            assert (await client.post(url, content=b"{", headers=head)).status_code == 400
            assert (await client.post(url, json=[1], headers=head)).status_code == 400
        assert (await get(port, "/healthz")).status_code == 200
        metrics = (await get(port, "/metrics")).text
        assert "union_digest_waiting_at_gate 0.0" in metrics
        assert "union_digest_outbox_sent" in metrics
        assert sandbox.token not in metrics
    finally:
        await serving.stop()
        service.close()


async def test_a_webhook_without_a_set_secret_takes_telegrams_updates_only(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    settings = settings_for(sandbox, tmp_path, web_port=port, webhook_url=url)
    service = open_service(settings)
    serving = Serving(settings, service)
    await serving.start()
    try:
        user = sandbox.user("小王")
        await user.start()
        await user.wait_for(within=10)
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.post(url, json={"update_id": 1})).status_code == 403
    finally:
        await serving.stop()
        service.close()


async def test_a_taken_web_port_is_an_error_in_words(sandbox: Sandbox, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = settings_for(sandbox, tmp_path, web_port=taken.getsockname()[1])
        service = open_service(settings)
        serving = Serving(settings, service)
        with pytest.raises(SettingsError, match="WEB_PORT"):
            await serving.start()
        await serving.stop()
        service.close()


async def test_when_another_process_takes_the_updates_this_one_ends(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    settings = settings_for(sandbox, tmp_path)
    service = open_service(settings)
    serving = Serving(settings, service)
    await serving.start()
    try:
        async with Bot(sandbox.token, base_url=sandbox.base_url) as other:
            polls = asyncio.create_task(other.get_updates(timeout=5))
            await asyncio.wait_for(serving.ended(), 10)
            polls.cancel()
        assert "another process" in serving.trouble()
    finally:
        await serving.stop()
        service.close()


async def test_an_alert_follows_ingest(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = settings_for(sandbox, tmp_path, sandbox=True)
    service = open_service(settings)
    user = sandbox.user("小王", started=True)
    now = datetime.now(UTC)
    service.chats.greet(user.id, "private", now=now)
    rule = service.follow.rule("江苏 疗休养", today=now.date())
    service.follow.add(user.id, rule, cadence="at_once", now=now)
    serving = Serving(settings, service)
    await serving.start()
    try:
        await asyncio.to_thread(hand_in, service)
        alert = await user.wait_for("苏州市总工会启动职工疗休养", within=20)
        assert alert.from_bot
        assert not sandbox.journal.refused()
    finally:
        await serving.stop()
        service.close()


def hand_in(service: Service) -> None:
    reading = understand_page(read_bytes("page.txt", PAGE.encode()))
    service.library.ingest(reading, now=datetime.now(UTC))


async def test_health_says_when_telegram_refuses_the_token(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    settings = settings_for(sandbox, tmp_path)
    service = open_service(settings)
    user = sandbox.user("小王", started=True)
    service.chats.greet(user.id, "private", now=datetime.now(UTC))
    serving = Serving(settings, service)
    await serving.start()
    try:
        sandbox.faults.add(
            Fault("sendMessage", error_code=401, description="Unauthorized", times=1)
        )
        service.deliveries.announce("早报", now=datetime.now(UTC))
        serving.loop.wake()
        async with asyncio.timeout(10):
            while not serving.trouble():
                await asyncio.sleep(0.05)
            assert "Unauthorized" in serving.trouble()
            while [row.state for row in service.deliveries.ledger()] != ["ready"]:
                await asyncio.sleep(0.05)  # what became of it is written a moment after it is told
    finally:
        await serving.stop()
        service.close()


async def test_housekeeping_puts_the_index_in_order(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serving.HOUSEKEEPING_EVERY", 0.05)
    settings = settings_for(sandbox, tmp_path)
    service = open_service(settings)
    for number in range(12):
        text = PAGE.replace("1200", str(1200 + number))
        page = read_bytes(f"{number}.txt", text.encode())
        service.library.ingest(understand_page(page), now=datetime.now(UTC))
    with closing(sqlite3.connect(tmp_path / "store.db")) as store:
        pieces = "SELECT count(DISTINCT segid) FROM search_idx"
        assert store.execute(pieces).fetchone() == (12,)
        serving = Serving(settings, service)
        await serving.start()
        try:
            async with asyncio.timeout(20):
                while store.execute(pieces).fetchone()[0] > 3:
                    await asyncio.sleep(0.05)
        finally:
            await serving.stop()
            service.close()
