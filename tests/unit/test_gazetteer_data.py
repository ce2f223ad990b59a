"""The vendored region data holds together, and data that does not is refused with the line."""

from __future__ import annotations

import pytest

from digest import gazetteer
from digest.errors import DataError
from digest.gazetteer import lexicon, places


@pytest.mark.parametrize("name", ["hard", "ward", "needs", "bare"])
def test_every_stop_word_is_the_name_of_something(name: str) -> None:
    known = gazetteer.load().names
    assert [word for word in lexicon.read_stops()[name] if word not in known] == []


def test_no_stop_word_has_two_classes() -> None:
    stops = lexicon.read_stops()
    classes = [stops[name] for name in ("hard", "ward", "needs", "bare")]
    assert sum(map(len, classes)) == len(frozenset().union(*classes))


def test_every_name_leads_to_units_and_every_unit_to_its_names() -> None:
    known = gazetteer.load()
    for name in known.names.values():
        for code in name.codes:
            known.get(code)
    for top in known.children(None):
        for place in known.children(top.code):
            assert place in known.named(place.name)
            assert place in known.named(place.short)


def test_units_that_ended_are_kept_but_not_among_the_children() -> None:
    known = gazetteer.load()
    assert known.get("500105").until == "2025-11"
    assert "500105" not in {p.code for p in known.children("500000")}
    assert "500157" in {p.code for p in known.children("500000")}


@pytest.mark.parametrize(
    "cells",
    [
        ["11000", "北京市", "1", "", "", ""],
        ["110000", "北京市", "4", "", "", ""],
        ["110000", "北京市", "1", ""],
    ],
)
def test_a_bad_unit_is_refused_with_its_line(
    cells: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "data_lines", lambda _: iter([("gazetteer.tsv:7", cells)]))
    with pytest.raises(DataError, match=r"gazetteer\.tsv:7"):
        places.load_places({})


def test_a_unit_without_its_parent_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ["110101", "东城区", "3", "110000", "", ""]
    monkeypatch.setattr(places, "data_lines", lambda _: iter([("gazetteer.tsv:9", row)]))
    with pytest.raises(DataError, match=r"gazetteer\.tsv:9: the parent 110000"):
        places.load_places({})


def test_a_unit_that_is_its_own_parent_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ["441900", "东莞市", "2", "441900", "", ""]
    monkeypatch.setattr(places, "data_lines", lambda _: iter([("gazetteer.tsv:9", row)]))
    with pytest.raises(DataError):
        places.load_places({})


@pytest.mark.parametrize("cells", [["海淀", "nickname", "110108"], ["海淀", "short"]])
def test_a_bad_name_is_refused_with_its_line(
    cells: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicon, "data_lines", lambda _: iter([("place_names.tsv:5", cells)]))
    with pytest.raises(DataError, match=r"place_names\.tsv:5"):
        lexicon.read_rows()


def test_a_name_of_no_unit_is_refused() -> None:
    with pytest.raises(DataError, match="999999"):
        lexicon.build({}, [("海淀", "short", "999999")], lexicon.read_stops())


def test_a_bad_stop_class_is_refused_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("place_stop.tsv:3", ["soft", "资源"])]
    monkeypatch.setattr(lexicon, "data_lines", lambda _: iter(rows))
    with pytest.raises(DataError, match=r"place_stop\.tsv:3"):
        lexicon.read_stops()
