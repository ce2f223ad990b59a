"""Writes a choice of topics into a few characters of callback data and reads it back.

A choice is a bit mask over the taxonomy's order plus a check of that order, so that a button made
before the operator changed the topics is recognised as stale instead of meaning something else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence


def _check(slugs: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(slugs).encode()).hexdigest()[:3]


def write(chosen: Iterable[str], slugs: Sequence[str]) -> str:
    """The chosen topics as `mask.check`."""
    mask = sum(1 << slugs.index(slug) for slug in set(chosen))
    return f"{mask:x}.{_check(slugs)}"


def read(code: str, slugs: Sequence[str]) -> tuple[str, ...] | None:
    """The chosen topics in taxonomy order, or None when the code is not of this taxonomy."""
    mask, _, check = code.partition(".")
    if check != _check(slugs) or not re.fullmatch(r"[0-9a-f]{1,32}", mask):
        return None
    number = int(mask, 16)
    return tuple(slug for at, slug in enumerate(slugs) if number >> at & 1)
