"""How fast an article is understood beside sumy's TextRank, which cuts words with plain jieba.

    python tests/benchmarks/understanding_speed.py [--engine jieba|rjieba] [--rounds 6]

Regions, topics, keyphrases, organisations and summary together against sumy's summary alone, on the
labelled seeds; prints ratios of one run (the promise: 1.5 with jieba, 2.5 with rjieba), the time
and memory of loading, and which part takes how much. sumy is a benchmark extra.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from digest.model import Article

GOLD = Path(__file__).parents[1] / "quality" / "gold"


def load_articles() -> list[Article]:
    lines = (line for path in sorted(GOLD.glob("*.jsonl")) for line in path.open(encoding="utf-8"))
    return [article(json.loads(line)) for line in lines]


def article(made: dict[str, Any]) -> Article:
    return Article(
        "page.txt",
        1,
        made["kind"],
        tuple(made["paragraphs"]),
        kicker=made["kicker"] or None,
        headline=made["headline"] or None,
    )


def seconds(work: Callable[[], Any], rounds: int) -> float:
    """The best of several rounds, in seconds of processor time: other work on the machine does not count."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def by_turns(
    one: Callable[[], Any], other: Callable[[], Any], rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds of each round of both, run by turns so that a busy machine is busy for both."""
    taken = [(seconds(one, 1), seconds(other, 1)) for _ in range(rounds + 1)][1:]
    return [mine for mine, _ in taken], [theirs for _, theirs in taken]


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sumy_textrank(articles: list[Article]) -> Callable[[], None]:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.summarizers.text_rank import TextRankSummarizer

    from digest.language import sentences, words

    jieba = words.segmenter("jieba")

    class Tokenizer:
        def to_words(self, text: str) -> list[str]:
            return [word for word in jieba.cut(text, True) if word.isalnum()]

    def run() -> None:
        for piece in articles:
            made = [
                Paragraph([Sentence(text, Tokenizer()) for text in sentences.split(paragraph)])
                for paragraph in piece.paragraphs
            ]
            TextRankSummarizer()(ObjectDocumentModel(made), 3)

    return run


def ours(articles: list[Article]) -> Callable[[], None]:
    from digest.understanding import genre, understand

    def run() -> None:
        genre.tokens.cache_clear()
        for piece in articles:
            understand(piece)

    return run


def parts(articles: list[Article]) -> dict[str, Callable[[], Any]]:
    from digest.language import words
    from digest.understanding import keyphrases, organisations, regions, summaries, topics

    return {
        "cutting": lambda: [words.cut(text) for a in articles for text in a.paragraphs],
        "regions": lambda: [regions.find(a) for a in articles],
        "topics": lambda: [topics.find(a) for a in articles],
        "keyphrases": lambda: [keyphrases.find(a) for a in articles],
        "organisations": lambda: [organisations.find(a) for a in articles],
        "summary": lambda: [summaries.summarise(a) for a in articles],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["jieba", "rjieba"], default="jieba")
    parser.add_argument("--rounds", type=int, default=6)
    args = parser.parse_args()
    articles = load_articles()
    before, start = megabytes(), time.process_time()
    from digest.language import words

    words.choose(args.engine)
    ours(articles[:1])()
    print(f"loading: {time.process_time() - start:.2f} s, {megabytes() - before:.0f} MB")
    for name, work in parts(articles).items():
        print(f"  {name:14}{1000 * seconds(work, args.rounds) / len(articles):8.2f} ms an article")
    mine, theirs = by_turns(ours(articles), sumy_textrank(articles), args.rounds)
    count = 1000 / len(articles)
    print(f"ours {count * min(mine):.2f} ms, sumy {count * min(theirs):.2f} ms an article")
    ratio = median(their / my for my, their in zip(mine, theirs, strict=True))
    print(f"ratio {ratio:.2f} with {args.engine} (median of {args.rounds} rounds)")


if __name__ == "__main__":
    main()
