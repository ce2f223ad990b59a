"""What planning picks from arrays is what composing picks from plain candidates."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from digest.editions import Candidate, Frame, compose
from digest.following.matching import match
from digest.limits import FRESHNESS
from digest.service.agenda import Agenda
from digest.service.matches import Matches
from digest.service.newsstand import Newsstand
from digest.store import streams
from digest.store.schema.library import articles as table

EIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)


def test_the_best_found_in_arrays_are_the_best_composed_one_by_one(
    service, follows, press, render, start
):
    draw = random.Random(5)
    codes = ["320000", "320100", "330000", "330100"]
    slugs = ["legal_aid", "skills", "rest_recuperation"]
    for n in range(12):
        stories = [
            (
                f"新闻{n}之{k}骑手" if k % 3 else f"新闻{n}之{k}",
                [draw.choice(codes)],
                [draw.choice(slugs)],
            )
            for k in range(5)
        ]
        press(f"{n}.txt", *stories, at=start + timedelta(minutes=draw.randint(1, 600)))
    ids = [one.id for one in service.library.new_since(start)]
    with service.database.writing() as connection:  # some articles tell the same story
        for one in draw.sample(ids, 12):
            merged = table.update().where(table.c.id == one).values(story=draw.choice(ids[:6]))
            connection.execute(merged)
    rules = ["江苏", "骑手", "浙江 骑手", "疗休养", "#维权|#技能", "江苏 -骑手"]
    for chat_id in range(1, 9):
        follows(chat_id, *[rule for rule in draw.sample(rules, 3) if "#" not in rule])
    service.planning.plan(now=start, render=render)
    stand = Newsstand(EIGHT, FRESHNESS)
    with service.database.reading() as connection:
        due = streams.due(connection, EIGHT, 100)
        agenda = Agenda(connection, due, FRESHNESS)
        dues = [agenda.decide(one, EIGHT) for one in due]
        matches = Matches(connection, dues, stand, FRESHNESS, EIGHT)
    assert len(dues) == 8
    for at, one in enumerate(dues):
        received = set(draw.sample(ids, 10))
        for most in (1, 4, 100):
            frame = Frame(one.chat.chat_id, None, "chat", "s", "", EIGHT.date(), most)
            plain = compose(frame, _candidates(one, stand), stand.articles, received, EIGHT)
            found, more = matches.of(at)(received, most)
            quick = compose(frame, found, stand.articles, received, EIGHT)
            assert quick.items == plain.items
            assert more == plain.more
        assert plain.items


def _candidates(due, stand):
    for name, stored in stand.articles.items():
        hits = {key: hit for key, rule, _ in due.rules if (hit := match(rule, stored.article))}
        if hits:
            yield Candidate(name, tuple(sorted(hits)), max(hit.strength for hit in hits.values()))
