"""The one place for limits: how large a rule, a chat's list or an edition may be, and how long
things stay fresh. Each is a product decision with its reason beside it; Telegram's own limits
stand with the code that talks to Telegram."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RuleLimits:
    """What one rule may hold, counted in words, places and topics; lengths in characters."""

    text: int = 300  # a typed rule; a longer one is a pasted article
    words: int = 12  # every + some + no together
    word: int = 30  # the longest union name on the seed pages has 27 characters
    regions: int = 34  # every province once: more is "everywhere"
    topics: int = 8
    name: int = 60


@dataclass(frozen=True, slots=True)
class ChatLimits:
    """What one chat may set."""

    subscriptions: int = 50
    hours: int = 6
    max_items: int = 30  # two entities an item, and Telegram styles the first 100 only
    rules_file: int = 64_000  # characters of an imported file
    feedback: int = 5  # one person's words to the operators a day; the operator is a person too


@dataclass(frozen=True, slots=True)
class Freshness:
    """How long things stay worth sending; planning is handed one of these.

    `slot`: a missed slot older than this is dropped and noted. `paper`: an article printed longer
    ago than this is not news. `overlap`: how far behind the newest article a window looks back,
    for pages whose ingest was committed late. `backfill`: how far a first digest reaches.
    `first`: how far the first edition of a new schedule looks back.
    `story`: how long another paper's telling of a story that a chat got is not sent again.
    `digest`, `alert`, `reply`, `announcement`: how long an unsent row stays worth sending.
    """

    slot: timedelta = timedelta(hours=6)
    paper: timedelta = timedelta(days=14)
    overlap: timedelta = timedelta(minutes=15)
    backfill: timedelta = timedelta(days=7)
    window: timedelta = timedelta(days=31)
    first: timedelta = timedelta(days=1)
    story: timedelta = timedelta(days=3)
    digest: timedelta = timedelta(hours=12)
    alert: timedelta = timedelta(hours=6)
    reply: timedelta = timedelta(minutes=15)
    announcement: timedelta = timedelta(days=3)


RULES = RuleLimits()
CHATS = ChatLimits()
FRESHNESS = Freshness()

# How far the clocks of two machines that share a store may be apart. What lies further ahead than
# it can was written before the clock was put back.
CLOCK_SKEW = timedelta(minutes=1)
# Articles that one window may hold for one planning run: a month of forty papers.
WINDOW_ARTICLES = 50_000
# Rows in one INSERT statement and in one planning transaction.
BATCH = 1_000
