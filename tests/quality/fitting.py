"""Fits the weights of an article's confidence anew, and says what they are worth.

    python tests/quality/fitting.py [--pages 60] [--first 200]

Pages are made of the open texts only (`articles.OPEN`), with numbers beyond those the gate reads: per
split `--pages` each of levels 2 and 3 and a third of that of levels 0 and 1. They are read in this
process, what `confidence.measures` says of each article is taken down, and a logistic regression
tells from it which articles are right (`calibration.RIGHT`). Prints the constants of
`digest/reading/confidence.py` with the stored ones beside them, then AUC and bins of both: of the
new ones by cross-validation, in which no page is judged by weights that it helped to fit. Read the
scores on the texts kept aside with `examine.py --split heldout`.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unittest import mock

import articles
import numpy as np
import pages
from calibration import RIGHT, Judged, accuracy, report
from scoring import matches

from digest import contract
from digest.model import Page
from digest.reading import assembling, confidence, read_page

NAMES = tuple(confidence.WEIGHTS)
FOLDS = 6
PRIOR = 1.0  # of each weight being small; what few articles show weighs little


@dataclass
class Case:
    """One article of one page: its measures, how right it is and the confidence it has now."""

    page: str
    measures: list[float]
    accuracy: float
    stored: float


def cases(count: int, first: int) -> Iterator[Case]:
    """The articles of the made pages."""
    for split in articles.OPEN:
        for level in range(4):
            for number in range(first, first + (count if level > 1 else count // 3)):
                yield from _page(split, level, number)


def _page(split: str, level: int, number: int) -> Iterator[Case]:
    text, written = pages.page(split, level, number)
    gold = [json.loads(json.dumps(article)) for article in written]
    taken: list[list[float]] = []

    def noted(signs: Sequence[confidence.Sign], standing: confidence.Standing) -> float:
        told = confidence.measures(signs, standing)
        taken.append([float(told[name]) for name in NAMES])
        return confidence.confidence(signs, standing)

    with mock.patch.object(assembling, "confidence", noted):
        read = read_page(Page(f"{split}-{level}-{number}.txt", text)).articles
    out = [json.loads(contract.dumps(article)) for article in read]
    of = {j: i for i, j in matches(gold, out).items()}
    for j, (article, row) in enumerate(zip(out, taken, strict=True)):
        right = accuracy(gold[of[j]] if j in of else None, article)
        yield Case(article["source"], row, right, article["confidence"])


def fitted(rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Bias and weights that make the rightness seen likeliest (Newton's method)."""
    known = np.c_[np.ones(len(rows)), rows]
    weights, prior = np.zeros(known.shape[1]), np.eye(known.shape[1]) * PRIOR
    prior[0, 0] = 0.0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-known @ weights))
        slope = known.T @ (right - chance) - prior @ weights
        bend = (known.T * (chance * (1 - chance))) @ known + prior
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def crossed(found: Sequence[Case], rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The confidence of each article by weights fitted without its page and a sixth of the others."""
    fold = {page: i % FOLDS for i, page in enumerate(sorted({case.page for case in found}))}
    part = np.array([fold[case.page] for case in found])
    chances = np.zeros(len(found))
    for i in range(FOLDS):
        weights = fitted(rows[part != i], right[part != i])
        chances[part == i] = 1 / (1 + np.exp(-(rows[part == i] @ weights[1:] + weights[0])))
    return chances


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--first", type=int, default=200, help="number of the first page")
    args = parser.parse_args()
    found = list(cases(args.pages, args.first))
    rows = np.array([case.measures for case in found])
    right = np.array([case.accuracy >= RIGHT for case in found], float)
    weights = fitted(rows, right)
    print(f"{len(found)} articles, {int((1 - right).sum())} wrong")
    print(f"{'BIAS':10} {weights[0]:6.2f}   stored {confidence.BIAS:6.2f}")
    for name, weight in zip(NAMES, weights[1:], strict=True):
        print(f"{name:10} {weight:6.2f}   stored {confidence.WEIGHTS[name]:6.2f}")
    accuracies = [case.accuracy for case in found]
    by_chance = zip(crossed(found, rows, right).tolist(), accuracies, strict=True)
    stored = zip([case.stored for case in found], accuracies, strict=True)
    print("\nfitted, by cross-validation\n" + report(Judged(list(by_chance))))
    print("\nstored\n" + report(Judged(list(stored))))


if __name__ == "__main__":
    main()
