"""The control endpoints and hostile requests: always JSON, never a traceback, never a hang."""

import asyncio
import base64
import json
import random

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox import NO_LIMITS, Sandbox, furnish
from bot.sandbox.dispatch import carry_out
from bot.sandbox.methods import METHODS
from bot.sandbox.params import Params


@pytest.fixture
async def sandbox():
    async with Sandbox.running(rates=NO_LIMITS) as running:
        yield running


@pytest.fixture
async def client(sandbox):
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as made:
        yield made


async def test_the_page_is_one_file_without_outside_assets(client):
    page = await client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "<title>" in page.text
    for outside in ('src="http', 'href="http', "@import", "url(http"):
        assert outside not in page.text


async def test_journal_faults_and_limits_over_http(sandbox, client):
    user = sandbox.user("小王", started=True)
    send = f"/bot{sandbox.token}/sendMessage"
    await client.post(send, json={"chat_id": user.id, "text": "一"})
    made = await client.post(
        "/sandbox/faults", json=[{"method": "sendMessage", "times": 1, "status": 502}]
    )
    assert made.json()[0]["status"] == 502
    assert (await client.post(send, json={"chat_id": user.id, "text": "二"})).status_code == 502
    journal = (await client.get("/sandbox/journal")).json()
    assert [(e["text"], e["ok"]) for e in journal["entries"]] == [("一", True), ("二", False)]
    assert journal["totals"]["sendMessage"] == {"ok": 1, "502": 1}
    assert (await client.get("/sandbox/journal?since=1&limit=1")).json()["entries"][0][
        "text"
    ] == "二"
    await client.post("/sandbox/faults", json={"cut": True})
    assert (await client.delete("/sandbox/faults")).json() == []
    assert (await client.delete("/sandbox/journal")).json()["entries"] == []
    limits = (await client.post("/sandbox/limits", json={"per_second": 3})).json()
    assert limits["per_second"] == 3
    assert (await client.post("/sandbox/limits", json={"off": True})).json()["per_second"] == 0


async def test_people_and_chats_and_what_they_do_over_http(sandbox, client):
    async def post(path, **order):
        response = await client.post(path, json=order)
        assert response.status_code == 200, response.text
        return response.json()

    wang = (await post("/sandbox/users", name="小王", username="wang"))["id"]
    lee = (await post("/sandbox/users", name="小李", language_code="en"))["id"]
    group = (
        await post(
            "/sandbox/chats",
            type="supergroup",
            forum=True,
            title="论坛",
            creator=wang,
            members=[lee],
        )
    )["id"]
    await post("/sandbox/act", user=wang, do="start", payload="abc")
    said = await post("/sandbox/act", user=wang, do="send", text="疗休养")
    await post("/sandbox/act", user=wang, do="edit", message=said["message_id"], text="疗养")
    await post("/sandbox/act", user=wang, do="sticker", emoji="🎉")
    content = base64.b64encode("页".encode()).decode()
    sent = await post("/sandbox/act", user=wang, do="send_file", name="页.txt", content=content)
    await post("/sandbox/act", user=wang, do="send_file", kind="voice")
    topic = (await post("/sandbox/act", user=wang, chat=group, do="topic", title="话题"))["topic"]
    await post("/sandbox/act", user=lee, chat=group, topic=topic, do="send", text="hi")
    await post("/sandbox/act", user=wang, chat=group, do="promote_bot")
    await post("/sandbox/act", user=wang, do="delete", message=said["message_id"])
    await post("/sandbox/act", user=wang, do="block")
    state = (await client.get("/sandbox/state")).json()
    users = {user["id"]: user for user in state["users"]}
    assert users[wang]["blocked"]
    assert users[lee]["language_code"] == "en"
    chats = {chat["id"]: chat for chat in state["chats"]}
    assert chats[group]["bot"] == "administrator"
    assert chats[group]["topics"] == [{"id": topic, "name": "话题", "closed": False}]
    kinds = [
        m["message"].get("text") or sorted(set(m["message"]) & {"sticker", "document", "voice"})
        for m in chats[wang]["messages"]
    ]
    assert kinds == ["/start abc", "疗养", ["sticker"], ["document"], ["voice"]]
    assert chats[wang]["messages"][1]["deleted"]
    file_id = sent["message"]["document"]["file_id"]
    got = await client.get(f"/sandbox/files/{file_id}")
    assert got.text == "页"
    assert got.headers["content-disposition"] == "attachment"


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"do": "fly"},
        {"do": "send", "user": 1, "text": "x"},
        {"do": "send", "user": 700_000_001, "text": ""},
        {"do": "send", "user": 700_000_001, "text": ["x"]},
        {"do": "send", "user": 700_000_001, "text": "x", "chat": 700_000_002},
        {"do": "send", "user": 700_000_001, "text": "x", "chat": "abc"},
        {"do": "start", "user": 700_000_001, "payload": "mit Leerzeichen"},
        {"do": "press", "user": 700_000_001, "message": 5, "button": 0},
        {"do": "send_file", "user": 700_000_001, "content": "%%%"},
        {"do": "choose", "user": 700_000_001, "query": "x", "index": 0},
        {"do": "promote_bot", "user": 700_000_001},
        [],
    ],
)  # fmt: skip
async def test_bad_acts_are_a_400_with_a_reason(sandbox, client, order):
    sandbox.user("小王")
    sandbox.user("小李")
    response = await client.post("/sandbox/act", json=order)
    assert response.status_code == 400
    assert response.json()["error"]


