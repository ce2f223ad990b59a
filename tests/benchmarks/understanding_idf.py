"""Counts in how many articles each word stands and writes the table keyphrases are weighed with.

Run by hand after the lexicon or the corpus has grown:
    python tests/benchmarks/understanding_idf.py FILE.jsonl … > digest/understanding/data/idf.tsv
The files hold one article a line with `paragraphs` (the labelled seeds and our own writing). Words
are counted, not texts kept. A word that stands in one article only is left out: its weight is that
of an unseen word.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from digest.understanding import genre, keyphrases


def main(paths: list[str]) -> None:
    counts: Counter[str] = Counter()
    articles = 0
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            made = json.loads(line)
            texts = [made.get("headline") or "", *made["paragraphs"]]
            found = {word for text in texts for word in genre.tokens(text)}
            counts.update(word for word in found if keyphrases.is_candidate(word))
            articles += 1
    print(f"articles\t{articles}")
    for word, count in sorted(counts.items()):
        if count > 1:
            print(f"{word}\t{count}")


if __name__ == "__main__":
    main(sys.argv[1:])
