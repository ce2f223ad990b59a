"""The best pairing of ends with starts: a maximum-gain matching over sparse candidates.

Turns gains for (end, start) pairs into the set of pairs, each end and each start used at most
once, whose gains add up to the most. Pairs with no gain are never made. It knows no language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from heapq import heappop, heappush

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
    enough_row: dict[int, float] = {}
    enough_column: dict[int, float] = {}
    for (row, column), gain in gains.items():
        below = gain - _FAR_BELOW
        if below > enough_row.get(row, -_FAR_BELOW):
            enough_row[row] = below
        if below > enough_column.get(column, -_FAR_BELOW):
            enough_column[column] = below
    return {
        pair: gain
        for pair, gain in gains.items()
        if gain > enough_row[pair[0]] or gain > enough_column[pair[1]]
    }


def _components(gains: Mapping[Pair, float]) -> list[dict[Pair, float]]:
    """The pairs in groups that share no end and no start (written -1 - start, not to be an end)."""
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for row, column in gains:
        parent[root(row)] = root(-1 - column)
    groups: dict[int, dict[Pair, float]] = defaultdict(dict)
    for pair, gain in gains.items():
        groups[root(pair[0])][pair] = gain
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
    """Shortest augmenting paths with potentials over the pairs there are (Hungarian method); a
    column of its own lets each row stay unpaired at gain 0."""
    edges: dict[int, list[tuple[int, float]]] = {row: [] for row in sorted({r for r, _ in gains})}
    if len(edges) == 1:
        return _greedy(gains)
    for (row, column), gain in sorted(gains.items()):
        edges[row].append((column, -gain))
    for row, options in edges.items():
        options.append((-1 - row, 0.0))
    holder = _assigned(edges)
    return {row: column for column, row in holder.items() if column >= 0}


def _assigned(edges: Mapping[int, list[tuple[int, float]]]) -> dict[int, int]:
    """The row that holds each column. Rows whose cheapest column is free take it first: that is a
    feasible start, and on a page most ends have one obvious continuation."""
    holder: dict[int, int] = {}
    rows: dict[int, float] = {}
    columns: dict[int, float] = defaultdict(float)
    waiting = []
    for row, options in edges.items():
        column, rows[row] = min(options, key=lambda option: option[1])
        if column in holder:
            waiting.append(row)
        else:
            holder[column] = row
    for row in waiting:
        _augment(edges, row, rows, columns, holder)
    return holder


def _augment(
    edges: Mapping[int, list[tuple[int, float]]],
    row: int,
    rows: dict[int, float],
    columns: dict[int, float],
    holder: dict[int, int],
) -> None:
    """Gives `row` a column along the shortest augmenting path; `rows` and `columns` are the
    potentials that keep every reduced cost at 0 or above."""
    least: dict[int, float] = {}
    way: dict[int, int] = {}  # column → the row it was reached from
    done: dict[int, float] = {}
    heap: list[tuple[float, int]] = []
    current, base = row, 0.0
    while True:
        for column, cost in edges[current]:
            reduced = base + cost - rows[current] - columns[column]
            if column not in done and reduced < least.get(column, float("inf")):
                least[column], way[column] = reduced, current
                heappush(heap, (reduced, column))
        base, column = heappop(heap)
        while column in done:
            base, column = heappop(heap)
        if column not in holder:
            break
        done[column], current = base, holder[column]
    rows[row] += base
    for reached, at in done.items():
        columns[reached] -= base - at
        rows[holder[reached]] += base - at
    _flip(column, row, way, holder)


def _flip(column: int, row: int, way: Mapping[int, int], holder: dict[int, int]) -> None:
    """Hands the columns of the path that ends in `column` on, back to `row`."""
    held = {owner: place for place, owner in holder.items()}
    while True:
        owner = way[column]
        holder[column] = owner
        if owner == row:
            return
        column = held[owner]
