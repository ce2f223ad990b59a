"""Connections to a server: one that died while it lay idle is noticed before it is relied on; one
that was just used is not asked again."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text

from digest.store import database as module
from digest.store.database import Database

END = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()"""


@pytest.fixture
def server(postgres_url: str) -> Iterator[Database]:
    opened = Database.open(postgres_url)
    yield opened
    opened.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time by which connections are idle; it stands until it is moved."""
    now = [1000.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def asked(server: Database, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The connections that were asked whether they live."""
    found: list[object] = []
    ask = server.engine.dialect.do_ping

    def counted(raw: object) -> bool:
        found.append(raw)
        return bool(ask(raw))  # type: ignore[arg-type]

    monkeypatch.setattr(server.engine.dialect, "do_ping", counted)
    return found


def one(server: Database) -> int:
    with server.writing() as connection:
        return int(connection.execute(text("SELECT 1")).scalar_one())


def test_what_died_while_idle_is_replaced(
    server: Database, postgres_url: str, clock: list[float], asked: list[object]
) -> None:
    assert one(server) == 1
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(END)
    clock[0] += module.IDLE
    assert one(server) == 1
    assert len(asked) == 1


def test_what_was_just_used_is_not_asked(
    server: Database, clock: list[float], asked: list[object]
) -> None:
    for _ in range(5):
        assert one(server) == 1
        clock[0] += module.IDLE / 2
    assert asked == []
