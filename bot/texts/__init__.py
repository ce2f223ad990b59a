"""Turns text keys into sentences in the reader's language: data in zh.toml and en.toml.

Keys are dotted paths of the TOML tables. Traditional Chinese is the simplified text (and the
articles in it) through OpenCC, so that there is one Chinese to keep well. Refuses to load tables
whose keys differ; an unknown key is a DataError, since it is a defect of ours.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from bot.render.html import Html, esc
from digest.errors import DataError

LANGUAGES = ("zh", "zh-Hant", "en")
_QUOTES = str.maketrans("“”", "「」")
_FILES = {"zh": "zh.toml", "en": "en.toml"}


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value).strip("\n")


def load(language: str) -> dict[str, str]:
    """All sentences of one language file by dotted key."""
    name = _FILES[language]
    try:
        data = tomllib.loads(resources.files("bot.texts").joinpath(name).read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(str(error), where=name, advice="mend the text file") from error
    return dict(_flat(data))


def placeholders(text: str) -> frozenset[str]:
    """The names in braces in `text`."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def choose(code: str | None) -> str:
    """Our language for a Telegram `language_code`: Chinese first, English for the rest."""
    tag = (code or "zh").lower().replace("_", "-")
    if tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
        return "zh-Hant"
    return "zh" if tag.startswith("zh") else "en"


@lru_cache(maxsize=2)
def _converter(kind: str) -> Any:
    import opencc

    return opencc.OpenCC(kind)


def traditional(text: str) -> str:
    """Simplified Chinese (markup included, it is ASCII) as traditional, word for word: what a
    paper printed stays what it printed."""
    return str(_converter("s2tw").convert(text))


def _at_home(table: Mapping[str, str]) -> dict[str, str]:
    """Our own sentences as they are said where traditional characters are written (設定, 匯出),
    in that place's quotation marks."""
    convert = _converter("s2twp").convert
    names = {key: text for key, text in table.items() if key.startswith("language.")}
    return {key: str(convert(text)).translate(_QUOTES) for key, text in table.items()} | names


class Texts:
    """Every sentence of the bot, in every language."""

    def __init__(self) -> None:
        self._tables = {language: load(language) for language in _FILES}
        if self._tables["zh"].keys() != self._tables["en"].keys():
            odd = sorted(self._tables["zh"].keys() ^ self._tables["en"].keys())
            raise DataError(f"keys differ: {', '.join(odd[:5])}", where="bot/texts")

    def voice(self, language: str) -> Voice:
        """The speaker of one language; an unknown one speaks Chinese."""
        if language == "zh-Hant" and language not in self._tables:
            self._tables[language] = _at_home(self._tables["zh"])
        return Voice(self._tables.get(language, self._tables["zh"]), language)

    def all(self, key: str) -> tuple[str, ...]:
        """The sentence under `key` in each language file."""
        return tuple(self._tables[language][key] for language in _FILES)


class _Value(str):
    """A value on its way into a sentence; `{count:rule|rules}` says the word that goes with it."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        one, told, many = form.partition("|")
        if told:
            return one if self == "1" else many
        if form.startswith("0") and form.isdigit():
            return self.zfill(int(form))  # values are texts: the format's own zeros go behind
        return super().__format__(form)


class Voice:
    """Says things in one language: `html` for messages, `label` for buttons and pop-ups."""

    def __init__(self, table: Mapping[str, str], language: str) -> None:
        self._table = table
        self.language = language

    def has(self, key: str) -> bool:
        """Whether there is a sentence under `key`."""
        return key in self._table

    def asks_only(self, key: str, values: Mapping[str, object]) -> bool:
        """Whether there is a sentence under `key` that `values` can fill."""
        return key in self._table and placeholders(self._table[key]) <= values.keys()

    def _raw(self, key: str) -> str:
        try:
            return self._table[key]
        except KeyError:
            raise DataError("no such text", where=key, advice="add it to bot/texts") from None

    def html(self, key: str, **values: object) -> Html:
        """The sentence as HTML; values are escaped unless they are `Html`."""
        return Html(self._raw(key).format(**{name: _Value(esc(v)) for name, v in values.items()}))

    def label(self, key: str, **values: object) -> str:
        """The sentence as plain text; a language is named in itself, whoever reads it."""
        text = self._raw(key).format(**{n: _Value(v) for n, v in values.items()})
        return text if key.startswith("language.") else self.finish(text)

    def finish(self, text: str) -> str:
        """`text` as the reader's script wants it: the last step before it leaves."""
        return traditional(text) if self.language == "zh-Hant" else text
