"""A text turned into a signature by which the same story is known in several papers and pages.

Texts that are equal but for spaces, widths and marks have the same digest. Otherwise MinHash over
pairs of four neighbouring characters finds candidates (a locality-sensitive index at Jaccard 0.5,
its bands given as keys a store can index), and the share of the shorter text's 4-grams that the
longer one holds confirms them, so that an excerpt counts and a shared phrase does not.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from digest.errors import DataError
from digest.language.variants import simplify
from digest.model import Article

PERMUTATIONS = 128
# 32 bands of 4 rows: of pairs at Jaccard 0.6, 0.5 and 0.13 about 99, 87 and 1 % share a band;
# reprints cut to 60 % and copies with 5 % slips of the scan lie at 0.5 and more, unrelated articles
# of the seeds below 0.04.
BANDS, ROWS = 32, 4
GRAM = 4
CONTAINED = 0.6  # the share of the shorter text's 4-grams that confirms a candidate
KEPT = 256  # smallest 4-gram hashes kept: enough to tell 0.6 from 0.1, and 1 KB an article
LEAST_GRAMS = 16  # a shorter text is the same only when it is equal
_HEADER = struct.Struct("<B32sI")
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Signature:
    """What a text is known by: `digest` of its letters and digits, `minhash` of its 4-grams (128
    values of 32 bits), `grams` the smallest hashes of the 4-grams themselves (sorted, 32 bits)."""

    digest: bytes
    minhash: tuple[int, ...]
    grams: tuple[int, ...]

    def to_bytes(self) -> bytes:
        """For a store: `from_bytes` gives the same signature back."""
        head = _HEADER.pack(_VERSION, self.digest, len(self.grams))
        body = struct.pack(f"<{PERMUTATIONS + len(self.grams)}I", *self.minhash, *self.grams)
        return head + zlib.compress(body)

    @classmethod
    def from_bytes(cls, data: bytes) -> Signature:
        """The signature that `to_bytes` wrote; raises DataError when it did not."""
        try:
            version, digest, count = _HEADER.unpack_from(data)
            body = zlib.decompress(data[_HEADER.size :])
            values = struct.unpack(f"<{PERMUTATIONS + count}I", body)
        except (struct.error, zlib.error) as error:
            raise DataError("is not a signature of a text", advice="make it anew") from error
        if version != _VERSION:
            raise DataError(f"is a signature of version {version}", advice="make it anew")
        return cls(digest, values[:PERMUTATIONS], values[PERMUTATIONS:])

    @property
    def bands(self) -> tuple[str, ...]:
        """Keys to index: two texts that may be the same story share at least one."""
        if len(self.grams) < LEAST_GRAMS:
            return (f"={self.digest.hex()[:16]}",)
        packed = struct.pack(f"<{PERMUTATIONS}I", *self.minhash)
        width = 4 * ROWS
        keys = (packed[n * width : (n + 1) * width] for n in range(BANDS))
        return tuple(f"{n}:{hashlib.sha256(key).hexdigest()[:12]}" for n, key in enumerate(keys))


def signature(article: Article) -> Signature:
    """The signature of the article's body (its headline may differ between papers)."""
    return of_text("\n".join(article.paragraphs) or article.title)


def of_text(text: str) -> Signature:
    """The signature of any text."""
    letters = _letters(text)
    grams = sorted({zlib.crc32(gram.encode()) for gram in _grams(letters)})
    return Signature(
        hashlib.sha256(letters.encode()).digest(), _minhash(grams), tuple(grams[:KEPT])
    )


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
    first = {gram for gram in one.grams if gram <= reach}
    second = {gram for gram in other.grams if gram <= reach}
    return len(first & second) / max(1, min(len(first), len(second)))


def _reach(sketch: Signature) -> int:
    """Up to which hash the kept 4-grams are all there are."""
    return sketch.grams[-1] if len(sketch.grams) == KEPT else 1 << 32


def _letters(text: str) -> str:
    """Letters, hanzi and digits only, in one width and script: marks, spaces and line breaks do not
    count, and a story reprinted in traditional characters is the same story."""
    normal = unicodedata.normalize("NFKC", simplify(text)).lower()
    return "".join(c for c in normal if unicodedata.category(c)[0] in "LN")


def _grams(letters: str) -> set[str]:
    return {letters[i : i + GRAM] for i in range(max(1, len(letters) - GRAM + 1))}


@lru_cache(maxsize=1)
def _seeded() -> Any:
    """datasketch's permutations, made once; imported late since it brings numpy and scipy."""
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=_identity)


def _identity(value: int) -> int:
    return value


def _minhash(grams: list[int]) -> tuple[int, ...]:
    sketch = _seeded().copy()
    sketch.update_batch(grams)
    return tuple(int(value) for value in sketch.hashvalues)
