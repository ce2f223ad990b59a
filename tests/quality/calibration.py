"""Is an article's confidence worth anything, and is every line of a page accounted for?

Confidence is the probability that an article is right, and judged as one. `accuracy` is the smaller of
the share of the gold body it holds and the share of it that is that body; *right* means at least 0.99.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from comparing import coverage, folded, share
from scoring import Article, body_found, gold_body, matches, output_body

BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
RIGHT = 0.99


@dataclass
class Judged:
    """Pairs of (confidence, accuracy) of output articles, over any number of pages."""

    rows: list[tuple[float, float]] = field(default_factory=list)

    def add_page(self, gold: Sequence[Article], out: Sequence[Article]) -> None:
        of = {j: i for i, j in matches(gold, out).items()}
        for j, article in enumerate(out):
            if isinstance(article.get("confidence"), (int, float)):
                wanted = gold[of[j]] if j in of else None
                self.rows.append((float(article["confidence"]), accuracy(wanted, article)))

    def auc(self) -> float | None:
        """Chance that a right article has more confidence than a wrong one (ties count half);
        1 when none is wrong, None when none is right."""
        right = [c for c, a in self.rows if a >= RIGHT]
        wrong = [c for c, a in self.rows if a < RIGHT]
        if not right or not wrong:
            return 1.0 if right else None
        wins = sum((r > w) + 0.5 * (r == w) for r in right for w in wrong)
        return wins / (len(right) * len(wrong))

    def bins(self) -> list[tuple[str, int, float, float]]:
        """(bounds, articles, mean confidence, share right) of every bin that holds any."""
        out = []
        for low, high in itertools.pairwise(BINS):
            rows = [(c, a >= RIGHT) for c, a in self.rows if low <= c < high or c == high == 1.0]
            if rows:
                means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
                out.append((f"{low:.2f}-{high:.2f}", len(rows), means[0], means[1]))
        return out

    def gap(self) -> float | None:
        """Mean distance between confidence and share right over the bins, weighted by articles."""
        total = len(self.rows)
        return sum(n * abs(c - a) for _, n, c, a in self.bins()) / total if total else None


def accuracy(gold: Article | None, out: Article) -> float:
    if gold is None:
        return 0.0
    text = "".join(output_body(out, gold))
    whole = "".join(gold_body(gold)[0])
    own = share(coverage(text, [whole, folded(gold.get("dump_text", ""))]))
    return min(share(body_found(gold, out)), own)


def report(judged: Judged) -> str:
    """The bins as a table, AUC and mean gap below it."""
    rows = [f"{'confidence':12} {'articles':>8} {'mean conf':>10} {'share right':>14}"]
    rows += [f"{b:12} {n:8d} {c:10.3f} {a:14.3f}" for b, n, c, a in judged.bins()]
    marks = [("AUC", judged.auc()), ("gap", judged.gap())]
    return "\n".join(rows + [f"{k} " + ("-" if v is None else f"{v:.3f}") for k, v in marks])


# ---------- lines ----------
def line_account(
    text: str, out: Iterable[Article], leftover: Iterable[int]
) -> dict[str, list[int]]:
    """Non-blank lines (numbered from 1) that no article and no leftover list claims, and those that
    both an article and the leftovers claim."""
    printed = {i for i, line in enumerate(text.split("\n"), 1) if line.strip()}
    claimed: set[Any] = set()
    for article in out:
        claimed |= set(article.get("lines") or [])
    left = set(leftover)
    return {
        "missing": sorted(printed - claimed - left),
        "both": sorted(claimed & left),
        "unknown": sorted((claimed | left) - printed),
    }
