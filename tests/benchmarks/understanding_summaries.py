"""How good our summaries are beside the lead and sumy's TextRank and LexRank, at equal length.

    python tests/benchmarks/understanding_summaries.py FILE.jsonl …

The files hold labelled articles (`paragraphs`, `reference_summary`, `key_numbers`); the labelled
seeds by default. `lead` takes sentences from the start, skipping speech and what does not fit;
sumy's sentences are taken in its order of rank as long as they fit, and printed in that of the
text. Prints the share of key numbers told, ROUGE-L against the reference, and the mean length.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from digest.language import sentences, words
from digest.model import Article
from digest.understanding import summaries

GOLD = Path(__file__).parents[1] / "quality" / "gold"
LIMIT = 160


def main(paths: list[str]) -> None:
    files = [Path(path) for path in paths] or sorted(GOLD.glob("*.jsonl"))
    labelled = [json.loads(line) for file in files for line in file.open(encoding="utf-8")]
    ways: dict[str, Callable[[Article], str]] = {
        "ours": lambda article: summaries.summarise(article).text,
        "lead": lead,
        "lead110": lambda article: lead(article, 110),
        "textrank": ranked("text_rank", "TextRankSummarizer"),
        "lexrank": ranked("lex_rank", "LexRankSummarizer"),
    }
    print(f"{len(labelled)} articles\n{'':10}{'numbers':>9}{'rougeL':>9}{'length':>9}")
    for name, way in ways.items():
        made = [(gold, way(as_article(gold))) for gold in labelled]
        told = sum(has_number(n, text) for gold, text in made for n in gold["key_numbers"])
        asked = sum(len(gold["key_numbers"]) for gold, _ in made)
        rouge = sum(rouge_l(text, gold["reference_summary"]) for gold, text in made) / len(made)
        length = sum(len(text) for _, text in made) / len(made)
        print(f"{name:10}{told / max(asked, 1):9.3f}{rouge:9.3f}{length:9.0f}")


def as_article(gold: dict[str, Any]) -> Article:
    return Article(
        "page.txt",
        1,
        gold["kind"],
        tuple(gold["paragraphs"]),
        kicker=gold["kicker"] or None,
        headline=gold["headline"] or None,
        pullouts=tuple(gold.get("pullout") or ()),
    )


def lead(article: Article, limit: int = LIMIT) -> str:
    text = ""
    for paragraph in article.paragraphs:
        for sentence in sentences.split(paragraph):
            spoken = sentence.startswith("“") or re.search(r"表示|说。$|说[:：]", sentence)
            if not spoken and len(text) + len(sentence) <= limit:
                text += sentence
    return text


def ranked(module: str, summarizer: str) -> Callable[[Article], str]:
    """sumy's ranking, filled up to the limit."""
    import importlib

    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    kind = getattr(importlib.import_module(f"sumy.summarizers.{module}"), summarizer)

    class Tokenizer:
        def to_words(self, text: str) -> list[str]:
            return [word for word in words.cut(text) if word.isalnum()]

    def run(article: Article) -> str:
        texts = [text for part in article.paragraphs for text in sentences.split(part)]
        made = [Sentence(text, Tokenizer()) for text in texts]
        document = ObjectDocumentModel([Paragraph(made)])
        rating = kind().rate_sentences(document) if module == "text_rank" else None
        if rating is not None:
            order = sorted(made, key=lambda sentence: -rating[sentence])
        else:
            order = [next(iter(kind()(document, 1)), None)]
            for count in range(2, len(made) + 1):
                order += [s for s in kind()(document, count) if s not in order]
        return filled([str(sentence) for sentence in order], texts)

    return run


def filled(order: list[str], texts: list[str]) -> str:
    taken: list[str] = []
    for text in order:
        if sum(map(len, taken)) + len(text) <= LIMIT:
            taken.append(text)
    return "".join(text for text in texts if text in taken)


def has_number(key: str, text: str) -> bool:
    core = re.search(r"\d+(?:\.\d+)?(?:万|亿|%)?", key)
    return bool(core and re.search(rf"(?<![\d.]){re.escape(core.group())}(?!\d|\.\d)", text))


def rouge_l(one: str, other: str) -> float:
    a, b = (re.sub(r"[^\w]", "", text) for text in (one, other))
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for place, y in enumerate(b, 1):
            before, row[place] = (
                row[place],
                before + 1 if x == y else max(row[place], row[place - 1]),
            )
    return 2 * row[-1] / (len(a) + len(b)) if a and b else 0.0


if __name__ == "__main__":
    main(sys.argv[1:])
