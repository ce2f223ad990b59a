"""Confidence and doubts: few and right on whole pages, lower where a page shows damage."""

from digest.model import Page
from digest.reading import read_page
from digest.reading.confidence import Sign, Standing, confidence
from digest.reading.doubting import doubts
from digest.reading.fragments import Fragment
from digest.reading.matter import Matter
from digest.reading.paragraphs import Chain

WHOLE = (
    "社区驿站二十四小时开放\n\n本报讯(记者张伟)近日,某社区工会驿站改造完成,骑手随时可以进来歇脚。\n\n"
    "昌宏社区工会驿站站长陈瑞介绍,驿站里有热水、微波炉和充电插座。\n\n"
    "“驿站24小时开放,欢迎你们随时来。”陈瑞对骑手们说。\n\n"
    "职代会不是“举手会”。社区工会还请骑手代表给驿站提建议,每条都有回音。\n"
)


def test_a_whole_page_has_no_doubts() -> None:
    reading = read_page(Page("a.txt", WHOLE))
    assert reading.doubts == ()
    assert reading.articles[0].confidence > 0.95


def test_a_page_that_breaks_off_is_doubted_there() -> None:
    reading = read_page(Page("a.txt", WHOLE.replace("每条都有回音。", "每条都有")))
    assert [doubt.reason for doubt in reading.doubts] == [Sign.CUT]
    assert reading.doubts[0].lines == (9,)
    assert reading.articles[0].confidence < 0.9


def test_each_sign_of_damage_lowers_confidence() -> None:
    whole = confidence([], Standing())
    torn = confidence([], Standing(torn=True))
    worse = [
        confidence([], Standing(torn=True, claimed=1)),
        confidence([], Standing(torn=True, margin=-1.0)),
        confidence([Sign.BROKEN], Standing(torn=True)),
        confidence([], Standing(torn=True, across=True)),
        confidence([], Standing(torn=True, foreign=1)),
        confidence([], Standing(torn=True, brought=0.5)),
        confidence([], Standing(torn=True, taken=2)),
        confidence([], Standing(torn=True, breaks=1)),
        confidence([], Standing(torn=True, open_end=True)),
        confidence([], Standing(torn=True, short=True)),
        confidence([Sign.NO_HEAD], Standing(torn=True)),
    ]
    assert whole > torn > max(worse)
    assert confidence([], Standing(foreign=3)) == whole
    assert confidence([Sign.NO_BODY], Standing()) == 0.0


def test_a_seam_is_doubted_only_where_several_weak_ones_make_a_paragraph() -> None:
    def seen(pieces: int, sure: float) -> bool:
        text = "工会为职工办实事,"
        fragments = [Fragment(i, i + 1, text, 0, Matter(text)) for i in range(pieces)]
        found = doubts(Chain(fragments, 0, sure=sure), None)
        return Sign.WEAK in [sign for _, sign in found]

    assert seen(3, 1.0)
    assert not seen(2, 0.2)
    assert not seen(3, 4.0)


def test_lines_of_others_that_speak_of_an_article_lower_its_confidence() -> None:
    def sure(claimed: int, **more: bool) -> float:
        return confidence([], Standing(claimed=claimed, **more))

    assert sure(0, torn=True) > sure(1, torn=True) > sure(3, torn=True) == sure(9, torn=True)
    assert sure(3) == sure(0)
