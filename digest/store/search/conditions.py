"""A condition in an engine's own language of boolean questions."""

from __future__ import annotations

from dataclasses import dataclass

from digest.store.search.grams import TAG
from digest.store.search.interface import Condition, Either, Every, Has, Without

NOTHING = f"{TAG}none"
EVERYTHING = f"{TAG}all"


@dataclass(frozen=True, slots=True)
class Syntax:
    """How an engine writes its operators and quotes a token (letters and digits only)."""

    both: str
    one: str
    but_not: str
    quote: str


def question(condition: Condition, syntax: Syntax) -> str:
    """The condition as text for the engine."""
    match condition:
        case Has(tokens):
            quoted = (f"{syntax.quote}{token}{syntax.quote}" for token in tokens)
            return f"({syntax.both.join(quoted)})"
        case Every(parts):
            return _joined(syntax.both, parts or (Has((EVERYTHING,)),), syntax)
        case Either(parts):
            return _joined(syntax.one, parts or (Has((NOTHING,)),), syntax)
        case Without(wanted, barred):
            return f"({question(wanted, syntax)}{syntax.but_not}{question(barred, syntax)})"


def _joined(operator: str, parts: tuple[Condition, ...], syntax: Syntax) -> str:
    return f"({operator.join(question(part, syntax) for part in parts)})"
