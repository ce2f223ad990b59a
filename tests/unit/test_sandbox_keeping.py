"""Chats of the stand-in kept in a file: what comes back, and what a broken file does."""

import asyncio
import json

import pytest

from bot.sandbox import Sandbox, furnish
from bot.sandbox.files import PIXEL
from bot.sandbox.posting import post_by_bot


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "chats.json"


async def lived(path):
    """A stand-in with a short history, stopped."""
    async with Sandbox(keep=path) as sandbox:
        scene = furnish(sandbox)
        await scene.worker.start("abc")
        await scene.worker.send_photo(PIXEL)
        keys = {"inline_keyboard": [[{"text": "更多", "callback_data": "m"}]]}
        post_by_bot(sandbox.world, scene.worker.private, {"text": "摘要"}, keyboard=keys)
        await scene.guest.send("hi", to=scene.forum)
        scene.forum.promote_bot("can_pin_messages")
        await scene.guest.start()
        await scene.guest.block()
    return sandbox, scene


async def test_people_chats_and_messages_come_back(path):
    _, before = await lived(path)
    async with Sandbox(keep=path) as again:
        after = furnish(again)
        assert (after.worker.id, after.group.id, after.channel.id) == (
            before.worker.id,
            before.group.id,
            before.channel.id,
        )
        texts = [m.text for m in after.worker.messages()]
        assert texts == ["/start abc", "", "摘要"]
        assert after.worker.last.labels == ["更多"]
        assert after.worker.last.from_bot
        bot = again.world.bot.id
        assert after.worker.private.members[bot].status == "member"
        assert after.guest.private.members[bot].status == "kicked"
        assert after.forum.chat.members[bot].rights == {"can_pin_messages"}
        assert [t.name for t in after.forum.chat.topics.values()] == ["疗休养", "技能竞赛"]
        photo = after.worker.messages()[1].raw["photo"][0]["file_id"]
        assert again.world.files.get(photo).content == PIXEL
        last = after.worker.last.id
        assert (await after.worker.send("新的")).id > last
        assert after.worker.last.raw["chat"] is after.worker.private.brief
        new = again.supergroup("新群", after.worker)
        assert new.id not in (after.forum.id, after.channel.id)


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"version": 99}', '{"version": 1, "people": [{}]}']
)
async def test_a_broken_file_is_put_aside(path, content):
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    async with Sandbox(keep=path) as sandbox:
        assert sandbox.people == []
        furnish(sandbox)
    assert path.with_suffix(".broken").read_text(encoding="utf-8") == content
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == 1


async def test_a_change_is_saved_while_running(path, monkeypatch):
    monkeypatch.setattr("bot.sandbox.keeping.SAVE_SECONDS", 0.01)
    async with Sandbox(keep=path) as sandbox:
        saved: asyncio.Queue = asyncio.Queue()
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(
            "bot.sandbox.keeping.save",
            lambda path, kept: loop.call_soon_threadsafe(saved.put_nowait, kept),
        )
        await sandbox.user("小王").send("一")
        kept = await asyncio.wait_for(saved.get(), 5)
        assert kept["messages"][-1]["raw"]["text"] == "一"
