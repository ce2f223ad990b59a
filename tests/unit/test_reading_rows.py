"""Lists, tables, poems, notices and letters: lines that stay lines, and what is no headline there."""

from __future__ import annotations

import pytest

from digest.model import Article, Page
from digest.reading import read_page

NEWS = (
    "滨海某区总启用爱心驿站\n\n"
    "本报讯(记者 王芳)近日,江苏省盐城市滨海县总工会新建的三家驿站启用,环卫工人有了歇脚的去处。"
)
LIST = """关于表彰2023年度先进集体和先进个人的决定

各县(市、区)总工会:

为表彰先进,市总工会决定,授予河阳机床有限公司等3个单位先进集体称号,授予王建国等4名同志先进个人称号。

附件:表彰名单

东林市总工会
2023年4月28日

一、先进集体(3个)

河阳机床有限公司
白水县环境卫生管理所
南丰县人民医院

二、先进个人(4名)

王建国  河阳机床有限公司装配钳工
李  梅(女)  南丰县人民医院护士长
欧阳海涛  东林市公交公司驾驶员
孙  丽(女)  白水县环境卫生管理所环卫工"""
NAMES = """竞赛获奖选手名单公示

经评审委员会审定,现将获奖选手名单予以公示,公示期五天。

一等奖

张 伟 王 芳 刘建军 陈晓东 杨 帆 赵 磊

二等奖

黄 敏 周 杰 吴国强 徐 静 孙宏伟 胡 军
朱 琳 高 峰 林志远 何 勇 郭 亮 马 骏

东林市总工会
2023年5月5日"""
POEM = """焊花(外一首)

马长河

弧光亮起的时候
我看见父亲的脸
藏在面罩后面
像一块沉默的铁

他说,焊缝要直
做人要正
一寸一寸的火
把日子连在一起

塔吊

你站在城市的最高处
伸出手臂
把清晨一块一块
吊上云端"""
SONG = """工会之歌

词:李长江  曲:王海

我们是工人兄弟姐妹
手拉手走在阳光里
一砖一瓦建起高楼
一针一线织出新衣"""
TABLE = """上半年各地帮扶数据一览

单位:户、万元

地区 帮扶户数 发放资金
河阳市 1203 356.5
东林市 986 287.2
白水县 412 98.6

数据来源:东林市总工会"""
NOTICE = """关于开展“金秋助学”活动的通知

各县(市、区)总工会,市直各工会:

经研究,决定开展“金秋助学”活动。现将有关事项通知如下:

一、助学标准

(一)考入本科院校的,每人一次性补助5000元;

(二)考入专科院校的,每人一次性补助3000元。

特此通知。

东林市总工会

2023年8月3日

(联系人:李红;联系电话:0123-4567890)"""


def tight(text: str) -> str:
    return text


def spread(text: str) -> str:
    return "\n\n".join(line for line in text.split("\n") if line)


def read(*parts: str) -> tuple[Article, ...]:
    return read_page(Page("a.txt", "\n\n".join(parts))).articles


layouts = pytest.mark.parametrize("layout", [tight, spread])
beside = pytest.mark.parametrize("news", [(), (NEWS,)], ids=["alone", "beside news"])


@layouts
@beside
def test_a_list_of_the_honoured_is_one_article(layout, news) -> None:  # type: ignore[no-untyped-def]
    article = read(layout(LIST), *news)[0]
    assert article.headline == "关于表彰2023年度先进集体和先进个人的决定"
    assert article.subheads == ("一、先进集体（3个）", "二、先进个人（4名）")
    assert article.subhead_at == (5, 8)
    assert article.paragraphs[2:] == (
        "附件：表彰名单",
        "东林市总工会",
        "2023年4月28日",
        "河阳机床有限公司",
        "白水县环境卫生管理所",
        "南丰县人民医院",
        "王建国 河阳机床有限公司装配钳工",
        "李梅（女） 南丰县人民医院护士长",
        "欧阳海涛 东林市公交公司驾驶员",
        "孙丽（女） 白水县环境卫生管理所环卫工",
    )
    assert (article.authors, article.reporters, article.doubts) == ((), (), ())


@layouts
@beside
def test_names_in_columns_stay_rows_under_their_prizes(layout, news) -> None:  # type: ignore[no-untyped-def]
    article = read(*news, layout(NAMES))[-1]
    assert article.headline == "竞赛获奖选手名单公示"
    assert article.subheads == ("一等奖", "二等奖")
    assert article.paragraphs[1:] == (
        "张伟 王芳 刘建军 陈晓东 杨帆 赵磊",
        "黄敏 周杰 吴国强 徐静 孙宏伟 胡军",
        "朱琳 高峰 林志远 何勇 郭亮 马骏",
        "东林市总工会",
        "2023年5月5日",
    )


