"""Turns a place into its English name: the one it is known by where that is not pinyin, otherwise
the pinyin of its short name, written as one word (Xi'an)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

from digest.understanding import pinyin


@lru_cache(maxsize=1)
def _known() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("bot.texts").joinpath("places_en.toml").read_text("utf-8"))


def place(code: str, short: str) -> str:
    """The English name of the place with this code and short Chinese name."""
    return _known()["name"].get(code) or _spelled(short)


def letters(code: str) -> str:
    """The two letters of a province; empty for other places."""
    return _known()["letters"].get(code, "")


@lru_cache(maxsize=4096)
def _spelled(short: str) -> str:
    word = ""
    for syllable in pinyin.syllables(short):
        # An apostrophe keeps Xi'an from being read as one syllable.
        word += "'" if word and syllable[0] in "aeo" else ""
        word += syllable.replace("lv", "lü").replace("nv", "nü")
    return word[:1].upper() + word[1:]
