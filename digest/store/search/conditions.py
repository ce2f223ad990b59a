"""A condition in an engine's language: the boolean question its index answers, and the SQL that
verifies on the folded text what the index cannot know (that a word's grams stand in order)."""

from __future__ import annotations

from dataclasses import dataclass

from digest.store.search.grams import TAG
from digest.store.search.interface import Condition, Either, Every, Has, Without

NOTHING = f"{TAG}none"
EVERYTHING = f"{TAG}all"


@dataclass(frozen=True, slots=True)
class Syntax:
    """How an engine writes a question: its operators, a quoted token, a test for text in the
    article (one placeholder) and a test of one article against a question (one placeholder)."""

    both: str
    one: str
    but_not: str
    quote: str
    contains: str
    probe: str


Sql = tuple[str, tuple[str, ...]]
NONE: Sql = ("", ())


def question(condition: Condition, syntax: Syntax) -> str:
    """What to ask the index: fulfilled by every wanted article and perhaps a few more."""
    match condition:
        case Has(tokens):
            quoted = (f"{syntax.quote}{token}{syntax.quote}" for token in tokens)
            return f"({syntax.both.join(quoted)})"
        case Every(parts):
            return _joined(syntax.both, parts or (Has((EVERYTHING,)),), syntax)
        case Either(parts):
            return _joined(syntax.one, parts or (Has((NOTHING,)),), syntax)
        case Without(wanted, barred):
            if remainder(barred, syntax) != NONE:
                # The grams of the barred words may stand apart in an article that is wanted.
                return question(wanted, syntax)
            return f"({question(wanted, syntax)}{syntax.but_not}{question(barred, syntax)})"


def _joined(operator: str, parts: tuple[Condition, ...], syntax: Syntax) -> str:
    return f"({operator.join(question(part, syntax) for part in parts)})"


def remainder(condition: Condition, syntax: Syntax) -> Sql:
    """What must be verified of an article that the index gave; NONE when nothing must."""
    match condition:
        case Has(_, text, certain):
            return NONE if certain else (syntax.contains, (text,))
        case Every(parts):
            return _sql(" AND ", [remainder(part, syntax) for part in parts])
        case Either(parts):
            if all(remainder(part, syntax) == NONE for part in parts):
                return NONE
            return truth(condition, syntax)
        case Without(wanted, barred):
            left = remainder(wanted, syntax)
            if remainder(barred, syntax) == NONE:
                return left
            against, values = truth(barred, syntax)
            return _sql(" AND ", [left, (f"NOT {against}", values)])


def truth(condition: Condition, syntax: Syntax) -> Sql:
    """The whole condition as a test of one article."""
    match condition:
        case Has(_, text):
            if text:
                return syntax.contains, (text,)
            return syntax.probe, (question(condition, syntax),)
        case Every(parts):
            return _sql(" AND ", [truth(part, syntax) for part in parts] or [("1 = 1", ())])
        case Either(parts):
            return _sql(" OR ", [truth(part, syntax) for part in parts] or [("1 = 0", ())])
        case Without(wanted, barred):
            against, values = truth(barred, syntax)
            return _sql(" AND ", [truth(wanted, syntax), (f"NOT {against}", values)])


def _sql(operator: str, parts: list[Sql]) -> Sql:
    real = [part for part in parts if part != NONE]
    if not real:
        return NONE
    text = f"({operator.join(sql for sql, _ in real)})"
    return text, tuple(value for _, values in real for value in values)
