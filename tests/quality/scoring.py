"""Scores articles read from pages against page gold, metric by metric.

The metrics are those of the task's scoring rules: detection, kind, heads, body, order, names, places,
topics, summary. An unmatched gold article counts zero in every per-article metric; an article nobody
asked for counts against the precision of detection, names and topics. `tests/quality/test_scoring.py`
pins what perfect, empty and spoilt output score.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from comparing import (
    coverage,
    folded,
    position,
    rouge_l,
    same_paragraph,
    states_number,
    ungrounded,
)

Article = Mapping[str, Any]
MATCH_SHARE = 0.2  # of the gold body that an output article must hold to be matched with it
SUMMARY_LIMIT = 160
FRACTIONS = [
    "kind",
    "headline",
    "headline_any",
    "kicker",
    "body_acc",
    "body_prec",
    "para_whole",
    "order",
    "region",
    "region_prov",
    "mentioned",
    "topic_top1",
    "sum_numbers",
    "sum_rougeL",
    "sum_len",
    "sum_grounded",
]
HARMONIC = ("reporter_f1", "names_f1", "topic_f1")
METRICS = [
    "det_p",
    "det_r",
    "det_f1",
    "kind",
    "headline",
    "headline_any",
    "kicker",
    "body_acc",
    "body_prec",
    "para_whole",
    "order",
    "reporter_f1",
    "names_f1",
    "region",
    "region_prov",
    "mentioned",
    "topic_f1",
    "topic_top1",
    "sum_numbers",
    "sum_rougeL",
    "sum_len",
    "sum_grounded",
]


@dataclass
class Tally:
    """Counts of any number of pages: parts of wholes, and set overlaps."""

    parts: dict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    sets: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))

    def add(self, metric: str, got: float, possible: float = 1) -> None:
        self.parts[metric][0] += got
        self.parts[metric][1] += possible

    def overlap(self, metric: str, out: Iterable[Any], gold: Iterable[Any]) -> None:
        mine, wanted = set(out), set(gold)
        counts = (len(mine & wanted), len(mine), len(wanted))
        self.sets[metric] = [a + b for a, b in zip(self.sets[metric], counts, strict=True)]

    def merge(self, other: "Tally") -> None:
        for metric, (got, possible) in other.parts.items():
            self.add(metric, got, possible)
        for metric, counts in other.sets.items():
            self.sets[metric] = [a + b for a, b in zip(self.sets[metric], counts, strict=True)]

    def results(self) -> dict[str, float | None]:
        """Metric → value in METRICS order; None where the gold asks for nothing."""
        precision, recall, f1 = harmonic(*self.sets["det"])
        found: dict[str, float | None] = {"det_p": precision, "det_r": recall, "det_f1": f1}
        for metric in FRACTIONS:
            got, possible = self.parts[metric]
            found[metric] = got / possible if possible else None
        for metric in HARMONIC:
            hits, out, gold = self.sets[metric]
            found[metric] = harmonic(hits, out, gold)[2] if out or gold else None
        return {metric: found[metric] for metric in METRICS}


def harmonic(hits: int, out: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and F1; an empty side counts 1 only when the other is empty too."""
    precision = hits / out if out else float(not gold)
    recall = hits / gold if gold else float(not out)
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


# ---------- reading fields ----------
def many(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) else list(value or [])


def signers(article: Article) -> list[str]:
    """Photographers: a list or one string of names joined by blanks."""
    return " ".join(name for name in many(article.get("photographer")) if name).split()


def gold_body(gold: Article) -> tuple[list[str], list[str]]:
    """Folded body paragraphs and, apart, the editor's note that is printed among them."""
    body, notes = [], []
    for i, text in enumerate(gold["chars_paragraphs"]):
        paragraph = folded(text)
        is_note = paragraph.startswith("小编说") or i == gold.get("editor_note")
        if paragraph:
            (notes if is_note else body).append(paragraph)
    return body, notes


def output_body(out: Article, gold: Article) -> list[str]:
    """Folded output paragraphs without what they hold of the gold's editor's note."""
    paragraphs = [folded(p) for p in many(out.get("paragraphs"))]
    body, notes = gold_body(gold)
    if not notes:
        return paragraphs
    text = "".join(paragraphs)
    flags = zip(coverage(text, notes), coverage(text, body), strict=True)
    dropped = iter([in_note and not in_body for in_note, in_body in flags])
    kept = ["".join(c for c in p if not next(dropped)) for p in paragraphs]
    return [p for p in kept if p]


