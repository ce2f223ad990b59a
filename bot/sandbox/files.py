"""Files sent by bot and people: kept in memory up to a total size, oldest dropped first.

Gives file ids, paths for download and picture sizes (read from PNG, JPEG, GIF and WebP headers).
"""

from __future__ import annotations

import secrets
import struct
from collections import OrderedDict
from dataclasses import dataclass

from bot.sandbox.model import Json

MAX_UPLOAD = 50 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
# The smallest PNG picture: one black point.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@dataclass(slots=True)
class StoredFile:
    """A file's bytes and the names it goes by."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    content: bytes

    def as_json(self) -> Json:
        """The fields every Bot API file object has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }


class Files:
    """The store of files; at most `budget` bytes are kept."""

    def __init__(self, budget: int = 200 * 1024 * 1024) -> None:
        self._budget = budget
        self._used = 0
        self._by_id: OrderedDict[str, StoredFile] = OrderedDict()

    def add(self, content: bytes, name: str, mime: str, folder: str) -> StoredFile:
        """Keep a file; `folder` ("photos", "documents" …) begins its download path."""
        unique = secrets.token_hex(7)
        suffix = name.rpartition(".")[2][:10] if "." in name else "bin"
        suffix = "".join(char for char in suffix if char.isascii() and char.isalnum()) or "bin"
        path = f"{folder}/file_{unique}.{suffix}"
        made = StoredFile(f"SB{folder[:1].upper()}{unique}AAE", unique, path, name, mime, content)
        self.put(made)
        return made

    def put(self, made: StoredFile) -> None:
        """Keep a ready-made file, dropping the oldest beyond the budget."""
        self._by_id[made.file_id] = made
        self._used += len(made.content)
        while self._used > self._budget and len(self._by_id) > 1:
            _, dropped = self._by_id.popitem(last=False)
            self._used -= len(dropped.content)

    def all(self) -> list[StoredFile]:
        """All kept files, oldest first."""
        return list(self._by_id.values())

    def get(self, file_id: str) -> StoredFile | None:
        """The file of an id."""
        return self._by_id.get(file_id)

    def at_path(self, path: str) -> StoredFile | None:
        """The file of a download path."""
        return next((file for file in self._by_id.values() if file.path == path), None)


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG, GIF or WebP picture; None for anything else."""
    try:
        if content[:8] == b"\x89PNG\r\n\x1a\n":
            width, height = struct.unpack(">II", content[16:24])
        elif content[:6] in (b"GIF87a", b"GIF89a"):
            width, height = struct.unpack("<HH", content[6:10])
        elif content[:2] == b"\xff\xd8":
            return _jpeg_size(content)
        elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return 512, 512
        else:
            return None
    except struct.error:
        return None
    return (width, height) if width and height else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments up to the frame header, which holds the size."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