@layouts
@beside
def test_lines_of_a_poem_stay_lines_and_its_poet_is_the_author(layout, news) -> None:  # type: ignore[no-untyped-def]
    article = read(*news, layout(POEM), *news)[len(news)]
    assert (article.headline, article.authors) == ("焊花（外一首）", ("马长河",))
    lines = [line for line in POEM.replace(",", "，").split("\n") if line][2:]
    lines = [line for line in lines if line not in article.subheads]
    assert list(article.paragraphs) == lines
    assert article.subheads == (("塔吊",) if layout is tight else ())


@layouts
def test_a_song_names_who_wrote_words_and_music(layout) -> None:  # type: ignore[no-untyped-def]
    article = read(layout(SONG), NEWS)[0]
    assert (article.headline, article.authors) == ("工会之歌", ("李长江", "王海"))
    assert article.paragraphs == tuple(SONG.split("\n")[4:])


def test_prose_in_short_lines_is_no_poem() -> None:
    text = (
        NEWS.split("\n\n")[1] + "站里有冷饮、药箱和充电座,附近的骑手、保安也常来坐坐,大家都说方便。"
    )
    cut = "\n".join(text[at : at + 13] for at in range(0, len(text), 13))
    (article,) = read(NEWS.split("\n\n")[0], cut)
    assert article.reporters == ("王芳",)
    assert len(article.paragraphs) < 3


@layouts
@beside
def test_a_table_keeps_its_cells_apart(layout, news) -> None:  # type: ignore[no-untyped-def]
    article = read(*news, layout(TABLE), *news)[len(news)]
    assert article.headline == "上半年各地帮扶数据一览"
    assert article.paragraphs == (
        "单位：户、万元",
        "地区 帮扶户数 发放资金",
        "河阳市 1203 356.5",
        "东林市 986 287.2",
        "白水县 412 98.6",
    )
    assert article.credit_source == "东林市总工会"


@layouts
@beside
def test_a_notice_ends_with_who_issues_it_and_when(layout, news) -> None:  # type: ignore[no-untyped-def]
    article = read(layout(NOTICE), *news)[0]
    assert article.headline == "关于开展“金秋助学”活动的通知"
    assert article.subheads == ("一、助学标准",)
    assert article.paragraphs[2:] == (
        "（一）考入本科院校的，每人一次性补助5000元；",
        "（二）考入专科院校的，每人一次性补助3000元。",
        "特此通知。",
        "东林市总工会",
        "2023年8月3日",
        "（联系人：李红；联系电话：0123-4567890）",
    )
    assert (article.published, article.doubts) == (None, ())


def test_a_letter_is_answered_in_one_article() -> None:
    question, answer = "合同到期公司不再续签,却没有给任何补偿,我该怎么办?", "公司应当支付经济补偿。"
    articles = read(
        "合同到期不续签,有没有补偿?",
        "编辑同志:",
        question,
        "读者 张秀英",
        "张秀英读者:",
        answer,
        "东林市总工会法律援助律师 何正",
        NEWS,
    )
    assert len(articles) == 2
    assert articles[0].headline == "合同到期不续签，有没有补偿？"
    assert articles[0].authors == ("张秀英", "何正")
    assert articles[0].paragraphs == (
        "编辑同志：",
        question.replace(",", "，").replace("?", "？"),
        "张秀英读者：",
        answer,
    )


@pytest.mark.parametrize("head", ["更正", "今日天气", "公告"])
def test_the_name_of_a_notice_or_service_opens_one(head: str) -> None:
    article = read(NEWS, head, "本报8月2日3版一文中,“张晓明”应为“张小明”,特此更正,并致歉意。")[-1]
    assert (article.headline, article.rubric) == (None, head)


@pytest.mark.parametrize("label", ["相关链接", "■链接", "【延伸阅读】", "新闻链接"])
def test_the_head_of_a_box_divides_its_story(label: str) -> None:
    (article,) = read(
        NEWS, label, "什么是爱心驿站", "驿站由工会建设,为户外劳动者提供饮水、充电等服务。"
    )
    assert article.headline == "滨海某区总启用爱心驿站"
    assert article.subheads == ("什么是爱心驿站",)


def test_a_note_may_be_set_off_by_a_blank_alone() -> None:
    text = "编者按 货车司机吃饭难、洗澡难,本报记者走访多地看工会如何解难。"
    (article,) = read(NEWS.split("\n\n")[0], text, NEWS.split("\n\n")[1])
    assert article.editor_note is not None
    assert "货车司机" not in "".join(article.paragraphs)
