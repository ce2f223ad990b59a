"""A chat's rules as a text file: one rule a line, as one types it, with its cadence and name in
columns; lines that begin with # are for people. Refuses a line that does not hold, by number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from digest.errors import RuleRefused
from digest.following import rules
from digest.limits import CHATS, RULES
from digest.model import Rule
from digest.recipients import Cadence, Subscription

HEAD = "# Union Digest rules: cadence <tab> rule <tab> name <tab> thread (forum topic, if any)"


@dataclass(frozen=True, slots=True)
class Line:
    """One rule of a file."""

    rule: Rule
    cadence: Cadence
    name: str | None
    thread_id: int | None


def write(subscriptions: Iterable[Subscription]) -> str:
    """The file for these subscriptions; paused ones too."""
    lines = [HEAD]
    for one in subscriptions:
        thread = str(one.thread_id) if one.thread_id is not None else ""
        columns = [one.cadence, rules.to_text(one.rule), " ".join(one.name.split()), thread]
        lines.append("\t".join(columns).rstrip("\t"))
    return "\n".join(lines) + "\n"


def read(text: str, today: date) -> list[Line]:
    """The rules of a file. A line without a cadence is a rule to be sent daily."""
    if len(text) > CHATS.rules_file:
        raise RuleRefused(
            "file_too_long",
            f"the file has {len(text)} characters",
            advice=f"at most {CHATS.rules_file} are read",
            values={"limit": CHATS.rules_file},
        )
    lines = enumerate(text.lstrip("\ufeff").splitlines(), 1)
    found = [
        _line(number, line, today)
        for number, line in lines
        if line.strip() and not line.startswith("# ")
    ]
    if not found:
        raise RuleRefused("file_empty", "the file holds no rule", advice="one rule a line")
    return found


def _line(number: int, line: str, today: date) -> Line:
    columns = [column.strip() for column in line.split("\t")]
    if columns[0] not in get_args(Cadence):
        columns.insert(0, "daily")
    cadence, words, name, thread = (*columns, "", "", "")[:4]
    try:
        rule = rules.parse(words, today)
        thread_id = int(thread) if thread else None
    except RuleRefused as error:
        values = {**error.values, "line": number}
        raise RuleRefused(
            error.reason, error.what, where=f"line {number}", advice=error.advice, values=values
        ) from error
    except ValueError as error:
        raise RuleRefused(
            "file_line",
            f"{thread!r} is not a thread number",
            where=f"line {number}",
            advice="leave the column empty",
            values={"line": number},
        ) from error
    return Line(rule, cast("Cadence", cadence), name[: RULES.name] or None, thread_id)
