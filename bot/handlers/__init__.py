"""The handler modules, one per command family, in the order /help shows them."""

from __future__ import annotations

from bot.families import Registry
from bot.handlers import (
    article,
    channels,
    digest,
    follow,
    help,
    inline,
    lookup,
    membership,
    odd,
    operator,
    privacy,
    rules,
    series,
    settings,
    smalltalk,
    start,
    stop,
    taps,
    trends,
)


def registry() -> Registry:
    """Everything the bot serves."""
    modules = (
        start,
        lookup,
        follow,
        taps,
        rules,
        digest,
        series,
        settings,
        trends,
        channels,
        stop,
        privacy,
        help,
        operator,
        article,
        inline,
        smalltalk,
        membership,
        odd,
    )
    return Registry(module.FAMILY for module in modules)
