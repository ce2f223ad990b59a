"""How long a lookup takes, beside a raw question to the database on the same data.

    python tests/benchmarks/lookup.py URL [ARTICLES] [--keep]

Fills the store at URL with ARTICLES made-up articles (20,000 unless said; a store that holds that
many is used as it is), then asks each question ROUNDS times in random order and prints the median
and the 99th percentile in milliseconds, the size of the index beside the text, and the ratio to
the plainest question that the database can be asked for the same word (newest 20, no ranking).
The best of each question's rounds is what it takes when other work leaves the processor alone.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from corpus import Corpus
from sqlalchemy import Connection, func, select

from digest.service.library import Library
from digest.service.lookup import Lookup
from digest.store.database import Database
from digest.store.schema.library import articles
from digest.store.search.interface import Wanted, engine_for, word

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ROUNDS = 7
WORDS = (
    "职工",
    "工会",
    "疗休养",
    "驿站",
    "书屋",
    "劳模",
    "集体协商",
    "技能竞赛",
    "工",
    "企业",
    "服务",
    "王伟华",
)
QUESTIONS = (
    *WORDS,
    *("江苏", "南京", "江苏疗休养", "南京驿站", "上海工地安全", "山东职工", "四川送温暖"),
    *(
        "外卖小哥歇脚的地方",
        "老板不给钱怎么办",
        "北京哪里有网约车司机休息的地方",
        "大国工匠奖励多少钱",
    ),
    *("2020年5月疗休养", "最近三个月疗休养", "“暖心驿站”", "驿站 -北京", "療休養", "liaoxiuyang"),
    *("困难职工帮扶", "新就业形态劳动者", "职工 工会 服务 企业", "西藏疗休养", "珊瑚礁养殖"),
)


def fill(database: Database, wanted: int) -> None:
    """Bring the store to at least `wanted` articles."""
    library, now = Library(database), NOW - timedelta(days=700)
    held = library.stats().articles
    if held >= wanted:
        return
    begun = time.perf_counter()
    for number, page in enumerate(Corpus(wanted).pages()):
        library.ingest(page, now=now + timedelta(seconds=number))
    library.settle()
    seconds = time.perf_counter() - begun
    print(f"filled: {wanted} articles, {wanted / seconds:.0f}/s")


def timed(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def line(name: str, times: list[float]) -> tuple[float, float]:
    middle = statistics.median(times)
    last = statistics.quantiles(times, n=100)[98]
    print(f"{name:24} p50 {middle:7.2f} ms   p99 {last:7.2f} ms   n {len(times)}")
    return middle, last


def raw(connection: Connection, text: str, top: int) -> object:
    """The newest 20 articles with a word: what the engine alone can do."""
    engine = engine_for(connection)
    return engine.newest(connection, Wanted(word(text), top + 1, limit=20, enough=20))


def main(url: str, wanted: int) -> None:
    """Fill, ask, print."""
    database = Database.open(url)
    fill(database, wanted)
    lookup = Lookup(database)
    queries = [lookup.understand(text, today=NOW.date()) for text in QUESTIONS]
    rounds = queries * ROUNDS
    random.Random(1).shuffle(rounds)
    for query in queries:
        lookup.answer(query, now=NOW)
    times = [timed(lambda q=q: lookup.answer(q, now=NOW)) for q in rounds]
    asked = line("lookup", times)
    best: dict[str, float] = {}
    for query, taken in zip(rounds, times, strict=True):
        best[query.text] = min(taken, best.get(query.text, taken))
    line("each question's best", list(best.values()))
    with database.reading() as connection:
        top = connection.execute(select(func.max(articles.c.no))).scalar_one()
        plain = [timed(lambda w=w: raw(connection, w, top)) for w in WORDS * ROUNDS]
        base = line("raw index, newest 20", plain)
        text = connection.execute(select(func.sum(func.length(articles.c.folded)))).scalar_one()
        size = engine_for(connection).size(connection)
    print(
        f"ratio to the raw index     p50 {asked[0] / base[0]:.1f} x   p99 {asked[1] / base[1]:.1f} x"
    )
    # Text of this kind is nearly all Chinese: three bytes a character.
    print(f"index: {size / 1e6:.0f} MB, {size / (3 * text):.2f} x the text, {top} articles")
    worst = max(
        (min(timed(lambda q=q: lookup.answer(q, now=NOW)) for _ in range(3)), q.text)
        for q in queries
    )
    print(f"slowest question: {worst[1]} ({worst[0]:.1f} ms)")
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20_000)
