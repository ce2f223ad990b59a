"""Bytes of a page dump as text: UTF-8, UTF-16, GB18030, Big5, told apart by what they contain.

Turns the bytes of a file into text with `\\n` line ends, or refuses them — empty, binary, too
large, in no encoding a Chinese newspaper comes in — with a `ReadingError` that names the file and
says what to do. A stray byte that is no text becomes U+FFFD, which reading says aloud; a file with
many is refused.
"""

from __future__ import annotations

import codecs
import re

from digest.errors import ReadingError

MOST_BYTES = 8 * 1024 * 1024  # a page dump has 20 KB; a year of one paper's front pages fits
_SAMPLE = 65_536
_BINARY = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0",
    b"BM", b"RIFF", b"\x7fELF", b"MZ", b"SQLite format", b"Rar!", b"7z\xbc\xaf",
)  # fmt: skip
_HAN = re.compile(r"[\u4e00-\u9fff]")
_COMMON = re.compile(
    r"[的一在是有和了工会人不我们中国为上大年这以个到员服务时动职要他生理业发会來對會這個們與為國"
    r"\u3001\u3002\uff0c]"
)
_VISIBLE = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3000\ufe00-\ufe0f\ufeff]"
)
_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_WIDE = ("utf-16-le", "utf-16-be")
_LIKELY = 0.35  # likeness of text in its encoding; of others' bytes it is near 0
_BEARABLE = 0.005  # share of characters that may be lost before a file is refused
_ODD = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")


def text_of(name: str, data: bytes) -> str:
    """The text of a file's bytes; `ReadingError` when it has none. A few bytes that are no text
    stand as U+FFFD."""
    if len(data) > MOST_BYTES:
        raise too_large(name, len(data))
    if not data.strip(b"\x00\t\r\n\x0b\x0c "):
        raise _empty(name)
    text = _marked(name, data)
    if text is None:
        text = _unmarked(name, data)
    text = _LINE_END.sub("\n", text)
    if not _VISIBLE.search(text):
        raise _empty(name)
    return text.lstrip("\ufeff")


def too_large(name: str, size: int) -> ReadingError:
    """The refusal of a file of `size` bytes."""
    return ReadingError(
        f"the file has {size / 2**20:.1f} MB; at most {MOST_BYTES // 2**20} MB are read at once",
        where=name,
        advice="split it into single pages",
    )


def _marked(name: str, data: bytes) -> str | None:
    """Text behind a byte-order mark."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _decoded(name, data[len(mark) :], encoding, f"it is marked {encoding}")
    return None


def _unmarked(name: str, data: bytes) -> str:
    """UTF-8 if it is; else the encoding under which the text looks most like Chinese prose, first
    of those that fit every byte, then of those that fit nearly all."""
    if any(data.startswith(magic) for magic in _BINARY) and b"\x00" in data[:_SAMPLE]:
        raise _binary(name)
    wide = b"\x00" in data[:_SAMPLE]
    if not wide:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if data.startswith((b"%PDF", b"\xff\xd8\xff", b"\x1f\x8b")):
            raise _binary(name)
    encodings = _WIDE if wide else ("utf-8", "gb18030", "big5hkscs", *_WIDE)
    sample = data[: _SAMPLE - _SAMPLE % 4]
    for errors in ("strict", "replace"):
        best = max(encodings, key=lambda encoding: _likeness(sample, encoding, errors))
        if _likeness(sample, best, errors) > _LIKELY:
            return _decoded(name, data, best, f"it looks like {best}")
    if wide:
        raise _binary(name)
    return _decoded(name, data, "utf-8", "no encoding fits; read as UTF-8")


def _decoded(name: str, data: bytes, encoding: str, why: str) -> str:
    """The bytes in an encoding, if all but a few are text in it."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") <= max(1, _BEARABLE * len(text)):
            return text
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        place = f"byte {error.start + 1} (line {line}) is no text"
        raise _undecodable(name, f"{why}, but {place}") from error


def _likeness(sample: bytes, encoding: str, errors: str) -> float:
    """How much the sample looks like Chinese prose in this encoding, about 0–2."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    try:
        text = decoder.decode(sample)
    except UnicodeDecodeError:
        return 0.0
    joined = "".join(text.split())
    size = len(joined)
    if not size:
        return 0.0
    ascii_share = sum(c.isascii() and c.isprintable() for c in joined) / size
    odd = len(_ODD.findall(joined)) / size
    known = (len(_HAN.findall(joined)) / size) + ascii_share * 0.6
    return known + 1.5 * len(_COMMON.findall(joined)) / size - 5.0 * odd


def _empty(name: str) -> ReadingError:
    return ReadingError("the file is empty", where=name, advice="give a page dump with text")


def _binary(name: str) -> ReadingError:
    return ReadingError(
        "the file is not text (PDF, picture, archive or the like)",
        where=name,
        advice="extract its text first and give that",
    )


def _undecodable(name: str, why: str) -> ReadingError:
    return ReadingError(
        f"the encoding cannot be told: {why}",
        where=name,
        advice="save the file as UTF-8 (GB18030, Big5 and UTF-16 are read too)",
    )