def topic_slugs(out: Article, gold: Article | None = None) -> list[str]:
    """The output's topics, best first, without those that the gold accepts but does not ask for."""
    spared = set((gold or {}).get("topics_also_ok") or [])
    slugs = (t.get("slug") if isinstance(t, dict) else t for t in many(out.get("topics")))
    return [slug for slug in slugs if slug not in spared]


def region_code(code: Any) -> str | None:
    """Six digits; the 市辖区 level of a municipality folds onto the municipality."""
    if not code:
        return None
    six = (str(code) + "000000")[:6]
    inner = six[:2] in ("11", "12", "31", "50") and six[2:] in ("0100", "0200")
    return six[:2] + "0000" if inner else six


def full_text(gold: Article) -> str:
    """All that a summary may draw on: the page's text of the article and its parts as labelled."""
    heads = [gold.get(key) or "" for key in ("kicker", "headline", "subtitle", "byline", "rubric")]
    pulls = "。".join(gold.get("pullout") or [])
    subs = "。".join(s["text"] for s in gold.get("subheads") or [])
    return "。".join([gold.get("dump_text", ""), *heads, pulls, subs, *gold["paragraphs"]])


# ---------- matching ----------
def matches(gold: Sequence[Article], out: Sequence[Article]) -> dict[int, int]:
    """Best pairs first, each article once: {gold index: output index}."""
    pairs = []
    for i, wanted in enumerate(gold):
        whole = "".join(gold_body(wanted)[0])
        for j, found in enumerate(out):
            text = "".join(output_body(found, wanted))
            here = sum(coverage(whole, [text]))
            if here and here >= MATCH_SHARE * len(whole):
                there = sum(coverage(text, [whole]))
                pairs.append((agreement(here, len(whole), there, len(text)), i, j))
    taken: dict[int, int] = {}
    for _, i, j in sorted(pairs, reverse=True):
        if i not in taken and j not in taken.values():
            taken[i] = j
    return taken


def agreement(here: int, whole: int, there: int, text: int) -> float:
    """F of the two shares: gold found in the output, output that is gold."""
    return 2 * here * there / (here * text + there * whole) if there else 0.0


# ---------- scoring ----------
def score_page(gold: Sequence[Article], out: Sequence[Article], tally: Tally) -> dict[int, int]:
    """Adds one page to the tally; returns the matches for whoever wants to look closer."""
    paired = matches(gold, out)
    tally.sets["det"] = [
        a + b for a, b in zip(tally.sets["det"], (len(paired), len(out), len(gold)), strict=True)
    ]
    for j in set(range(len(out))) - set(paired.values()):
        spurious(out[j], tally)
    for i, wanted in enumerate(gold):
        found = out[paired[i]] if i in paired else None
        heads(wanted, found, tally)
        body(wanted, found, tally)
        names(wanted, found or {}, tally)
        places(wanted, found, tally)
        topics(wanted, found, tally)
        summary(wanted, found or {}, tally)
    return paired


def spurious(out: Article, tally: Tally) -> None:
    tally.overlap("reporter_f1", many(out.get("reporters")), [])
    tally.overlap("names_f1", many(out.get("reporters")) + many(out.get("correspondents")), [])
    tally.overlap("topic_f1", topic_slugs(out), [])


def heads(gold: Article, out: Article | None, tally: Tally) -> None:
    def titled(key: str) -> str:
        return folded((out or {}).get(key)).lower()

    kinds = {(out or {}).get("kind"), gold["kind"]}
    tally.add("kind", out is not None and (len(kinds) == 1 or kinds == {"news", "brief"}))
    if gold["headline"]:
        wanted = {folded(h).lower() for h in gold.get("headline_ok") or [gold["headline"]]}
        tally.add("headline", out is not None and titled("headline") in wanted)
        slots = {titled(key) for key in ("headline", "kicker", "subtitle")}
        tally.add("headline_any", out is not None and folded(gold["headline"]).lower() in slots)
    if gold["kicker"]:
        tally.add("kicker", out is not None and titled("kicker") == folded(gold["kicker"]).lower())


