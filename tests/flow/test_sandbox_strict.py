"""What Telegram refuses, the stand-in refuses in the same words: one table, over plain HTTP."""

import json

import httpx
import pytest

from bot.sandbox import NO_LIMITS, ManualClock, Sandbox
from bot.sandbox.files import PIXEL


class Caller:
    """Bot API calls by JSON; gives the whole answer."""

    def __init__(self, sandbox, client):
        self.sandbox = sandbox
        self._client = client

    async def __call__(self, method, **params):
        address = f"{self.sandbox.base_url}{self.sandbox.token}/{method}"
        response = await self._client.post(address, json=params)
        answer = response.json()
        assert answer["ok"] == (response.status_code == 200)
        return answer

    async def refusal(self, method, **params):
        answer = await self(method, **params)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]


@pytest.fixture
async def call():
    async with (
        Sandbox.running(rates=NO_LIMITS, clock=ManualClock()) as sandbox,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        yield Caller(sandbox, client)


@pytest.fixture
async def user(call):
    person = call.sandbox.user("小王", started=True)
    assert person.id == 700_000_001
    await call("sendMessage", chat_id=person.id, text="旧")
    return person


NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
TABLE = [
    ("sendMessage", {"text": ""}, "Bad Request: message text is empty"),
    ("sendMessage", {"text": " \n\t "}, "Bad Request: message text is empty"),
    ("sendMessage", {"text": "<b></b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"),
    ("sendMessage", {"text": "工" * 4097}, "Bad Request: message is too long"),
    ("sendMessage", {"text": "工" * 11000}, "Bad Request: text is too long"),
    ("sendMessage", {"text": "x", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
    (
        "sendMessage",
        {"text": "<p>x</p>", "parse_mode": "HTML"},
        'Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 0',
    ),
    ("sendMessage", {"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
    ("sendMessage", {"text": "x", "chat_id": 5}, "Bad Request: chat not found"),
    ("sendMessage", {"text": "x", "chat_id": "@nobody"}, "Bad Request: chat not found"),
    ("sendMessage", {"text": "x", "reply_markup": "{"}, "Bad Request: can't parse reply_markup JSON object"),
    ("sendMessage", {"text": "x", "reply_markup": "[]"}, "Bad Request: object expected as reply markup"),
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]}},
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    ("sendMessage", {"text": "x", "message_thread_id": 99}, "Bad Request: message thread not found"),
    (
        "sendMessage",
        {"text": "x", "reply_parameters": {"message_id": 1}},
        "Bad Request: message to be replied not found",
    ),
    ("sendPhoto", {}, "Bad Request: there is no photo in the request"),
    ("sendPhoto", {"photo": "nonsense"}, "Bad Request: wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"photo": "https://example.com/x.png"}, "Bad Request: wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"photo": "x", "caption": "工" * 1025}, "Bad Request: message caption is too long"),
    ("editMessageText", {"text": "旧", "message_id": "last"}, NOT_MODIFIED),
    ("editMessageReplyMarkup", {"message_id": "last"}, NOT_MODIFIED),
    ("editMessageText", {"text": "新"}, "Bad Request: message identifier is not specified"),
    ("editMessageText", {"text": "新", "message_id": 1}, "Bad Request: message to edit not found"),
    ("editMessageCaption", {"caption": "新", "message_id": "last"}, "Bad Request: there is no caption in the message to edit"),
    ("deleteMessage", {"message_id": 1}, "Bad Request: message to delete not found"),
    ("pinChatMessage", {"message_id": 1}, "Bad Request: message to pin not found"),
    ("copyMessage", {"from_chat_id": 700_000_001, "message_id": 1}, "Bad Request: message to copy not found"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "Bad Request: MESSAGE_TOO_LONG"),
    (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": []},
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    ("sendChatAction", {"action": "dancing"}, "Bad Request: wrong parameter action in request"),
    ("getFile", {"file_id": "x"}, "Bad Request: invalid file_id"),
    ("setMyCommands", {"commands": [{"command": "X", "description": "x"}]}, "Bad Request: BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [], "language_code": "english"}, "Bad Request: invalid language code specified"),
    ("setWebhook", {"url": "https://example.com/"}, "Bad Request: bad webhook: the stand-in delivers to http://127.0.0.1:PORT/ only"),
    ("setWebhook", {"url": "http://10.0.0.1/"}, "Bad Request: bad webhook: IP address 10.0.0.1 is reserved"),
    ("setWebhook", {"url": "http://127.0.0.1:1/", "secret_token": "a b"}, "Bad Request: secret token contains unallowed characters"),
    ("leaveChat", {}, "Bad Request: chat member status can't be changed in private chats"),
    ("createForumTopic", {"name": "x"}, "Bad Request: the chat is not a forum"),
    ("getChatAdministrators", {}, "Bad Request: there are no administrators in the private chat"),
    ("noSuchMethod", {}, "Not Found"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "text"), TABLE)
async def test_refusals(call, user, method, params, text):
    given = {"chat_id": user.id} | params
    if given.get("message_id") == "last":
        given["message_id"] = user.last.id
    code, description = await call.refusal(method, **given)
    assert description == text
    assert code == (404 if text == "Not Found" else 400)


async def test_blocked_deactivated_and_never_started(call, user):
    await user.block()
    assert await call.refusal("sendMessage", chat_id=user.id, text="x") == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    await user.unblock()
    assert (await call("sendMessage", chat_id=user.id, text="x"))["ok"]
    user.deactivate()
    assert await call.refusal("sendMessage", chat_id=user.id, text="x") == (
        403,
        "Forbidden: user is deactivated",
    )
    stranger = call.sandbox.user("生人")
    assert await call.refusal("sendMessage", chat_id=stranger.id, text="x") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_kicked_left_and_deleted(call, user, kind):
    make = getattr(call.sandbox, kind)
    place = make("地方", user)
    assert (await call("sendMessage", chat_id=place.id, text="x"))["ok"]
    place.kick_bot()
    assert await call.refusal("sendMessage", chat_id=place.id, text="x") == (
        403,
        f"Forbidden: bot was kicked from the {kind} chat",
    )
    away = make("别处", user, bot=None)
    assert await call.refusal("sendMessage", chat_id=away.id, text="x") == (
        403,
        f"Forbidden: bot is not a member of the {kind} chat",
    )
    place.delete()
    assert await call.refusal("sendMessage", chat_id=place.id, text="x") == (
        403,
        f"Forbidden: the {kind} chat was deleted",
    )


async def test_a_migrated_group_names_its_new_id(call, user):
    group = call.sandbox.group("骑手之家", user)
    new = group.migrate()
    answer = await call("sendMessage", chat_id=group.id, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    assert (await call("sendMessage", chat_id=new.id, text="x"))["ok"]


async def test_rights_in_channels_and_groups(call, user):
    channel = call.sandbox.channel("频道", user, bot="member")
    assert await call.refusal("sendMessage", chat_id=channel.id, text="x") == (
        400,
        "Bad Request: need administrator rights in the channel chat",
    )
    group = call.sandbox.supergroup("群", user)
    group.mute_bot()
    assert await call.refusal("sendMessage", chat_id=group.id, text="x") == (
        400,
        "Bad Request: not enough rights to send text messages to the chat",
    )
    group.demote_bot()
    sent = await call("sendMessage", chat_id=group.id, text="x")
    number = sent["result"]["message_id"]
    assert await call.refusal("pinChatMessage", chat_id=group.id, message_id=number) == (
        400,
        "Bad Request: not enough rights to manage pinned messages in the chat",
    )
    asked = await user.send("/x", to=group)
    assert await call.refusal("deleteMessage", chat_id=group.id, message_id=asked.id) == (
        400,
        "Bad Request: message can't be deleted",
    )
    assert await call.refusal(
        "editMessageText", chat_id=group.id, message_id=asked.id, text="y"
    ) == (
        400,
        "Bad Request: message can't be edited",
    )


async def test_topics_closed_and_deleted(call, user):
    forum = call.sandbox.supergroup("论坛", user, forum=True, bot="administrator")
    topic = forum.topic("疗休养")
    sent = await call("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic.id)
    assert sent["result"]["is_topic_message"]
    forum.close_topic(topic)
    assert (
        await call.refusal("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic.id)
    )[1] == "Bad Request: TOPIC_CLOSED"
    forum.delete_topic(topic)
    assert (
        await call.refusal("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic.id)
    )[1] == "Bad Request: message thread not found"
    made = await call("createForumTopic", chat_id=forum.id, name="新话题")
    assert made["result"]["message_thread_id"] in forum.chat.topics


async def test_own_messages_can_be_deleted_for_two_days_only(call, user):
    call.sandbox.world.clock.advance(48 * 3600 + 1)
    assert await call.refusal("deleteMessage", chat_id=user.id, message_id=user.last.id) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )
    edited = await call("editMessageText", chat_id=user.id, message_id=user.last.id, text="新")
    assert edited["ok"], "a bot's own text can be edited at any age"


async def test_a_press_is_answered_once_and_within_150_seconds(call, user):
    markup = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}
    await call("sendMessage", chat_id=user.id, text="x", reply_markup=markup)
    first, second = await user.press("a"), await user.press("a")
    assert (await call("answerCallbackQuery", callback_query_id=first.query.id))["ok"]
    assert (await call.refusal("answerCallbackQuery", callback_query_id=first.query.id))[0] == 400
    call.sandbox.world.clock.advance(151)
    assert (await call.refusal("answerCallbackQuery", callback_query_id=second.query.id))[0] == 400


@pytest.mark.parametrize(
    ("results", "complaint"),
    [
        ([{"id": "1"}] * 51, "RESULTS_TOO_MUCH"),
        ([{"id": "x" * 65, "type": "photo"}], "RESULT_ID_INVALID"),
        ([{"id": "1", "type": "photo"}] * 2, "RESULT_ID_DUPLICATE"),
        ([{"id": "1", "type": "article", "title": "x"}], "message content must be specified"),
        ([{"id": "1", "type": "article", "title": ""}], "title can't be empty"),
        ([{"id": "1", "type": "article", "title": "x", "input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}}], "can't parse entities"),
    ],
)  # fmt: skip
async def test_inline_results_refused(call, user, results, complaint):
    query = user.ask_inline("词", user.private)
    code, text = await call.refusal("answerInlineQuery", inline_query_id=query.id, results=results)
    assert code == 400
    assert complaint in text


async def test_limits_answer_429_with_the_header_too(user, call):
    call.sandbox.limits.change(chat_burst=1, chat_per_second=1.0)
    await call("sendMessage", chat_id=user.id, text="1")
    async with httpx.AsyncClient(trust_env=False) as client:
        address = f"{call.sandbox.base_url}{call.sandbox.token}/sendMessage"
        response = await client.get(address, params={"chat_id": user.id, "text": "2"})
    assert response.status_code == 429
    assert response.headers["retry-after"] == "1"
    assert response.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart", "json text inside"])
async def test_parameters_come_in_every_way(call, user, way):
    markup = {"inline_keyboard": [[{"text": "更多+&", "callback_data": "a=b&c"}]]}
    flat = {"chat_id": str(user.id), "text": "100% 工会 + & =", "reply_markup": json.dumps(markup)}
    address = f"{call.sandbox.base_url}{call.sandbox.token}/SENDmessage"
    async with httpx.AsyncClient(trust_env=False) as client:
        match way:
            case "query":
                response = await client.get(address, params=flat)
            case "form":
                response = await client.post(address, data=flat)
            case "json":
                body = {"chat_id": user.id, "text": flat["text"], "reply_markup": markup}
                response = await client.post(address, json=body)
            case "json text inside":
                response = await client.post(address, json=flat)
            case _:
                parts = {name: (None, value) for name, value in flat.items()}
                response = await client.post(address, files=parts)
    assert response.json()["ok"], response.text
    assert user.last.text == "100% 工会 + & ="
    assert user.last.buttons == markup["inline_keyboard"][0]


async def test_a_file_under_attach_and_its_download(call, user):
    address = f"{call.sandbox.base_url}{call.sandbox.token}/sendPhoto"
    async with httpx.AsyncClient(trust_env=False) as client:
        response = await client.post(
            address,
            data={"chat_id": str(user.id), "photo": "attach://picture"},
            files={"picture": ("a.png", PIXEL, "image/png")},
        )
        photo = response.json()["result"]["photo"][-1]
        path = (await call("getFile", file_id=photo["file_id"]))["result"]["file_path"]
        token = call.sandbox.token
        got = await client.get(f"{call.sandbox.base_file_url}{token}/{path}")
        assert got.content == PIXEL
        assert (await client.get(f"{call.sandbox.base_file_url}{token}/no")).status_code == 404
        broken = await client.post(
            address, data={"chat_id": str(user.id)}, files={"photo": ("a.png", b"not a picture")}
        )
        assert broken.json()["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
