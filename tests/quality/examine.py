"""Makes pages of a level, has them read, and prints how well: metrics, confidence, lines, failures.

    python tests/quality/examine.py --level 3 --pages 10 [--split heldout] [--worst 5] [--keep DIR]

`--level all` does every level; `--seeds` scores the five seed pages instead. With `--worst N` the N
worst articles by body, head and place are named; their text is shown for the dev split and the seeds
only, since the held-out split is for scores.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import articles
import suites
from calibration import accuracy, report
from comparing import folded
from scoring import matches, region_code, table
from suites import Suite


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--split", choices=articles.SPLITS, default="dev")
    parser.add_argument("--level", choices=["0", "1", "2", "3", "all"], default="all")
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--seeds", action="store_true")
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder to leave the pages and the output in")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        made = chosen(args, folder)
        suites.run(made)
        show(made, args)
        if args.keep:
            keep(made, folder)


def chosen(args: argparse.Namespace, folder: Path) -> list[Suite]:
    if args.seeds:
        return suites.seed_suites()
    levels = range(4) if args.level == "all" else [int(args.level)]
    return [suites.page_suite(args.split, level, args.pages, folder) for level in levels]


def show(made: list[Suite], args: argparse.Namespace) -> None:
    print(table({suite.name.split("_")[-1]: suite.scores() for suite in made}))
    for suite in made:
        lost = {page: found for page, found in suite.lines().items() if any(found.values())}
        print(f"\n{suite.name}: lines not accounted for: {lost or 'none'}")
        print(report(suite.judged()))
        open_text = args.seeds or args.split in articles.OPEN
        if suite.name == "seeds":
            continue
        for line in worst(suite, args.worst, open_text):
            print(line)


def keep(made: list[Suite], folder: Path) -> None:
    rows = [json.dumps(a, ensure_ascii=False) for suite in made for a in suite.output]
    (folder / "output.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")


def worst(suite: Suite, count: int, open_text: bool) -> list[str]:
    """Lines that name the articles with the worst body, and every wrong head, name and main place."""
    rows: list[tuple[float, str]] = []
    for page, gold in suite.gold.items():
        out = suite.of_page(page)
        paired = matches(gold, out)
        for i, wanted in enumerate(gold):
            found = out[paired[i]] if i in paired else None
            score = accuracy(wanted, found) if found else 0.0
            label = f"{page} {wanted['id']} {wanted['headline'] if open_text else wanted['kind']}"
            rows.append((score, f"  body {score:.3f} {label}{faults(wanted, found, open_text)}"))
        extra = [out[j] for j in set(range(len(out))) - set(paired.values())]
        rows += [
            (0.0, f"  spurious {page} {a.get('headline') if open_text else ''}") for a in extra
        ]
    bad = sorted(row for row in rows if row[0] < 0.99 or "≠" in row[1])
    return [text for _, text in bad[:count]]


def faults(gold: dict[str, Any], out: dict[str, Any] | None, open_text: bool) -> str:
    """What is wrong beside the body: wanted ≠ found."""
    if out is None:
        return " ≠ not found"
    main = next((r for r in gold["regions"] if r["role"] == "primary"), None)
    codes = [main["adcode6"], *main["accept"]] if main else [None]
    mine = next(
        (region_code(r["code"]) for r in out.get("regions") or [] if r.get("primary")), None
    )
    pairs = [
        ("kind", [gold["kind"], "news"][: 1 + (gold["kind"] == "brief")], out.get("kind")),
        ("headline", gold["headline_ok"], out.get("headline")),
        ("reporters", [" ".join(gold["reporters"])], " ".join(out.get("reporters") or [])),
        (
            "correspondents",
            [" ".join(gold["correspondents"])],
            " ".join(out["correspondents"] or []),
        ),
        ("photographer", [gold["photographer"]], out.get("photographer")),
        ("region", codes, mine),
    ]
    if gold["kicker"]:
        pairs.append(("kicker", [gold["kicker"]], out.get("kicker")))
    wrong = [(k, a[0], b) for k, a, b in pairs if folded(b) not in map(folded, a)]
    return "".join(f" | {k}: {a} ≠ {b}" if open_text else f" | {k} ≠" for k, a, b in wrong)


if __name__ == "__main__":
    main()
