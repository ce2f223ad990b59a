"""What went where, for a person to look at: a page with one colour per article and its doubts.

Turns a `PageReading` into text for a terminal, a self-contained HTML page or JSON lines: each
non-blank line of the page with the article it became part of, or why none took it, and the doubts
beside the lines they concern. It reads no files and changes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from io import StringIO

from rich.console import Console
from rich.text import Text

from digest.model import Article, PageReading

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
_HUES = (205, 45, 130, 300, 20, 260, 170, 85, 340, 230)
_LEFT_STYLE = "dim"


@dataclass(frozen=True, slots=True)
class Row:
    """One non-blank page line: its number and text, the position of its article (None when it was
    left over, then `reason` says why) and the doubts that concern it."""

    line: int
    text: str
    article: int | None
    reason: str | None
    doubts: tuple[str, ...]


def rows(reading: PageReading) -> list[Row]:
    """The non-blank lines of the page, in page order, with where they went."""
    owner = {line: article.position for article in reading.articles for line in article.lines}
    reasons = {leftover.line: leftover.reason for leftover in reading.leftovers}
    doubts: dict[int, list[str]] = {}
    for doubt in reading.doubts:
        for line in doubt.lines:
            doubts.setdefault(line, []).append(doubt.reason)
    return [
        Row(
            number,
            text.strip(),
            owner.get(number),
            None if number in owner else reasons.get(number, "not accounted for"),
            tuple(dict.fromkeys(doubts.get(number, ()))),
        )
        for number, text in enumerate(reading.page.text.split("\n"), 1)
        if text.strip() and (number in owner or number in reasons)
    ]


def jsonl(reading: PageReading) -> str:
    """One JSON object per page line: source, line, article (position or null), reason, doubts."""
    return "".join(
        json.dumps(
            {
                "source": reading.page.source,
                "line": row.line,
                "article": row.article,
                "reason": row.reason,
                "doubts": list(row.doubts),
                "text": row.text,
            },
            ensure_ascii=False,
        )
        + "\n"
        for row in rows(reading)
    )


def terminal(reading: PageReading, *, colour: bool = True, width: int = 100) -> str:
    """The page for a terminal: line number, article number, text; doubts below the line.

    `colour` False gives plain text (NO_COLOR, pipes); `width` is in columns.
    """
    out = StringIO()
    console = Console(
        file=out,
        width=max(40, width),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        soft_wrap=False,
        legacy_windows=False,
    )
    console.print(Text(_title(reading), style="bold"))
    for row in rows(reading):
        style = _LEFT_STYLE if row.article is None else _STYLES[(row.article - 1) % len(_STYLES)]
        mark = "  –" if row.article is None else f"{row.article:>3}"
        line = Text(f"{row.line:>4} {mark} ", style="bold " + style)
        line.append(_clip(row.text, width), style=style)
        console.print(line, overflow="ellipsis", no_wrap=True)
        for note in (row.reason, *row.doubts):
            if note:
                console.print(Text(f"         ? {note}", style="red" if row.article else "dim"))
    console.print()
    for article in reading.articles:
        style = _STYLES[(article.position - 1) % len(_STYLES)]
        console.print(Text(f"{article.position:>3} {_line(article)}", style=style))
    return out.getvalue()


def _clip(text: str, width: int) -> str:
    """So much of a text as fits a terminal line where Chinese characters take two columns."""
    most = max(10, (width - 12) // 2)
    return text if len(text) <= most else text[: most - 1] + "…"


def _title(reading: PageReading) -> str:
    left, doubts = len(reading.leftovers), len(reading.doubts)
    return (
        f"{reading.page.source}: {len(reading.articles)} articles, "
        f"{left} lines left over, {doubts} doubts"
    )


def _line(article: Article) -> str:
    people = " ".join((*article.reporters, *article.correspondents, *article.authors))
    return f"{article.confidence:.2f} {article.kind:<7} {article.title}  {people}".rstrip()


_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body{{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;
margin:1.5rem auto;max-width:72rem;padding:0 1rem}}
h1{{font-size:1.2rem}}table{{border-collapse:collapse;width:100%}}
td{{padding:.15rem .5rem;vertical-align:top}}
td.n{{color:#777;text-align:right;font-variant-numeric:tabular-nums}}
td.d{{color:#a00;font-size:.85rem;width:18rem}}
tr.left td{{color:#888;font-style:italic}}.low{{color:#a00;font-weight:bold}}a{{color:inherit}}
{colours}
</style></head><body>{sections}</body></html>
"""
_SECTION = "<h1>{title}</h1><table>{articles}</table><hr><table>{lines}</table>"


def html(*readings: PageReading) -> str:
    """Pages as one self-contained HTML document, each with a list of articles and then every line
    coloured by its article with its doubts in the margin. All text is escaped."""
    most = max((a.position for reading in readings for a in reading.articles), default=0)
    colours = "".join(
        f"tr.a{position} td{{background:hsl({_hue(position)} 80% 94%)}}"
        f"tr.a{position} td.n{{border-left:.4rem solid hsl({_hue(position)} 70% 50%)}}"
        for position in range(1, most + 1)
    )
    return _PAGE.format(
        title=escape(", ".join(reading.page.source for reading in readings)),
        colours=colours,
        sections="".join(_section(number, one) for number, one in enumerate(readings, 1)),
    )


def _section(number: int, reading: PageReading) -> str:
    return _SECTION.format(
        title=escape(_title(reading)),
        articles="".join(_article_row(number, article) for article in reading.articles),
        lines="".join(_html_row(number, row) for row in rows(reading)),
    )


def _hue(position: int) -> int:
    return _HUES[(position - 1) % len(_HUES)]


def _article_row(number: int, article: Article) -> str:
    low = ' class="low"' if article.confidence < LOW else ""
    return (
        f'<tr class="a{article.position}"><td class="n"><a href="#p{number}l{_first(article)}">'
        f"{article.position}</a></td><td{low}>{article.confidence:.2f}</td>"
        f"<td>{escape(article.kind)}</td><td>{escape(article.title)}</td>"
        f'<td class="d">{escape("; ".join(dict.fromkeys(article.doubts)))}</td></tr>'
    )


LOW = 0.9  # confidence below which an article is shown as doubtful


def _first(article: Article) -> int:
    return min(article.lines, default=0)


def _html_row(number: int, row: Row) -> str:
    kind = "left" if row.article is None else f"a{row.article}"
    notes = "; ".join(note for note in (row.reason, *row.doubts) if note)
    mark = "–" if row.article is None else str(row.article)
    return (
        f'<tr class="{kind}" id="p{number}l{row.line}">'
        f'<td class="n">{row.line}</td><td>{mark}</td>'
        f'<td>{escape(row.text)}</td><td class="d">{escape(notes)}</td></tr>'
    )
