"""Turns the hand-written article files of `unseen/` into page gold plus the hints a page needs.

An article file is TOML, one `[[article]]` each: the labels of the gold format in short, and a body in
which `## ` opens a subhead. What an article's pieces look like on a page is decided in `pages.py`;
this module refuses nothing but files that are not what it says (KeyError, TOMLDecodeError).
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

UNSEEN = Path(__file__).parent / "unseen"
SPLITS = ("dev", "heldout", "forms", "blindforms")
OPEN = ("dev", "forms")


@cache
def load(split: str) -> list[dict[str, Any]]:
    """The stories of a split in file order: a story is a list of articles under one group headline."""
    raw = tomllib.loads((UNSEEN / f"{split}_articles.toml").read_text(encoding="utf-8"))["article"]
    stories: list[dict[str, Any]] = []
    for number, table in enumerate(raw, 1):
        article = labelled(table, f"{split}-{number:02d}")
        group = table.get("group")
        if group and stories and stories[-1]["group"] == group:
            stories[-1]["articles"].append(article)
        else:
            stories.append({"group": group, "articles": [article]})
    return stories


def labelled(table: dict[str, Any], ident: str) -> dict[str, Any]:
    """One article: `gold` in the format of the page gold, `flow` its body as (role, text) pairs."""
    flow = [flow_item(line) for line in table["body"].strip().split("\n")]
    if table.get("note"):
        flow.append(("note", table["note"]))
    paragraphs = [text for role, text in flow if role in ("par", "note")]
    gold = {
        "id": ident,
        "kind": table["kind"],
        **{
            key: table.get(key, "")
            for key in ("rubric", "kicker", "headline", "subtitle", "byline")
        },
        "reporters": table.get("reporters", []),
        "correspondents": table.get("correspondents", []),
        "photographer": table.get("photographer", ""),
        "author": table.get("author", ""),
        "pullout": table.get("pullout", []),
        "paragraphs": paragraphs,
        "subheads": [{"text": text} for role, text in flow if role == "sub"],
        "editor_note": len(paragraphs) - 1 if table.get("note") else None,
        "regions": [region(row, i) for i, row in enumerate(table["regions"])],
        "headline_ok": table.get("headline_ok") or [table["headline"]],
        "topics": table["topics"],
        "topics_also_ok": table.get("also", []),
        "key_facts": table["facts"],
        "key_numbers": table.get("numbers", []),
        "reference_summary": table["ref"],
        "group_headline": table.get("group") or "",
        "chars_paragraphs": list(paragraphs),
        "chars": "".join(paragraphs),
    }
    hints = {
        "sign": table.get("sign") or default_sign(gold),
        "title_after": table.get("title_after"),
    }
    return {"gold": gold, "flow": flow, "source": table.get("source", ""), **hints}


def flow_item(line: str) -> tuple[str, str]:
    return ("sub", line[3:]) if line.startswith("## ") else ("par", line)


def region(row: list[str], index: int) -> dict[str, Any]:
    role = "primary" if index == 0 and row[0] else "mentioned"
    return {"adcode6": row[0], "name": row[1], "role": role, "accept": list(row[2:])}


def default_sign(gold: dict[str, Any]) -> str:
    """Where the byline stands: opening the first paragraph, on a line of its own, or after the text."""
    if not gold["byline"]:
        return "none"
    if gold["kind"] == "photo":
        return "after"
    return "line" if gold["kind"] in ("feature", "column") else "lead"
