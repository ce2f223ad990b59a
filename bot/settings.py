"""Turns environment variables into one frozen `Settings` value.

Every setting is one field with its variable, default and description, so that the README's table
and `deploy/env.example` are made from here (`table`, `env_example`) and cannot drift. A value that
cannot be understood is refused by name; secrets never show in `repr`.
"""

# ruff: noqa: RUF009  the field factory below is this module's own and gives immutable defaults

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from digest.errors import SettingsError

UnknownPolicy = Literal["hold", "resend"]
_SECRET = re.compile("[A-Za-z0-9_-]{1,256}")


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise ValueError(f"must be between {low} and {high}")
        return number

    return read


def _rate(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1000:
        raise ValueError("must be between 0 (no pacing) and 1000")
    return number


def _ids(text: str) -> frozenset[int]:
    return frozenset(int(part) for part in text.replace(";", ",").split(",") if part.strip())


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in {choice.lower() for choice in choices}:
            raise ValueError("must be one of " + ", ".join(choices))
        return next(choice for choice in choices if choice.lower() == text.lower())

    return read


def _switch(text: str) -> bool:
    return _one_of("1", "0", "true", "false", "yes", "no", "on", "off")(text) in {
        "1",
        "true",
        "yes",
        "on",
    }


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return text


def _secret(text: str) -> str:
    if not _SECRET.fullmatch(text):
        raise ValueError("must be 1-256 of A-Z a-z 0-9 _ -")
    return text


def _setting(
    variable: str,
    default: Any,
    read: Callable[[str], Any],
    about: str,
    *,
    secret: bool = False,
) -> Any:
    metadata = {"variable": variable, "read": read, "about": about}
    return field(default=default, repr=not secret, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set. Construct directly in tests, by `from_env` elsewhere."""

    token: str = _setting(
        "TELEGRAM_BOT_TOKEN", "", str, "The bot's token from @BotFather; keep it secret.",
        secret=True,
    )  # fmt: skip
    base_url: str = _setting(
        "TELEGRAM_BASE_URL", "https://api.telegram.org/bot", _url,
        "Bot API address; the token is appended, nothing else.",
    )  # fmt: skip
    base_file_url: str = _setting(
        "TELEGRAM_BASE_FILE_URL", "https://api.telegram.org/file/bot", _url,
        "Where files are downloaded from; the token is appended.",
    )  # fmt: skip
    database_url: str = _setting(
        "DATABASE_URL", "sqlite:///union-digest.db", str,
        "SQLAlchemy URL of the store: an SQLite file or postgresql+psycopg://…", secret=True,
    )  # fmt: skip
    operator_ids: frozenset[int] = _setting(
        "OPERATOR_IDS", frozenset(), _ids,
        "Telegram user ids, separated by commas, that may use the operator's commands.",
    )  # fmt: skip
    delivery_rate: float = _setting(
        "DELIVERY_RATE", 25.0, _rate,
        "Messages a second in all; Telegram's own limit is about 30. 0 switches pacing off.",
    )  # fmt: skip
    delivery_unknown: UnknownPolicy = _setting(
        "DELIVERY_UNKNOWN", "hold", _one_of("hold", "resend"),
        "What happens to a digest whose answer was lost: hold it (no duplicate) or resend it.",
    )  # fmt: skip
    log_level: str = _setting(
        "LOG_LEVEL", "INFO", _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
        "DEBUG also shows chat ids in the clear; message texts are never logged.",
    )  # fmt: skip
    taxonomy_file: Path | None = _setting(
        "TAXONOMY_FILE", None, Path, "Your own topics (TOML) instead of the packaged ones.",
    )  # fmt: skip
    synonyms_file: Path | None = _setting(
        "SYNONYMS_FILE", None, Path, "Your own synonyms (TOML) instead of the packaged ones.",
    )  # fmt: skip
    schedules_file: Path | None = _setting(
        "SCHEDULES_FILE", None, Path, "Topic digests to channels and groups (TOML).",
    )  # fmt: skip
    web_host: str = _setting(
        "WEB_HOST", "127.0.0.1", str, "Address the health and metrics pages listen on.",
    )  # fmt: skip
    web_port: int = _setting(
        "WEB_PORT", 0, _whole(0, 65535), "Port of /healthz, /metrics and the webhook; 0 is off.",
    )  # fmt: skip
    webhook_url: str = _setting(
        "WEBHOOK_URL", "", _url, "Public https address for Telegram's updates; empty polls.",
    )  # fmt: skip
    webhook_secret: str = _setting(
        "WEBHOOK_SECRET", "", _secret,
        "1-256 of A-Z a-z 0-9 _ - that Telegram sends back to us; made of the token when empty.",
        secret=True,
    )  # fmt: skip
    sandbox: bool = _setting(
        "SANDBOX", False, _switch, "Offers the one-minute cadence; for the local demo only.",
    )  # fmt: skip

    @property
    def sent_back(self) -> str:
        """The secret that every update of a webhook must bring. Without one, whoever knows the
        address could speak in an operator's name: where none is set it is made of the token."""
        made = hmac.new(self.token.encode(), b"webhook", hashlib.sha256).hexdigest()
        return self.webhook_secret or made

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read `environ` (default: the process's); empty values count as unset.

        Raises SettingsError naming the variable, never the value of a secret.
        """
        source = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for entry in dataclasses.fields(cls):
            text = source.get(entry.metadata["variable"], "").strip()
            if text:
                values[entry.name] = _read(entry, text)
        return cls(**values)


def _read(entry: dataclasses.Field[Any], text: str) -> Any:
    try:
        return entry.metadata["read"](text)
    except ValueError as error:
        shown = str(error) if entry.repr else "cannot be understood"
        raise SettingsError(
            f"the value does not fit: {shown}",
            where=entry.metadata["variable"],
            advice=entry.metadata["about"],
        ) from error


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as documents show it."""

    variable: str
    default: str
    about: str


def rows() -> list[Row]:
    """All settings in the order of the dataclass."""
    found = []
    for entry in dataclasses.fields(Settings):
        default = entry.default
        shown = "" if default in (None, frozenset()) else str(default)
        if isinstance(default, bool):
            shown = "1" if default else "0"
        if isinstance(default, float):
            shown = f"{default:g}"
        found.append(Row(entry.metadata["variable"], shown, entry.metadata["about"]))
    return found


def table() -> str:
    """The README's Markdown table of settings."""
    lines = ["| variable | default | what it does |", "|---|---|---|"]
    for row in rows():
        default = f"`{row.default}`" if row.default else ""
        lines.append(f"| `{row.variable}` | {default} | {row.about} |")
    return "\n".join(lines) + "\n"


def env_example() -> str:
    """The text of `deploy/env.example`: every setting, commented, with its default."""
    blocks = [f"# {row.about}\n{row.variable}={row.default}" for row in rows()]
    return "\n\n".join(blocks) + "\n"
