"""What heads a story and what belongs to a picture, on pages whose lines came apart."""

from __future__ import annotations

import pytest

from digest.model import Article, Page
from digest.reading.pages import read_page

CLEAN = """高唐县建成十座驿站

本报讯(记者陈元)5月8日,山东省高唐县总工会建成十座户外劳动者驿站,环卫工人可以歇脚。

驿站全天开放,备有热水和药箱,每座驿站由两名志愿者照看,冬天供暖,夏天供冷。

{head}

{signed}

在青海省玉树市的牧区,快递员旦增每天要跑一百公里,雪天最怕车子抛锚,冷饭也吃过不少。

今年起,沿途的牧户家里有了他歇脚的地方,热茶随到随喝,这样的人家已有二十户之多。
"""


def read(text: str) -> tuple[Article, ...]:
    return read_page(Page("page.txt", text)).articles


@pytest.mark.parametrize(
    ("head", "headline"),
    [
        ("歇脚的地方有了,钱从哪儿来,人谁来管?\n\n——玉树户外劳动者驿站调查", "歇脚的地方有了"),
        ("玉树:20户牧民家里腾出1.2万元取暖费", "玉树：20户牧民"),
    ],
)
def test_a_long_headline_is_told_by_its_subtitle_or_by_whom_it_names_first(
    head: str, headline: str
) -> None:
    last = read(CLEAN.format(head=head, signed="本报记者 马义民"))[-1]
    assert (last.headline or "").startswith(headline)
    assert last.reporters == ("马义民",)


def test_on_a_page_where_no_sentence_breaks_off_paragraphs_stay_under_their_head() -> None:
    text = CLEAN.format(head="牧区里的二十盏灯", signed="本报记者 马义民")
    one, other = read(text.replace("今年起,沿途的牧户家里", "今年起,高唐县驿站的志愿者在牧户家里"))
    assert (len(one.paragraphs), len(other.paragraphs)) == (2, 2)


def column(text: str, width: int = 20) -> str:
    """A paragraph as a page read across its columns gives it: a blank at every line's end."""
    return " ".join(text[i : i + width] for i in range(0, len(text), width))


COLUMNS = "\n\n".join(
    (
        "高唐县建成十座驿站",
        "本报讯(记者陈元)"
        + column(
            "5月8日,山东省高唐县总工会建成十座户外劳动者驿站,环卫工人可以歇脚。驿站全天开放,"
            "备有热水和药箱,每座驿站由两名志愿者照看。"
        ),
        "{inside}",
        column(
            "下一步,驿站还要延长夜间开放的时间,让夜里送货的司机也能喝上热水,吃上热饭,"
            "睡上一会儿再走,天亮了再上路。"
        ),
    )
)
STATIONS = column(
    "驿站建成一年来,先后有四千名环卫工人和货车司机进站歇脚,冬天供暖,夏天供冷,"
    "还能给手机充电,墙上有地图和求助电话。"
)


def test_a_caption_finds_its_credit_and_its_title_beyond_lines_of_another_story() -> None:
    inside = (
        column("入春以来,宣汉县总工会给采茶女工办了三期炒茶培训班,共有二百人参加,还教她们防暑。")
        + "\n\n"
        + STATIONS
        + "\n\n本报通讯员 宋文 摄\n\n\n\n茶乡采茶忙\n\n\n\n让货车司机睡个好觉\n\n"
        "本报讯(记者周山)"
        + column("5月9日,甘肃省永登县总工会为货车司机建起三处司机之家,备有床铺和浴室,停车不要钱。")
    )
    articles = read(COLUMNS.format(inside=inside))
    (picture,) = (article for article in articles if article.kind == "photo")
    assert picture.headline == "茶乡采茶忙"
    assert picture.photographer == "宋文"
    assert any("炒茶培训班" in text for text in picture.paragraphs)


def test_a_title_over_a_broken_caption_heads_the_picture_of_the_credit_below() -> None:
    inside = (
        "雪线上的守护\n\n"
        + column("10月29日,西藏自治区申扎县的高山养护道班,工人正在清除路面")
        + f"\n\n{STATIONS}\n\n"
        + "积雪。今年,申扎县总工会为五个道班安装了制氧机。\n\n"
        + column("站里的志愿者大多是退休职工,他们说,给人方便自己心里也亮堂,愿意一直干下去。")
        + "\n\n次旺 图/文"
    )
    articles = read(COLUMNS.format(inside=inside))
    (picture,) = (article for article in articles if article.kind == "photo")
    assert picture.headline == "雪线上的守护"
    assert picture.photographer == "次旺"
    assert "".join(picture.paragraphs).endswith(
        "清除路面积雪。今年，申扎县总工会为五个道班安装了制氧机。"
    )


def test_the_pull_out_of_a_torn_page_is_the_line_set_in_a_measure_of_its_own() -> None:
    pulled = "从一杯热水到一张床铺,山东省高唐县总工会用一年时间把驿站办成了环卫工人和司机的家。"
    inside = f"阅读提示\n\n{STATIONS}\n\n{pulled}"
    (article,) = read(COLUMNS.format(inside=inside))
    assert [text[:6] for text in article.pullouts] == ["从一杯热水到"]
    assert any(text.startswith("驿站建成一年来") for text in article.paragraphs)


def test_below_an_opening_that_stands_alone_comes_the_text() -> None:
    text = COLUMNS.format(inside=STATIONS).replace(
        "(记者陈元)", "(记者陈元)\n\n歇脚喝水、几\n\n句话,"
    )
    (article,) = read(text)
    assert article.headline == "高唐县建成十座驿站"
    assert article.paragraphs[0].startswith("歇脚喝水、几句话")


def test_the_interviews_of_a_page_keep_their_first_questions() -> None:
    talk = "{head}\n\n本报记者 {who}\n\n{lead}\n\n问:{one}难在哪?\n\n答:难在{one}没有钱。\n\n问:{one}怎么办?\n\n答:大家一起出。\n\n"
    text = talk.format(head="驿站怎么建", who="陈元", lead="驿站建起来不容易。", one="建站")
    text += talk.format(head="绝活怎么传", who="周山", lead="绝活传下去更不容易。", one="传艺")
    one, other = read(text)
    assert [len(one.paragraphs), len(other.paragraphs)] == [5, 5]
    assert other.paragraphs[1] == "问：传艺难在哪？"


@pytest.mark.parametrize("line", ["(来源:某网)" * 601, "来源:" * 5000])
def test_a_line_of_hundreds_of_sources_is_read(line: str) -> None:
    assert read_page(Page("page.txt", line)) is not None
