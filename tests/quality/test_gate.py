"""The quality gate: what `digest parse` makes of the seeds, of generated pages and of the snippets
must not fall below `floors.toml` (re-pinned by `repin.py`), and no line of a page may vanish."""

from pathlib import Path

import floors
import snippets
import suites

FLOORS = floors.load()
NAMES = [name for name in FLOORS if name != "snippets"]


def below(scores: dict[str, float | None], limits: dict[str, float]) -> dict[str, str]:
    """Metrics under their floor; a metric that is no longer measured counts as fallen."""
    found = {metric: scores.get(metric) for metric in limits}
    return {
        metric: f"{value} < {limits[metric]}"
        for metric, value in found.items()
        if value is None or value < limits[metric]
    }


def test_no_suite_falls_below_its_floors_and_no_line_vanishes(tmp_path: Path) -> None:
    measured = suites.all_suites(tmp_path)
    assert {suite.name for suite in measured} == set(NAMES)
    lost = {(s.name, page): a for s in measured for page, a in s.lines().items() if any(a.values())}
    assert not lost
    fallen = {suite.name: below(suite.scores(), FLOORS[suite.name]) for suite in measured}
    assert not {name: metrics for name, metrics in fallen.items() if metrics}


def test_snippets_keep_their_floors(tmp_path: Path) -> None:
    assert not below(snippets.scores(snippets.read(tmp_path)), FLOORS["snippets"])
