"""Short labelled pieces for what is hard: places that could be several, names that hold a place,
topics in few words, and pieces that are no union news at all. Read as one file each.

Scores: `region` (main place as labelled or none where none), `place_precision` (listed places that
are labelled, accepted, or a parent of one), `place_recall` (labelled places listed), `topic_f1`,
`topic_top1`, `off_topic` (pieces without a topic that got none).
"""

import json
from pathlib import Path
from typing import Any

import suites
from scoring import Tally, region_code, topic_slugs

FILES = [Path(__file__).parent / name for name in ("snippets.jsonl", "snippets_heldout.jsonl")]
SHARES = ("region", "place_precision", "place_recall", "topic_top1", "off_topic")


def load() -> list[dict[str, Any]]:
    """All snippets; those whose id begins with h are held out: scores only for who writes rules."""
    lines = [line for file in FILES for line in file.read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """Snippet id → what was read from it (all its articles taken together)."""
    files = []
    for snippet in load():
        path = folder / f"{snippet['id']}.txt"
        path.write_text(f"{snippet['headline']}\n\n{snippet['text']}\n", encoding="utf-8")
        files.append(path)
    found: dict[str, dict[str, Any]] = {s["id"]: {"regions": [], "topics": []} for s in load()}
    for article in suites.parsed(files)[0]:
        mine = found[Path(article["source"]).stem]
        mine["regions"] += article["regions"]
        mine["topics"] += article["topics"]
    return found


def scores(found: dict[str, dict[str, Any]]) -> dict[str, float | None]:
    tally = Tally()
    for snippet in load():
        add(snippet, found[snippet["id"]], tally)
    results: dict[str, float | None] = {}
    for metric in SHARES:
        got, possible = tally.parts[metric]
        results[metric] = got / possible if possible else None
    hits, out, gold = tally.sets["topic_f1"]
    results["topic_f1"] = 2 * hits / (out + gold) if out + gold else None
    return results


def add(snippet: dict[str, Any], found: dict[str, Any], tally: Tally) -> None:
    """Adds one snippet to the tally."""
    codes = {region_code(r["code"]) or "" for r in found["regions"]}
    main = {region_code(r["code"]) for r in found["regions"] if r["primary"]}
    accepted = {snippet["primary"], *snippet["accept"]}
    tally.add("region", not main if snippet["primary"] is None else bool(main & accepted))
    labelled = {snippet["primary"], *snippet["mentioned"]} - {None}
    fine = labelled | accepted
    for code in codes:
        tally.add("place_precision", any(code == f or parent(code, f) for f in fine if f))
    for code in labelled:
        whole = code in codes or (code == snippet["primary"] and bool(codes & accepted))
        tally.add("place_recall", whole)
    mine = topic_slugs(found, snippet)
    tally.overlap(
        "topic_f1",
        [(snippet["id"], t) for t in mine],
        [(snippet["id"], t) for t in snippet["topics"]],
    )
    if snippet["topics"]:
        tally.add("topic_top1", bool(mine) and mine[0] in snippet["topics"])
    else:
        tally.add("off_topic", not mine)


def parent(code: str, of: str) -> bool:
    """`code` names the province or prefecture that `of` lies in."""
    trimmed = code.rstrip("0")
    short = trimmed + "0" * (len(trimmed) % 2)
    return len(short) < len(of) and of.startswith(short)