@pytest.mark.parametrize(
    "path",
    ["/sandbox/act", "/sandbox/faults", "/sandbox/limits", "/sandbox/users", "/sandbox/chats"],
)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"{}", "text/plain"),
        (b"1", "application/json"),
    ],
)
async def test_bad_bodies_of_control_requests(client, path, body, kind):
    response = await client.post(path, content=body, headers={"content-type": kind})
    assert response.status_code == 400
    assert response.json()["error"]


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        (b"{", "application/json", "Bad Request: can't parse request JSON object"),
        (b"[1]", "application/json", "Bad Request: can't parse request JSON object: expected an Object"),
        (b"[" * 100_000, "application/json", "Bad Request: can't parse request JSON object"),
        (b"\xff", "application/json", "Bad Request: strings must be encoded in UTF-8"),
        (b'{"chat_id":1,"text":"\\ud83d"}', "application/json", "Bad Request: strings must be encoded in UTF-8"),
        (b"chat_id=1&text=%ff%fe", "application/x-www-form-urlencoded", "Bad Request: strings must be encoded in UTF-8"),
        (b"&".join([b"a=1"] * 5000), "application/x-www-form-urlencoded", "Bad Request: too many parameters in the request"),
        (b"no boundary", "multipart/form-data", "Bad Request: can't parse multipart body"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", "Bad Request: "),
    ],
)  # fmt: skip
async def test_bad_bodies_of_bot_calls(sandbox, client, body, kind, text):
    response = await client.post(
        f"/bot{sandbox.token}/sendMessage", content=body, headers={"content-type": kind}
    )
    assert response.status_code == 400
    assert response.json()["description"].startswith(text)


async def test_too_large_bodies_are_cut_short(sandbox, client):
    huge = b"text=" + b"x" * (9 * 1024 * 1024)
    response = await client.post(
        f"/bot{sandbox.token}/sendMessage",
        content=huge,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert response.status_code == 413
    assert response.json() == {
        "ok": False,
        "error_code": 413,
        "description": "Request Entity Too Large",
    }


async def test_garbage_on_the_wire_does_not_stop_the_server(sandbox, client):
    for junk in (
        b"\x00\xff\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /bot HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", sandbox.port)
        writer.write(junk)
        await asyncio.wait_for(reader.read(200), 5)
        writer.close()
    assert (await client.get("/sandbox/state")).status_code == 200
    for path in ("/nothing", "/bot", "/bot/", "/botx", "/file/botx/../../etc/passwd"):
        assert (await client.get(path)).status_code == 404


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        "chat_id",
        "text",
        "parse_mode",
        "entities",
        "reply_markup",
        "message_id",
        "caption",
        "photo",
        "media",
        "commands",
        "scope",
        "results",
        "inline_query_id",
        "callback_query_id",
        "reply_parameters",
        "action",
        "url",
        "allowed_updates",
        "user_id",
        "name",
        "offset",
        "message_thread_id",
        "from_chat_id",
        "link_preview_options",
        "menu_button",
        "language_code",
        "file_id",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(METHODS)), st.dictionaries(NAMES, VALUES, max_size=6), st.booleans())
def test_any_parameters_get_telegrams_answer(method, params, known):
    async def answer():
        made = Sandbox(rates=NO_LIMITS)
        user = made.user("小王", started=True)
        if known:
            params["chat_id"] = user.id
        params["timeout"] = 0
        return await carry_out(made.world, method, Params(dict(params)))

    if method == "setwebhook":
        params.pop("url", None)
    reply = asyncio.run(answer())
    body = json.loads(reply.body)
    assert reply.status in (200, 400, 403, 404, 413), body
    assert body["ok"] == (reply.status == 200)


async def test_live_events_follow_the_state(sandbox, client):
    user = sandbox.user("小王")
    lines = asyncio.Queue()

    async def listen():
        async with client.stream("GET", "/sandbox/events") as stream:
            async for line in stream.aiter_lines():
                await lines.put(line)

    listening = asyncio.create_task(listen())
    assert await asyncio.wait_for(lines.get(), 5) == "retry: 1000"
    await user.send("你好")
    await sandbox.stop()
    await asyncio.wait_for(listening, 5)
    got = [lines.get_nowait() for _ in range(lines.qsize())]
    events = [line.removeprefix("event: ") for line in got if line.startswith("event: ")]
    assert events == ["chat", "message"]
    data = [json.loads(line[6:]) for line in got if line.startswith("data: ")]
    assert data[1]["message"]["text"] == "你好"
    assert sandbox.world.feed.listeners == []


def test_the_furnished_scene_has_the_same_ids_every_time():
    scenes = [furnish(Sandbox()) for _ in range(2)]
    ids = [
        (s.worker.id, s.guest.id, s.operator.id, s.group.id, s.forum.id, s.channel.id)
        for s in scenes
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 6
    assert random.choice(list(scenes[0].forum.chat.topics.values())).name in ("疗休养", "技能竞赛")
