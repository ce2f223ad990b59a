"""The commands over the store from the outside: an editor's round of a page, and what becomes of
wrong usage: one line and status 2, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from digest.cli import main

PAGE = """某市总工会启动送清凉活动

本报讯 (记者张三)7月3日,某市总工会在建设工地启动送清凉活动,为1200名职工送去防暑降温用品。

活动将持续到8月底,覆盖全市86个工地。

某县总工会举办职工技能竞赛

本报讯 (记者李四)7月4日,某县总工会举办焊工技能竞赛,来自36家企业的120名职工参加。
"""


class Editor:
    """Types commands against one store and reads the answer back."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.url, self._capsys = url, capsys

    def types(self, *words: str) -> list[dict[str, Any]]:
        """The lines of a command that must succeed."""
        self._capsys.readouterr()
        assert main([*words, "--database", self.url, "--jsonl"]) == 0
        return [json.loads(line) for line in self._capsys.readouterr().out.splitlines()]

    def is_told(self, *words: str) -> str:
        """What standard error says of wrong usage, after the usage."""
        with pytest.raises(SystemExit) as ended:
            main([*words, "--database", self.url])
        assert ended.value.code == 2
        return self._capsys.readouterr().err.splitlines()[-1]


@pytest.fixture
def editor(sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Editor:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    editor = Editor(sqlite_url, capsys)
    editor.types("ingest", str(page), "--date", "2026-07-05", "--paper", "某某日报")
    return editor


def test_a_day_of_a_paper_is_listed_in_page_order(editor: Editor) -> None:
    listed = editor.types("browse", "--date", "2026-07-05", "--paper", "某某日报")
    assert [row["headline"] for row in listed] == [
        "某市总工会启动送清凉活动",
        "某县总工会举办职工技能竞赛",
    ]
    assert editor.types("browse", "--date", "2026-07-06") == []


def test_a_day_without_articles_is_told(
    editor: Editor, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["browse", "--date", "2026-07-06", "--database", sqlite_url]) == 0
    shown = capsys.readouterr()
    assert (shown.out, "no article of that" in shown.err) == ("", True)


def test_an_article_is_hidden_and_shown_again(editor: Editor) -> None:
    (hit,) = editor.types("search", "焊工")
    editor.types("review", "--hide", hit["id"])
    assert editor.types("search", "焊工") == []
    editor.types("review", "--unhide", hit["id"])
    assert [again["id"] for again in editor.types("search", "焊工")] == [hit["id"]]


def test_an_article_is_cut_and_joined_again(editor: Editor) -> None:
    (cool,) = editor.types("search", "防暑降温")
    pieces = editor.types("review", "--split", cool["id"], "2")
    first, second, third = editor.types("browse")
    assert pieces == [{"id": cool["id"]}, {"id": second["id"]}]
    assert second["paragraphs"] == ["活动将持续到8月底，覆盖全市86个工地。"]
    assert "86" not in "".join(first["paragraphs"])
    editor.types("review", "--merge", first["id"], second["id"])
    assert [row["id"] for row in editor.types("browse")] == [cool["id"], third["id"]]


def test_tags_are_set_by_hand(editor: Editor) -> None:
    (hit,) = editor.types("search", "焊工")
    editor.types(
        "review", "--retag", hit["id"], "--topics", "innovation,skills", "--regions", "320000"
    )
    (article,) = editor.types("show", hit["id"])
    assert [topic["slug"] for topic in article["topics"]] == ["innovation", "skills"]
    assert [region["code"] for region in article["regions"]] == ["320000"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("browse --date yesterday", "'yesterday' is no day; write YYYY-MM-DD"),
        ("browse --limit -1", "-1 is out of bounds; give at least 1"),
        ("search 焊工 --limit 0", "0 is out of bounds; give at least 1"),
        ("search 焊工 --offset -3", "-3 is out of bounds; give at least 0"),
        ("trends --weeks 0", "0 is out of bounds; give at least 1"),
        ("trends --weeks 100000", "100000 is out of bounds; give at most 520"),
        ("deliveries --limit many", "'many' is no whole number"),
        ("deliveries --chat 99999999999999999999", "is out of bounds; give at most"),
        ("deliveries --state nope", "'nope' is none of ready, sending, sent"),
        ("review --split ID two", "'two' is no paragraph's number"),
        ("review --retag ID", "--retag goes with --topics, --regions or both"),
        ("review --topics skills", "--retag goes with --topics, --regions or both"),
    ],
)
def test_wrong_usage_is_told_in_a_line(editor: Editor, typed: str, said: str) -> None:
    assert said in editor.is_told(*typed.split())


def test_a_sheet_that_cannot_be_written_is_told_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, sheet = tmp_path / "page.txt", tmp_path / "nowhere" / "sheet.html"
    page.write_text(PAGE, encoding="utf-8")
    assert main(["check", str(page), "--html", str(sheet)]) == 1
    assert f"digest: {sheet}: cannot be written" in capsys.readouterr().err


OTHER = """某区总工会开办职工夜校

本报讯 (记者王五)9月1日,某区总工会开办的职工夜校迎来首批300名学员,课程有书法、电工和烹饪。
"""


def test_pages_of_one_name_in_several_folders_are_all_kept(editor: Editor, tmp_path: Path) -> None:
    for folder, text in (("monday", PAGE), ("tuesday", OTHER)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "01.txt").write_text(text, encoding="utf-8")
    folders = (str(tmp_path / "monday"), str(tmp_path / "tuesday"))
    first, again = editor.types("ingest", *folders), editor.types("ingest", *folders)
    assert [row["source"] for row in first] == ["monday/01.txt", "tuesday/01.txt"]
    assert sum(row["removed"] for row in first) == 0
    assert [row["unchanged"] for row in again] == [2, 1]


def test_another_page_under_a_known_name_is_told(
    editor: Editor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.txt").write_text(OTHER, encoding="utf-8")
    arguments = ("ingest", str(tmp_path / "page.txt"), "--database", editor.url)
    assert main([*arguments]) == 0
    assert "another page than the one stored under this name" in capsys.readouterr().err
