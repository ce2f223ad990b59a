"""Keyphrases: what the piece is about, not what every piece is about."""

from digest.model import Article
from digest.understanding import keyphrases

PIECE = Article(
    "p.txt",
    1,
    "news",
    (
        "日前,某市总工会组织120名职工赴工人疗养院开展疗休养活动,职工在疗养院体检、听讲座。",
        "市总工会有关负责人说,疗休养经费由工会列支,职工不用出钱,全年安排4批。",
    ),
    headline="某市总工会组织职工疗休养",
)


def test_the_word_the_piece_is_about_comes_first():
    assert keyphrases.find(PIECE)[0] == "疗休养"


def test_words_of_every_piece_do_not_lead():
    found = keyphrases.find(PIECE)
    assert not {"职工", "总工会", "开展", "组织", "活动"} & set(found[:3])


def test_no_word_stands_within_another():
    found = keyphrases.find(PIECE)
    assert not any(a != b and a in b for a in found for b in found)


def test_an_empty_article_has_none():
    assert keyphrases.find(Article("p.txt", 1, "photo", ())) == ()
