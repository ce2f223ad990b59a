"""Decisions about doubtful articles hold, also when the page comes again corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from digest.errors import NotFound, Refused
from digest.model import PageReading
from digest.service.library import Library
from digest.service.lookup import Lookup

MakePage = Callable[..., PageReading]

BUS = (
    "公交司机有了午休床",
    "河西公交公司工会在四个首末站放了二十张折叠床，跑完早高峰的司机能躺上一个小时。",
    "工会还给每张床配了眼罩和毛毯。",
)
LAMP = (
    "路灯工的雨衣换新了",
    "市政所工会把穿了五年的雨衣全部换成带反光条的新雨衣，抢修时老远就看得见。",
    "雨衣按每个人的身材定做。",
)


def found(lookup: Lookup, words: str, now: datetime) -> list[str]:
    query = lookup.understand(words, today=now.date())
    return [h.stored.id for h in lookup.answer(query, now=now).hits if not h.elsewhere]


def test_doubtful_articles_wait_until_accepted(
    library: Library, page: MakePage, now: datetime
) -> None:
    sure = library.ingest(page("a.txt", BUS), now=now)
    unsure = library.ingest(page("b.txt", LAMP, doubts=("the end may be missing",)), now=now)
    assert sure.review_ids == ()
    assert unsure.review_ids == unsure.ids
    assert [one.id for one in library.review_queue()] == list(unsure.ids)
    library.accept(unsure.ids[0], now=now)
    assert library.review_queue() == []


def test_accepted_stays_accepted_unless_new_doubts_come(
    library: Library, page: MakePage, now: datetime
) -> None:
    doubt = ("the end may be missing",)
    one = library.ingest(page("a.txt", LAMP, doubts=doubt), now=now).ids[0]
    library.accept(one, now=now)
    better = (LAMP[0], LAMP[1].replace("五年", "六年"), LAMP[2])
    assert library.ingest(page("a.txt", better, doubts=doubt), now=now).review_ids == ()
    worse = (*doubt, "two stories may be mixed")
    assert library.ingest(page("a.txt", better, doubts=worse), now=now).review_ids == (one,)


def test_hidden_is_neither_found_nor_sent_and_stays_hidden(
    library: Library, lookup: Lookup, page: MakePage, now: datetime
) -> None:
    bus, lamp = library.ingest(page("a.txt", BUS, LAMP), now=now).ids
    library.hide(bus, now=now)
    library.hide(bus, now=now)
    assert found(lookup, "折叠床", now) == []
    assert [one.id for one in library.new_since(datetime(2000, 1, 1, tzinfo=now.tzinfo))] == [lamp]
    library.ingest(page("a.txt", (BUS[0], BUS[1].replace("二十", "三十"), BUS[2]), LAMP), now=now)
    assert library.article(bus).hidden
    assert found(lookup, "折叠床", now) == []
    assert library.check() == []
    library.unhide(bus, now=now)
    assert found(lookup, "折叠床", now) == [bus]
    assert library.check() == []


def test_joined_articles_are_one_and_stay_one(
    library: Library, lookup: Lookup, page: MakePage, now: datetime
) -> None:
    bus, lamp = library.ingest(page("a.txt", BUS, LAMP), now=now).ids
    assert library.merge([bus, lamp], now=now) == bus
    one = library.article(bus).article
    assert one.paragraphs == (*BUS[1:], *LAMP[1:])
    assert LAMP[0] in one.subheads
    assert library.article(lamp).id == bus
    assert found(lookup, "反光条", now) == [bus]
    again = library.ingest(page("a.txt", BUS, LAMP), now=now)
    assert (again.unchanged, again.added) == (1, 0)
    fixed = (LAMP[0], LAMP[1].replace("五年", "六年"), LAMP[2])
    library.ingest(page("a.txt", BUS, fixed), now=now)
    assert library.stats().articles == 1
    assert "六年" in "".join(library.article(lamp).article.paragraphs)
    assert library.check() == []


def test_only_articles_of_one_page_are_joined(
    library: Library, page: MakePage, now: datetime
) -> None:
    (bus,) = library.ingest(page("a.txt", BUS), now=now).ids
    (lamp,) = library.ingest(page("b.txt", LAMP), now=now).ids
    for ids in ([bus, lamp], [bus], [bus, bus]):
        with pytest.raises(Refused):
            library.merge(ids, now=now)
    with pytest.raises(NotFound):
        library.merge([bus, "nothere"], now=now)
    assert library.stats().articles == 2


def test_cut_apart_articles_are_two_and_stay_two(
    library: Library, lookup: Lookup, page: MakePage, now: datetime
) -> None:
    mixed = (*BUS, *LAMP)
    tail = ("所里发了新手套", "新手套能防割，也能防滑，戴着它拧螺丝不费劲。")
    one, last = library.ingest(page("a.txt", mixed, tail), now=now).ids
    kept, fresh = library.split(one, 3, now=now)
    assert kept == one
    assert library.article(one).article.paragraphs == BUS[1:]
    other = library.article(fresh).article
    assert (other.headline, other.paragraphs) == (LAMP[0], LAMP[1:])
    assert library.article(last).article.position == 3
    assert found(lookup, "反光条", now) == [fresh]
    fixed = tuple(part.replace("五年", "六年") for part in mixed)
    done = library.ingest(page("a.txt", fixed, tail), now=now)
    assert set(done.ids) == {one, fresh, last}
    assert "六年" in library.article(fresh).article.paragraphs[0]
    assert library.check() == []


@pytest.mark.parametrize("at", [-1, 0, 1, 3, 99])
def test_there_must_be_something_on_both_sides_of_a_cut(
    library: Library, page: MakePage, now: datetime, at: int
) -> None:
    (one,) = library.ingest(page("a.txt", BUS), now=now).ids
    with pytest.raises(Refused):
        library.split(one, at, now=now)


def test_tags_given_by_hand_outlive_a_correction(
    library: Library, lookup: Lookup, page: MakePage, now: datetime
) -> None:
    (one,) = library.ingest(page("a.txt", BUS), now=now).ids
    library.retag(one, ["housing_welfare"], ["330100"], now=now)
    assert found(lookup, "杭州", now) == [one]
    assert found(lookup, "浙江", now) == [one]
    library.ingest(page("a.txt", (BUS[0], BUS[1].replace("二十", "三十"), BUS[2])), now=now)
    stored = library.article(one).article
    assert [topic.slug for topic in stored.topics] == ["housing_welfare"]
    assert [(r.code, r.primary) for r in stored.regions] == [("330100", True)]
    assert library.retag_all() == 0
    library.retag(one, regions=[], now=now)
    assert found(lookup, "浙江", now) == []
    assert library.check() == []


def test_tags_by_hand_must_exist(library: Library, page: MakePage, now: datetime) -> None:
    (one,) = library.ingest(page("a.txt", BUS), now=now).ids
    with pytest.raises(NotFound):
        library.retag(one, topics=["no_such_topic"], now=now)
    with pytest.raises(NotFound):
        library.retag(one, regions=["999999"], now=now)
    assert library.article(one).article.topics == ()


def test_retag_all_finds_topics_anew(library: Library, page: MakePage, now: datetime) -> None:
    text = "市总工会组织一线职工疗休养，今年的疗休养基地增加到九个，职工疗休养时间不少于五天。"
    (one,) = library.ingest(page("a.txt", ("职工疗休养有了新去处", text, text)), now=now).ids
    assert library.article(one).article.topics == ()
    assert library.retag_all() == 1
    assert [t.slug for t in library.article(one).article.topics] == ["rest_recuperation"]
    assert library.check() == []
