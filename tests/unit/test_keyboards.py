"""Callback data: sealed to chat and user, short enough, and deaf to anything made up."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import cadences, topic_sets
from bot.keyboards import MAX_DATA, Button, Codec, Press, grid

CODEC = Codec("1:token")
CHAT, USER = -1001234567890, 987654321


def test_a_button_opens_for_its_chat_and_user() -> None:
    press = Press("pg", ("a1b2c3d4", "10"), target=-1009876543210)
    data = CODEC.seal(press, chat=CHAT, user=USER)
    assert len(data.encode()) <= MAX_DATA
    assert CODEC.open(data, chat=CHAT, user=USER) == press


@pytest.mark.parametrize(("chat", "user"), [(CHAT + 1, USER), (CHAT, USER + 1)])
def test_a_forwarded_or_foreign_button_does_not_open(chat: int, user: int) -> None:
    data = CODEC.seal(Press("pg", ("1",)), chat=CHAT, user=USER)
    assert CODEC.open(data, chat=chat, user=user) is None


def test_another_bots_button_does_not_open() -> None:
    data = Codec("2:other").seal(Press("pg"), chat=CHAT, user=USER)
    assert CODEC.open(data, chat=CHAT, user=USER) is None


def test_a_shared_button_opens_for_everyone_in_its_chat_only() -> None:
    data = CODEC.seal(Press("got", ("x",)), chat=CHAT, user=None)
    assert CODEC.open(data, chat=CHAT, user=1) == CODEC.open(data, chat=CHAT, user=2)
    assert CODEC.open(data, chat=CHAT + 1, user=1) is None


def test_a_shared_seal_does_not_pass_for_a_users_one() -> None:
    data = CODEC.seal(Press("got", ("x",)), chat=CHAT, user=None)
    assert CODEC.open("u" + data[1:], chat=CHAT, user=USER) is None


def test_data_beyond_telegrams_limit_is_refused_when_made() -> None:
    with pytest.raises(ValueError, match="bytes"):
        CODEC.seal(Press("pg", ("x" * 60,)), chat=CHAT, user=USER)


@settings(max_examples=3000, deadline=None)
@given(st.text(max_size=80))
@example("~")
@example("u~")
@example("upg:1~" + "A" * 8)
@example("s@x~AAAAAAAA")
@example("\ud800~\ud800")
def test_anything_made_up_stays_shut(data: str) -> None:
    assert CODEC.open(data, chat=CHAT, user=USER) is None


@given(st.binary(min_size=1, max_size=6), st.integers(0, 20))
def test_a_changed_byte_shuts_it(noise: bytes, at: int) -> None:
    data = CODEC.seal(Press("ro", ("12",)), chat=CHAT, user=USER)
    changed = data[:at] + noise.hex() + data[at + 1 :]
    assert CODEC.open(changed, chat=CHAT, user=USER) is None


def test_labels_are_kept_short_and_links_need_no_seal() -> None:
    markup = CODEC.markup(
        [[Button("字" * 200, url="https://t.me/x")], [Button("转", inline="疗休养")], []],
        chat=CHAT,
        user=USER,
    )
    assert markup is not None
    assert len(markup.inline_keyboard) == 2
    assert len(markup.inline_keyboard[0][0].text) <= 60


def test_a_grid_keeps_order_and_width() -> None:
    buttons = [Button(str(n), Press("x")) for n in range(7)]
    rows = grid(buttons, 3)
    assert [len(row) for row in rows] == [3, 3, 1]
    assert [b.label for row in rows for b in row] == list("0123456")


@given(st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_a_choice_of_topics_comes_back(chosen: list[str]) -> None:
    slugs = tuple("abcdefgh")
    assert topic_sets.read(topic_sets.write(chosen, slugs), slugs) == tuple(sorted(chosen))


def test_a_choice_from_another_taxonomy_is_recognised() -> None:
    code = topic_sets.write(["a"], ("a", "b"))
    assert topic_sets.read(code, ("b", "a")) is None
    assert topic_sets.read("", ("a",)) is None
    assert topic_sets.read(code.replace(code.split(".")[0], "zz", 1), ("a", "b")) is None


def test_the_trial_cadence_is_offered_in_the_sandbox_only() -> None:
    assert "minute" in cadences.offered(sandbox=True)
    assert "minute" not in cadences.offered(sandbox=False)
    assert cadences.named("minute", sandbox=False) == "daily"
    assert cadences.named("weekly", sandbox=False) == "weekly"
