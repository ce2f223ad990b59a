"""What several command families share: common options, opening the service, and output."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.service import Service

Run = Callable[[argparse.Namespace], int]
Commands = Any  # argparse's sub-parser action has no public type
# What the stores keep numbers in: 64 bits and a sign.
_LARGEST = 2**63 - 1


def command(commands: Commands, name: str, run: Run, help_text: str) -> argparse.ArgumentParser:
    """Add a command whose arguments the caller goes on to declare."""
    added: argparse.ArgumentParser = commands.add_parser(
        name, help=help_text, description=help_text
    )
    added.set_defaults(run=run)
    return added


def with_database(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Add `--database`, which otherwise comes from DATABASE_URL."""
    parser.add_argument(
        "--database", metavar="URL", help="store to use (default: DATABASE_URL, else a SQLite file)"
    )
    return parser


def with_jsonl(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Add `--jsonl`."""
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line, for programs")
    return parser


def day(text: str) -> date:
    """The type of an argument that is a day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write YYYY-MM-DD") from error


def whole(low: int = -_LARGEST, high: int = _LARGEST) -> Callable[[str], int]:
    """The type of an argument that is a whole number from `low` to `high`."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from error
        if not low <= number <= high:
            beyond = f"at least {low}" if number < low else f"at most {high}"
            raise argparse.ArgumentTypeError(f"{text} is out of bounds; give {beyond}")
        return number

    return read


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[Service]:
    """The service over the store that the arguments or the environment name."""
    from digest.service import Service

    use_operators_data()
    service = Service.open(database_url(arguments))
    try:
        yield service
    finally:
        service.close()


def database_url(arguments: argparse.Namespace) -> str:
    """The store's URL: `--database`, else DATABASE_URL, else a SQLite file in this folder."""
    from digest.store.database import DEFAULT_URL

    return arguments.database or os.environ.get("DATABASE_URL") or DEFAULT_URL


def use_operators_data() -> None:
    """Put TAXONOMY_FILE and SYNONYMS_FILE, where set, in the place of the shipped data."""
    from digest import understanding

    topics, synonyms = os.environ.get("TAXONOMY_FILE"), os.environ.get("SYNONYMS_FILE")
    understanding.use(
        topics=Path(topics) if topics else None, synonyms=Path(synonyms) if synonyms else None
    )


def now() -> datetime:
    """The clock of the command line."""
    return datetime.now(UTC)


def today() -> date:
    """The paper's day: China has one time zone, and so have its newspapers."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def print_json(rows: Iterable[dict[str, Any]]) -> None:
    """Write one JSON object a line, Chinese readable."""
    for row in rows:
        print(json.dumps(row, ensure_ascii=False, default=str))


def complain(text: str) -> None:
    """Write a line to standard error, keeping its place among what standard output shows."""
    sys.stdout.flush()
    print(text, file=sys.stderr)
