"""Commands that read pages: `parse` (show), `check` (where did each line go), `ingest` (store)."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.cli.common import (
    Commands,
    command,
    complain,
    day,
    now,
    opened,
    print_json,
    use_operators_data,
    with_database,
    with_jsonl,
)
from digest.cli.printed import print_article
from digest.errors import DigestError, ReadingError

if TYPE_CHECKING:
    from digest.model import PageReading
    from digest.service.library import Ingested, Library

_MOST_LEFT = 120  # characters of a line left over that are shown
# Files of the contract's lines, as `digest export` writes them.
EXPORTED = (".jsonl", ".ndjson")


def register(commands: Commands) -> None:
    """Declare the commands of this family."""
    parse = command(commands, "parse", run_parse, "read pages and print their articles")
    check = command(commands, "check", run_check, "show which page line went to which article")
    ingest = command(commands, "ingest", run_ingest, "read pages and store their articles")
    for parser in (parse, check, ingest):
        _with_pages(parser)
    check.add_argument("--html", metavar="FILE", type=Path, help="write the view as one HTML page")
    with_database(ingest)


def _with_pages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="pages or folders")
    parser.add_argument("--date", type=day, help="the paper's date, YYYY-MM-DD")
    parser.add_argument("--paper", help="the paper's name")
    parser.add_argument("--page", help="the page's number")
    with_jsonl(parser)


def run_parse(arguments: argparse.Namespace) -> int:
    """Print each article as the contract's JSON line, or for people."""
    from digest.contract import to_json

    read = _Readings(arguments)
    for reading in read:
        for article in reading.articles:
            if arguments.jsonl:
                print_json([to_json(article)])
            else:
                print_article(article)
        _tell_doubts(reading)
    return read.status


def run_check(arguments: argparse.Namespace) -> int:
    """Show where each line of the pages went."""
    from digest.reading import check, checksheet

    read = _Readings(arguments)
    readings = list(read)
    if arguments.html:
        _write(arguments.html, checksheet.html(*readings))
    for reading in readings:
        if arguments.jsonl:
            print(check.jsonl(reading), end="")
        elif not arguments.html:
            columns = shutil.get_terminal_size().columns
            print(check.terminal(reading, colour=_coloured(), width=columns))
    return read.status


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DigestError(
            f"cannot be written ({error.strerror})",
            where=str(path),
            advice="choose a folder that exists and may be written to",
        ) from error
    complain(f"written: {path}")


def _coloured() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def run_ingest(arguments: argparse.Namespace) -> int:
    """Store the articles of each page, one transaction a page."""
    read = _Readings(arguments)
    totals = [0, 0, 0, 0]
    with opened(arguments) as service:
        for source, done in _ingested(read, service.library):
            counts = (done.added, done.changed, done.unchanged, done.removed)
            totals = [total + count for total, count in zip(totals, counts, strict=True)]
            if done.added and done.removed and not (done.changed or done.unchanged):
                complain(_replaced(source, done.removed))
            if arguments.jsonl:
                print_json([_ingest_row(source, counts, done.ids)])
            else:
                print(f"{source}: {_counted(counts)}")
        service.library.settle()
    if not arguments.jsonl:
        print(f"in all: {_counted(totals)}")
    return read.status


def _ingested(read: _Readings, library: Library) -> Iterator[tuple[str, Ingested]]:
    """What became of each file. Exported lines go back as they were, with what review decided;
    everything else is read, understood and stored; of a file of many pages none waits for the
    others."""
    from digest.reading.sources import is_long

    streamed = [path for path in read.files if _is_export(path) or is_long(path)]
    read.files = [path for path in read.files if path not in streamed]
    for reading in read:
        yield reading.page.source, library.ingest(reading, now=now())
    for path in streamed:
        try:
            if not _is_export(path):
                yield path.name, library.ingest_pages(read.of(path), now=now())
                continue
            with path.open(encoding="utf-8") as lines:
                yield path.name, library.import_lines(lines, now=now())
        except ReadingError as error:
            read.failed(error)
        except (OSError, UnicodeDecodeError) as error:
            read.failed(ReadingError(f"cannot be read ({error})", where=str(path)))


