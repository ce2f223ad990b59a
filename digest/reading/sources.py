"""Files and uploads as page readings: page dumps, single articles as Markdown or HTML, JSON lines.

Turns paths or bytes into `PageReading`s of one type whatever they came from, with what the
operator gave (date, paper, page) or the file's name says. What cannot be read raises
`ReadingError` with the file's name and what to do. JSON lines may be of any length, a line not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from digest import contract
from digest.errors import ReadingError
from digest.language import named_dates
from digest.model import Article, Page, PageReading, Published
from digest.reading import decode, documents
from digest.reading.pages import read_page

PAGE_ENDINGS = (".txt", ".text", "")
DOCUMENT_ENDINGS = (".md", ".markdown", ".html", ".htm", ".xhtml")
LINES_ENDINGS = (".jsonl", ".ndjson")
_KNOWN = (*PAGE_ENDINGS[:-1], *DOCUMENT_ENDINGS, *LINES_ENDINGS)
_NAMED = re.compile(
    r"(?:(?P<paper>[^\d\W_][^_\-\s]*?)[_\-\s]*)?"
    r"(?P<year>(?:19|20)\d{2})[-_.年]?(?P<month>\d{2})[-_.月]?(?P<day>\d{2})日?"
    r"(?:[-_\s]*第?(?P<page>[A-Z]?\d{1,3})版?)?"
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the operator said of a file: its date, paper and page number; each may be None."""

    date: date | None = None
    paper: str | None = None
    number: str | None = None


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The files at the paths, folders walked, sorted and each once; `ReadingError` when a path is
    missing or nothing readable is there."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _wanted(p, path))
            found.update(dict.fromkeys(inside))
        elif path.exists():
            found[path] = None
        else:
            raise ReadingError(
                "there is no such file or folder", where=str(path), advice="check the path"
            )
    if not found:
        raise ReadingError(
            "no page files were found",
            where=", ".join(str(path) for path in paths) or "no path given",
            advice=f"give files or a folder with files ending in {', '.join(_KNOWN)}",
        )
    return list(found)


def _wanted(path: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return path.is_file() and not hidden and path.suffix.lower() in _KNOWN


def read_file(path: Path, given: Given = Given()) -> PageReading:
    """The reading of one file; `ReadingError` when it cannot be read."""
    try:
        size = path.stat().st_size
        if size > decode.MOST_BYTES:
            raise decode.too_large(path.name, size)
        data = path.read_bytes()
    except OSError as error:
        raise _unopened(path, error) from error
    return read_bytes(path.name, data, given)


def is_long(path: Path) -> bool:
    """Whether a file holds JSON lines, and more of them than are read at once."""
    try:
        return path.suffix.lower() in LINES_ENDINGS and path.stat().st_size > decode.MOST_BYTES
    except OSError:
        return False  # `read_file` says what is wrong with it


def read_each(path: Path, given: Given = Given()) -> Iterator[PageReading]:
    """The reading of a file; of long JSON lines one reading for each run of lines that name the
    same source, of which no more than one is held at a time. Such lines are UTF-8. `ReadingError`
    as `read_file`, before the run that holds the bad line."""
    if not is_long(path):
        yield read_file(path, given)
        return
    page = _page(path.name, "", given)
    try:
        with path.open("rb") as file:
            articles = _articles(page.source, _lines(page.source, file), given)
            run: tuple[Article, ...] = ()
            for _, found in groupby(articles, key=lambda article: article.source):
                run = tuple(found)
                yield PageReading(page, run)
    except OSError as error:
        raise _unopened(path, error) from error
    if not run:
        raise _without_articles(page.source)


def _lines(name: str, file: BinaryIO) -> Iterator[str]:
    """The lines of a file of any length, each of no more bytes than a file that is read at once."""
    number = 0
    while line := file.readline(decode.MOST_BYTES + 1):
        number += 1
        where = f"{name}:{number}"
        if len(line) > decode.MOST_BYTES:
            raise ReadingError(
                f"the line has more than {decode.MOST_BYTES // 2**20} MB",
                where=where,
                advice="give one article a line",
            )
        try:
            yield line.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ReadingError(
                f"the line is not UTF-8 ({error.reason})",
                where=where,
                advice="save the file as UTF-8",
            ) from error


def _unopened(path: Path, error: OSError) -> ReadingError:
    return ReadingError(
        f"the file cannot be opened ({error.strerror or error})",
        where=str(path),
        advice="check the path and the right to read it",
    )


def read_bytes(name: str, data: bytes, given: Given = Given()) -> PageReading:
    """The reading of an upload: `name` tells the form, what is given wins over what it says."""
    base = re.split(r"[\\/]", name)[-1] or "page.txt"
    ending = Path(base).suffix.lower()
    text = decode.text_of(base, data)
    page = _page(base, text, given)
    if ending in LINES_ENDINGS:
        return _from_lines(page, given)
    if ending in DOCUMENT_ENDINGS:
        return documents.read(page, html=not ending.startswith(".m"))
    return read_page(page)


def _page(name: str, text: str, given: Given) -> Page:
    named = from_name(name)
    return Page(
        name,
        text,
        given.date or named.date,
        given.paper or named.paper,
        given.number or named.number,
    )


def from_name(name: str) -> Given:
    """What a file name says: 工人日报-2023-11-02-03.txt is a paper, a date and a page."""
    match = _NAMED.search(Path(name).stem)
    if match is None:
        return Given()
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return Given()
    return Given(day, match["paper"] or None, match["page"] or None)


def _from_lines(page: Page, given: Given) -> PageReading:
    articles = tuple(_articles(page.source, page.text.split("\n"), given))
    if not articles:
        raise _without_articles(page.source)
    return PageReading(page, articles)


def _without_articles(name: str) -> ReadingError:
    return ReadingError("the file holds no articles", where=name, advice="give JSON lines")


def _articles(name: str, lines: Iterable[str], given: Given) -> Iterator[Article]:
    """Each line an article, as it was exported; what is given on the command line wins."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        article = contract.loads(line, where=f"{name}:{number}")
        if given.date is not None:
            article = replace(article, published=Published(given.date, "day", "given"))
            article = replace(article, dates=named_dates.find(article))
        if given.paper is not None:
            article = replace(article, paper=given.paper)
        if given.number is not None:
            article = replace(article, page=given.number)
        yield article
