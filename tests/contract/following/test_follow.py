"""Following on both engines: rules tried, saved, changed, explained, exported."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.errors import NotFound, RuleRefused
from digest.limits import CHATS
from digest.model import Rule

NOW = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)
REST = ("江苏组织疗休养", ("320100",), ("rest_recuperation",))
LAW = ("南京援助欠薪职工", ("320100",), ("legal_aid",))


@pytest.fixture
def rule(service):
    return lambda text: service.follow.rule(text, today=NOW.date())


def test_a_young_library_says_what_there_is_so_far(service, press, rule):
    press("1.txt", REST, at=NOW - 2 * DAY)
    seen = service.follow.preview(rule("江苏 疗休养"), now=NOW)
    assert (seen.hits, seen.per_day, seen.young) == (1, 0.5, True)


def test_a_preview_counts_the_last_thirty_days(service, press, rule):
    press("old.txt", ("江苏早年疗休养", ("320000",), ("rest_recuperation",)), at=NOW - 40 * DAY)
    for n in range(6):
        press(f"{n}.txt", REST, LAW, at=NOW - (n + 1) * DAY)
    seen = service.follow.preview(rule("江苏 疗休养"), now=NOW)
    assert (seen.hits, seen.per_day) == (6, 1.0)
    assert len(seen.samples) == 3
    assert not seen.young
    assert seen.samples[0].read_at > seen.samples[-1].read_at
    assert service.follow.preview(rule("欠薪 -南京"), now=NOW).hits == 0
    assert service.follow.preview(rule("欠薪|疗休养"), now=NOW).hits == 12


def test_the_same_rule_in_the_same_place_is_not_doubled(service, follows, rule):
    follows(1, "江苏 疗休养")
    again = service.follow.add(1, rule("疗休养 江苏"), cadence="at_once", now=NOW)
    assert [one.id for one in service.follow.of(1)] == [again.id]
    assert service.follow.get(1, again.id).cadence == "at_once"


def test_rules_over_the_limit_are_refused(service, follows, rule):
    follows(1)
    for n in range(CHATS.subscriptions):
        service.follow.add(1, Rule(every=(f"词语{n}",)), cadence="daily", now=NOW)
    with pytest.raises(RuleRefused) as refused:
        service.follow.add(1, rule("疗休养"), cadence="daily", now=NOW)
    assert refused.value.reason == "too_many_rules"
    assert refused.value.values == {"limit": CHATS.subscriptions}


def test_an_unknown_chat_cannot_follow(service, rule):
    with pytest.raises(NotFound):
        service.follow.add(404, rule("疗休养"), cadence="daily", now=NOW)


def test_a_chat_reaches_only_its_own_rules(service, follows):
    follows(1, "江苏")
    follows(2, "浙江")
    other = service.follow.of(2)[0].id
    for call in (service.follow.get, service.follow.pause, service.follow.delete):
        with pytest.raises(NotFound):
            call(1, other)
    assert not service.follow.get(2, other).paused


def test_a_rule_is_renamed_rested_changed_and_ended(service, follows, rule):
    follows(1, "江苏")
    sub = service.follow.of(1)[0]
    assert service.follow.rename(1, sub.id, " 我的  省 ").name == "我的 省"
    assert service.follow.pause(1, sub.id).paused
    assert not service.follow.resume(1, sub.id).paused
    assert service.follow.set_cadence(1, sub.id, "weekly").cadence == "weekly"
    changed = service.follow.change_rule(1, sub.id, rule("浙江 疗休养"))
    assert (changed.rule.regions, changed.name) == (("330000",), "我的 省")
    service.follow.delete(1, sub.id)
    assert service.follow.of(1) == []
    with pytest.raises(RuleRefused):
        service.follow.rename(1, sub.id, "")


def test_a_name_nobody_chose_goes_along_with_its_rule(service, follows, rule):
    follows(1, "江苏")
    sub = service.follow.of(1)[0]
    assert sub.name == "江苏"
    assert service.follow.change_rule(1, sub.id, rule("浙江 骑手")).name == "浙江 骑手"


def test_a_resting_rule_brings_nothing(service, follows, press, render):
    follows(1, "江苏")
    follows(1, "欠薪", cadence="at_once")
    for sub in service.follow.of(1):
        service.follow.pause(1, sub.id)
    press("a.txt", REST, LAW)
    assert service.planning.plan(now=NOW, render=render).planned == 0


def test_an_at_once_rule_counts_from_its_saving_without_a_restart(
    service, follows, press, render, rule, start
):
    follows(1)
    service.planning.plan(now=start, render=render)
    sub = service.follow.add(1, rule("欠薪"), cadence="at_once", now=start)
    press("a.txt", LAW, at=start + timedelta(minutes=1))
    assert service.planning.plan(now=start + timedelta(minutes=1), render=render).planned == 1
    service.follow.change_rule(1, sub.id, rule("疗休养"))
    press("b.txt", ("又见欠薪", (), ()), at=start + timedelta(minutes=2))
    assert service.planning.plan(now=start + timedelta(minutes=2), render=render).planned == 0
    service.follow.delete(1, sub.id)
    press("c.txt", REST, at=start + timedelta(minutes=3))
    assert service.planning.plan(now=start + timedelta(minutes=3), render=render).planned == 0


def test_why_names_the_rules_that_hit(service, follows, press):
    follows(1, "江苏 疗休养", "欠薪", "南京 本级")
    article = press("a.txt", REST)[0]
    found = service.follow.why(1, article)
    assert [sub.name for sub, _ in found] == ["南京", "江苏 疗休养"]
    assert found[1][1].topics == ("rest_recuperation",)
    with pytest.raises(NotFound):
        service.follow.why(1, "nosuch")


def test_less_like_this_makes_the_telling_phrase_unwanted(service, follows, press):
    follows(1, "江苏")
    article = press("a.txt", REST)[0]
    sub = service.follow.of(1)[0]
    assert service.follow.less_like(1, sub.id, article, NOW).rule.no == ("特别词组",)
    with pytest.raises(RuleRefused) as refused:
        service.follow.less_like(1, sub.id, article, NOW)
    assert refused.value.reason == "nothing_to_exclude"


def test_rules_travel_in_a_file(service, follows):
    follows(1, "江苏 疗休养 -招聘", "工伤|职业病", cadence="weekly")
    follows(1, "欠薪", cadence="at_once", thread_id=9)
    service.follow.rename(1, service.follow.of(1)[0].id, "歇一歇")
    follows(2)
    text = service.follow.export_rules(1)
    made = service.follow.import_rules(2, text, NOW)
    said = [(one.rule, one.cadence, one.name, one.thread_id) for one in service.follow.of(1)]
    assert said == [(one.rule, one.cadence, one.name, one.thread_id) for one in made]


def test_a_file_with_a_bad_line_changes_nothing_and_names_it(service, follows):
    follows(1)
    with pytest.raises(RuleRefused) as refused:
        service.follow.import_rules(1, "疗休养\n\n朝阳 骑手\n", NOW)
    assert (refused.value.reason, refused.value.values["line"]) == ("ambiguous_place", 3)
    assert service.follow.of(1) == []
    with pytest.raises(RuleRefused):
        service.follow.import_rules(1, "# nothing\n", NOW)


def test_any_says_whether_somebody_follows_something(service, follows):
    assert not service.follow.any()
    follows(1, "江苏")
    assert service.follow.any()
