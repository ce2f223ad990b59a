"""The same flows against a server that knows as little of the Bot API as a double can: bare
messages, no waiting, no offsets, few methods. Written from the public documentation; it shares
nothing with our own stand-in."""

from __future__ import annotations

import asyncio
import json
import urllib.parse
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.serving import Extra, Serving
from bot.settings import Settings
from digest.model import Article, Page, PageReading, Published, Region, Topic
from digest.service import Service

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
PERSON = 5
SENDING = {"sendMessage", "sendPhoto", "sendDocument"}


# What a rich one tells of others: as in the first years of the Bot API, and a file without its path.
SPARSELY: dict[str, Any] = {
    "getChatMember": {"status": "administrator", "user": {"id": PERSON, "first_name": "王"}},
    "getChat": {"id": -70, "title": "职工之家", "type": "group"},
    "getFile": {"file_id": "f"},
}


class Foreign:
    """A Bot API server of three methods; with `rich` of nine. `methods` it lacks answer 404."""

    def __init__(self, rich: bool) -> None:
        self.rich = rich
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.webhook = ""
        self.changed = asyncio.Event()

    async def __aenter__(self) -> Foreign:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/bot"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                fields = dict(
                    line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line
                )
                body = await reader.readexactly(int(fields.get("content-length", 0)))
                code, answer = self._answer(head.split()[1].rsplit("/", 1)[1], body)
                data = json.dumps(answer).encode()
                writer.write(f"HTTP/1.1 {code} _\r\ncontent-length: {len(data)}\r\n\r\n".encode())
                writer.write(data)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, method: str, body: bytes) -> tuple[int, object]:
        form = {} if b"form-data" in body else urllib.parse.parse_qs(body.decode(errors="replace"))
        asked = {name: values[0] for name, values in form.items()}
        if method == "getMe":
            return 200, {"ok": True, "result": {"id": 42, "first_name": "B"}}
        if method == "getUpdates":
            return 200, {"ok": True, "result": self.updates}
        if method == "sendMessage":
            return 200, {"ok": True, "result": {"message_id": self._keep(asked)}}
        if self.rich and method == "editMessageText":
            self._keep(asked)
            return 200, {"ok": True, "result": None}
        if self.rich and method in SPARSELY:
            return 200, {"ok": True, "result": SPARSELY[method]}
        if self.rich and method in {"answerCallbackQuery", "setWebhook"}:
            self.webhook = asked.get("url", self.webhook)
            return 200, {"ok": True, "result": None}
        return 404, {"ok": False, "error_code": 404, "description": "Not Found"}

    def _keep(self, asked: dict[str, str]) -> int:
        self.sent.append(asked)
        self.changed.set()
        return len(self.sent)

    def push(self, **content: Any) -> None:
        """Something happens in the chat."""
        self.updates.append({"update_id": len(self.updates) + 1, **content})

    async def wait_for(self, words: str, since: int) -> dict[str, str]:
        """The first message or edit after the first `since` that holds `words`."""
        async with asyncio.timeout(20):
            while True:
                for one in self.sent[since:]:
                    if words in one["text"]:
                        return one
                self.changed.clear()
                await self.changed.wait()

    async def say(self, text: str, answer: str) -> dict[str, str]:
        """Say `text`, wait for the `answer`."""
        since = len(self.sent)
        self.push(message={"chat": {"id": PERSON}, "text": text})
        return await self.wait_for(answer, since)

    async def happens(self, answer: str, **content: Any) -> dict[str, str]:
        """Something happens, wait for the `answer`."""
        since = len(self.sent)
        self.push(**content)
        return await self.wait_for(answer, since)

    async def press(self, message: dict[str, str], label: str, answer: str) -> dict[str, str]:
        """Press the button of that `label`, wait for the `answer`."""
        keyboard = json.loads(message["reply_markup"])["inline_keyboard"]
        (data,) = {b["callback_data"] for row in keyboard for b in row if label in b["text"]}
        since, number = len(self.sent), self.sent.index(message) + 1
        self.push(
            callback_query={
                "id": f"press-{since}",
                "from": {"id": PERSON},
                "data": data,
                "message": {"message_id": number, "chat": {"id": PERSON}},
            }
        )
        return await self.wait_for(answer, since)


def page(*headlines: str) -> PageReading:
    """A page of short articles, understood by hand."""
    articles = tuple(
        Article(
            source=f"{headlines[0]}.txt",
            position=number,
            kind="news",
            headline=headline,
            paragraphs=(f"本报讯 {headline}。江苏省总工会介绍，职工疗休养让职工受益。",),
            published=Published(date(2026, 11, 20), "day", "given"),
            regions=(Region("320000", "江苏省", True, "江苏省"),),
            topics=(Topic("rest_recuperation", 0.9, ("疗休养",)),),
            summary=f"{headline}。",
            teaser=headline,
            keyphrases=("疗休养",),
            lines=(number,),
        )
        for number, headline in enumerate(headlines, 1)
    )
    return PageReading(
        Page(f"{headlines[0]}.txt", "", date(2026, 11, 20), "江苏工人报", "3"), articles
    )


class Clock:
    """Stands until it is moved."""

    at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=[False, True], ids=["bare", "rich"])
