"""Methods that answer button presses and inline queries."""

from __future__ import annotations

from typing import Any

from bot.sandbox.content import text_content
from bot.sandbox.entities import utf16_length
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_inline_keyboard
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.world import World

MAX_ANSWER = 200
MAX_RESULTS = 50


def answer_callback_query(world: World, params: Params) -> bool:
    """Settle a press, with a short notice, an alert or a link."""
    text = params.text("text")
    if utf16_length(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer: Json = {
        "text": text,
        "show_alert": params.flag("show_alert"),
        "url": params.text("url"),
        "cache_time": params.number("cache_time"),
    }
    query = world.queries.answer(params.text("callback_query_id"), answer, inline=False)
    _publish(world, query.id, query.person_id, answer)
    return True


def answer_inline_query(world: World, params: Params) -> bool:
    """Hand in the results of an inline query."""
    results = params.array("results")
    if results is None:
        raise bad_request("can't parse results JSON object: expected an Array")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    checked = [_result(world, item) for item in results]
    if len({item["id"] for item in checked}) < len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(params.text("next_offset").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer: Json = {
        "results": checked,
        "next_offset": params.text("next_offset"),
        "cache_time": params.number("cache_time", 300),
        "is_personal": params.flag("is_personal"),
        "button": params.parsed("button"),
    }
    query = world.queries.answer(params.text("inline_query_id"), answer, inline=True)
    _publish(world, query.id, query.person_id, answer)
    return True


def _publish(world: World, query_id: str, person_id: int, answer: Json) -> None:
    world.feed.publish(
        "answer", lambda: {"query_id": query_id, "person_id": person_id, "answer": answer}
    )


def _result(world: World, item: Any) -> Json:
    """A checked inline result with its message content already parsed (`_content`)."""
    if not isinstance(item, dict):
        raise bad_request("can't parse inline query result: expected an Object")
    number = item.get("id")
    if not isinstance(number, str) or not 1 <= len(number.encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if not isinstance(item.get("type"), str):
        raise bad_request('can\'t parse inline query result: Field "type" must be of type String')
    message = item.get("input_message_content")
    if item["type"] == "article":
        if not item.get("title"):
            raise bad_request("can't parse inline query result: title can't be empty")
        if not isinstance(message, dict):
            raise bad_request("can't parse inline query result: message content must be specified")
    made = dict(item)
    if isinstance(message, dict):
        inner = Params(message | {"text": message.get("message_text")})
        inner.values["entities"] = message.get("entities")
        made["_content"] = text_content(world, inner)
    if keyboard := read_inline_keyboard(item.get("reply_markup")):
        made["reply_markup"] = keyboard
    return made


METHODS = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
