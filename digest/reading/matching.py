"""The best pairing of ends with starts: a maximum-gain matching over sparse candidates.

Turns gains for (end, start) pairs into the set of pairs, each end and each start used at most
once, whose gains add up to the most. Pairs with no gain are never made. It knows no language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

Pair = tuple[int, int]
_FAR_BELOW = 2.5  # gain by which a pair must be beaten on both sides not to be weighed
_MOST_COMPONENT = 120  # rows of one component solved exactly; larger ones fall back to greedy


def best_pairs(gains: Mapping[Pair, float]) -> dict[int, int]:
    """`{end: start}` of the matching with the greatest total gain."""
    useful = _contended({pair: gain for pair, gain in gains.items() if gain > 0})
    out: dict[int, int] = {}
    for component in _components(useful):
        rows = {row for row, _ in component}
        solve = _exact if len(rows) <= _MOST_COMPONENT else _greedy
        out.update(solve(component))
    return out


def _contended(gains: Mapping[Pair, float]) -> dict[Pair, float]:
    """Without pairs that both their end and their start can better by far."""
    best_row: dict[int, float] = defaultdict(float)
    best_column: dict[int, float] = defaultdict(float)
    for (row, column), gain in gains.items():
        best_row[row] = max(best_row[row], gain)
        best_column[column] = max(best_column[column], gain)
    return {
        (row, column): gain
        for (row, column), gain in gains.items()
        if gain > min(best_row[row], best_column[column]) - _FAR_BELOW
    }


def _components(gains: Mapping[Pair, float]) -> list[dict[Pair, float]]:
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for row, column in gains:
        parent[root(("row", row))] = root(("column", column))
    groups: dict[tuple[str, int], dict[Pair, float]] = defaultdict(dict)
    for (row, column), gain in gains.items():
        groups[root(("row", row))][row, column] = gain
    return list(groups.values())


def _greedy(gains: Mapping[Pair, float]) -> dict[int, int]:
    out: dict[int, int] = {}
    taken: set[int] = set()
    for (row, column), _ in sorted(gains.items(), key=lambda entry: (-entry[1], entry[0])):
        if row not in out and column not in taken:
            out[row] = column
            taken.add(column)
    return out


def _exact(gains: Mapping[Pair, float]) -> dict[int, int]:
    """Shortest augmenting paths with potentials (Hungarian method); a dummy column per row lets
    it stay unpaired at gain 0."""
    rows = sorted({row for row, _ in gains})
    if len(rows) == 1:
        return _greedy(gains)
    columns = sorted({column for _, column in gains})
    size, wide = len(rows), len(columns) + len(rows)
    at_row = {row: i for i, row in enumerate(rows)}
    at_column = {column: i for i, column in enumerate(columns)}
    never = 1e6
    cost = [[never] * len(columns) + [0.0] * size for _ in rows]
    for (row, column), gain in gains.items():
        cost[at_row[row]][at_column[column]] = -gain
    holder = _hungarian(cost, size, wide)
    return {
        rows[row]: columns[column]
        for column, row in enumerate(holder[: len(columns)])
        if row >= 0 and cost[row][column] < 0
    }


def _hungarian(cost: list[list[float]], size: int, wide: int) -> list[int]:
    """The row that holds each column. Rows whose cheapest column is free take it first: that is a
    feasible start, and on a page most ends have one obvious continuation."""
    u, v, holder = [0.0] * (size + 1), [0.0] * (wide + 1), [0] * (wide + 1)
    waiting = []
    for row in range(1, size + 1):
        line = cost[row - 1]
        u[row] = min(line)
        column = line.index(u[row]) + 1
        if holder[column]:
            waiting.append(row)
        else:
            holder[column] = row
    for row in waiting:
        _augment(cost, row, u, v, holder)
    return [holder[j] - 1 for j in range(1, wide + 1)]


def _augment(
    cost: list[list[float]], row: int, u: list[float], v: list[float], holder: list[int]
) -> None:
    """Gives `row` a column along the shortest augmenting path."""
    holder[0], column, wide = row, 0, len(holder) - 1
    least, way = [float("inf")] * (wide + 1), [0] * (wide + 1)
    free = list(range(1, wide + 1))
    used = [0]
    while holder[column]:
        current, delta, following = holder[column], float("inf"), 0
        line, base = cost[current - 1], u[current]
        for j in free:
            reduced = line[j - 1] - base - v[j]
            if reduced < least[j]:
                least[j], way[j] = reduced, column
            if least[j] < delta:
                delta, following = least[j], j
        for j in used:
            u[holder[j]] += delta
            v[j] -= delta
        for j in free:
            least[j] -= delta
        free.remove(following)
        used.append(following)
        column = following
    while column:
        holder[column] = holder[way[column]]
        column = way[column]
