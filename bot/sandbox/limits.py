"""Telegram's sending limits: how many messages a second, in a chat, in a group a minute.

Given the clock and a send, either counts it or refuses with 429 and a pause. While a pause
lasts everything in its scope (one chat, or all) is refused again. The numbers are those of the
Bots FAQ; every one can be changed or switched off with 0 (load benchmarks do).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace

from bot.sandbox.errors import too_many_requests
from bot.sandbox.model import GROUPS, Chat, Json


@dataclass(slots=True, frozen=True)
class Rates:
    """Numbers of the limits; 0 switches one off.

    per_second: sends of the bot in any second. chat_burst: sends to one chat at once, refilled
    at chat_per_second. group_per_minute: sends to one group or channel in any minute.
    pause: seconds asked for when the overall limit is passed.
    """

    per_second: int = 30
    chat_burst: int = 3
    chat_per_second: float = 1.0
    group_per_minute: int = 20
    pause: float = 3.0


NO_LIMITS = Rates(0, 0, 0.0, 0, 0.0)


@dataclass(slots=True)
class _ChatState:
    tokens: float
    at: float
    paused_until: float = 0.0
    minute: deque[float] = field(default_factory=deque)


class Limits:
    """Counts sends against `rates` by `clock` (Unix seconds)."""

    def __init__(self, clock: Callable[[], float], rates: Rates | None = None) -> None:
        self._clock = clock
        self.rates = rates or Rates()
        self.refused = 0
        self._reset()

    def _reset(self) -> None:
        self._second: deque[float] = deque()
        self._paused_until = 0.0
        self._chats: dict[tuple[int, bool], _ChatState] = {}

    def change(self, **numbers: float) -> Rates:
        """Set single numbers of the rates and forget what was counted."""
        self.rates = replace(self.rates, **numbers)  # type: ignore[arg-type]
        self._reset()
        return self.rates

    def switch_off(self) -> None:
        """No limits at all."""
        self.rates = NO_LIMITS
        self._reset()

    def as_json(self) -> Json:
        """The rates now in force."""
        return asdict(self.rates)

    def count(self, chat: Chat, edit: bool = False, messages: int = 1) -> None:
        """Count a send (or an edit, which has its own allowance in a chat); 429 beyond."""
        rates = self.rates
        if rates is NO_LIMITS:
            return
        now = self._clock()
        self._refuse_until(self._paused_until, now)
        state = self._chat_state(chat, edit, now)
        self._refuse_until(state.paused_until, now)
        self._check_second(now)
        self._check_chat(state, now)
        if chat.type in GROUPS or chat.type == "channel":
            self._check_minute(state, now)
        self._take(state, now, messages)

    def _refuse_until(self, until: float, now: float) -> None:
        if now < until:
            self.refused += 1
            raise too_many_requests(until - now)

    def _chat_state(self, chat: Chat, edit: bool, now: float) -> _ChatState:
        state = self._chats.get((chat.id, edit))
        if state is None:
            if len(self._chats) > 100_000:
                self._chats.clear()
            state = self._chats[chat.id, edit] = _ChatState(float(self.rates.chat_burst), now)
        return state

    def _check_second(self, now: float) -> None:
        second = self._second
        while second and second[0] <= now - 1.0:
            second.popleft()
        if self.rates.per_second and len(second) >= self.rates.per_second:
            self._paused_until = now + max(1.0, self.rates.pause)
            self._refuse_until(self._paused_until, now)

    def _check_chat(self, state: _ChatState, now: float) -> None:
        rates = self.rates
        if not rates.chat_burst:
            return
        gained = (now - state.at) * rates.chat_per_second
        state.tokens = min(float(rates.chat_burst), state.tokens + gained)
        state.at = now
        if state.tokens < 1.0 - 1e-9:
            wait = (1.0 - state.tokens) / (rates.chat_per_second or 1.0)
            state.paused_until = now + max(1.0, wait)
            self._refuse_until(state.paused_until, now)

    def _check_minute(self, state: _ChatState, now: float) -> None:
        minute = state.minute
        while minute and minute[0] <= now - 60.0:
            minute.popleft()
        allowed = self.rates.group_per_minute
        if allowed and len(minute) >= allowed:
            state.paused_until = max(now + 1.0, minute[0] + 60.0)
            self._refuse_until(state.paused_until, now)

    def _take(self, state: _ChatState, now: float, messages: int) -> None:
        state.tokens -= messages
        self._second.extend([now] * messages)
        state.minute.extend([now] * messages)
        while len(state.minute) > 200:
            state.minute.popleft()
