"""Which cadences are offered, and which one a button names."""

from __future__ import annotations

from digest.recipients import Cadence

OFFERED: tuple[Cadence, ...] = ("daily", "workdays", "weekly", "at_once")
SANDBOX: Cadence = "minute"  # to see a digest arrive while one watches; nowhere else


def offered(*, sandbox: bool) -> tuple[Cadence, ...]:
    """The cadences to choose from."""
    return (*OFFERED, SANDBOX) if sandbox else OFFERED


def named(name: str, *, sandbox: bool) -> Cadence:
    """The cadence of a button; the first one when it is not offered (any more)."""
    return next((one for one in offered(sandbox=sandbox) if one == name), OFFERED[0])
