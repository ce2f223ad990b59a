"""`digest parse` and `digest ingest` from the outside: what lands on which stream, which status,
and what bad files do to good ones."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from digest.cli import main
from digest.model import Doubt, Page, PageReading

PAGE = """某市总工会启动送清凉活动

本报讯 (记者张三)7月3日,某市总工会在建设工地启动送清凉活动,为1200名职工送去防暑降温用品。

活动将持续到8月底,覆盖全市86个工地。
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_parse_prints_one_article_a_line_and_nothing_else(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["parse", "--jsonl", str(page)]) == 0
    (article,) = lines(capsys.readouterr().out)
    assert article["source"] == "page.txt"
    assert article["headline"] == "某市总工会启动送清凉活动"
    assert article["reporters"] == ["张三"]
    assert article["summary"]


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [("utf-8-sig", b""), ("gb18030", b""), ("utf-16", b""), ("utf-16-le", b""), ("big5", b"")],
)
def test_every_encoding_reads_the_same(
    encoding: str, bom: bytes, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        PAGE.translate(str.maketrans("动讯张为职防温用", "動訊張為職防溫用"))
        if encoding == "big5"
        else PAGE
    )
    text = "".join(c for c in text if not _unknown(c, encoding))
    page.write_bytes(bom + text.encode(encoding))
    assert main(["parse", "--jsonl", str(page)]) == 0
    (article,) = lines(capsys.readouterr().out)
    assert "1200" in "".join(article["paragraphs"])  # type: ignore[arg-type]


