"""In which order lookup answers, page by page, and what it shows and offers: the same on both
engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from digest.model import PageReading, Published, Topic
from digest.service.library import Library
from digest.service.lookup import Answer

MakePage = Callable[..., PageReading]
Ask = Callable[..., Answer]


def titles(answer: Answer) -> list[str]:
    return [hit.stored.article.title for hit in answer.hits if not hit.elsewhere]


def test_headline_beats_title_lines_beats_body(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    one, two, three = (
        "这家厂的夜班有热饭吃，工会管饭也管人，一天三顿都不落下。",
        "码头上新修了遮雨棚，装卸工下雨天也能歇一会儿，不用淋着。",
        "矿上给每个班组发了一台血压计，谁头晕谁就量一量，再下井。",
    )
    library.ingest(page("body.txt", ("厂里的新变化", one + "有人提到了陶艺课。")), now=now)
    library.ingest(page("head.txt", ("陶艺课开班", two)), now=now)
    library.ingest(page("kick.txt", ("下班以后", three), kicker="陶艺课上新"), now=now)
    assert titles(ask("陶艺课")) == ["陶艺课开班", "下班以后", "厂里的新变化"]


def test_more_of_what_was_asked_comes_first(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    library.ingest(page("a.txt", ("琴房", "琴房里有钢琴，谁都能弹。")), now=now)
    library.ingest(page("b.txt", ("琴房二", "琴房里有钢琴，晚上还有合唱。")), now=now)
    assert titles(ask("钢琴 合唱"))[0] == "琴房二"


def test_of_equals_the_newer_comes_first(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    for n in range(4):
        published = Published(date(2020 + n, 1, 1), "day", "given")
        reading = page(f"{n}.txt", (f"{n}号棋社", f"棋社{n}号每周末下棋。"), published=published)
        library.ingest(reading, now=now)
    assert titles(ask("棋社")) == ["3号棋社", "2号棋社", "1号棋社", "0号棋社"]


def test_other_tellings_of_a_story_come_last(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    body = "".join(f"第{n}天剧团来了{n * 3}个人，都说戏好看、座位软。" for n in range(1, 30))
    library.ingest(page("a.txt", ("剧团下车间", body)), now=now)
    library.ingest(page("b.txt", ("剧团进厂", body.replace("好看", "耐看"))), now=now)
    library.ingest(
        page("c.txt", ("剧团的一天", "剧团早上排练，晚上演出，中午在食堂吃饭。")), now=now
    )
    found = titles(ask("剧团"))
    assert len(found) == 3
    assert found.index("剧团的一天") < 2


def test_topic_words_find_tagged_articles(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    topics = (Topic("rest_recuperation", 0.9),)
    library.ingest(
        page("a.txt", ("去海边住五天", "一百名纺织女工去海边住了五天。"), topics=topics), now=now
    )
    library.ingest(page("b.txt", ("去海边捡垃圾", "一百名志愿者去海边捡了五天垃圾。")), now=now)
    assert titles(ask("疗休养")) == ["去海边住五天"]


def test_pages_of_an_answer_fit_together_while_articles_arrive(
    library: Library, ask: Ask, page: MakePage, now: datetime
) -> None:
    for n in range(130):
        library.ingest(page(f"{n}.txt", (f"{n}号花房", f"花房{n}号里种着{n}盆兰花。")), now=now)
    first = ask("兰花", limit=7)
    assert first.total == 130
    seen = [hit.stored.id for hit in first.hits]
    for step in range(1, 20):
        library.ingest(page(f"new{step}.txt", (f"新{step}号花房", "兰花兰花兰花。")), now=now)
        part = ask("兰花", limit=7, offset=7 * step, snapshot=first.snapshot)
        seen += [hit.stored.id for hit in part.hits]
        assert part.total == 130
    assert len(seen) == len(set(seen)) == 130
    assert ask("兰花").total == 149


def test_a_strange_snapshot_is_the_present(seeds: Ask) -> None:
    plain = seeds("疗休养")
    for snapshot in ("", "x", "999999999.20261121", "-1.20261121", "5.99999999", "'; DROP"):
        assert titles(seeds("疗休养", snapshot=snapshot)) == titles(plain)


def test_the_same_question_gives_the_same_answer(seeds: Ask) -> None:
    for text in ("工会", "北京哪里有网约车司机休息的地方", "西藏疗休养"):
        assert seeds(text, limit=40) == seeds(text, limit=40)


def test_snippets_show_the_hits(seeds: Ask) -> None:
    for hit in seeds("环卫工免费早饭").hits:
        assert any(span.hit for span in hit.snippet)
        assert sum(len(span.text) for span in hit.snippet) <= 62


def test_offers_where_nothing_is_found(seeds: Ask) -> None:
    answer = seeds("西藏疗休养")
    kinds = {offer.kind: offer for offer in answer.offers}
    assert kinds["topic_elsewhere"].count >= 3
    assert kinds["topic_elsewhere"].query.regions == ()
    assert kinds["follow"].query == answer.query
    assert "西藏" in answer.plain
    assert seeds("疗休养").offers == ()


def test_offers_of_other_topics_there_and_of_the_region_around(seeds: Ask) -> None:
    kinds = {offer.kind: offer for offer in seeds("昆明 疗休养").offers}
    assert kinds["region_other_topics"].count == 2
    assert kinds["region_other_topics"].query.topics == ()
    around = {offer.kind: offer for offer in seeds("兴化市 法律援助 审计").offers}
    assert all(offer.count > 0 for kind, offer in around.items() if kind != "follow")