async def foreign(request: pytest.FixtureRequest) -> AsyncIterator[Foreign]:
    async with Foreign(request.param) as server:
        yield server


@pytest.fixture
async def serving(foreign: Foreign, database_url: str, clock: Clock) -> AsyncIterator[Serving]:
    service = Service.open(database_url)
    service.library.ingest(page("苏州疗休养成行", "南京疗休养开放"), now=NOW - timedelta(hours=3))
    settings = Settings(
        token="1:x",
        base_url=foreign.base,
        base_file_url=f"{foreign.base}/file",
        operator_ids=frozenset({PERSON}),
        sandbox=True,
    )
    running = Serving(settings, service, Extra(clock=clock))
    await running.start()
    yield running
    await running.stop()
    service.close()


async def test_start_follow_digest(foreign: Foreign, serving: Serving, clock: Clock) -> None:
    menu = await foreign.say("/start", "您好")
    place = await foreign.press(menu, "疗休养", "关注哪里")
    often = await foreign.press(place, "江苏", "江苏 疗休养")
    await foreign.press(often, "每分钟", "关注好了")
    since = len(foreign.sent)
    clock.at += timedelta(minutes=2)
    brought = await foreign.wait_for("苏州疗休养成行", since)
    await foreign.press(brought, "1", "江苏省总工会介绍")


async def test_lookup_and_what_hangs_on_it(foreign: Foreign, serving: Serving) -> None:
    found = await foreign.say("疗休养", "找到 2 条")
    opened = await foreign.press(found, "1", "疗休养")
    await foreign.press(opened, "更多类似", "更多类似")
    preview = await foreign.press(found, "关注这个搜索", "疗休养")
    await foreign.press(preview, "每天", "关注好了")


async def test_what_the_server_cannot_do_comes_as_words(foreign: Foreign, serving: Serving) -> None:
    await foreign.say("/trends", "最近 8 个星期")  # no pictures there
    await foreign.say("/start", "您好")
    mine = await foreign.say("/mydata", "我们只记了")
    await foreign.press(mine, "导出", '"chat_id": 5'.replace('"', "&quot;"))  # no files there
    stopped = await foreign.say("/stop", "不再发了")
    await foreign.press(stopped, "撤销", "照旧发给您")


async def test_a_broken_update_holds_up_nobody(foreign: Foreign, serving: Serving) -> None:
    foreign.push(message={"chat": "nobody", "text": 5})
    foreign.push(callback_query={"data": "x"})
    await foreign.say("/help", "直接发给我")


OLD, NEW = {"id": -70, "type": "group"}, {"id": -71, "type": "supergroup"}
WHO = {"id": PERSON}


def standing(chat: dict[str, Any], status: str) -> dict[str, Any]:
    """The bot's standing in a chat, barely told."""
    return {"chat": chat, "from": WHO, "new_chat_member": {"status": status, "user": {"id": 42}}}


async def test_a_group_from_the_first_word_to_the_supergroup(
    foreign: Foreign, serving: Serving
) -> None:
    hello = await foreign.happens("大家好", my_chat_member=standing(OLD, "member"))
    assert hello["chat_id"] == "-70"
    asked = {"chat": OLD, "from": WHO, "message_id": 900, "text": "/search 疗休养"}
    await foreign.happens("找到 2 条", message=asked)
    if not foreign.rich:  # who is an admin nobody can say there
        await foreign.happens("管理员", message=asked | {"text": "/follow 南京 疗休养"})
        return
    preview = await foreign.happens("最后一步", message=asked | {"text": "/follow 南京 疗休养"})
    assert preview["chat_id"] == "-70"
    anonymous = {"chat": OLD, "sender_chat": OLD, "message_id": 901, "text": "/follow 苏州"}
    await foreign.happens("最后一步", message=anonymous)
    foreign.push(message={"chat": OLD, "migrate_to_chat_id": NEW["id"]})
    foreign.push(my_chat_member=standing(NEW, "left"))
    again = await foreign.happens("回来了", my_chat_member=standing(NEW, "administrator"))
    assert again["chat_id"] == "-71"


async def test_a_file_that_has_no_path_is_said(foreign: Foreign, serving: Serving) -> None:
    page = {"file_id": "f", "file_name": "页.txt"}
    await foreign.happens("没能取下来", message={"chat": {"id": PERSON}, "document": page})


async def test_odd_entities_and_old_buttons_are_answered(
    foreign: Foreign, serving: Serving
) -> None:
    odd = {"chat": {"id": PERSON}, "text": "疗休养", "entities": [{"type": "bold"}]}
    found = await foreign.happens("找到 2 条", message=odd)
    number = json.loads(found["reply_markup"])["inline_keyboard"][0][0]["callback_data"]
    gone = {"message_id": 1, "date": 0, "chat": {"id": PERSON, "type": "private"}}
    press = {"id": "1", "from": WHO, "data": number, "message": gone}
    await foreign.happens("江苏省总工会介绍", callback_query=press)
    nameless = {"id": "2", "from": WHO, "data": number, "inline_message_id": "x"}
    foreign.push(callback_query=nameless)
    foreign.push(message_reaction={"chat": {"id": PERSON}}, business_message={"text": 1}, poll=3)
    await foreign.say("/help", "直接发给我")
