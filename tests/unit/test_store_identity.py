"""What names an article for good stays what it was: a digest or an id that came out otherwise
would make every page of every store a changed one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from digest.model import Article, Published, Region, Topic
from digest.store.codec import dumps, loads
from digest.store.identity import digest_of, short_id
from digest.store.search.grams import Document

PLAIN = Article(
    source="000_示例.txt",
    position=3,
    kind="news",
    paragraphs=("本報訊 南京市總工會日前建成“暖心驛站”１２家。", "職工說：“歇腳方便多了。”"),
    headline="暖心驿站 建到家门口",
    reporters=("王一",),
    lines=(4, 5, 6),
    paper="工人日报",
    published=Published(date(2023, 11, 1), "day", "given"),
    regions=(Region("320100", "江苏省/南京市", True, "南京市总工会"),),
    topics=(Topic("service_station", 0.9, ("驿站",)),),
)
NOTED = Article("a.txt", 1, "brief", ("一", "", "二"), editor_note="编者按：三")
QUOTING = Article(
    "b.txt", 7, "news", ('说"position":0,', '"source":"" \\"position":0'), headline='"source":""'
)


@pytest.mark.parametrize(
    ("article", "digest", "name", "again"),
    [
        (PLAIN, "d248aaeeecd6b574", "mzi2ilTS", "xW5DPAVm"),
        (NOTED, "a4508ee898f2467e", "9ZveADsD", "2IYvvAIG"),
        (QUOTING, "28ba16ce0da6681f", "WtcgUfrm", "YTKFY4I8"),
    ],
)
def test_digests_and_ids_are_what_they_were(
    article: Article, digest: str, name: str, again: str
) -> None:
    assert digest_of(article)[:16] == digest
    assert short_id(article) == name
    assert short_id(article, 1) == again


@pytest.mark.parametrize("article", [PLAIN, NOTED, QUOTING])
def test_the_kept_form_gives_back_the_article(article: Article) -> None:
    assert loads(dumps(article), "x") == replace(article, id="x")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", set()),
        ("工", {"工"}),
        ("工会 工", {"工", "会", "工会"}),
        ("𠮷野家𠮷野", {"𠮷", "野", "家", "𠮷野", "野家", "家𠮷"}),
    ],
)
def test_a_document_holds_each_character_and_each_pair_once(text: str, tokens: set[str]) -> None:
    found = Document(text, frozenset({"m"})).tokens.split()
    assert sorted(found) == sorted(tokens | {"m"})
