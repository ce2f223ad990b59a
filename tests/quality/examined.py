"""Pages laid out by an examiner who never saw `pages.py` and `damage.py`, turned into suites.

The articles and their layout were written from the seed pages alone, so that rules fitted to our own
generator show here. `open` and `voices` (72 articles by two more writers, each in many voices, laid
out by our generator) may be read while rules are worked on; `aside` and `signed`, which varies
how papers print who wrote and took what, are for scores only. Only
reading is labelled with care (heads, names, bodies); what needs understanding is not scored here.
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "examined"
PARTS = ("open", "voices", "aside", "signed")
LEVELS = range(4)
READING = {
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
}


def files(part: str, level: int) -> list[Path]:
    """The page dumps of one part at one level of damage."""
    return sorted((HERE / part).glob(f"L{level}-*.txt"))


def gold(page: Path) -> list[dict[str, Any]]:
    """The labels beside a page, with what can be told from the rest of them filled in."""
    lines = page.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    return [filled(json.loads(line)) for line in lines]


def filled(label: dict[str, Any]) -> dict[str, Any]:
    """A label as `scoring.py` wants it: the text on the page stands for the text as written."""
    printed = label["chars_paragraphs"]
    heads = [label[key] for key in ("rubric", "kicker", "headline", "subtitle", "byline")]
    subheads = [subhead["text"] for subhead in label["subheads"]]
    dump = "。".join([*heads, *label["pullout"], *subheads, *printed])
    bare = {"key_numbers": [], "reference_summary": "", "topics_also_ok": []}
    return {**bare, **label, "paragraphs": printed, "dump_text": dump}
