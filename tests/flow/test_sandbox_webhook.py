"""Updates delivered by POST: the secret, the repetition, the conflict with polling."""

import asyncio
import json

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.sandbox import Sandbox


class Receiver:
    """A tiny HTTP server that notes what is posted to it and answers with the next status."""

    def __init__(self):
        self.got = asyncio.Queue()
        self.statuses = []

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self._server.close()

    async def _serve(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = head.split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        status = self.statuses.pop(0) if self.statuses else 200
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        await self.got.put((lines[0], headers, body))


@pytest.fixture
async def sandbox():
    async with Sandbox.running() as running:
        running.world.webhook.first_pause = 0.01
        yield running


@pytest.fixture
async def bot(sandbox):
    async with Bot(sandbox.token, base_url=sandbox.base_url) as made:
        yield made


async def test_updates_are_posted_with_the_secret_until_taken(sandbox, bot):
    async with Receiver() as receiver:
        receiver.statuses = [500, 503]
        await bot.set_webhook(
            f"http://127.0.0.1:{receiver.port}/hook?x=1",
            secret_token="s3cret_-",
            allowed_updates=["message"],
        )
        user = sandbox.user("小王")
        await user.send("你好")
        tries = [await asyncio.wait_for(receiver.got.get(), 5) for _ in range(3)]
        assert {line for line, _, _ in tries} == {"POST /hook?x=1 HTTP/1.1"}
        assert {h["x-telegram-bot-api-secret-token"] for _, h, _ in tries} == {"s3cret_-"}
        assert len({body["update_id"] for _, _, body in tries}) == 1
        assert tries[0][2]["message"]["text"] == "你好"
        await user.send("第二条")
        _, _, body = await asyncio.wait_for(receiver.got.get(), 5)
        assert body["message"]["text"] == "第二条"
        info = await bot.get_webhook_info()
        assert info.url.endswith("/hook?x=1")
        assert info.allowed_updates == ("message",)
        assert "503" in info.last_error_message


async def test_polling_is_refused_while_a_webhook_is_set(sandbox, bot):
    async with Receiver() as receiver:
        waiting = asyncio.create_task(bot.get_updates(timeout=30))
        await sandbox.world.updates.poll_waits()
        await bot.set_webhook(f"http://127.0.0.1:{receiver.port}/")
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await waiting
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
    assert (await bot.get_webhook_info()).url == ""


async def test_a_dead_receiver_keeps_updates_pending(sandbox, bot):
    async with Receiver() as receiver:
        port = receiver.port
    await bot.set_webhook(f"http://127.0.0.1:{port}/")
    await sandbox.user("小王").send("等等")
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 1
    await bot.set_webhook("")
    (update,) = await bot.get_updates()
    assert update.message.text == "等等"
