"""Keeps, for a while and up to a bound, the values that do not fit behind a 64-byte button.

What is kept here is a convenience: after a restart the words are read again from the message the
button hangs on (its first line), so a lost memory costs nothing but a second parse.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

V = TypeVar("V")
K = TypeVar("K", bound=Hashable)


class Bounded(Generic[K, V]):
    """A mapping that forgets its oldest entry beyond `size`."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[K, V] = OrderedDict()

    def put(self, key: K, value: V) -> None:
        """Keep `value` under `key` as the newest."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def get(self, key: K) -> V | None:
        """What is kept under `key`, if it still is."""
        return self._kept.get(key)

    def pop(self, key: K) -> V | None:
        """Take out what is kept under `key`."""
        return self._kept.pop(key, None)


class Recall(Generic[V]):
    """Values behind short keys made from their words: the same words get the same key."""

    def __init__(self, size: int = 5000) -> None:
        self._values: Bounded[str, V] = Bounded(size)

    def keep(self, words: str, value: V) -> str:
        """Remember `value`; returns an eight-character key."""
        key = hashlib.sha256(words.encode()).hexdigest()[:8]
        self._values.put(key, value)
        return key

    def get(self, key: str) -> V | None:
        """The value kept under `key`, or None when it is forgotten."""
        return self._values.get(key)
