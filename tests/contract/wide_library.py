"""Our own labelled articles (those that a rule writer may read) as one page for the lookup tests,
as a person read them and as the product understands them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from digest.model import Article, Page, PageReading
from digest.understanding import understand

QUALITY = Path(__file__).parents[1] / "quality"
SOURCE = "wide.txt"
_LABELLED = ("open", "aside")  # parts whose articles the lookups were labelled with


def page() -> PageReading:
    """Every story once, whatever pages it was laid out on."""
    found = {one["headline"]: one for one in (*_written(), *_examined())}
    return PageReading(
        Page(SOURCE, ""),
        tuple(understand(_article(one, at)) for at, one in enumerate(found.values(), 1)),
    )


def _article(one: dict[str, Any], position: int) -> Article:
    return Article(
        source=SOURCE,
        position=position,
        kind=one["kind"],
        headline=one["headline"],
        kicker=one.get("kicker") or None,
        subtitle=one.get("subtitle") or None,
        reporters=tuple(one.get("reporters", ())),
        correspondents=tuple(one.get("correspondents", ())),
        authors=(one["author"],) if one.get("author") else (),
        photographer=one.get("photographer") or None,
        paragraphs=tuple(one["chars_paragraphs"]),
        subheads=tuple(head["text"] for head in one["subheads"]),
    )


def _written() -> Iterator[dict[str, Any]]:
    text = (QUALITY / "unseen" / "dev_articles.toml").read_text(encoding="utf-8")
    for one in tomllib.loads(text)["article"]:
        lines = one["body"].strip().split("\n")
        heads = [line[3:] for line in lines if line.startswith("## ")]
        body = [line for line in lines if not line.startswith("## ")]
        yield {**one, "chars_paragraphs": body, "subheads": [{"text": head} for head in heads]}


def _examined() -> Iterator[dict[str, Any]]:
    folders = [QUALITY / "examined" / part for part in _LABELLED]
    for path in sorted(chain.from_iterable(f.glob("L[0-2]*.jsonl") for f in folders)):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())
