"""Keeps the C library from giving every thread a heap of its own: what the service's threads free
is then used again by the others. Does nothing where the C library is not glibc."""

from __future__ import annotations

import ctypes
import logging

log = logging.getLogger(__name__)
M_ARENA_MAX = -8  # glibc's malloc.h
ARENAS = 2


def limit() -> None:
    """To be called before the first thread begins."""
    try:
        taken = ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
    except (OSError, AttributeError, TypeError):
        taken = 0
    if not taken:
        log.info("the C library has no heaps to limit")