def _is_export(path: Path) -> bool:
    """Whether a file holds lines of `digest export`, which say when each article was read; lines
    of `digest parse` or of others do not, and go the usual way."""
    if path.suffix.lower() not in EXPORTED:
        return False
    try:
        with path.open("rb") as file:
            return b'"read_at"' in file.readline(1_000_000)
    except OSError:
        return False  # the usual way says what is wrong with it


def _replaced(source: str, removed: int) -> str:
    return (
        f"digest: {source}: another page than the one stored under this name; the {removed} "
        "articles of that one were taken out — pages of different days need different file names"
    )


def _ingest_row(source: str, counts: tuple[int, ...], ids: tuple[str, ...]) -> dict[str, Any]:
    names = ("added", "changed", "unchanged", "removed")
    return {"source": source, **dict(zip(names, counts, strict=True)), "ids": list(ids)}


def _counted(counts: tuple[int, ...] | list[int]) -> str:
    names = ("added", "changed", "unchanged", "removed")
    return ", ".join(f"{count} {name}" for count, name in zip(counts, names, strict=True))


class _Readings:
    """The files one after the other, read and understood; a bad one is reported and passed over."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from digest.reading.sources import Given

        self.status = 0
        self.files = list(dict.fromkeys(self._found(arguments.files)))
        self._names = _told_apart(self.files)
        self._given = Given(date=arguments.date, paper=arguments.paper, number=arguments.page)

    def __iter__(self) -> Iterator[PageReading]:
        use_operators_data()
        for path in _progress(self.files):
            try:
                yield from self.of(path)
            except ReadingError as error:
                self.failed(error)

    def of(self, path: Path) -> Iterator[PageReading]:
        """What one of the files holds: a reading, or one for each page of long JSON lines."""
        from digest.reading.sources import read_each
        from digest.understanding import understand_page

        for reading in read_each(path, self._given):
            yield understand_page(_from(self._names[path], reading))

    def _found(self, paths: list[Path]) -> Iterator[Path]:
        """The files at each path; one that is missing or empty does not stop the others."""
        from digest.reading.sources import find_files

        for path in paths:
            try:
                yield from find_files([path])
            except ReadingError as error:
                self.failed(error)

    def failed(self, error: ReadingError) -> None:
        """Report a file that could not be read; the others go on."""
        self.status = 1
        complain(f"digest: {error}")


def _told_apart(files: list[Path]) -> dict[Path, str]:
    """What each file is called in the library: its name, with as much of its folders before it as
    tells it from others of that name. Pages of one name would take each other's place."""
    groups: dict[str, list[Path]] = {}
    for path in files:
        groups.setdefault(path.name, []).append(path)
    names: dict[Path, str] = {}
    for group in groups.values():
        depth = 1
        while len({path.parts[-depth:] for path in group}) < len(group):
            depth += 1
        names |= {path: "/".join(path.parts[-depth:]) for path in group}
    return names


def _from(source: str, reading: PageReading) -> PageReading:
    """The reading under the name its page has in the library. Articles of other pages, which JSON
    lines bring, keep those."""
    name = reading.page.source
    if source == name:
        return reading
    articles = tuple(
        replace(one, source=source) if one.source == name else one for one in reading.articles
    )
    return replace(reading, page=replace(reading.page, source=source), articles=articles)


def _progress(files: list[Path]) -> Iterator[Path]:
    """The files, with a bar on standard error when that is a terminal and there are several."""
    if len(files) < 2 or not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(files, description="reading", console=console, transient=True)


def _tell_doubts(reading: PageReading) -> None:
    from digest.reading import normal

    source = reading.page.source
    for doubt in reading.doubts:
        complain(f"{source}:{_span(doubt.lines)}: doubt: {doubt.reason}")
    for left in reading.leftovers:
        text = normal.clean(left.text)
        text = text if len(text) <= _MOST_LEFT else f"{text[:_MOST_LEFT]}…"
        complain(f"{source}:{left.line}: left over ({left.reason}): {text}")


def _span(lines: tuple[int, ...]) -> str:
    """The lines in order, neighbours as a run: 75, 115-117."""
    ordered = sorted(set(lines)) or [0]
    starts = [n for n in ordered if n - 1 not in ordered]
    ends = [n for n in ordered if n + 1 not in ordered]
    runs = zip(starts, ends, strict=True)
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
