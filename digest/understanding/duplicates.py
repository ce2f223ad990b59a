"""A text turned into a signature by which the same story is known in several papers and pages.

Texts that are equal but for spaces, widths and marks have the same digest. Otherwise MinHash over
four neighbouring characters (its bottom-k form: the smallest hashes of a text's 4-grams) finds
candidates by a few numbers that a store can index, and the share of the shorter text's 4-grams that
the longer one holds confirms them, so that an excerpt counts and a shared phrase does not.
"""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digest.language.variants import simplify

GRAM = 4
CONTAINED = 0.6  # the share of the shorter text's 4-grams that confirms a candidate
KEPT = 256  # smallest 4-gram hashes kept: enough to tell 0.6 from 0.1
LEAST_GRAMS = 16  # a shorter text is the same only when it is equal
# Of the eight smallest 4-gram hashes, two tellings that share half of their 4-grams have three in
# common in 85 of 100 cases, those that share 70 % in 99; articles that share a tenth in 4.
SKETCHED, SHARED = 8, 3
# Of the 4-grams only those divisible by this are looked at; the same ones in every text. A 64-bit
# number is divisible when its product with the inverse lies in the lowest third: no slow division.
SAMPLED = 3
FACTOR = np.uint64(pow(SAMPLED, -1, 1 << 64))
SHARE = np.uint64(((1 << 64) - 1) // SAMPLED)
WIDTH = 2 * GRAM
NUMBER, HASH = np.dtype("<u8"), np.dtype("<u4")
# Fibonacci hashing: an odd factor of 64 bits that spreads neighbouring numbers.
MIXER = np.uint64(0x9E3779B97F4A7C15)
LAST = np.uint32((1 << 32) - 1)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a text is known by: `digest` of its letters and digits, `grams` the smallest hashes of
    its sampled 4-grams (sorted, 32 bits), and `sketch`, the few numbers (32 bits) under which a
    story's other tellings find it."""

    digest: bytes
    grams: NDArray[np.uint32] = field(compare=False)
    sketch: tuple[int, ...] = field(compare=False)

    @property
    def enough(self) -> int:
        """How many numbers of its sketch another telling must have too."""
        return min(SHARED, len(self.sketch))


def of_text(text: str) -> Signature:
    """The signature of any text: its letters, hanzi and digits in one width and script, so that a
    story reprinted in traditional characters is the same story."""
    normal = unicodedata.normalize("NFKC", simplify(text)).lower()
    return of_letters("".join(c for c in normal if unicodedata.category(c)[0] in "LN"))


def of_letters(letters: str) -> Signature:
    """The signature of a text that holds nothing but letters, hanzi and digits in one width."""
    packed = letters.encode("utf-16-le", "surrogatepass")
    grams = _grams(packed)
    sampled = grams.take((grams * FACTOR <= SHARE).nonzero()[0])
    hashes = each_once((sampled * MIXER >> 32).astype(HASH))[:KEPT]
    digest = hashlib.sha256(packed).digest()
    return Signature(digest, hashes, _sketch(digest, hashes))


def _sketch(digest: bytes, hashes: NDArray[np.uint32]) -> tuple[int, ...]:
    if len(hashes) < LEAST_GRAMS:
        return (zlib.crc32(digest),)
    return tuple(hashes[:SKETCHED].tolist())


def each_once(numbers: NDArray[Any]) -> NDArray[Any]:
    """The numbers in order, each once (`numpy.unique` takes six times as long on a thousand, and
    choosing by a mask twice as long as by places)."""
    ordered = numbers.copy()
    ordered.sort()
    first = np.empty(len(ordered), np.bool_)
    first[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered.take(first.nonzero()[0])


def _grams(letters: bytes) -> NDArray[np.uint64]:
    """Every four neighbouring characters (eight bytes) as a number: one view of the bytes, since
    taking them one by one would cost more than all the rest of an ingest."""
    count = max(0, len(letters) - WIDTH + 2) // 2
    return np.ndarray(count, NUMBER, letters, strides=(2,))


def alike(one: Signature, other: Signature) -> bool:
    """Whether a store that indexes sketches would bring the two together, and rightly."""
    return len({*one.sketch} & {*other.sketch}) >= one.enough and same_story(one, other)


def same_story(one: Signature, other: Signature) -> bool:
    """Whether the two texts tell the same story: equal, nearly equal, or one within the other."""
    if one.digest == other.digest:
        return True
    return containment(one, other) >= CONTAINED


def containment(one: Signature, other: Signature) -> float:
    """The share of the shorter text's 4-grams that stand in the longer, 0 for very short texts.

    Of long texts only the smallest hashes are kept; the share among those both would have kept is
    an even-handed estimate of it.
    """
    if min(len(one.grams), len(other.grams)) < LEAST_GRAMS:
        return 0.0
    reach = min(_reach(one), _reach(other))
    first = one.grams[: np.searchsorted(one.grams, reach, "right")]
    second = other.grams[: np.searchsorted(other.grams, reach, "right")]
    both = len(np.intersect1d(first, second, assume_unique=True))
    return both / max(1, min(len(first), len(second)))


def _reach(sketch: Signature) -> np.uint32:
    """Up to which hash the kept 4-grams are all there are."""
    return sketch.grams[-1] if len(sketch.grams) == KEPT else LAST
