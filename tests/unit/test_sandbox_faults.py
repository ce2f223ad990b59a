"""Which calls an ordered fault strikes."""

import pytest

from bot.sandbox import Fault, Faults, ManualClock
from bot.sandbox.faults import read_fault


@pytest.fixture
def clock():
    return ManualClock()


def strikes(faults, count, method="sendmessage", **params):
    return [faults.hit(method, params) is not None for _ in range(count)]


def test_next_two_after_skipping_one(clock):
    faults = Faults(clock)
    faults.add(method="sendMessage", skip=1, times=2, cut=True)
    assert strikes(faults, 5) == [False, True, True, False, False]
    assert len(faults) == 0, "a spent fault is dropped"


def test_only_the_named_chat_method_and_text(clock):
    faults = Faults(clock)
    faults.add(method="sendMessage|sendPhoto", chat_id=7, text_contains="日报", status=502)
    assert strikes(faults, 1, chat_id="7", text="工会日报") == [True]
    assert strikes(faults, 1, chat_id="8", text="工会日报") == [False]
    assert strikes(faults, 1, chat_id=7, text="周报") == [False]
    assert strikes(faults, 1, "editmessagetext", chat_id=7, text="工会日报") == [False]
    assert strikes(faults, 1, "sendphoto", chat_id=7, caption="工会日报") == [True]


def test_polling_is_struck_only_when_named(clock):
    faults = Faults(clock)
    faults.add(cut=True)
    assert strikes(faults, 1, "getupdates") == [False]
    faults.add(method="getUpdates", status=502)
    assert strikes(faults, 1, "getupdates") == [True]


def test_probability_is_repeatable_with_a_seed(clock):
    runs = []
    for _ in range(2):
        faults = Faults(clock)
        faults.add(probability=0.3, seed=11, cut=True)
        runs.append(strikes(faults, 200))
    assert runs[0] == runs[1]
    assert 30 < sum(runs[0]) < 90


def test_a_storm_blows_for_its_seconds(clock):
    faults = Faults(clock)
    faults.add(retry_after=2, seconds=10)
    clock.advance(100)
    assert strikes(faults, 2) == [True, True]
    clock.advance(9.9)
    assert strikes(faults, 1) == [True]
    clock.advance(0.1)
    assert strikes(faults, 1) == [False]


def test_the_first_fault_that_fits_decides(clock):
    faults = Faults(clock)
    faults.add(chat_id=1, error_code=403, description="Forbidden: bot was blocked by the user")
    faults.add(retry_after=5)
    assert faults.hit("sendmessage", {"chat_id": 1}).refusal().code == 403
    assert faults.hit("sendmessage", {"chat_id": 2}).refusal().parameters == {"retry_after": 5}


@pytest.mark.parametrize(
    ("order", "complaint"),
    [
        ([], "must be a JSON object"),
        ({"metod": "x"}, "unknown fault fields: metod"),
        ({"times": "2"}, "times has a value of the wrong type"),
        ({"cut": 1}, "cut has a value of the wrong type"),
        ({"body": "xml"}, "body must be"),
        ({"delay_after": 1e9}, "delays must be"),
        ({"status": 99}, "status must be"),
    ],
)
def test_bad_orders_are_refused_with_the_reason(order, complaint):
    with pytest.raises(ValueError, match=complaint):
        read_fault(order)


def test_an_order_from_json():
    fault = read_fault({"method": "sendMessage", "status": 502, "body": "html", "delivered": True})
    assert fault.spoils
    assert fault.delivered
    assert fault.spoilt_body()[0] == 502
    assert fault.refusal() is None
    assert Fault(delay_before=1.0).spoils is False
