"""Two columns read by turns: a long signed piece goes on under the head of a short story."""

import pytest

from digest.model import Article, Page
from digest.reading import lines, read_page, weaving
from digest.reading.evidence import joined

# Column breaks are spaces, as in dumps read across; the piece runs on between the story's lines.
LINES = (
    "石狮市总工会推动行业协商，缝纫工的单价上了墙——",
    "一件校服多少钱缝",
    "本报记者 庄小燕 本报通讯员 蔡清和",
    "“同一件校服，去年做一件两块二，今年还是两块 二，布料都涨了三成。”4月6日，福建省石狮市灵秀镇",
    "货车司机住进口岸驿站",
    "本报讯（记者格日乐 通讯员孟和）5月3日， 内蒙古自治区二连浩特市总工会在公路口岸的停 车场旁开出一间货车司机驿站，跑长途的货车司 机有了洗澡、睡觉的地方，头一天就来了四十多 人。",
    "的缝纫工吴秀娥翻着自己的记账本说。",
    "二连浩特口岸每天进出货车八百多辆，货车 司机排队通关常常要等一整夜，只能蜷在驾驶室 里过夜。市总工会把一座旧仓库改成驿站，里面 有二十间客房和一间洗衣房。",
    "灵秀镇聚集着一千六百多家服装厂，缝纫工有三万 人。计件单价不公开、夜班加价算不清，曾是缝纫工反 映最多的问题。前年起，石狮市总工会在这里试行行业 协商。",
    "工时先测明白",
    "驿站由两名会说蒙古语的管理员值夜，替货 车司机填报关单、看行车线路。开门一个月，已 有两千多名货车司机住过，九十人当场入了会。",
    "谈单价先测工时。市总工会请来十八名老师傅，用 四十天走遍六十二家工厂，把九十一道工序的工时逐一",
    "测了出来，编成一本对照册。",
    "“册子一摊开，老板和缝纫工都没话说。”老师傅 柯建国告诉记者，工时既给厂里看，也给缝纫工看，两 边都认这笔账。",
    "三轮谈出底价",
    "头一轮没有谈成，厂方担心单价一涨，订单就被邻 镇抢走。工会又请来服装商会一起算账：单价公开以后，",
    "缝纫工不再频繁跳厂，招工的花费反而省了下来。",
    "谈了三轮，灵秀镇服装行业单价协议终于签下，九 十一道工序都有了底价，每年春天再谈一次，六百三十 家工厂照此执行。",
    "协议签了还要查",
    "为了让协议落地，市总工会和司法所每季度查一次 账。去年查了七十一家工厂，替缝纫工补回单价差额四",
    "十六万元。",
    "呼和浩特环卫工用上轻便车",
    "本报讯（记者乌兰）日前，呼和浩特市总工会向环卫工人 送出三百辆轻便保洁车，车上装着雨棚和水箱，清扫背街小 巷不用再推重车。",
)


def read() -> tuple[Article, ...]:
    return read_page(Page("page.txt", "\n\n".join(LINES))).articles


def test_a_long_piece_keeps_its_paragraphs_under_the_head_of_another() -> None:
    piece, story, _ = read()
    assert [text[:5] for text in piece.paragraphs] == [
        "“同一件校",
        "灵秀镇聚集",
        "谈单价先测",
        "“册子一摊",
        "头一轮没有",
        "谈了三轮，",
        "为了让协议",
    ]
    assert [text[:5] for text in story.paragraphs] == ["5月3日，", "二连浩特口", "驿站由两名"]


def test_lines_that_speak_of_nothing_follow_the_sentence_they_end() -> None:
    piece, _, _ = read()
    assert piece.paragraphs[2].endswith("逐一测了出来，编成一本对照册。")
    assert piece.paragraphs[6].endswith("补回单价差额四十六万元。")


def test_the_head_lines_of_the_sections_are_subheads_of_the_signed_piece() -> None:
    piece, story, last = read()
    assert piece.subheads == ("工时先测明白", "三轮谈出底价", "协议签了还要查")
    assert piece.subhead_at == (2, 4, 6)
    assert not story.subheads
    assert last.headline == "呼和浩特环卫工用上轻便车"


def test_a_page_without_line_breaks_costs_what_its_pieces_cost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Dealt to two columns piece by piece, each after every other, a long line took minutes."""
    news = (
        "本报讯(记者 王芳)近日,某县总工会 新建三家驿站,环卫 工人有了歇脚的去处 。站里有冷饮、药箱 "
        "和充电座,附近的骑手 也来坐坐。"
    )
    weighed = 0

    def counted(*args: object, **kwargs: object) -> float:
        nonlocal weighed
        weighed += 1
        return joined(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(weaving, "joined", counted)
    costs = []
    for times in (40, 80):
        weighed = 0
        reading = read_page(Page("a.txt", "驿站启用 " + " ".join([news] * times)))
        assert [line for article in reading.articles for line in article.lines] == [1]
        costs.append(weighed / times)
    assert costs[1] < 1.2 * costs[0]


def test_the_blanks_of_a_signature_say_nothing_of_the_columns() -> None:
    signed = "本报讯（见习记者 丁一 实习生 白雪 通讯员 邓州）" + "驿" * 12
    wrapped = ["站" * 20 + " " + "工" * 20 + " " + "会" * 19 + " 完。"] * 2
    page = "\n\n".join(
        [signed + " " + "站" * 20 + " 完。", *wrapped, "本报记者 王芳 本报通讯员 李强"] * 2
    )
    assert lines.column_width(lines.split(page)) == 20.0
