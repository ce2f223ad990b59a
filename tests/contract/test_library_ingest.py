"""Pages in, articles out: what ingest promises on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from digest import contract
from digest.errors import NotFound, ReadingError
from digest.model import Page, PageReading
from digest.service.library import Library
from digest.service.lookup import Lookup
from digest.store.database import Database

MakePage = Callable[..., PageReading]

REST = (
    "厂里有了新澡堂",
    "滨河机械厂工会用三个月修好了停用六年的澡堂，夜班工人下班就能洗上热水澡。",
    "澡堂每天开放十八个小时，由工会派人打扫。",
)
CANTEEN = (
    "食堂窗口多了一碗面",
    "应夜班职工的要求，滨河机械厂食堂凌晨两点开出热汤面，一碗只收三块钱。",
    "厂工会每月听一次意见，已经改了七样菜。",
)


def titles(library: Library, lookup: Lookup, words: str, now: datetime) -> list[str]:
    query = lookup.understand(words, today=now.date())
    hits = lookup.answer(query, now=now, limit=50).hits
    return [hit.stored.article.title for hit in hits if not hit.elsewhere]


def test_the_same_page_again_changes_nothing(
    library: Library, page: MakePage, now: datetime
) -> None:
    first = library.ingest(page("a.txt", REST, CANTEEN), now=now)
    again = library.ingest(page("a.txt", REST, CANTEEN), now=now + timedelta(days=1))
    assert (first.added, first.unchanged) == (2, 0)
    assert (again.added, again.changed, again.unchanged, again.removed) == (0, 0, 2, 0)
    assert again.ids == first.ids
    assert [library.article(one).read_at for one in first.ids] == [now, now]


def test_the_same_content_under_another_name_is_not_stored_twice(
    library: Library, page: MakePage, now: datetime
) -> None:
    first = library.ingest(page("a.txt", REST), now=now)
    again = library.ingest(page("b.txt", REST), now=now)
    assert (again.added, again.unchanged, again.ids) == (0, 1, first.ids)
    assert library.stats().articles == 1


def test_ids_are_short_and_the_same_in_every_store(
    library: Library, page: MakePage, now: datetime, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ids = library.ingest(page("a.txt", REST, CANTEEN), now=now).ids
    other = Database.open(f"sqlite:///{tmp_path_factory.mktemp('other') / 'x.db'}")
    assert Library(other).ingest(page("elsewhere.txt", REST, CANTEEN), now=now).ids == ids
    assert all(len(one) <= 12 and one.isascii() and one.isalnum() for one in ids)
    other.close()


def test_a_corrected_page_keeps_identity_and_history(
    library: Library, lookup: Lookup, page: MakePage, now: datetime
) -> None:
    rest, canteen = library.ingest(page("a.txt", REST, CANTEEN), now=now).ids
    better = ("厂里有了新浴室", REST[1].replace("澡堂", "浴室"), REST[2])
    later = now + timedelta(days=2)
    done = library.ingest(page("a.txt", better, CANTEEN), now=later)
    assert (done.added, done.changed, done.unchanged, done.removed) == (0, 1, 1, 0)
    assert done.ids == (rest, canteen)
    stored = library.article(rest)
    assert stored.article.headline == "厂里有了新浴室"
    assert stored.read_at == now
    (version,) = library.history(rest)
    assert (version.article.headline, version.replaced_at) == (REST[0], later)
    assert titles(library, lookup, "浴室", now) == ["厂里有了新浴室"]
    assert library.history(canteen) == []
    assert library.check() == []


def test_words_that_a_correction_took_out_are_no_longer_found(
    library: Library, lookup: Lookup, page: MakePage, now: datetime
) -> None:
    library.ingest(page("a.txt", REST, CANTEEN), now=now)
    assert titles(library, lookup, "热汤面", now) == [CANTEEN[0]]
    library.ingest(
        page("a.txt", REST, (CANTEEN[0], CANTEEN[1].replace("汤面", "米粥"), CANTEEN[2])), now=now
    )
    assert titles(library, lookup, "热汤面", now) == []
    assert titles(library, lookup, "热米粥", now) == [CANTEEN[0]]


def test_articles_that_change_places_keep_their_ids(
    library: Library, page: MakePage, now: datetime
) -> None:
    rest, canteen = library.ingest(page("a.txt", REST, CANTEEN), now=now).ids
    done = library.ingest(page("a.txt", CANTEEN, REST), now=now)
    assert done.ids == (canteen, rest)
    assert (done.added, done.removed) == (0, 0)
    assert library.history(rest) == []
    assert library.article(rest).article.position == 2


def test_an_article_the_page_no_longer_holds_is_gone(
    library: Library, lookup: Lookup, page: MakePage, now: datetime
) -> None:
    _, canteen = library.ingest(page("a.txt", REST, CANTEEN), now=now).ids
    done = library.ingest(page("a.txt", REST), now=now)
    assert (done.removed, done.removed_ids) == (1, (canteen,))
    with pytest.raises(NotFound):
        library.article(canteen)
    assert titles(library, lookup, "热汤面", now) == []
    assert [version.reason for version in library.history(canteen)] == ["gone"]


def test_an_article_that_was_half_of_another_leads_to_it(
    library: Library, page: MakePage, now: datetime
) -> None:
    long = (REST[0], *REST[1:], "工会还添了十二个吹风机和两台洗衣机，谁来都能用，钱由工会出。")
    half = ("谁来都能用", "工会还添了十二个吹风机和两台洗衣机，谁来都能用，钱由工会出。")
    whole, piece = library.ingest(page("a.txt", REST, half), now=now).ids
    library.ingest(page("a.txt", long), now=now)
    assert library.article(piece).id == whole


def test_a_removed_page_leaves_nothing_and_its_ids_stay_unused(
    library: Library, lookup: Lookup, page: MakePage, now: datetime
) -> None:
    ids = library.ingest(page("a.txt", REST, CANTEEN), now=now).ids
    assert library.remove("a.txt", now=now) == 2
    assert library.remove("a.txt", now=now) == 0
    assert titles(library, lookup, "澡堂", now) == []
    assert library.stats().articles == 0
    again = library.ingest(page("a.txt", REST), now=now)
    assert not set(again.ids) & set(ids)
    assert library.check() == []


def lines_of(library: Library) -> Iterator[str]:
    for stored in library.export():
        yield contract.dumps(replace(stored.article, id=stored.id))


def test_export_and_ingest_are_without_loss(
    seeded: Library, seed_pages: list[PageReading], now: datetime, tmp_path: object
) -> None:
    exported = list(lines_of(seeded))
    other = Database.open(f"sqlite:///{tmp_path}/copy.db")
    copy = Library(other)
    articles = tuple(contract.loads(line) for line in exported)
    done = copy.ingest(PageReading(Page("export.jsonl", ""), articles), now=now)
    assert done.added == sum(len(page.articles) for page in seed_pages)
    assert sorted(lines_of(copy)) == sorted(exported)
    again = copy.ingest(PageReading(Page("export.jsonl", ""), articles), now=now)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    other.close()


def test_exported_lines_bring_back_everything(
    library: Library, page: MakePage, now: datetime, tmp_path: object
) -> None:
    first = library.ingest(page("a.txt", REST, CANTEEN, doubts=("unsure",)), now=now)
    library.ingest(page("b.txt", ("车棚装了灯", "车棚里装了六盏灯。")), now=now + timedelta(days=1))
    library.hide(first.ids[0], now=now)
    library.retag(first.ids[1], ["housing_welfare"], ["330100"], now=now)
    lines = list(library.export_lines())
    other = Database.open(f"sqlite:///{tmp_path}/copy.db")
    copy = Library(other)
    done = copy.import_lines(lines, now=now + timedelta(days=9))
    assert done.added == 3
    assert list(copy.export_lines()) == lines
    assert list(copy.export()) == list(library.export())
    again = copy.import_lines(lines, now=now + timedelta(days=9))
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert list(copy.export_lines()) == lines
    assert copy.check() == []
    other.close()


def test_lines_that_do_not_hold_are_told(library: Library, now: datetime) -> None:
    with pytest.raises(ReadingError) as told:
        library.import_lines(["", "{broken"], now=now)
    assert told.value.where == "line 2"
    assert library.stats().articles == 0


def test_pages_before_a_line_that_does_not_hold_are_there(
    library: Library, page: MakePage, now: datetime
) -> None:
    """While a page is committed the next one is read: what is wrong there comes after it."""
    good = [page(f"{n}.txt", REST, (f"{n}号车棚装了灯", f"{n}号车棚里装了灯。")) for n in range(4)]
    lines = [contract.dumps(article) for one in good for article in one.articles]
    with pytest.raises(ReadingError) as told:
        library.import_lines([*lines[:7], "{broken"], now=now)
    assert told.value.where == "line 8"
    assert [one.article.source for one in library.export()] == [
        f"{n}.txt" for n in range(3) for _ in range(2)
    ]
    assert library.check() == []


def test_many_pages_in_one_reading_are_stored_page_by_page(
    library: Library, page: MakePage, now: datetime
) -> None:
    some = [page(f"{n}.txt", (f"{n}号楼修好了", f"{n}号楼的屋顶修好了。")) for n in range(5)]
    articles = tuple(article for one in some for article in one.articles)
    done = library.ingest(PageReading(Page("all.jsonl", ""), articles), now=now)
    assert (done.added, len(done.ids), len(set(done.added_ids))) == (5, 5, 5)
    assert [library.article(one).article.source for one in done.ids] == [
        f"{n}.txt" for n in range(5)
    ]
    assert library.stats().pages == 5


def test_a_part_of_a_page_does_not_take_out_the_rest(
    library: Library, page: MakePage, now: datetime
) -> None:
    ids = library.ingest(page("a.txt", REST, CANTEEN), now=now).ids
    one = library.article(ids[1]).article
    done = library.ingest(PageReading(Page("some.jsonl", ""), (one,)), now=now)
    assert (done.added, done.removed) == (0, 0)
    assert [stored.id for stored in library.export()] == list(ids)


def test_a_page_without_articles_is_a_page(library: Library, page: MakePage, now: datetime) -> None:
    library.ingest(page("a.txt", REST), now=now)
    done = library.ingest(page("a.txt"), now=now)
    assert done.removed == 1
    assert library.stats().pages == 1


def test_reprints_are_one_story(library: Library, page: MakePage, now: datetime) -> None:
    body = REST[1] + "".join(f"第{n}天来了{n * 3}个人，都说水热、地方干净。" for n in range(1, 30))
    first = library.ingest(page("a.txt", (REST[0], body)), now=now).ids[0]
    reprint = ("新澡堂开门", body.replace("干净", "清爽"))
    second = library.ingest(page("b.txt", reprint, CANTEEN), now=now).ids
    assert library.article(second[0]).story == first
    assert library.article(first).carriers == 2
    assert library.article(second[1]).story == second[1]
    shown = library.best(since=now - timedelta(days=1), limit=10)
    assert len(shown) == 2


@pytest.mark.parametrize(("told", "again"), [(100, True), (101, False)])
def test_what_too_many_articles_say_makes_no_story(
    library: Library, page: MakePage, now: datetime, told: int, again: bool
) -> None:
    """A line that every page prints is no sign of a reprint."""
    line = ("值班电话", "夜里有事请打值班电话。")
    first = library.ingest(page("a.txt", *[line] * told), now=now).ids
    assert {library.article(one).story for one in first} == {first[0]}
    (later,) = library.ingest(page("b.txt", line, CANTEEN), now=now).ids[:1]
    assert library.article(later).story == (first[0] if again else later)


def test_new_since_goes_on_where_it_stopped(
    library: Library, page: MakePage, now: datetime
) -> None:
    pages = [
        page(f"{n}.txt", (f"第{n}号通报", f"第{n}号通报的内容是{n * 7}件事。")) for n in range(6)
    ]
    for n, one in enumerate(pages):
        library.ingest(one, now=now + timedelta(minutes=n // 2))
    seen: list[str] = []
    since = now - timedelta(days=1)
    while found := library.new_since(since, limit=1):
        seen += [one.article.source for one in found]
        since = found[-1].read_at
    assert seen == [f"{n}.txt" for n in range(6)]


def test_browse_and_stats(seeded: Library, seed_pages: list[PageReading]) -> None:
    first = seed_pages[0]
    day = first.articles[0].published
    assert day is not None
    found = seeded.browse(day=day.date, limit=100)
    assert [one.article.position for one in found] == [a.position for a in first.articles]
    assert seeded.browse(day=day.date, offset=6, limit=100) == found[6:]
    stats = seeded.stats()
    assert stats.articles == sum(len(page.articles) for page in seed_pages)
    assert stats.pages == len(seed_pages)
    assert dict(stats.topics)["service_station"] >= 5


def test_best_keeps_to_topics_and_places(seeded: Library, now: datetime) -> None:
    since = now - timedelta(days=1)
    found = seeded.best(since=since, topics=("rest_recuperation",), limit=10)
    assert found
    assert all("rest_recuperation" in {t.slug for t in one.article.topics} for one in found)
    there = seeded.best(since=since, regions=("320000",), limit=10)
    assert there
    assert all(any(r.code.startswith("32") for r in one.article.regions) for one in there)
    assert seeded.best(since=now + timedelta(days=1)) == []


def test_trends_count_by_week(
    library: Library, seed_pages: list[PageReading], now: datetime
) -> None:
    for n, one in enumerate(seed_pages):
        library.ingest(one, now=now - timedelta(days=7 * (len(seed_pages) - 1 - n)))
    trends = library.trends(now, weeks=6)
    assert trends.articles[-1] == len(seed_pages[-1].articles)
    assert sum(trends.articles) == library.stats().articles
    assert all(len(line.weekly) == 6 for line in (*trends.topics, *trends.regions))
    totals = [line.total for line in trends.topics]
    assert totals == sorted(totals, reverse=True)


def test_a_week_ends_where_the_next_begins(
    library: Library, page: Callable[..., PageReading], now: datetime
) -> None:
    second, week = timedelta(seconds=1), timedelta(days=7)
    read = (now - 2 * week, now - 2 * week + second, now - week, now - week + second, now)
    for n, at in enumerate((*read, now + second)):
        library.ingest(page(f"{n}.txt", (f"第{n}号通知", f"这是第{n}号通知。")), now=at)
    trends = library.trends(now, weeks=2)
    assert trends.articles == (2, 2)
    assert trends.starts == (now - 2 * week, now - week)
    assert library.trends(now + second, weeks=1).articles == (2,)


def test_related_and_elsewhere(seeded: Library, seed_lookup: Lookup, now: datetime) -> None:
    query = seed_lookup.understand("暖心驿站", today=now.date())
    one = seed_lookup.answer(query, now=now).hits[0].stored
    related = seeded.related(one.id, now=now)
    assert related
    assert one.id not in {hit.stored.id for hit in related}
    home = one.article.primary_region
    assert home is not None
    away = seeded.elsewhere(one.id, now=now)
    assert away
    for hit in away:
        assert {t.slug for t in hit.stored.article.topics} & {t.slug for t in one.article.topics}
        assert all(r.code[:2] != home.code[:2] for r in hit.stored.article.regions)


def test_unknown_ids_are_told(library: Library, now: datetime) -> None:
    with pytest.raises(NotFound):
        library.article("nothere")
    for use in (library.accept, library.hide, library.related):
        with pytest.raises(NotFound):
            use("nothere", now=now)
    assert library.articles(["nothere"]) == []
