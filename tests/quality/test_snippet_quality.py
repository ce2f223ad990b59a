"""The snippet scorer: the labels themselves score 1, and each fault costs its share."""

from typing import Any

import snippets


def perfect() -> dict[str, dict[str, Any]]:
    return {
        s["id"]: {
            "regions": [
                {"code": code, "primary": code == s["primary"]}
                for code in [s["primary"], *s["mentioned"]]
                if code
            ],
            "topics": [{"slug": topic} for topic in s["topics"]],
        }
        for s in snippets.load()
    }


def test_the_labels_score_one() -> None:
    assert set(snippets.scores(perfect()).values()) == {1.0}


def test_nothing_found_scores_only_where_nothing_is() -> None:
    empty = {s["id"]: {"regions": [], "topics": []} for s in snippets.load()}
    scores = snippets.scores(empty)
    assert scores["off_topic"] == 1
    assert scores["place_recall"] == scores["topic_f1"] == scores["topic_top1"] == 0
    assert scores["region"] < 0.4


def test_a_wrong_place_costs_precision_and_a_parent_does_not() -> None:
    found = perfect()
    found["s01"]["regions"].append({"code": "410000", "primary": False})
    assert snippets.scores(found)["place_precision"] == 1
    found["s01"]["regions"].append({"code": "320106", "primary": False})
    assert snippets.scores(found)["place_precision"] < 1


def test_the_set_is_large_and_varied() -> None:
    rows = snippets.load()
    assert len(rows) >= 60
    assert len({row["id"] for row in rows}) == len(rows)
    assert sum(not row["topics"] for row in rows) >= 10
    assert len({topic for row in rows for topic in row["topics"]}) == 20
