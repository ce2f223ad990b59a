"""What went where, for a person to look at: a page with one colour per article and its doubts.

Turns a `PageReading` into text for a terminal or JSON lines: each non-blank line of the page with
the article it became part of and as what, or why none took it, and the doubts in the margin beside
the lines they concern. It reads no files and changes nothing; `checksheet` shows the same in HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from digest.model import Article, Doubt, PageReading
from digest.reading import normal

_STYLES = (
    "cyan",
    "yellow",
    "green",
    "magenta",
    "blue",
    "bright_red",
    "bright_cyan",
    "bright_yellow",
)
_HEADS = ("headline", "group headline", "kicker", "subtitle", "subhead", "rubric")
_KEY = 8  # letters of a line by which it is found in an article
_MARGIN = 30  # columns of a terminal's margin


@dataclass(frozen=True, slots=True)
class Row:
    """One non-blank page line: its number and text, the position of its article (None when it was
    left over, then `reason` says why), what it became there (`part`: headline, byline, ¶2 …; None
    when that cannot be told) and the doubts that concern it."""

    line: int
    text: str
    article: int | None
    part: str | None
    reason: str | None
    doubts: tuple[str, ...]


def rows(reading: PageReading) -> list[Row]:
    """The non-blank lines of the page, in page order, with where they went."""
    owner = {line: article for article in reading.articles for line in article.lines}
    parts = {article.position: _Parts(article) for article in reading.articles}
    reasons = {leftover.line: leftover.reason for leftover in reading.leftovers}
    doubts: dict[int, list[str]] = {}
    for doubt in reading.doubts:
        for line in doubt.lines:
            doubts.setdefault(line, []).append(doubt.reason)
    out = []
    for number, text in enumerate(reading.page.text.split("\n"), 1):
        if not text.strip() or (number not in owner and number not in reasons):
            continue
        position = owner[number].position if number in owner else None
        part = parts[position].of(text) if position is not None else None
        reason = None if position is not None else reasons.get(number, "not accounted for")
        told = tuple(dict.fromkeys(doubts.get(number, ())))
        out.append(Row(number, text.strip(), position, part, reason, told))
    return out


class _Parts:
    """Tells what a line became in one article, by the letters both share."""

    def __init__(self, article: Article) -> None:
        named = (
            ("group headline", article.group_headline),
            ("rubric", article.rubric),
            ("kicker", article.kicker),
            ("headline", article.headline),
            ("subtitle", article.subtitle),
            ("byline", article.byline),
            *(("subhead", text) for text in article.subheads),
        )
        self._heads = [(name, bare(text)) for name, text in named if text]
        texts = [(f"¶{i}", text) for i, text in enumerate(article.paragraphs, 1)]
        texts += [("pull-out", text) for text in article.pullouts]
        texts += [("note", article.editor_note)] if article.editor_note else []
        self._texts = [(name, bare(text)) for name, text in texts]

    def of(self, line: str) -> str | None:
        """What the line became; None when it is not to be found whole at either end."""
        letters = bare(line)
        for name, text in self._heads:
            if letters and letters in text:
                return name
        for key in (letters[-_KEY:], letters[len(letters) // 2 :][:_KEY], letters[:_KEY]):
            for name, text in self._texts:
                if key and key in text:
                    return name
        return None


def bare(text: str) -> str:
    """Letters, characters and digits only."""
    return re.sub(r"[\W_]+", "", text)


def jsonl(reading: PageReading) -> str:
    """One JSON object per page line: source, line, article (position or null), part, reason,
    doubts, text."""
    return "".join(
        json.dumps(
            {
                "source": reading.page.source,
                "line": row.line,
                "article": row.article,
                "part": row.part,
                "reason": row.reason,
                "doubts": list(row.doubts),
                "text": row.text,
            },
            ensure_ascii=False,
        )
        + "\n"
        for row in rows(reading)
    )


def margin(reading: PageReading) -> dict[int, list[str]]:
    """The doubts as notes in the margin: each once, at the first line it concerns."""
    out: dict[int, list[str]] = {}
    for doubt in dict.fromkeys(reading.doubts):
        if doubt.lines:
            out.setdefault(min(doubt.lines), []).append(_note(doubt))
    return out


def _note(doubt: Doubt) -> str:
    others = sorted(set(doubt.lines))[1:]
    more = f" (and {', '.join(map(str, others[:4]))}{' …' if len(others) > 4 else ''})"
    return doubt.reason + (more if others else "")


def terminal(reading: PageReading, *, colour: bool = True, width: int = 100) -> str:
    """The page for a terminal: line number, article, part and text; doubts in the margin.

    `colour` False gives plain text (NO_COLOR, pipes); `width` is in columns.
    """
    out = StringIO()
    console = Console(
        file=out,
        width=max(60, width),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    console.print(Text(summary(reading), style="bold"))
    console.print()
    console.print(_grid(reading, max(60, width)))
    console.print()
    for article in reading.articles:
        console.print(Text(_line(article), style=_style(article.position)), soft_wrap=True)
    return out.getvalue()


def _grid(reading: PageReading, width: int) -> Table:
    notes = margin(reading)
    beside = _MARGIN if notes and width >= 90 else 0
    table = Table.grid(padding=(0, 1))
    room = width - 25 - (beside + 1 if beside else 0)
    for size, side in ((4, "right"), (4, "left"), (14, "left"), (room, "left")):
        table.add_column(width=size, justify="right" if side == "right" else "left", no_wrap=True)
    if beside:
        table.add_column(width=beside)
    before: int | None = None
    for row in rows(reading):
        style = _style(row.article)
        mark = f"▌{row.article if row.article != before else ''}" if row.article else "░"
        weight = " bold" if row.part in _HEADS else ""
        cells = [Text(str(row.line), style="dim"), Text(mark, style=style)]
        cells.append(Text(row.part or row.reason or "", style="dim"))
        cells.append(Text(_clip(normal.clean(row.text), room), style=style + weight))
        told = "\n".join(f"? {note}" for note in notes.get(row.line, ()))
        table.add_row(*cells, *([Text(told, style="red")] if beside else []))
        if told and not beside:
            table.add_row("", "", "", Text(told, style="red", overflow="fold"))
        before = row.article
    return table


def _style(position: int | None) -> str:
    return "dim" if position is None else _STYLES[(position - 1) % len(_STYLES)]


def _clip(text: str, room: int) -> str:
    """So much of a text as fits, counted in columns: Chinese characters take two."""
    return text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…"


def summary(reading: PageReading) -> str:
    """The page in one line: its file, and how many articles, lines left over and doubts."""
    counts = (
        (len(reading.articles), "article"),
        (len(reading.leftovers), "line"),
        (len(reading.doubts), "doubt"),
    )
    articles, left, doubts = (f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts)
    return f"{reading.page.source}: {articles}, {left} left over, {doubts}"


def people(article: Article) -> Iterator[str]:
    """Everyone an article names, once."""
    taken = (article.photographer or "").split()
    yield from dict.fromkeys(
        (*article.reporters, *article.correspondents, *article.authors, *taken)
    )


def _line(article: Article) -> str:
    size = sum(map(len, article.paragraphs))
    return (
        f"▌{article.position:<3} {article.confidence:.2f} {article.kind:<7} {article.title}  "
        f"{' '.join(people(article))} · {len(article.paragraphs)} ¶, {size} characters"
    )
