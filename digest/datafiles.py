"""The TOML files that an operator may edit (topics, synonyms, topic digests), read into tables
together with the lines of their text, so that whatever does not hold is named by file and line.
Refuses what is no UTF-8 or no TOML; what the tables must hold is for their readers to say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from digest.errors import DataError

T = TypeVar("T")
_AT_LINE = re.compile(r"line (\d+)")
_HEAD = re.compile(r"\s*\[")


@dataclass(frozen=True, eq=False)
class DataFile:
    """A file's name without folder, its text, and the tables that TOML makes of it."""

    name: str
    text: str
    tables: dict[str, Any]

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.splitlines()

    def heads(self, table: str) -> list[int]:
        """The lines on which a [[table]] begins, from 1."""
        wanted = f"[[{table}]]"
        return [number for number, line in enumerate(self._lines, 1) if line.strip() == wanted]

    def line_of(self, key: str, head: int = 1) -> int:
        """The line that sets `key` in the table which begins at `head`; else `head` itself."""
        pattern = re.compile(rf"\s*\[*{re.escape(key)}\b")
        for number in range(head, len(self._lines) + 1):
            if pattern.match(self._lines[number - 1]):
                return number
            if number > head and _HEAD.match(self._lines[number - 1]):
                break
        return head

    def line_with(self, needle: str, head: int = 1) -> int:
        """The first line from `head` on in which `needle` stands; else `head` itself."""
        numbered = enumerate(self._lines[head - 1 :], head)
        return next((number for number, line in numbered if needle in line), head)

    def wrong(self, what: str, line: int, *, advice: str = "see the head of the file") -> DataError:
        """The error that says what does not hold in which line."""
        return DataError(what, where=f"{self.name}:{line}", advice=advice)


def read(path: Path) -> DataFile:
    """A file's tables. Raises DataError naming the file, and the line where TOML says one."""
    try:
        text = path.read_text(encoding="utf-8")
        return DataFile(path.name, text, tomllib.loads(text))
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise DataError("is not UTF-8 text", where=path.name) from error
    except tomllib.TOMLDecodeError as error:
        line = _AT_LINE.search(str(error))
        where = f"{path.name}:{line[1]}" if line else path.name
        raise DataError(f"is not TOML: {error}", where=where) from error


class InForce(Generic[T]):
    """Which file of one kind the process goes by: the shipped one until `use` names another.

    A file is turned into its value once while it stays the same on disk.
    """

    def __init__(self, shipped: Path, parse: Callable[[DataFile], T]) -> None:
        self._shipped = shipped
        self._parse = parse
        self._path = shipped
        self._known: dict[Path, tuple[int, T]] = {}

    def use(self, path: Path | None) -> None:
        """From now on `load()` means this file (None: the shipped one), in the whole process.

        Called once at start with what the operator set. Raises DataError, and changes nothing,
        when the file does not hold.
        """
        self.load(path or self._shipped)
        self._path = path or self._shipped

    def load(self, path: Path | None = None) -> T:
        """The value of the file in force, or of another one.

        Raises DataError naming the file and line when it is missing or does not hold.
        """
        path = path or self._path
        try:
            changed = path.stat().st_mtime_ns
        except OSError as error:
            raise DataError(f"cannot be read: {error.strerror}", where=str(path)) from error
        known = self._known.get(path)
        if known is None or known[0] != changed:
            known = changed, self._parse(read(path))
            self._known[path] = known
        return known[1]
