"""Keyboards and command menus the stand-in takes and refuses."""

import pytest

from bot.sandbox import Chat, Member, Person
from bot.sandbox.commands import Commands, read_commands, read_scope
from bot.sandbox.errors import ApiError
from bot.sandbox.keyboards import read_keyboard


def inline(*buttons):
    return {"inline_keyboard": [list(buttons)]}


def test_a_good_keyboard_is_kept_as_it_is():
    rows = inline(
        {"text": "更多", "callback_data": "v1:more:1", "style": "primary"},
        {"text": "原文", "url": "https://example.com/a"},
        {"text": "分享", "switch_inline_query": "疗休养"},
        {"text": "复制", "copy_text": {"text": "江苏"}},
    )
    assert read_keyboard(rows) == rows


@pytest.mark.parametrize(
    "nothing", [None, "", {}, {"inline_keyboard": []}, {"inline_keyboard": [[]]}]
)
def test_no_keyboard(nothing):
    assert read_keyboard(nothing) is None


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ([], "object expected as reply markup"),
        (inline({"text": "x", "callback_data": "数" * 22}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x", "callback_data": ""}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x"}), "Text buttons are unallowed in the inline keyboard"),
        (inline({"text": "", "callback_data": "x"}), 'Field "text" must be of type String'),
        (inline({"text": "x", "url": "不 是"}), "inline keyboard button URL '不 是' is invalid"),
        (inline({"text": "x", "url": "javascript:alert(1)"}), "is invalid"),
        (inline({"text": "x", "url": "https://a.cn", "callback_data": "x"}), "exactly one action"),
        (inline({"text": "x", "copy_text": {"text": "y" * 257}}), "BUTTON_COPY_TEXT_INVALID"),
        ({"inline_keyboard": "x"}, "must be of type Array"),
        ({"inline_keyboard": ["x"]}, "row must be an Array"),
        (inline(*[{"text": "x", "callback_data": "x"}] * 101), "reply markup is too long"),
        ({"keyboard": []}, "reply keyboard must not be empty"),
    ],
)
def test_refused(markup, complaint):
    with pytest.raises(ApiError, match="Bad Request: ") as caught:
        read_keyboard(markup)
    assert complaint in caught.value.description


def test_callback_data_of_exactly_64_bytes_passes():
    assert read_keyboard(inline({"text": "x", "callback_data": "数" * 21 + "x"}))


@pytest.mark.parametrize(
    ("commands", "complaint"),
    [
        ([{"command": "Today", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "今天", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "today", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "today", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "today", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
        (["today"], "expected an Object"),
    ],
)
def test_commands_refused(commands, complaint):
    with pytest.raises(ApiError, match=complaint):
        read_commands(commands)


def menu(name):
    return [{"command": name, "description": name}]


def test_the_narrowest_menu_in_the_persons_language_wins():
    commands = Commands()
    commands.set(read_scope(None), "", menu("default"))
    commands.set(read_scope(None), "en", menu("english"))
    commands.set(read_scope({"type": "all_group_chats"}), "", menu("groups"))
    commands.set(read_scope({"type": "all_chat_administrators"}), "", menu("admins"))
    wang, emily = Person(1, "小王", language_code="zh-hans"), Person(2, "E", language_code="en")
    private, group = Chat(1, "private", person=wang), Chat(-1, "group", "组")
    group.members = {1: Member("administrator"), 2: Member()}
    assert commands.seen_by(wang, private) == menu("default")
    assert commands.seen_by(emily, Chat(2, "private", person=emily)) == menu("english")
    assert commands.seen_by(emily, group) == menu("groups")
    assert commands.seen_by(wang, group) == menu("admins")
    commands.set(read_scope({"type": "chat", "chat_id": 1}), "", menu("mine"))
    assert commands.seen_by(wang, private) == menu("mine")
    commands.delete(read_scope({"type": "chat", "chat_id": 1}), "")
    assert commands.seen_by(wang, private) == menu("default")
