"""Matching at scale, by hand: `python tests/benchmarks/matching_rules.py [rules] [articles]`.

Builds mixed rules (words by Zipf's law over jieba's 50,000 commonest words, places, topics,
alternatives, exclusions) for a fifth as many chats, and articles out of the seed pages' sentences;
prints the time to build, the time to match, what doubling the rules that cannot hit adds, and how
often the plain definition would have fitted into that time. Everything is seeded; seconds are
processor seconds of the one thread that works, so that a busy machine changes little."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from digest import gazetteer
from digest.following.explanation import canonical, explain
from digest.following.features import Features, features
from digest.following.rule_index import RuleIndex
from digest.language import sentences
from digest.model import Article, Region, Rule, Topic
from digest.understanding import taxonomy

SEEDS = Path(__file__).parents[2] / "seeds"
POOL = 50_000
LENGTH = 787  # characters of a mean seed article


def vocabulary() -> list[str]:
    """The commonest words of two characters or more."""
    import jieba

    jieba.initialize()
    words = ((count, word) for word, count in jieba.dt.FREQ.items() if len(word) > 1 and count)
    return [word for _, word in sorted(words, reverse=True)[:POOL]]


def made_rules(number: int, seed: int, words: list[str]) -> Iterator[tuple[int, Rule]]:
    """Rules of mixed kinds with the keys 0…number-1."""
    draw = random.Random(seed)
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    picked = iter(draw.choices(words, cum_weights=weights, k=number * 2))
    codes = [place.code for place in gazetteer.load().children(None)]
    codes += [city.code for code in codes for city in gazetteer.load().children(code)]
    slugs = list(taxonomy.load().slugs)
    for key in range(number):
        kind = draw.random()
        word = next(picked)
        every = (word, next(picked)) if kind < 0.25 else (word,)
        regions = (draw.choice(codes),) if 0.4 < kind < 0.8 else ()
        topics = (draw.choice(slugs),) if kind > 0.65 else ()
        if kind > 0.9:
            every, regions = (), (draw.choice(codes),)
        some = (next(picked), word) if 0.88 < kind < 0.9 else ()
        no = (draw.choice(words),) if draw.random() < 0.03 else ()
        yield key, Rule(() if some else every, some, no, regions, False, topics)


def made_articles(number: int, seed: int) -> list[Features]:
    """Articles of shuffled seed sentences, with one to three places and topics each."""
    draw = random.Random(seed)
    pages = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    lines = [one for page in pages for one in sentences.split(page.replace("\n", ""))]
    cities = [
        c.code
        for p in gazetteer.load().children(None)[:31]
        for c in gazetteer.load().children(p.code)
    ]
    slugs = list(taxonomy.load().slugs)
    made = []
    for _ in range(number):
        body: list[str] = []
        while sum(map(len, body)) < LENGTH:
            body.append(draw.choice(lines))
        regions = tuple(Region(c, c, n == 0, c) for n, c in enumerate(draw.sample(cities, 2)))
        topics = tuple(Topic(slug, 0.8) for slug in draw.sample(slugs, 2))
        made.append(
            features(
                Article(
                    "bench",
                    1,
                    "news",
                    tuple(body),
                    headline=body[0][:24],
                    regions=regions,
                    topics=topics,
                )
            )
        )
    return made


def timed_match(index: RuleIndex, articles: list[Features]) -> tuple[float, int]:
    """Seconds to find the keys of all fitting rules, and how many fitted."""
    start = time.process_time()
    hits = sum(len(index.found(one)[0]) for one in articles)
    return time.process_time() - start, hits


def never_hitting(number: int, first: int) -> Iterator[tuple[int, Rule]]:
    """Rules whose word no article holds: names out of a private alphabet."""
    for key in range(first, first + number):
        digits = "".join(chr(0xE100 + int(d)) for d in str(key))
        yield key, Rule(every=(f"某{digits}",), regions=("320000",) if key % 2 else ())


def main() -> None:
    """Run it all and print the figures."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    words = vocabulary()
    start = time.process_time()
    articles = made_articles(count, 2)
    print(f"{count} articles prepared in {time.process_time() - start:.2f} s")
    start = time.process_time()
    index = RuleIndex.build(made_rules(number, 1, words))
    print(
        f"{number} rules over {number // 5} chats built in {time.process_time() - start:.1f} s, "
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
    )
    seconds, hits = timed_match(index, articles)
    again, _ = timed_match(index, articles)
    print(f"matched in {seconds:.2f} s, again {again:.2f} s: {hits / count:.0f} rules an article")
    few = articles[:3]
    brute_rules = [rule for _, rule in made_rules(number, 1, words)]
    canonical_rules = [canonical(rule) for rule in brute_rules]
    start = time.process_time()
    plain = sum(explain(rule, one) is not None for one in few for rule in canonical_rules)
    brute = time.process_time() - start
    quick, same = timed_match(index, few)
    print(
        f"brute force on {len(few)} articles {brute:.1f} s, index {quick:.4f} s: "
        f"{brute / quick:.0f} times; hits {plain} and {same}"
    )
    del brute_rules, canonical_rules
    print(
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB "
        "(with the brute force's own rules)"
    )

    def doubled() -> Iterator[tuple[int, Rule]]:
        yield from made_rules(number, 1, words)
        yield from never_hitting(number, number)

    larger = RuleIndex.build(doubled())
    pairs = [(timed_match(index, articles)[0], timed_match(larger, articles)[0]) for _ in range(3)]
    one, two = min(a for a, _ in pairs), min(b for _, b in pairs)
    print(f"with as many rules again that cannot hit: {two / one:.3f} times as long")


if __name__ == "__main__":
    main()
