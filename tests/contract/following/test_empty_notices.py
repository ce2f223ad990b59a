"""“Nothing new” said for a night, on both engines: once in the morning, and not beside news."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

EVENING = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # 22:00 in Shanghai
SEVEN = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)  # 07:00 the next morning
TICK, HOUR = timedelta(seconds=15), timedelta(hours=1)
NIGHT = {"quiet_from": time(21), "quiet_until": time(7), "empty_notice": True}
HOURS = {"hours": (time(22), time(2), time(6))}
REST = ("江苏组织疗休养", ("320100",), ("rest_recuperation",))


@pytest.fixture
def night(service, follows, press, render):
    """Plans the three slots of a night, with news before those that are named."""

    def play(*news: int) -> None:
        follows(1, "江苏", **NIGHT, **HOURS)
        service.planning.plan(now=EVENING - HOUR, render=render)
        for hour in (0, 4, 8):
            at = EVENING + hour * HOUR
            if hour in news:
                headline, *rest = REST
                press(f"{hour}.txt", (f"{headline}{hour}", *rest), at=at - HOUR / 2)
            service.planning.plan(now=at + TICK, render=render)

    return play


def waiting(ledger):
    return [items for *_, state, items in ledger() if state == "ready"]


def test_a_night_without_news_says_so_once(service, night, ledger, send):
    night()
    assert waiting(ledger) == [[]]
    assert len(send(SEVEN)) == 1


@pytest.mark.parametrize("hour", [0, 4, 8])
def test_news_of_the_night_comes_without_a_word_that_there_is_none(service, night, ledger, hour):
    night(hour)
    assert waiting(ledger) == [[f"{REST[0]}{hour}"]]


def test_what_came_at_several_hours_still_comes_in_full(service, night, ledger):
    night(0, 8)
    assert waiting(ledger) == [[f"{REST[0]}0"], [f"{REST[0]}8"]]


def test_a_notice_of_the_evening_that_did_not_get_out_is_the_only_one(
    service, follows, render, ledger
):
    follows(1, "江苏", **NIGHT, hours=(time(20), time(22)))
    service.planning.plan(now=EVENING - 3 * HOUR, render=render)
    service.planning.plan(now=EVENING - 2 * HOUR + TICK, render=render)
    assert service.deliveries.next_ready(EVENING, 10) == []  # put off: it is quiet by now
    service.planning.plan(now=EVENING + TICK, render=render)
    assert waiting(ledger) == [[]]


def test_another_digest_and_the_next_night_speak_for_themselves(
    service, follows, render, ledger, send, tmp_path
):
    file = tmp_path / "digests.toml"
    file.write_text(
        '[[digest]]\nname = "law"\ntitle = "维权"\ntopics = ["legal_aid"]\nhours = ["22:00"]\n'
        'cadence = "daily"\nto = ["subscribers"]\nempty_notice = true\n',
        encoding="utf-8",
    )
    follows(1, "江苏", **NIGHT, hours=(time(22), time(23)))
    service.planning.load_schedules(file, now=EVENING - HOUR)
    service.planning.join(1, "law", now=EVENING - HOUR)
    for day in range(2):
        for hour in (-1, 0, 1):
            now = EVENING + day * timedelta(days=1) + hour * HOUR + TICK
            service.planning.plan(now=now, render=render)
        assert len(waiting(ledger)) == 2
        send(SEVEN + day * timedelta(days=1))
