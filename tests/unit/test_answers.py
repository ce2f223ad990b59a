"""Answers of other Bot API servers, made readable; Telegram's own pass as they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import ChatFullInfo, ChatMember, File, Update

from bot import answers, filling
from bot.connection import Inbox


def read(method: str, code: int, body: object, **asked: object) -> tuple[int, dict[str, Any]]:
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    code, made = answers.read(method, code, payload, asked)
    return code, json.loads(made)


def test_an_own_card_without_is_bot_is_readable() -> None:
    code, made = read("getMe", 200, {"ok": True, "result": {"id": "42", "first_name": "B"}})
    assert code == 200
    assert made["result"] == {"id": 42, "first_name": "B", "is_bot": False}


@pytest.mark.parametrize("result", [None, True, {}, {"message_id": 7}, [], "sent"])
def test_a_sent_message_may_be_barely_told(result: object) -> None:
    _, made = read("sendMessage", 200, {"ok": True, "result": result}, chat_id=-5)
    assert made["result"]["chat"] == {"id": -5, "type": "supergroup"}
    assert made["result"]["message_id"] == (7 if result == {"message_id": 7} else 0)


def test_a_server_that_counts_milliseconds() -> None:
    _, made = read(
        "sendMessage", 200, {"ok": True, "result": {"date": 1_795_226_400_123}}, chat_id=1
    )
    assert made["result"]["date"] == 1_795_226_400


@pytest.mark.parametrize(
    ("code", "body"),
    [
        (404, {"ok": False, "error_code": 404, "description": "Not Found: method not found"}),
        (404, b"<html>no</html>"),
        (405, {"detail": "Method Not Allowed"}),
        (500, {"message": "API method 'sendPhoto' is not supported."}),
        (200, {"ok": False, "error": "unknown method sendPhoto"}),
    ],
)
def test_a_method_that_is_lacking_is_no_wrong_token(code: int, body: object) -> None:
    status, made = read("sendPhoto", code, body)
    assert (status, made["ok"]) == (400, False)
    assert "does not know sendPhoto" in made["description"]
    assert read("deleteWebhook", code, body) == (200, {"ok": True, "result": True})


def test_the_essential_methods_still_tell_of_a_wrong_token() -> None:
    refusal = {"ok": False, "error_code": 404, "description": "Not Found"}
    assert read("getMe", 404, refusal)[0] == 404
    assert read("sendMessage", 401, {"ok": False, "description": "Unauthorized"})[0] == 401


def test_refusals_keep_what_delivery_decides_by() -> None:
    body = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 5"}
    body["parameters"] = {"retry_after": 5}
    assert read("sendMessage", 429, body) == (429, body)
    assert read("sendMessage", 200, body)[0] == 429
    assert read("editMessageText", 502, {"message": "busy"})[1]["description"] == "busy"


def test_what_is_no_json_stays_for_the_library_to_refuse() -> None:
    assert answers.read("sendMessage", 200, b"<html>", {}) == (200, b"<html>")
    assert answers.read("sendMessage", 502, b"[1]", {}) == (502, b"[1]")


def test_a_press_without_instance_or_date_can_be_served() -> None:
    raw = {"id": 9, "from": {"id": 1}, "data": "x", "message": {"chat": {"id": 1}}}
    found = Update.de_json(filling.update({"update_id": 3, "callback_query": raw}), None)
    assert found.callback_query is not None
    assert found.callback_query.message is not None
    assert not found.callback_query.message.is_accessible


def test_a_private_message_without_sender_is_its_chats() -> None:
    raw = {"update_id": 3, "message": {"chat": {"id": "8"}, "text": "疗休养", "entities": "[]"}}
    message = Update.de_json(filling.update(raw), None).message
    assert message is not None
    assert message.from_user is not None
    assert (message.from_user.id, message.chat.type, message.text) == (8, "private", "疗休养")


@pytest.mark.parametrize("broken", [{"chat": 5}, {}, "text", None])
def test_an_update_that_cannot_be_read_keeps_its_number(broken: object) -> None:
    _, made = read("getUpdates", 200, {"ok": True, "result": [{"update_id": 4, "message": broken}]})
    assert made["result"] == [{"update_id": 4}]


@pytest.mark.parametrize(
    "odd",
    [
        {"entities": [{"type": "bold"}]},
        {"photo": 3},
        {"forward_origin": {"type": "user"}},
        {"from": {"id": 1, "language_code": "zh", "is_premium": [], "added_in_11": {}}},
        {"chat": {"id": 1, "type": "private", "photo": "x"}},
    ],
)
def test_one_odd_field_does_not_cost_the_answer(odd: dict[str, Any]) -> None:
    raw = {"chat": {"id": 1}, "text": "疗休养", **odd}
    message = Update.de_json(filling.update({"update_id": 1, "message": raw}), None).message
    assert message is not None
    assert message.from_user is not None
    assert (message.text, message.from_user.id) == ("疗休养", 1)
    press = {"id": "1", "from": {"id": 1}, "data": "x", "message": raw}
    pressed = Update.de_json(filling.update({"update_id": 1, "callback_query": press}), None)
    assert pressed.callback_query is not None
    assert pressed.callback_query.data == "x"


@pytest.mark.parametrize(
    "status", ["creator", "administrator", "member", "restricted", "left", "kicked"]
)
def test_a_member_may_be_told_without_rights_of_the_newest_days(status: str) -> None:
    told = {"status": status, "user": {"id": 7}}
    _, made = read("getChatMember", 200, {"ok": True, "result": told})
    assert ChatMember.de_json(made["result"], None).status == status
    change = {"chat": {"id": -1}, "from": {"id": 7}, "new_chat_member": told}
    found = Update.de_json(filling.update({"update_id": 1, "my_chat_member": change}), None)
    assert found.my_chat_member is not None
    assert found.my_chat_member.new_chat_member.status == status
    assert found.my_chat_member.old_chat_member.status == "left"


def test_a_rights_list_that_is_told_is_kept() -> None:
    told = {"status": "administrator", "user": {"id": 7}, "can_change_info": True}
    _, made = read("getChatMember", 200, {"ok": True, "result": told})
    assert made["result"]["can_change_info"] is True
    assert read("getChatMember", 200, {"ok": True, "result": None})[1]["result"]["status"] == "left"


def test_a_chat_may_be_told_as_of_old() -> None:
    told = {"title": "论坛", "linked_chat_id": -9}
    _, made = read("getChat", 200, {"ok": True, "result": told}, chat_id="-5")
    found = ChatFullInfo.de_json(made["result"], None)
    assert (found.id, found.title, found.linked_chat_id) == (-5, "论坛", -9)


def test_a_file_may_be_told_by_its_path_alone() -> None:
    _, made = read("getFile", 200, {"ok": True, "result": {"file_id": "f", "file_path": "a/b"}})
    assert File.de_json(made["result"], None).file_path == "a/b"
    raw = {"chat": {"id": 1}, "document": {"file_id": "f", "file_name": "页.txt"}}
    message = Update.de_json(filling.update({"update_id": 1, "message": raw}), None).message
    assert message is not None
    assert message.document is not None
    assert message.document.file_name == "页.txt"


@pytest.mark.parametrize(("voice", "sender"), [(-5, 1087968824), (-6, 136817688)])
def test_who_speaks_as_a_chat_may_come_without_a_name(voice: int, sender: int) -> None:
    raw = {"chat": {"id": -5}, "sender_chat": {"id": voice}, "text": "/rules"}
    message = Update.de_json(filling.update({"update_id": 1, "message": raw}), None).message
    assert message is not None
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.id, message.sender_chat.id) == (sender, voice)


def test_a_message_of_a_forum_topic_need_not_say_so_twice() -> None:
    chat = {"id": -5, "type": "supergroup", "is_forum": True}
    for thread, topic in ((3, True), (None, None)):
        raw = {"chat": chat, "from": {"id": 1}, "text": "a", "message_thread_id": thread}
        message = Update.de_json(filling.update({"update_id": 1, "message": raw}), None).message
        assert message is not None
        assert message.is_topic_message is topic


def test_updates_that_are_none_are_passed_over() -> None:
    _, made = read("getUpdates", 200, {"ok": True, "result": ["x", None, {"message": {}}]})
    assert made["result"] == []


def test_what_should_be_words_or_numbers_and_is_not_is_left_out() -> None:
    raw = {"chat": {"id": 1}, "text": 5, "caption": [], "migrate_from_chat_id": [1], "date": 1}
    message = Update.de_json(filling.update({"update_id": 1, "message": raw}), None).message
    assert message is not None
    assert (message.text, message.caption, message.migrate_from_chat_id) == (None, None, None)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "chat", "from", "message", "date", "text", "type", "entities"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
_KINDS = st.sampled_from(["message", "callback_query", "inline_query", "my_chat_member"])


@given(st.integers(0, 2**31), _KINDS, _JSON)
def test_any_update_can_be_read(number: int, kind: str, inner: object) -> None:
    found = Update.de_json(filling.update({"update_id": number, kind: inner}), None)
    assert found.update_id == number


def test_a_repeated_update_is_served_once() -> None:
    inbox = Inbox()
    first = {"update_id": 1, "message": {"text": "a"}}
    assert inbox.new(first)
    assert not inbox.new(dict(first))
    assert inbox.new({"update_id": 1, "message": {"text": "a server begun anew"}})
