"""No sentence of a summary is something that nobody printed."""

from __future__ import annotations

from digest.model import Article
from digest.understanding.summaries import summarise
from digest.understanding.summaries.grounding import Ground

STORY = Article(
    "page.txt",
    1,
    "news",
    (
        "本报讯 日前,四川省乐山市市中区总工会启动职工互助保障。",
        "该区总工会为5600名职工投保。目前,该区已有86家企业参加,覆盖职工1.2万人。",
    ),
    headline="乐山市中区总工会为职工送保障",
)


def test_the_printed_words_hold_and_others_do_not() -> None:
    ground = Ground(STORY)
    assert ground.holds("乐山市市中区总工会启动职工互助保障。")
    assert ground.holds("区总工会为5600名职工投保；已有86家企业参加。")
    assert not ground.holds("绵阳市涪城区建成三座驿站。")
    assert not ground.holds("乐山市市中区总工会启动职工互助保障。绵阳市涪城区建成三座驿站。")


def test_a_name_put_in_full_never_costs_the_ground() -> None:
    summary = summarise(STORY).text
    assert summary
    assert Ground(STORY).holds(summary)
