"""Adds the public hotlines under questions about wages, injury or dismissal.

Numbers, what they are for, their sources and the words that call for them are data
(`texts/hotlines.toml`), so that an operator can check and mend them without reading code.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from bot.render.html import Html, bold, esc
from bot.texts import Voice


@dataclass(frozen=True, slots=True)
class Hotline:
    """One number, what it is for in each language, and where that is published."""

    number: str
    zh: str
    en: str
    source: str


@lru_cache(maxsize=1)
def load() -> tuple[tuple[str, ...], tuple[Hotline, ...]]:
    """The words that call for hotlines, and the hotlines."""
    data = tomllib.loads(resources.files("bot.texts").joinpath("hotlines.toml").read_text("utf-8"))
    return tuple(data["words"]), tuple(Hotline(**entry) for entry in data["hotline"])


def called_for(text: str) -> bool:
    """Whether a question is about wages, injury or dismissal."""
    folded = text.lower()
    return any(word in folded for word in load()[0])


def lines(text: str, voice: Voice) -> list[Html]:
    """The block of hotlines for such a question, nothing for others."""
    if not called_for(text):
        return []
    entries = [
        Html(f"{bold(one.number)} {esc(one.en if voice.language == 'en' else one.zh)}")
        for one in load()[1]
    ]
    return [Html("\n".join([voice.html("hotline.head"), *entries]))]
