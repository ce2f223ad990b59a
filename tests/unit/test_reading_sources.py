"""Files and uploads: forms, names, encodings, and what is refused with advice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from digest import contract
from digest.errors import ReadingError
from digest.model import Article, Page, Published
from digest.reading import dates, read_page, sources
from digest.reading.sources import Given

PAGE = (
    "职工夜校开到家门口\n\n本报讯(记者李丽)近日,某区总工会开办职工夜校,首批课程受到欢迎。\n\n"
    "据了解,夜校将长期开办,让更多职工学到本领。\n"
)
HTML = (
    "<html><head><meta charset='utf-8'><title>某区总工会推进建会-某某网</title></head><body>"
    "<div class='nav'><a href='/'>首页</a></div><article><h1>某区总工会推进建会</h1>"
    "<p>本报讯（记者张伟）近日，某区总工会在全区开展建会入会行动，已有三百多家企业建立工会组织，职工很满意。</p>"
    "<p>据介绍，区总工会还将继续推进这项工作，把服务送到每一名职工身边，让大家感受到温暖。</p>"
    "</article><script>alert(1)</script></body></html>"
)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("工人日报-2023-11-02-03.txt", Given(date(2023, 11, 2), "工人日报", "03")),
        ("江苏工人报_20240905_A02.txt", Given(date(2024, 9, 5), "江苏工人报", "A02")),
        ("2023-11-02.txt", Given(date(2023, 11, 2))),
        ("工人日报2023年11月02日.txt", Given(date(2023, 11, 2), "工人日报")),
        ("000_a8fc60d3861d6f83.txt", Given()),
        ("报纸-2023-13-45-01.txt", Given()),
    ],
)
def test_what_a_file_name_says(name: str, given: Given) -> None:
    assert sources.from_name(name) == given


def test_the_file_name_dates_the_articles() -> None:
    (article,) = sources.read_bytes("工人日报-2023-11-02-03.txt", PAGE.encode()).articles
    assert (article.paper, article.page) == ("工人日报", "03")
    assert article.published == Published(date(2023, 11, 2), "day", "given")


def test_what_is_given_wins_over_the_name() -> None:
    given = Given(date(2024, 1, 5), "某某报", "7")
    (article,) = sources.read_bytes("工人日报-2023-11-02-03.txt", PAGE.encode(), given).articles
    assert (article.paper, article.page) == ("某某报", "7")
    assert article.published == Published(date(2024, 1, 5), "day", "given")


def test_an_upload_name_is_only_a_name() -> None:
    assert sources.read_bytes("../../etc/某报.txt", PAGE.encode()).page.source == "某报.txt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_page_reads_the_same_in_any_encoding(encoding: str) -> None:
    reading = sources.read_bytes("a.txt", (PAGE * 3).encode(encoding))
    assert reading.articles == sources.read_bytes("a.txt", (PAGE * 3).encode()).articles


def test_markdown_is_one_article() -> None:
    text = "---\ntitle: 职工夜校\ndate: 2024-03-01\n---\n本报讯(记者李丽)近日,**夜校**开课。\n\n## 学本领\n\n职工[小王](http://a.cn)说,很好。\n"
    (article,) = sources.read_bytes("a.md", text.encode()).articles
    assert article.headline == "职工夜校"
    assert article.paragraphs == ("近日，夜校开课。", "职工小王说，很好。")
    assert article.subheads == ("学本领",)
    assert article.published == Published(date(2024, 3, 1), "day", "given")


def test_items_of_a_list_are_paragraphs() -> None:
    text = (
        "# 工地上的三张表\n\n某市总工会在工地推行三张表。\n\n- 每月核对一次考勤表\n- 每月公示一次工资表\n"
        "1. 每季检查一次保障金\n\n## 一张表管到底\n\n发现问题当场整改。\n"
    )
    (article,) = sources.read_bytes("a.md", text.encode()).articles
    assert article.kind == "news"
    assert article.paragraphs[1:4] == (
        "每月核对一次考勤表",
        "每月公示一次工资表",
        "1.每季检查一次保障金",
    )
    assert article.subheads == ("一张表管到底",)
    assert article.subhead_at == (4,)


@pytest.mark.parametrize(
    "heads",
    [
        "<h4>让劳动者歇脚有处去</h4><h1>某市建起百座驿站</h1>",
        "<div><div class='t'><h4>让劳动者歇脚有处去</h4></div><div><h1>某市建起百座驿站</h1></div></div>",
    ],
)
def test_a_heading_above_the_headline_is_the_kicker(heads: str) -> None:
    items = "<ul><li>每月核对一次考勤表</li><li>每季公布一次账目</li></ul>"
    text = f"<html><body><main>{heads}<p>{'驿站全天开放，提供热水和充电服务。' * 9}</p>{items}</main></body></html>"
    (article,) = sources.read_bytes("a.html", text.encode()).articles
    assert (article.kicker, article.headline) == ("让劳动者歇脚有处去", "某市建起百座驿站")
    assert article.paragraphs[1:] == ("每月核对一次考勤表", "每季公布一次账目")


def test_a_saved_web_page_is_one_article() -> None:
    (article,) = sources.read_bytes("a.html", HTML.encode()).articles
    assert article.headline == "某区总工会推进建会"
    assert article.reporters == ("张伟",)
    assert len(article.paragraphs) == 2
    assert "alert" not in "".join(article.paragraphs)


def test_a_web_page_without_an_article_is_refused() -> None:
    with pytest.raises(ReadingError, match="no article"):
        sources.read_bytes("a.html", b"<html><body></body></html>")


def test_exported_lines_come_back_as_they_were() -> None:
    article = Article("a.txt", 3, "news", ("正文。",), headline="题", id="x1", lines=(1, 2))
    data = (contract.dumps(article) + "\n\n").encode()
    assert sources.read_bytes("export.jsonl", data).articles == (article,)


def test_a_bad_line_is_named() -> None:
    with pytest.raises(ReadingError) as caught:
        sources.read_bytes("export.jsonl", b'{"source": "a", "paragraphs": ["x"]}\n{bad\n')
    assert caught.value.where == "export.jsonl:2"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        ("\ufeff\u3000\u3000\n\n \u200b\xa0\n".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 30, "not text"),
        (b"%PDF-1.7\x00\x01" * 50, "not text"),
        (b"\xff" * 600, "encoding"),
        (bytes(range(256)) * 40, "text"),
        (b"a" * (8 * 1024 * 1024 + 1), "MB"),
    ],
    ids=["empty", "blank", "wide blanks", "picture", "pdf", "no encoding", "binary", "too large"],
)
def test_what_cannot_be_read_is_refused_with_name_and_advice(data: bytes, word: str) -> None:
    with pytest.raises(ReadingError, match=word) as caught:
        sources.read_bytes("page.txt", data)
    assert caught.value.where == "page.txt"
    assert caught.value.advice


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_stray_byte_is_shown_and_doubted(encoding: str) -> None:
    data = bytearray((PAGE * 9).encode(encoding))
    data[data.index("近日".encode(encoding)) + 30] = 0xFF
    reading = sources.read_bytes("page.txt", bytes(data))
    (doubt,) = [doubt for doubt in reading.doubts if "\ufffd" in doubt.reason]
    assert "\ufffd" in reading.page.text.split("\n")[doubt.lines[0] - 1]


def test_many_stray_bytes_are_refused_with_their_place() -> None:
    data = bytearray((PAGE * 9).encode())
    data[data.index(b"\n") + 1 :: 9] = b"\xff" * len(data[data.index(b"\n") + 1 :: 9])
    with pytest.raises(ReadingError, match=r"line 2"):
        sources.read_bytes("page.txt", bytes(data))


def test_marks_of_direction_change_nothing() -> None:
    text = (PAGE * 3).replace("工会", "工\u2066会\u2069")
    marked = "\n".join(f"\u202e{line}\u200f" if line else "\u200e" for line in text.split("\n"))
    reading = sources.read_bytes("a.txt", marked.encode())
    assert reading.articles == sources.read_bytes("a.txt", (PAGE * 3).encode()).articles
    assert {left.reason for left in reading.leftovers} <= {"nothing visible", "page furniture"}


def test_lines_without_a_word_are_left_over() -> None:
    reading = sources.read_bytes("a.txt", ("。,、;:!?" * 90 + "\n\n* * *\n————\n。\n").encode())
    assert reading.articles == ()
    assert [left.line for left in reading.leftovers] == [1, 3, 4, 5]


def test_folders_are_walked_and_sorted(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "1.txt", ".hidden.txt", "notes.pdf"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    assert sources.find_files([tmp_path, tmp_path / "1.txt"]) == [
        tmp_path / "1.txt",
        tmp_path / "b/2.txt",
    ]


def test_missing_paths_and_empty_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="no such file"):
        sources.find_files([tmp_path / "gone.txt"])
    with pytest.raises(ReadingError, match="no page files"):
        sources.find_files([tmp_path])
    with pytest.raises(ReadingError, match="cannot be opened"):
        sources.read_file(tmp_path / "gone.txt")


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(9 * 1024 * 1024)
    with pytest.raises(ReadingError, match=r"9\.0 MB"):
        sources.read_file(path)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["11月1日，2023年秋季招聘会在某市举行。"], ("2023-11-01", "month")),
        (["日前，2024年某市技能竞赛举办。"], ("2024-01-01", "year")),
        (["力争到2025年底实现目标。近日有人说。"], None),
        (["自2020年以来，该公司投入专项资金。"], None),
        (["7月25日，慰问活动启动。"], None),
    ],
)
def test_dates_are_inferred_only_from_sentences_about_now(
    texts: list[str], found: tuple[str, str] | None
) -> None:
    published = dates.published(Page("a.txt", ""), None, texts)
    assert (
        None if published is None else (published.date.isoformat(), published.precision)
    ) == found


def test_a_dateline_sharpens_an_inferred_date() -> None:
    text = "夜校一课难求\n\n本报某市11月9日电(记者张伟)2024年秋季班11月3日开班,当天满员。"
    published = read_page(Page("a.txt", text)).articles[0].published
    assert published == Published(date(2024, 11, 9), "day", "stated")


@pytest.mark.parametrize(
    "flood",
    [
        "# 题目\n\n{body}" + "![" * 50_000,
        "# 题目\n\n{body}" + "[" * 100_000,
        "# 题目\n\n{body}" + "[a](" * 25_000,
        "# 题目" + " " * 100_000 + "x\n\n{body}",
        "# 题目" + " #" * 50_000 + "x\n\n{body}",
        "---" + "\n" * 100_000 + "{body}",
        "---\na:x" + " " * 100_000 + "y\n---\n{body}",
    ],
    ids=["pictures", "brackets", "links", "blanks", "hashes", "empty lines", "meta"],
)
def test_markdown_that_closes_nothing_is_read_all_the_same(flood: str) -> None:
    """Each of these would take minutes if a pattern looked for its end again at every place."""
    body = "某市总工会启动送清凉活动，为1200名职工送去防暑降温用品。\n\n"
    (article,) = sources.read_bytes("a.md", flood.replace("{body}", body).encode()).articles
    assert any("1200名职工" in paragraph for paragraph in article.paragraphs)


def test_front_matter_and_headings_lose_their_marks() -> None:
    text = (
        "---\ntitle: '某市总工会送清凉'\npaper:  某某日报  \ndate: 2026-07-04\n---\n"
        "某市总工会启动送清凉活动，[为1200名职工](https://a.example/x)送去用品。\n\n"
        "## 走进工地 ##\n\n活动将持续到8月底，覆盖全市86个工地。![图](b.jpg)\n"
    )
    (article,) = sources.read_bytes("a.md", text.encode()).articles
    assert (article.headline, article.paper) == ("某市总工会送清凉", "某某日报")
    assert article.subheads == ("走进工地",)
    assert "".join(article.paragraphs) == (
        "某市总工会启动送清凉活动，为1200名职工送去用品。活动将持续到8月底，覆盖全市86个工地。"
    )
