"""The error tree of the product: one root, one branch for each kind of thing that can go wrong.

Every error carries what happened, where (file, line, id) and what to do about it, so that a
command line, a log and a chat can each show the part its reader needs. Nothing outside this
module defines exceptions meant to reach a person.
"""

from __future__ import annotations


class DigestError(Exception):
    """Root of the tree.

    `what` says what happened, `where` names the file, line or id (empty when there is none),
    `advice` says what to do. `code` is stable per class and goes into logs and counters.
    """

    code = "digest"

    def __init__(self, what: str, *, where: str = "", advice: str = "") -> None:
        self.what = what
        self.where = where
        self.advice = advice
        super().__init__(self.__str__())

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} — {self.advice}" if self.advice else head


class ReadingError(DigestError):
    """A file or page that cannot be read: missing, binary, too large, undecodable, no text."""

    code = "reading"


class ProgramReplaced(ReadingError):
    """The code was replaced under the running program: nothing is read until it restarts."""

    code = "reading.program_replaced"


class DataError(DigestError):
    """Product data (taxonomy, gazetteer, synonyms, schedules, texts) that does not hold."""

    code = "data"


class SettingsError(DigestError):
    """A setting that is missing or cannot be understood."""

    code = "settings"


class StoreError(DigestError):
    """The store refused: the root of what a database can do to us."""

    code = "store"


class StoreUnavailable(StoreError):
    """The database cannot be reached or is locked; trying again later may work."""

    code = "store.unavailable"


class StoreTooNew(StoreError):
    """The store was written by a newer version of the product."""

    code = "store.too_new"


class StoreDamaged(StoreError):
    """The store does not pass its own check."""

    code = "store.damaged"


class StoreReadOnly(StoreError):
    """The store cannot be written: read-only file, full disk, missing right."""

    code = "store.read_only"


class NotFound(DigestError):
    """An id that names nothing (any more)."""

    code = "not_found"


class Refused(DigestError):
    """A person's request that cannot be carried out as asked; `reason` is a text key's last part.

    `values` fill the text's placeholders. Raised by queries, rules and settings.
    """

    code = "refused"

    def __init__(
        self,
        reason: str,
        what: str,
        *,
        where: str = "",
        advice: str = "",
        values: dict[str, object] | None = None,
    ) -> None:
        self.reason = reason
        self.values = dict(values or {})
        super().__init__(what, where=where, advice=advice)


class QueryRefused(Refused):
    """A lookup that cannot be understood or is out of bounds (empty, too long)."""

    code = "refused.query"


class RuleRefused(Refused):
    """A rule that cannot be followed (empty, too broad, over the chat's limit)."""

    code = "refused.rule"
