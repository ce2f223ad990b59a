"""Draws with matplotlib: topics over weeks, places as a tile map, the cover of an edition.

Run as a process of its own by `bot.render.charts`: JSON tasks on standard input, PNGs on standard
output. Uses the packaged subset of an OFL font, so that no box glyphs appear.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from io import BytesIO
from typing import Any

FONT = "UnionDigestSans-Regular.otf"
# Provinces on a grid roughly as they lie: column, row; by GB/T 2260 code.
TILES: Mapping[str, tuple[int, int]] = {
    "650000": (0, 1), "540000": (1, 4), "630000": (2, 3), "620000": (3, 2), "640000": (4, 2),
    "150000": (5, 1), "610000": (4, 3), "140000": (5, 2), "130000": (6, 2), "110000": (6, 1),
    "120000": (7, 1), "230000": (8, 0), "220000": (8, 1), "210000": (8, 2), "370000": (7, 2),
    "410000": (5, 3), "320000": (7, 3), "310000": (8, 3), "340000": (6, 3), "420000": (5, 4),
    "510000": (3, 4), "500000": (4, 4), "430000": (5, 5), "360000": (6, 4), "330000": (7, 4),
    "350000": (7, 5), "710000": (8, 5), "520000": (4, 5), "530000": (3, 5), "450000": (4, 6),
    "440000": (5, 6), "810000": (6, 6), "820000": (6, 7), "460000": (5, 7),
}  # fmt: skip


def draw(
    title: str,
    weeks: Sequence[str],
    topics: Sequence[tuple[str, Sequence[int]]],
    provinces: Mapping[str, tuple[str, int]],
) -> bytes:
    """A PNG: `topics` (name, count a week) over `weeks` as shaded cells, and beneath them the tile
    map of `provinces` (code → name, count)."""
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    with resources.as_file(resources.files("bot.render.fonts").joinpath(FONT)) as path:
        font = FontProperties(fname=str(path))
        figure = Figure(figsize=(6, 7.6), dpi=160, layout="constrained")
        rows = max(2, len(topics))
        table, tiles = figure.subplots(2, 1, height_ratios=(rows * 0.55, 4.4))
        figure.suptitle(title, fontproperties=font, fontsize=19)
        _table(table, weeks, topics, font)
        _tiles(tiles, provinces, font)
        picture = BytesIO()
        figure.savefig(picture, format="png")
    return picture.getvalue()


def cover(title: str, date: str, topics: Sequence[tuple[str, int]]) -> bytes:
    """A PNG for the top of an edition: its title and date over bars of its `topics`."""
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    with resources.as_file(resources.files("bot.render.fonts").joinpath(FONT)) as path:
        font = FontProperties(fname=str(path))
        height = 1.1 + 0.52 * max(2, len(topics))
        figure = Figure(figsize=(6, height), dpi=160, layout="constrained", facecolor="#fdf3f0")
        axes = figure.subplots()
        figure.suptitle(f"{title}  {date}", fontproperties=font, fontsize=20, color="#b3261e")
        names = [name for name, _ in reversed(topics)]
        counts = [n for _, n in reversed(topics)]
        bars = axes.barh(range(len(names)), counts, height=0.62, color="#d9534f")
        axes.bar_label(bars, padding=5, fontproperties=font, fontsize=15)
        axes.set_yticks(range(len(names)), names, fontproperties=font, fontsize=16)
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, max(counts, default=1) * 1.12)
        axes.set_ylim(-0.7, max(2, len(names)) - 0.3)
        axes.xaxis.set_visible(False)
        axes.set_frame_on(False)
        picture = BytesIO()
        figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()


def _table(
    axes: Any, weeks: Sequence[str], topics: Sequence[tuple[str, Sequence[int]]], font: Any
) -> None:
    """A row a topic, a column a week, the darker the more: read at a glance on a phone, where the
    colours of stacked bars and their legend are not."""
    from matplotlib.patches import Rectangle

    most = max((count for _, counts in topics for count in counts), default=0) or 1
    for row, (_, counts) in enumerate(topics):
        for column, count in enumerate(counts):
            corner = (column - 0.47, -row - 0.44)
            axes.add_patch(Rectangle(corner, 0.94, 0.88, facecolor=_shade(count, most)))
            if count:
                axes.text(column, -row, str(count), ha="center", va="center",
                          fontproperties=font, fontsize=13)  # fmt: skip
    axes.set_yticks([-row for row in range(len(topics))], [name for name, _ in topics],
                    fontproperties=font, fontsize=14)  # fmt: skip
    axes.set_xticks(range(len(weeks)), weeks, fontproperties=font, fontsize=10)
    axes.set_xlim(-0.5, len(weeks) - 0.5)
    axes.set_ylim(-len(topics) + 0.5, 0.5)
    axes.tick_params(length=0)
    axes.set_frame_on(False)


def _shade(count: int, most: int) -> tuple[float, float, float]:
    """Grey for none, then from light to full red."""
    if not count:
        return (0.95, 0.95, 0.95)
    pale = 0.88 - 0.5 * count / most
    return (0.96, pale, pale)


def _tiles(axes: Any, provinces: Mapping[str, tuple[str, int]], font: Any) -> None:
    from matplotlib.patches import Rectangle

    most = max((count for _, count in provinces.values()), default=0) or 1
    for code, (column, row) in TILES.items():
        name, count = provinces.get(code, ("", 0))
        corner = (column - 0.48, -row - 0.48)
        axes.add_patch(Rectangle(corner, 0.96, 0.96, facecolor=_shade(count, most)))
        label = f"{name}\n{count}" if count else name
        axes.text(column, -row, label, ha="center", va="center",
                  fontproperties=font, fontsize=12.5)  # fmt: skip
    axes.set_xlim(-0.6, 8.6)
    axes.set_ylim(-7.6, 0.6)
    axes.axis("off")


PICTURES: Mapping[str, Callable[..., bytes]] = {"draw": draw, "cover": cover}


def main() -> None:
    """Draw the tasks `[name, arguments…]`, one a line, until there are no more. Each is answered by
    a line with the picture's size in bytes, 0 when it could not be drawn, and the picture."""
    for line in sys.stdin.buffer:
        try:
            name, *arguments = json.loads(line)
            picture = PICTURES[name](*arguments)
        except Exception:  # whatever matplotlib raises; the next picture may be drawn
            logging.exception("a picture could not be drawn")
            picture = b""
        sys.stdout.buffer.write(b"%d\n%s" % (len(picture), picture))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
