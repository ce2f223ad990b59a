"""Writes the golden files anew: what `digest parse --jsonl` makes of each seed page, one JSON list a
page, indented so that a change can be read as a diff. Look at the diff before committing it.

    python tests/golden/update.py
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def parsed(page: Path) -> list[dict[str, Any]]:
    """The articles of one page through the command line."""
    command = [sys.executable, "-m", "digest", "parse", "--jsonl", str(page)]
    done = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        raise RuntimeError(f"digest parse ended with {done.returncode}: {done.stderr[-800:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


def as_text(articles: list[dict[str, Any]]) -> str:
    return json.dumps(articles, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def golden(page: Path) -> Path:
    return HERE / f"{page.stem}.json"


def main() -> None:
    for page in SEEDS:
        text = as_text(parsed(page))
        changed = not golden(page).exists() or golden(page).read_text(encoding="utf-8") != text
        golden(page).write_text(text, encoding="utf-8")
        print(f"{'written' if changed else 'same':8}{golden(page).name}")


if __name__ == "__main__":
    main()
