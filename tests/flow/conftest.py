"""The whole bot over HTTP against the local stand-in: the real Application, the real store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app import ALLOWED_UPDATES, App, build_application
from bot.desk import Desk
from bot.sandbox import NO_LIMITS, Group, Message, Sandbox, User
from bot.settings import Settings
from digest.model import Article, Page, PageReading, Published, Region, Topic
from digest.service import Service

START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
OPERATOR_NAME = "值班"


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)


@dataclass
class Line:
    """One running bot with everything a test turns or looks at."""

    sandbox: Sandbox
    service: Service
    settings: Settings
    application: App
    clock: Clock
    operator: User
    articles: dict[str, str] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        """What handlers share."""
        desk = self.application.bot_data["desk"]
        assert isinstance(desk, Desk)
        return desk

    def user(self, name: str = "小王", language: str = "zh-hans") -> User:
        """A person with a phone."""
        return self.sandbox.user(name, language_code=language)

    async def restart(self) -> None:
        """End the application and start another over the same store: memory is lost."""
        await close(self.application)
        self.application = await open_bot(self.settings, self.service, self.clock)

    async def until(self, fact: Callable[[], object], within: float = 20.0) -> None:
        """Wait until the store holds a fact that no message tells of."""
        async with asyncio.timeout(within):
            while not fact():
                await asyncio.sleep(0.02)

    async def silent(self, user: User) -> None:
        """Nothing came."""
        await self.sandbox.quiet(0.3)
        assert user.replies == []

    async def one(self, user: User, fits: str = "") -> Message:
        """Exactly one message came, and it holds the words."""
        answer = await user.wait_for(fits)
        await self.sandbox.quiet(0.15)
        assert [message.text for message in user.replies] == [answer.text]
        return answer


PLACES = {
    "320000": "江苏省",
    "320500": "江苏省/苏州市",
    "320100": "江苏省/南京市",
    "330100": "浙江省/杭州市",
    "640100": "宁夏回族自治区/银川市",
}
NEWS = (
    ("苏州骑手首次疗休养成行", "320500", "rest_recuperation", "疗休养 骑手"),
    ("南京建成百家户外驿站", "320100", "service_station", "工会驿站 户外劳动者"),
    ("杭州为快递员开展法律援助", "330100", "legal_aid", "拖欠工资 法律援助"),
    ("银川劳模疗休养启程", "640100", "rest_recuperation", "疗休养 劳模"),
    ("江苏举办焊工技能竞赛", "320000", "skills", "技能竞赛 焊工"),
    ("南京送清凉慰问一线", "320100", "greetings", "送清凉 慰问"),
    ("苏州疗休养基地挂牌", "320500", "rest_recuperation", "疗休养 基地"),
    ("杭州职工疗休养扩面", "330100", "rest_recuperation", "疗休养 扩面"),
    ("南京职工疗休养新政", "320100", "rest_recuperation", "疗休养 新政"),
    ("江苏疗休养线路发布", "320000", "rest_recuperation", "疗休养 线路"),
    ("银川疗休养基地开放", "640100", "rest_recuperation", "疗休养 基地 开放"),
)


def page() -> PageReading:
    """A page of short articles of our own, understood by hand."""
    articles = tuple(
        Article(
            source="flow.txt",
            position=number,
            kind="news",
            headline=headline,
            paragraphs=(
                f"本报讯 {headline}。{PLACES[code].replace('/', '')}总工会介绍，{words}工作让职工受益。",
                "职工代表说，希望这样的服务越来越多。",
            ),
            paper="江苏工人报",
            page="3",
            published=Published(date(2026, 11, 20), "day", "given"),
            regions=(Region(code, PLACES[code], True, PLACES[code]),),
            topics=(Topic(topic, 0.9, (words,)),),
            summary=f"{headline}，职工受益。",
            teaser=headline[:12],
            keyphrases=tuple(words.split()),
            lines=(number,),
        )
        for number, (headline, code, topic, words) in enumerate(NEWS, 1)
    )
    return PageReading(Page("flow.txt", "", date(2026, 11, 20), "江苏工人报", "3"), articles)


async def open_bot(settings: Settings, service: Service, clock: Clock) -> App:
    """A running application that polls the stand-in."""
    application = build_application(settings, service, clock=clock)
    await application.initialize()
    assert application.post_init is not None
    await application.post_init(application)
    await application.start()
    assert application.updater is not None
    await application.updater.start_polling(allowed_updates=ALLOWED_UPDATES)
    return application


async def close(application: App) -> None:
    """End in the order the running bot ends."""
    assert application.updater is not None
    await application.updater.stop()
    await application.stop()
    if application.post_stop is not None:
        await application.post_stop(application)
    await application.shutdown()


@pytest.fixture
async def line(database_url: str) -> AsyncIterator[Line]:
    """A bot with a small library, on each engine; no limits on sending."""
    service, clock = Service.open(database_url), Clock()
    async with Sandbox.running(rates=NO_LIMITS) as sandbox:
        operator = sandbox.user(OPERATOR_NAME, language_code="zh-hans", started=True)
        settings = Settings(
            token=sandbox.token,
            base_url=sandbox.base_url,
            base_file_url=sandbox.base_file_url,
            operator_ids=frozenset({operator.id}),
            sandbox=True,
        )
        service.library.ingest(page(), now=START - timedelta(hours=3))
        application = await open_bot(settings, service, clock)
        running = Line(sandbox, service, settings, application, clock, operator)
        running.articles = {one.article.title: one.id for one in service.library.browse(limit=50)}
        yield running
        await close(running.application)
    service.close()


@pytest.fixture
async def group(line: Line) -> Group:
    """A supergroup with the bot, where 组长 is the creator."""
    chief = line.user("组长")
    made = line.sandbox.supergroup("职工之家", chief, [])
    await chief.wait_for("大家好", chat=made)
    return made