def _unknown(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return True
    return False


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n\t\n"),
        ("binary.txt", bytes(range(256)) * 64),
        ("ff.txt", b"\xff" * 4096),
        ("zeros.txt", b"\x00" * 4096),
    ],
)
def test_a_bad_file_is_named_and_the_others_are_read(
    name: str, data: bytes, page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / name
    bad.write_bytes(data)
    assert main(["parse", "--jsonl", str(bad), str(page)]) == 1
    shown = capsys.readouterr()
    assert len(lines(shown.out)) == 1
    assert name in shown.err
    assert "Traceback" not in shown.err


def test_a_file_of_fifty_megabytes_is_refused_without_reading_it(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert main(["parse", "--jsonl", str(big), str(page)]) == 1
    shown = capsys.readouterr()
    assert "big.txt" in shown.err
    assert len(lines(shown.out)) == 1


def test_a_missing_file_and_an_empty_folder_are_named(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nothing").mkdir()
    wanted = [str(tmp_path / "gone.txt"), str(tmp_path / "nothing"), str(page)]
    assert main(["parse", "--jsonl", *wanted]) == 1
    shown = capsys.readouterr()
    assert "gone.txt" in shown.err
    assert "nothing" in shown.err
    assert len(lines(shown.out)) == 1


def test_an_unreadable_file_is_named(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # A link onto itself cannot be opened by any user, root included.
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    assert main(["parse", "--jsonl", str(loop), str(page)]) == 1
    shown = capsys.readouterr()
    assert "loop.txt" in shown.err
    assert len(lines(shown.out)) == 1


def test_ingest_twice_adds_nothing_the_second_time(
    page: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["ingest", "--jsonl", "--database", sqlite_url, str(page.parent / "page.txt")]
    assert main(command) == 0
    (first,) = lines(capsys.readouterr().out)
    assert main(command) == 0
    (second,) = lines(capsys.readouterr().out)
    assert (first["added"], second["added"], second["unchanged"]) == (1, 0, 1)


def test_a_run_of_pages_leaves_the_index_in_order(tmp_path: Path, sqlite_url: str) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(12):
        (pages / f"{number}.txt").write_text(PAGE.replace("7月3日", f"7月{number + 1}日"), "utf-8")
    assert main(["ingest", "--database", sqlite_url, str(pages)]) == 0
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as store:
        (pieces,) = store.execute("SELECT count(DISTINCT segid) FROM search_idx").fetchone()
    assert pieces < 4


def test_ingest_keeps_good_pages_beside_a_bad_one(
    page: Path, tmp_path: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff" * 100)
    assert main(["ingest", "--database", sqlite_url, str(tmp_path / "bad.txt"), str(page)]) == 1
    capsys.readouterr()
    assert main(["search", "送清凉", "--jsonl", "--database", sqlite_url]) == 0
    (hit,) = lines(capsys.readouterr().out)
    assert {"id", "headline", "score", "snippet"} <= set(hit)


def test_search_without_a_hit_is_not_an_error(
    page: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ingest", "--database", sqlite_url, str(page)])
    capsys.readouterr()
    assert main(["search", "量子计算机", "--jsonl", "--database", sqlite_url]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text", ["😀", "？！。", "-", "工" * 10_000])
def test_what_cannot_be_looked_for_finds_nothing_and_says_why(
    text: str, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "--jsonl", "--database", database_url, "--", text]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("digest: ")


def test_export_and_ingest_lose_nothing(
    page: Path, tmp_path: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ingest", "--database", sqlite_url, str(page)])
    capsys.readouterr()
    main(["export", "--database", sqlite_url])
    exported = capsys.readouterr().out
    (tmp_path / "all.jsonl").write_text(exported, encoding="utf-8")
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert main(["ingest", "--database", other, str(tmp_path / "all.jsonl")]) == 0
    capsys.readouterr()
    main(["export", "--database", other])
    ignored = {"read_at"}
    again = lines(capsys.readouterr().out)
    assert [{k: v for k, v in row.items() if k not in ignored} for row in again] == [
        {k: v for k, v in row.items() if k not in ignored} for row in lines(exported)
    ]


def test_dates_of_the_text_are_told_by_the_day_that_is_given(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["parse", "--jsonl", "--date", "2023-07-10", str(page)]) == 0
    exported = capsys.readouterr().out
    (article,) = lines(exported)
    day = {"first": "2023-07-03", "last": "2023-07-03", "precision": "day", "basis": "resolved"}
    end = {"first": "2023-08-21", "last": "2023-08-31", "precision": "span", "basis": "resolved"}
    assert article["dates"] == [{"words": "7月3日", **day}, {"words": "8月底", **end}]
    assert main(["parse", "--date", "2023-07-10", str(page)]) == 0
    assert "7月3日 = 2023-07-03 · 8月底 = 2023-08-21…2023-08-31" in capsys.readouterr().out
    (tmp_path / "told.jsonl").write_text(exported, encoding="utf-8")
    assert main(["parse", "--jsonl", "--date", "2024-07-10", str(tmp_path / "told.jsonl")]) == 0
    (again,) = lines(capsys.readouterr().out)
    assert [row["first"] for row in again["dates"]] == ["2024-07-03", "2024-08-21"]


def test_a_store_in_a_folder_that_cannot_be_made_is_an_error_in_words(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    url = f"sqlite:///{tmp_path / 'file' / 'store.db'}"
    assert main(["ingest", "--database", url, str(page)]) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "postgresql://127.0.0.1:1/none"])
def test_a_wrong_database_url_is_an_error_in_words(
    url: str, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ingest", "--database", url, str(page)]) == 1
    assert capsys.readouterr().err.startswith("digest: ")


def test_nothing_is_read_from_the_shared_folder_or_the_working_directory(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(os.path.abspath(os.sep))
    assert main(["parse", "--jsonl", str(page)]) == 0


def test_check_shows_where_each_line_went(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(page)]) == 0
    shown = capsys.readouterr().out
    assert "某市总工会启动送清凉活动" in shown
    assert "\x1b" not in shown
    assert main(["check", "--jsonl", str(page)]) == 0
    rows = lines(capsys.readouterr().out)
    assert [row["article"] for row in rows] == [1, 1, 1]
    second = tmp_path / "second.txt"
    second.write_text(PAGE.replace("某市", "<b>县</b>"), encoding="utf-8")
    assert main(["check", "--html", str(tmp_path / "view.html"), str(page), str(second)]) == 0
    view = (tmp_path / "view.html").read_text(encoding="utf-8")
    assert "page.txt" in view
    assert "second.txt" in view
    assert "<b>县</b>" not in view
    assert view.count("<html") == 1


def test_a_page_of_blanks_is_refused_like_an_empty_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for text in ("", " \n\u3000\u3000\n\xa0\n"):
        path = tmp_path / "page.txt"
        path.write_text(text, encoding="utf-8")
        assert main(["parse", str(path)]) == 1
        said.append(capsys.readouterr().err)
    assert said[0] == said[1]
    assert "empty" in said[0]


def test_the_lines_of_a_doubt_are_told_in_order(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt = Doubt((115, 75, 116, 117), "the lines may not run on into each other", 1)
    read = PageReading(Page("page.txt", PAGE), (), (), (doubt,))
    monkeypatch.setattr("digest.reading.sources.read_file", lambda *_: read)
    assert main(["parse", str(page)]) == 0
    assert "page.txt:75, 115-117: doubt: the lines" in capsys.readouterr().err
