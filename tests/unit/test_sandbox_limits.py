"""The stand-in's sending limits under a clock that only moves when told."""

import pytest

from bot.sandbox import NO_LIMITS, Chat, Limits, ManualClock, Rates
from bot.sandbox.errors import ApiError


@pytest.fixture
def clock():
    return ManualClock()


def send(limits, chat_id, kind="private", edit=False):
    """Seconds to wait, 0 when accepted."""
    try:
        limits.count(Chat(chat_id, kind), edit)
    except ApiError as error:
        return error.parameters["retry_after"]
    return 0


def test_the_refusal_is_telegrams(clock):
    limits = Limits(clock, Rates(per_second=1, pause=7))
    limits.count(Chat(1, "private"))
    with pytest.raises(ApiError) as caught:
        limits.count(Chat(2, "private"))
    assert caught.value.code == 429
    assert caught.value.description == "Too Many Requests: retry after 7"


def test_thirty_a_second_over_all_chats(clock):
    limits = Limits(clock)
    assert [send(limits, n) for n in range(30)] == [0] * 30
    assert send(limits, 99) == 3


def test_a_pause_lasts_for_everybody_until_it_is_over(clock):
    limits = Limits(clock)
    for n in range(31):
        send(limits, n)
    clock.advance(2.5)
    assert send(limits, 500) == 1
    clock.advance(0.5)
    assert send(limits, 500) == 0


def test_even_spacing_at_28_a_second_is_never_refused(clock):
    limits = Limits(clock)
    for n in range(600):
        assert send(limits, n) == 0
        clock.advance(1 / 28)


def test_a_chat_takes_a_burst_of_three_and_then_one_a_second(clock):
    limits = Limits(clock)
    assert [send(limits, 1) for _ in range(3)] == [0, 0, 0]
    assert send(limits, 1) == 1
    assert send(limits, 2) == 0, "other chats go on"
    clock.advance(1.0)
    assert [send(limits, 1), send(limits, 1)] == [0, 1]


def test_sends_to_one_chat_every_1_05_seconds_are_never_refused(clock):
    limits = Limits(clock)
    for _ in range(100):
        assert send(limits, 1) == 0
        clock.advance(1.05)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_twenty_a_minute_in_a_group(clock, kind):
    limits = Limits(clock)
    for _ in range(20):
        assert send(limits, -5, kind) == 0
        clock.advance(1.0)
    wait = send(limits, -5, kind)
    assert wait == 40
    clock.advance(wait - 1)
    assert send(limits, -5, kind) == 1
    clock.advance(1)
    assert send(limits, -5, kind) == 0


def test_edits_have_their_own_allowance_in_a_chat(clock):
    limits = Limits(clock)
    for _ in range(3):
        assert send(limits, 1) == 0
    assert send(limits, 1, edit=True) == 0


def test_limits_can_be_changed_and_switched_off(clock):
    limits = Limits(clock, Rates(per_second=2))
    assert [send(limits, n) for n in range(3)] == [0, 0, 3]
    limits.change(per_second=5)
    assert [send(limits, n) for n in range(5)] == [0] * 5
    limits.switch_off()
    assert [send(limits, 1) for _ in range(100)] == [0] * 100
    assert limits.rates is NO_LIMITS


def test_an_album_counts_every_picture(clock):
    limits = Limits(clock)
    limits.count(Chat(1, "private"), messages=3)
    assert send(limits, 1) == 1
