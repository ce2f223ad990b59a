"""The bot as one running thing: updates in, answers and deliveries out, ticks in between.

Everything starts in one event loop and ends in order: no more updates, no more ticks, deliveries
on the wire finished, handlers ended, connections closed. Nothing here decides anything; it only
starts and stops what does.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import BadRequest, Conflict, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot import filling
from bot.app import ALLOWED_UPDATES, build_application
from bot.connection import Connection, Inbox
from bot.delivery.limiter import GateLimiter, Passage
from bot.delivery.loop import DeliveryLoop
from bot.delivery.loop import Loop as LoopNumbers
from bot.delivery.outbox import StoreOutbox
from bot.delivery.pacing import Gate, Pace
from bot.delivery.sender import TelegramSender
from bot.desk import Desk, utc_now
from bot.schedule import Job, Ticker
from bot.settings import Settings
from bot.web import WebServer, web_app
from digest.errors import SettingsError
from digest.service import Service
from digest.service.deliveries import Progress

log = logging.getLogger(__name__)

# At-once alerts must be out within 60 s of ingest (design §8): four looks a minute leave room.
PLAN_EVERY, SANDBOX_PLAN_EVERY = 15.0, 1.0
HOUSEKEEPING_EVERY = 3600.0
# How often a broadcast under way is told of in the log and counted for /metrics.
PROGRESS_EVERY = 30.0
# 30 s of patience turn most lost answers into answers; PTB's 5 s make them unknown (measured).
DELIVERY_READ_SECONDS, DELIVERY_CONNECT_SECONDS = 30.0, 5.0

# What /metrics tells of the outbox: rows of the last day by state.
COUNTED = ("total", "ready", "sending", "sent", "unknown", "parked", "gone", "expired", "cancelled")


@dataclass(frozen=True, slots=True)
class Extra:
    """What tests and the demo add: more jobs, other numbers, another clock."""

    jobs: Sequence[Job] = ()
    numbers: LoopNumbers | None = None
    clock: Callable[[], datetime] = utc_now


class Serving:
    """`await start()`, then `await ended()` or go on with other things, then `await stop()`."""

    def __init__(self, settings: Settings, service: Service, extra: Extra | None = None) -> None:
        extra = extra or Extra()
        self.settings, self.service, self._clock = settings, service, extra.clock
        self.gate = Gate(Pace(rate=settings.delivery_rate))
        limiter = GateLimiter(self.gate)
        self.application = build_application(
            settings, service, rate_limiter=limiter, clock=extra.clock
        )
        self.desk: Desk = self.application.bot_data["desk"]
        numbers = extra.numbers or LoopNumbers()
        self._delivery_bot = _delivery_bot(settings, limiter, numbers.in_flight)
        self.loop = DeliveryLoop(
            StoreOutbox(service),
            TelegramSender(self._delivery_bot),
            self.gate,
            numbers=numbers,
            clock=extra.clock,
        )
        self.ticker = Ticker(
            [
                Job("plan", SANDBOX_PLAN_EVERY if settings.sandbox else PLAN_EVERY, self.plan),
                Job("housekeeping", HOUSEKEEPING_EVERY, self._housekeep),
                Job("progress", PROGRESS_EVERY, self._look_at_progress),
                *extra.jobs,
            ]
        )
        self._web: WebServer | None = None
        self._delivering: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()
        self._inbox = Inbox()
        self._progress = Progress(0)
        self.fatal = ""

    async def start(self) -> None:
        """Begin to serve. Raises SettingsError when Telegram refuses the token."""
        application = self.application
        if self.settings.webhook_url and not self.settings.web_port:
            raise SettingsError(
                "a webhook is set, but no port to receive it",
                where="WEB_PORT",
                advice="give the port that WEBHOOK_URL leads to",
            )
        await self._patiently(self.application.initialize)
        if application.post_init:
            await application.post_init(application)
        await self._patiently(self._delivery_bot.initialize)
        self._delivering = asyncio.create_task(self.loop.run(), name="delivery")
        self.ticker.start()
        await application.start()
        if self.settings.web_port:
            await self._open_web()
        await self._listen()

    async def ended(self) -> None:
        """Wait until serving cannot go on (another process took over the updates)."""
        await self._ended.wait()

    async def stop(self) -> None:
        """End in order; takes at most about nine seconds, when an answer is waited for."""
        application = self.application
        if application.updater and application.updater.running:
            await application.updater.stop()
        await self.ticker.stop()
        await self.loop.stop()
        if self._delivering:
            await self._delivering
        if application.running:
            await application.stop()
        if application.post_stop:
            await application.post_stop(application)
        if self._web:
            await self._web.stop()
        await self._delivery_bot.shutdown()
        await application.shutdown()

    async def plan(self) -> None:
        """Ask the store what is due and plan it; the loop sends it."""
        report = await self.desk.run(
            self.service.planning.plan, now=self._clock(), render=self.desk.editions
        )
        if report.planned:
            log.info("planned %d deliveries", report.planned)
            self.loop.wake()

    def status(self) -> dict[str, float]:
        """The numbers for /metrics."""
        failures = {f"tick_failures_{name}": n for name, n in self.ticker.failures.items()}
        outcomes = {f"deliveries_{name}": n for name, n in self.loop.counts.items()}
        return {
            "leading": float(self.loop.leading),
            "in_flight": self.loop.in_flight,
            "waiting_at_gate": self.gate.waiting,
            "rate": self.gate.rate,
            **{f"outbox_{name}": getattr(self._progress, name) for name in COUNTED},
            **failures,
            **outcomes,
        }

    def trouble(self) -> str:
        """What is wrong, for /healthz; empty when all is well."""
        if self.fatal:
            return self.fatal
        if self._delivering is None or self._delivering.done():
            return "delivery does not run"
        return self.loop.alarm or self.loop.waits_for

    async def _set_webhook(self) -> None:
        settings = self.settings
        try:
            await self.application.bot.set_webhook(
                settings.webhook_url,
                secret_token=settings.sent_back,
                allowed_updates=ALLOWED_UPDATES,
            )
        except BadRequest as error:
            raise SettingsError(
                f"Telegram refuses this webhook ({error.message})",
                where="WEBHOOK_URL",
                advice="give a public https address, or none to poll",
            ) from error

    async def _patiently(self, reach: Callable[[], Awaitable[object]]) -> None:
        """Reach Telegram, however long it takes; only a refused token is final."""
        wait = 1.0
        while True:
            try:
                await reach()
                return
            except InvalidToken as error:
                raise SettingsError(
                    "Telegram refuses this token",
                    where="TELEGRAM_BOT_TOKEN",
                    advice="copy it again from @BotFather",
                ) from error
            except TelegramError as error:
                log.warning("telegram cannot be reached (%s), again in %.0f s", error, wait)
                await asyncio.sleep(wait)
                wait = min(30.0, wait * 2)

    async def _listen(self) -> None:
        application, settings = self.application, self.settings
        if settings.webhook_url:
            await self._patiently(self._set_webhook)
            return
        if application.updater is None:
            raise SettingsError("this application was built without an updater")
        await application.updater.start_polling(
            allowed_updates=ALLOWED_UPDATES,
            bootstrap_retries=-1,
            error_callback=self._polling_failed,
        )

    def _polling_failed(self, error: TelegramError) -> None:
        if isinstance(error, Conflict):
            self.fatal = "another process takes this bot's updates"
            log.critical("%s; this one stops", self.fatal)
            self._ended.set()
        else:
            log.warning("polling: %s", type(error).__name__)

    async def _open_web(self) -> None:
        settings = self.settings
        receive = self._receive if settings.webhook_url else None
        path = urlsplit(settings.webhook_url).path
        app = web_app(self.status, self.trouble, receive, settings.sent_back, path)
        self._web = WebServer(app, settings.web_host, settings.web_port)
        await self._web.start()

    async def _receive(self, data: Any) -> None:
        """One update from the webhook, into the same queue that polling fills."""
        if isinstance(data.get("update_id"), int) and self._inbox.new(data):
            update = Update.de_json(filling.update(data), self.application.bot)
            await self.application.update_queue.put(update)

    async def _look_at_progress(self) -> None:
        """Note where the sending of the last day stands; say so while a broadcast is under way."""
        self._progress = found = await self.desk.run(
            self.service.deliveries.progress, self._clock()
        )
        if found.ready or found.sending:
            log.info(
                "outbox: %d of %d sent, %d wait, %d a minute%s",
                found.sent,
                found.total,
                found.ready + found.sending,
                found.per_minute,
                ", paused by the operator" if found.paused else "",
            )

    async def _housekeep(self) -> None:
        """Note what came too late to be sent, forget what is too old to keep, and put lookup's
        index in order."""
        now = self._clock()
        await self.desk.run(self.service.deliveries.expire, now)
        await self.desk.run(self.service.deliveries.prune, now)
        await self.desk.run(self.service.library.settle)


def _delivery_bot(settings: Settings, limiter: GateLimiter, in_flight: int) -> ExtBot[Passage]:
    """A bot of its own for broadcasts, so that replies never wait for their connections."""
    request = Connection(
        connection_pool_size=in_flight,
        connect_timeout=DELIVERY_CONNECT_SECONDS,
        read_timeout=DELIVERY_READ_SECONDS,
        write_timeout=DELIVERY_READ_SECONDS,
        pool_timeout=DELIVERY_READ_SECONDS,
    )
    return ExtBot(
        settings.token,
        base_url=settings.base_url,
        base_file_url=settings.base_file_url,
        request=request,
        get_updates_request=Connection(connection_pool_size=1),
        rate_limiter=limiter,
    )
