"""Odd input: everything a person can send in private gets exactly one helpful answer; nothing a
stranger can forge raises out of a handler."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.keyboards import Press

if TYPE_CHECKING:
    from bot.sandbox import Group
    from tests.flow.conftest import Line

# How many generated updates, and how many sealed buttons; by hand: HOSTILE_UPDATES=20000.
HOSTILE = int(os.environ.get("HOSTILE_UPDATES", "250"))
TEXTS = [
    "/nosuchcommand",
    "/STRAT",
    "/settigns 1 2 3",
    "/",
    "//",
    "/ start",
    "😀",
    "👨‍👩‍👧‍👦",
    "%%%%",
    "a\x00b",
    "\x00\x00",
    "啊" * 4096,
    "工" * 299 + "🚲",
    "<b>&nbsp;</a>",
    "'; DROP TABLE articles; --",
    "\u202eabc",
    "-",
    '"',
    "()[]*?",
    "AND OR NOT NEAR",
    "@union_digest_bot",
    "/start@union_digest_bot",
    "/help@another_bot",
]


async def test_every_private_text_gets_exactly_one_answer(line: Line) -> None:
    user = line.user()
    for text in TEXTS:
        await user.send(text)
        answer = await line.one(user)
        assert "出了点问题" not in answer.text, text


async def test_a_near_miss_names_the_command_that_was_meant(line: Line) -> None:
    user = line.user()
    await user.send("/settngs")
    assert "/settings" in (await line.one(user)).text


async def test_pictures_voices_and_stickers_get_a_kind_word(line: Line) -> None:
    user = line.user()
    for send in (user.send_sticker, user.send_photo, user.send_voice, _document(user)):
        await send()
        answer = await line.one(user)
        assert "看得懂文字" in answer.text
        assert answer.buttons


def _document(user: Any) -> Any:
    async def send() -> None:
        await user.send_document(b"hello", "hello.txt")

    return send


async def test_words_under_a_picture_are_looked_up(line: Line) -> None:
    user = line.user()
    await user.send_photo(caption="疗休养")
    assert (await line.one(user)).text.startswith("🔎 疗休养")


async def test_logs_hold_no_words_and_no_bare_ids(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    user = line.user()
    with caplog.at_level("INFO"):
        await user.send("疗休养保密词")
        await line.one(user)
        await user.block()
        await line.sandbox.quiet(0.2)
    ours = "".join(r.getMessage() for r in caplog.records if r.name.startswith(("bot", "digest")))
    assert "保密词" not in ours
    assert str(user.id) not in ours


async def test_an_inline_result_posted_to_the_bot_itself_is_no_question(line: Line) -> None:
    user = line.user()
    answer = await user.inline("疗休养")
    await user.choose(answer, 0)
    await line.silent(user)


async def test_edits_are_passed_over(line: Line) -> None:
    user = line.user()
    sent = await user.send("疗休养")
    await line.one(user)
    await user.edit(sent, "工会驿站")
    await line.silent(user)


async def test_chinese_words_for_commands_are_understood(line: Line) -> None:
    user = line.user()
    await user.send("帮助")
    assert "/follow" in (await line.one(user)).text
    await user.send("我的关注")
    assert "还没有关注" in (await line.one(user)).text


async def test_a_group_is_not_disturbed(line: Line, group: Group) -> None:
    member = line.user("小赵")
    group.add(member)
    for text in ("大家好", "/nosuchcommand", "/start@another_bot", "@someone 疗休养"):
        await member.send(text, to=group)
        await line.silent(member)
    await member.send_sticker(to=group)
    await line.silent(member)


async def test_a_forged_button_says_so(line: Line) -> None:
    user = line.user()
    await user.send("疗休养")
    page = await line.one(user)
    for data in ("upg:0:5~AAAAAAAA", "x", "{}", "urd:1~", "u~", "\u4e2d"):
        page.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = data
        press = await user.press(data, page)
        notice = await press.answer()
        assert notice["show_alert"]
        assert "按钮" in notice["text"]


async def test_a_forwarded_button_does_nothing_but_say_so(line: Line) -> None:
    owner, other = line.user(), line.user("小赵")
    await owner.send("疗休养")
    page = await line.one(owner)
    await other.send("驿站")
    theirs = await line.one(other)
    row = theirs.raw["reply_markup"]["inline_keyboard"][0]
    row[0]["callback_data"] = page.buttons[0]["callback_data"]
    press = await other.press(row[0]["callback_data"], theirs)
    assert "不是给您的" in (await press.answer())["text"]


async def test_markup_that_telegram_refuses_goes_out_as_plain_text(line: Line) -> None:
    user = line.user()
    line.sandbox.faults.add(
        method="sendMessage",
        times=1,
        error_code=400,
        description="Bad Request: can't parse entities: unexpected end tag at byte offset 5",
    )
    await user.send("疗休养")
    assert "苏州" in (await user.wait_for("疗休养")).text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_made_up_updates_never_raise_out_of_a_handler(line: Line) -> None:
    failures: list[BaseException] = []

    async def record(update: object, context: Any) -> None:
        failures.append(context.error)

    line.application.add_error_handler(record)
    made: list[dict[str, Any]] = []

    @settings(max_examples=HOSTILE, database=None, suppress_health_check=list(HealthCheck))
    @given(_updates())
    def collect(update: dict[str, Any]) -> None:
        made.append(update)

    collect()
    for number, raw in enumerate(made, 1):
        update = Update.de_json({"update_id": number, **raw}, line.application.bot)
        await line.application.process_update(update)
    assert failures == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_sealed_buttons_with_any_arguments_never_raise_out_of_a_handler(line: Line) -> None:
    """A seal shows that a button is ours, not that this version made it: every action meets
    arguments it never wrote."""
    failures: list[BaseException] = []

    async def record(update: object, context: Any) -> None:
        failures.append(context.error)

    line.application.add_error_handler(record)
    user = line.user()
    await user.start()
    hello = await line.one(user)
    made: list[tuple[str, list[str]]] = []
    argument = st.one_of(
        st.text("0123456789abcdef-.@²é中", max_size=8),
        st.sampled_from([*line.articles.values(), "daily", "hours", "zone", "320000", "skills"]),
    )

    @settings(max_examples=HOSTILE, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(sorted(line.desk.registry.actions)), st.lists(argument, max_size=5))
    def collect(action: str, arguments: list[str]) -> None:
        made.append((action, arguments))

    collect()
    for number, (action, arguments) in enumerate(made, 1):
        try:
            data = line.desk.codec.seal(Press(action, tuple(arguments)), chat=user.id, user=user.id)
        except ValueError:
            continue  # longer than a button can be
        query = {
            "id": str(number),
            "from": {"id": user.id, "is_bot": False, "first_name": "x"},
            "chat_instance": "1",
            "message": hello.raw,
            "data": data,
        }
        raw = {"update_id": number, "callback_query": query}
        await line.application.process_update(Update.de_json(raw, line.application.bot))
    assert failures == []


@pytest.mark.parametrize("args", [("quiet", "é"), ("hours", ""), ("items", "²"), ("weekday", "x")])
async def test_a_choice_of_an_older_version_answers_kindly(
    line: Line, args: tuple[str, str]
) -> None:
    user = line.user()
    await user.send("/settings")
    message = await line.one(user)
    data = line.desk.codec.seal(Press("sv", args), chat=user.id, user=user.id)
    await user.tap(message, {"text": "?", "callback_data": data})
    await user.wait_for("已经不在了")


async def test_the_ledger_takes_no_odd_number(line: Line) -> None:
    for words in ("²", "9" * 40, "-"):
        await line.operator.send(f"/deliveries {words}")
        assert "出了点问题" not in (await line.one(line.operator)).text


def _updates() -> st.SearchStrategy[dict[str, Any]]:
    ids = st.sampled_from([1, 700000002, 5_000_000_000])
    users = st.builds(
        lambda i, code: {"id": i, "is_bot": False, "first_name": "x", **code},
        ids,
        st.sampled_from([{}, {"language_code": "zh-hant"}, {"language_code": "??"}]),
    )
    texts = st.one_of(
        st.text(max_size=60),
        st.sampled_from(TEXTS),
        st.sampled_from(["/follow", "/rules", "/settings", "/stop", "/digest", "/trends"]).flatmap(
            lambda name: st.text(max_size=20).map(lambda rest: f"{name} {rest}")
        ),
    )
    entity = st.fixed_dictionaries(
        {
            "type": st.sampled_from(["bold", "bot_command", "mention", "made_up"]),
            "offset": st.integers(-5, 5000),
            "length": st.integers(-5, 5000),
        }
    )
    private = ids.map(lambda i: {"id": i, "type": "private", "first_name": "x"})
    group = st.just({"id": -1001, "type": "supergroup", "title": "g"})
    message = st.builds(
        lambda who, chat, text, marks: {
            "message_id": 5,
            "date": 1,
            "from": who,
            "chat": chat,
            "text": text,
            "entities": marks,
        },
        users,
        st.one_of(private, group),
        texts,
        st.lists(entity, max_size=2),
    )
    press = st.builds(
        lambda who, said, data: {
            "id": "1",
            "from": who,
            "chat_instance": "1",
            "message": said,
            "data": data,
        },
        users,
        message,
        st.one_of(st.text(max_size=64), st.from_regex(r"[us][a-z0-9]{1,3}(:[0-9a-f]{1,8})*~.{8}")),
    )
    inline = st.builds(
        lambda who, text, at: {"id": "1", "from": who, "query": text, "offset": at},
        users,
        st.text(max_size=256),
        st.text(max_size=10),
    )
    thing = st.fixed_dictionaries(
        {"file_id": st.text(min_size=1, max_size=5), "file_unique_id": st.just("u")}
    )
    wordless = st.builds(
        lambda said, kind, what: {
            **{key: value for key, value in said.items() if key not in ("text", "entities")},
            kind: [what | {"width": 1, "height": 1}] if kind == "photo" else what | {"duration": 1},
        },
        message,
        st.sampled_from(["photo", "voice", "document"]),
        thing,
    )
    standing = st.sampled_from(["member", "left", "kicked"]).map(
        lambda status: {
            "status": status,
            "until_date": 0,
            "user": {"id": 7, "is_bot": True, "first_name": "b"},
        }
    )
    membership = st.builds(
        lambda who, chat, old, new: {
            "chat": chat,
            "from": who,
            "date": 1,
            "old_chat_member": old,
            "new_chat_member": new,
        },
        users,
        st.one_of(private, group, st.just({"id": -1002, "type": "channel", "title": "c"})),
        standing,
        standing,
    )
    moved = st.builds(lambda said: {**said, "migrate_to_chat_id": -1009}, message)
    return st.one_of(
        message.map(lambda m: {"message": m}),
        wordless.map(lambda m: {"message": m}),
        moved.map(lambda m: {"message": m}),
        message.map(lambda m: {"edited_message": m}),
        message.map(lambda m: {"channel_post": m}),
        membership.map(lambda c: {"my_chat_member": c}),
        press.map(lambda p: {"callback_query": p}),
        inline.map(lambda q: {"inline_query": q}),
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_any_arguments_in_a_well_sealed_button_are_survived(line: Line) -> None:
    """Buttons of older versions are sealed with the same key but may carry anything."""
    user = line.user()
    await user.send("疗休养")
    page = await line.one(user)
    failures: list[BaseException] = []

    async def record(update: object, context: Any) -> None:
        failures.append(context.error)

    line.application.add_error_handler(record)
    from bot.keyboards import Press

    number = 0
    for action in line.desk.registry.actions:
        for args in ((), ("x",), ("-1", "x", "y"), ("字", ""), ("99999999999999999999", "0")):
            number += 1
            data = line.desk.codec.seal(Press(action, args), chat=user.id, user=user.id)
            raw = {
                "update_id": number,
                "callback_query": {
                    "id": str(number),
                    "from": {"id": user.id, "is_bot": False, "first_name": "x"},
                    "chat_instance": "1",
                    "message": page.raw,
                    "data": data,
                },
            }
            update = Update.de_json(raw, line.application.bot)
            await line.application.process_update(update)
    assert failures == []
