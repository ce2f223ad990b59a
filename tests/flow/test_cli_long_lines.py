"""JSON lines of more megabytes than a page may have: taken in page by page, with the same outcome
as a short file of the same articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from digest.cli import main
from digest.reading.sources import read_each

# A field the contract does not know is passed over: it makes a line long and nothing else.
FILLER = {"scan": "x" * 1_500_000}
PLACES = ("澡堂", "车棚", "食堂", "书屋", "球场", "夜校")
Run = Callable[..., list[dict[str, Any]]]


def article(number: int, **more: Any) -> dict[str, Any]:
    """One of six articles, two on a page, the second of each page first."""
    place = PLACES[number]
    return {
        "source": f"{number // 2}.txt",
        "position": 2 - number % 2,
        "headline": f"某市总工会{place}开门",
        "paragraphs": [
            f"9月{number + 1}日，某市总工会的{place}开门，{place}里当天来了三百名职工。"
        ],
        "published": {"date": "2024-09-10", "precision": "day", "basis": "given"},
        **more,
    }


def written(path: Path, *rows: object) -> str:
    """The file of these lines; those that are no objects stand as they are."""
    lines = (r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    return [article(number, **FILLER) for number in range(6)]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A command that goes well, and the rows it prints."""

    def ran(*words: str) -> list[dict[str, Any]]:
        assert main(list(words)) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return ran


def stored(run: Run, url: str) -> list[dict[str, Any]]:
    return [{**row, "read_at": None} for row in run("export", "--database", url)]


def test_a_long_file_is_stored_as_a_short_one_is(
    rows: list[dict[str, Any]], run: Run, tmp_path: Path, sqlite_url: str
) -> None:
    long = written(tmp_path / "long.jsonl", *rows)
    short = written(tmp_path / "short.jsonl", *map(article, range(6)))
    other = f"sqlite:///{tmp_path / 'other.db'}"
    (of_long,) = run("ingest", "--jsonl", "--database", sqlite_url, long)
    (of_short,) = run("ingest", "--jsonl", "--database", other, short)
    assert of_long == {**of_short, "source": "long.jsonl"}
    assert of_long["added"] == 6
    assert stored(run, sqlite_url) == stored(run, other)
    assert all(row["summary"] and row["dates"] for row in stored(run, other))


def test_a_long_file_again_adds_nothing_and_a_corrected_line_keeps_its_id(
    rows: list[dict[str, Any]], run: Run, tmp_path: Path, sqlite_url: str
) -> None:
    command = ["ingest", "--jsonl", "--database", sqlite_url, str(tmp_path / "long.jsonl")]
    written(tmp_path / "long.jsonl", *rows)
    (first,) = run(*command)
    (again,) = run(*command)
    assert (again["added"], again["unchanged"], again["ids"]) == (0, 6, first["ids"])
    rows[3]["paragraphs"] = [rows[3]["paragraphs"][0].replace("三百", "四百")]
    written(tmp_path / "long.jsonl", *rows)
    (corrected,) = run(*command)
    assert (corrected["added"], corrected["changed"], corrected["ids"]) == (0, 1, first["ids"])
    texts = ["".join(row["paragraphs"]) for row in stored(run, sqlite_url)]
    assert sum("四百" in text for text in texts) == 1


def test_a_long_file_is_parsed_as_a_short_one_is(
    rows: list[dict[str, Any]], run: Run, tmp_path: Path
) -> None:
    long = written(tmp_path / "long.jsonl", *rows)
    short = written(tmp_path / "short.jsonl", *map(article, range(6)))
    given = ("--date", "2023-09-10", "--paper", "某某报")
    parsed = run("parse", "--jsonl", *given, long)
    assert parsed == run("parse", "--jsonl", *given, short)
    assert {(row["paper"], row["published"]["date"]) for row in parsed} == {
        ("某某报", "2023-09-10")
    }


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ("{broken", "not a line of JSON"),
        ('{"source": "2.txt", "paragraphs": 7}', "paragraphs"),
        ('{"source": "2.txt", "scan": "' + "x" * (8 * 1024 * 1024) + '"}', "8 MB"),
    ],
    ids=["no JSON", "no article", "a line without end"],
)
def test_a_bad_line_is_named_and_leaves_no_half_of_its_page(
    bad: str,
    word: str,
    rows: list[dict[str, Any]],
    tmp_path: Path,
    sqlite_url: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows[0] |= FILLER | {"more": FILLER}
    long = written(tmp_path / "long.jsonl", *rows[:2], "", *rows[2:5], bad)
    assert main(["ingest", "--database", sqlite_url, long]) == 1
    said = capsys.readouterr().err
    assert "long.jsonl:7" in said
    assert word in said
    assert main(["export", "--database", sqlite_url]) == 0
    exported = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["source"] for row in exported] == ["0.txt", "0.txt", "1.txt", "1.txt"]
    assert main(["verify", "--database", sqlite_url]) == 0


def test_lines_in_another_encoding_are_told(
    rows: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (tmp_path / "long.jsonl").write_bytes(text.encode("gb18030"))
    assert main(["parse", "--jsonl", str(tmp_path / "long.jsonl")]) == 1
    assert "long.jsonl:1: the line is not UTF-8" in capsys.readouterr().err


def test_a_long_file_of_blank_lines_holds_no_articles(
    tmp_path: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "long.jsonl").write_bytes(b" " * 5_000_000 + b"\n" + b" " * 5_000_000)
    command = ["ingest", "--database", sqlite_url, str(tmp_path / "long.jsonl")]
    assert main(command) == 1
    assert "long.jsonl: the file holds no articles" in capsys.readouterr().err


def test_a_page_is_read_before_the_lines_after_it(
    rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    long = Path(written(tmp_path / "long.jsonl", *rows, "{broken"))
    first = next(read_each(long))
    assert [one.headline for one in first.articles] == [row["headline"] for row in rows[:2]]


def test_lines_of_two_files_of_one_name_keep_their_pages(
    run: Run, tmp_path: Path, sqlite_url: str
) -> None:
    rows = [list(map(article, numbers)) for numbers in ((0, 1), (2, 3))]
    files = []
    for number, folder in enumerate(("one", "two")):
        (tmp_path / folder).mkdir()
        files.append(written(tmp_path / folder / "all.jsonl", *rows[number]))
    run("ingest", "--jsonl", "--database", sqlite_url, *files)
    assert sorted(row["source"] for row in stored(run, sqlite_url)) == [
        "0.txt", "0.txt", "1.txt", "1.txt",
    ]  # fmt: skip