def body(gold: Article, out: Article | None, tally: Tally) -> None:
    wanted = gold_body(gold)[0]
    found = output_body(out or {}, gold)
    whole, text = "".join(wanted), "".join(found)
    tally.add("body_acc", sum(body_found(gold, out)), len(whole))
    sources = [
        folded(gold.get("dump_text", "")),
        whole,
        folded(full_text({**gold, "dump_text": ""})),
    ]
    own = sum(coverage(text, sources))
    tally.add("body_prec", own, len(text) if out is not None else len(whole))
    for paragraph in wanted:
        tally.add("para_whole", any(same_paragraph(paragraph, p) for p in found))
    spots = [position(p, text) for p in wanted]
    for one, two in itertools.pairwise(spots):
        tally.add("order", one is not None and two is not None and one < two)


def body_found(gold: Article, out: Article | None) -> list[bool]:
    """One flag per character of the gold body: is it in the output?"""
    text = "".join(output_body(out or {}, gold))
    return [flag for p in gold_body(gold)[0] for flag in coverage(p, [text])]


def names(gold: Article, out: Article, tally: Tally) -> None:
    elsewhere = {gold.get("author"), *signers(gold)}
    reporters, correspondents = many(out.get("reporters")), many(out.get("correspondents"))
    tally.overlap("reporter_f1", set(reporters) - elsewhere, gold["reporters"])
    written = [("text", n) for n in reporters + correspondents if n not in elsewhere]
    asked = [("text", n) for n in gold["reporters"] + gold["correspondents"]]
    pictured = [("picture", n) for n in signers(out)]
    tally.overlap("names_f1", written + pictured, asked + [("picture", n) for n in signers(gold)])


def places(gold: Article, out: Article | None, tally: Tally) -> None:
    regions = [r for r in many((out or {}).get("regions")) if isinstance(r, dict)]
    mine = next((region_code(r.get("code")) for r in regions if r.get("primary")), None)
    main = next((r for r in gold["regions"] if r["role"] == "primary"), None)
    codes = [main["adcode6"], *main["accept"]] if main else [None]
    wanted = {region_code(code) for code in codes}
    tally.add("region", out is not None and mine in wanted)
    provinces = {(code or "")[:2] for code in wanted}
    tally.add("region_prov", out is not None and (mine or "")[:2] in provinces)
    listed = {region_code(r.get("code")) for r in regions}
    for mention in gold["regions"]:
        if mention["role"] == "mentioned":
            tally.add("mentioned", region_code(mention["adcode6"]) in listed)


def topics(gold: Article, out: Article | None, tally: Tally) -> None:
    mine = topic_slugs(out or {}, gold)
    tally.overlap("topic_f1", mine, gold["topics"])
    right = mine[0] in gold["topics"] if mine and gold["topics"] else not (mine or gold["topics"])
    tally.add("topic_top1", out is not None and right)


def summary(gold: Article, out: Article, tally: Tally) -> None:
    text = out.get("summary") or ""
    for number in gold["key_numbers"]:
        tally.add("sum_numbers", states_number(number, text))
    tally.add("sum_rougeL", rouge_l(text, gold["reference_summary"]))
    tally.add("sum_len", 0 < len(text) <= SUMMARY_LIMIT)
    tally.add("sum_grounded", bool(text.strip()) and not ungrounded(text, full_text(gold)))


# ---------- whole sets ----------
def stem(source: str | None) -> str:
    return PurePath(source or "").stem


def evaluate(
    pages: Mapping[str, Sequence[Article]], output: Iterable[Article]
) -> dict[str, dict[str, float | None]]:
    """Results for each level (the page name up to its first hyphen) and for all pages together."""
    by_page: dict[str, list[Article]] = defaultdict(list)
    for article in output:
        by_page[stem(article.get("source"))].append(article)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for page, gold in pages.items():
        tally = Tally()
        score_page(gold, by_page[page], tally)
        for level in ("all", page.split("-")[0]):
            tallies[level].merge(tally)
    order = sorted(tallies, key=lambda level: (level == "all", level))
    return {level: tallies[level].results() for level in order}


def table(results: Mapping[str, Mapping[str, float | None]]) -> str:
    """The results as a table of text, one metric a line."""
    rows = ["metric".ljust(14) + "".join(level[:7].rjust(8) for level in results)]
    for metric in next(iter(results.values())):
        values = (results[level][metric] for level in results)
        cells = ("-" if v is None else f"{v:.3f}" for v in values)
        rows.append(metric.ljust(14) + "".join(cell.rjust(8) for cell in cells))
    return "\n".join(rows)
