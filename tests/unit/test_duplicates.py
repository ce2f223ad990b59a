"""The same story is known again: reflowed, misprinted, cut; another story is not."""

import json
import random
import subprocess
import sys
from pathlib import Path

from digest.understanding import duplicates

GOLD = Path(__file__).parents[1] / "quality" / "gold"


def texts() -> list[str]:
    lines = (line for path in sorted(GOLD.glob("*.jsonl")) for line in path.open(encoding="utf-8"))
    bodies = ("\n".join(json.loads(line)["paragraphs"]) for line in lines)
    return [body for body in bodies if len(body) > 200]


def misprinted(text: str, share: float) -> str:
    chance = random.Random(7)
    return "".join("某" if chance.random() < share else c for c in text)


def found_again(one: str, other: str) -> bool:
    return duplicates.alike(duplicates.of_text(one), duplicates.of_text(other))


def test_other_widths_and_line_breaks_are_the_same():
    text = texts()[0]
    other = text.replace(",", "，").replace("\n", "").replace("。", "。\n")
    assert duplicates.of_text(text).digest == duplicates.of_text(other).digest


def test_slips_of_the_scan_are_the_same_story():
    found = [found_again(text, misprinted(text, 0.02)) for text in texts()]
    assert all(found)


def test_a_reprint_cut_to_two_thirds_is_the_same_story():
    found = [found_again(text, text[: len(text) * 2 // 3]) for text in texts()]
    assert sum(found) >= 0.9 * len(found)


def test_different_stories_are_never_the_same():
    sketches = [duplicates.of_text(text) for text in texts()]
    pairs = ((a, b) for i, a in enumerate(sketches) for b in sketches[:i])
    assert not any(duplicates.same_story(a, b) for a, b in pairs)


def test_short_texts_are_the_same_only_when_equal():
    one, other = duplicates.of_text("市总送清凉"), duplicates.of_text("市总送温暖")
    assert not duplicates.same_story(one, other)
    assert duplicates.same_story(one, duplicates.of_text("市总 送清凉。"))
    assert one.sketch == duplicates.of_text("市总送清凉!").sketch


def test_a_signature_is_the_same_in_every_process():
    code = (
        "from digest.understanding import duplicates as d;"
        "print(d.of_text('市总工会为户外劳动者新建驿站三十家投入使用'))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert len(runs) == 1
