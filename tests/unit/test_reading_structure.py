"""Which lines are heads and which story a line belongs to, on whole pages of our own writing."""

from digest.model import Article, Page
from digest.reading import read_page

FEATURE = """织里镇的夜校亮起灯

本报记者 何晓云

晚上八点,童装车间的机器停了,夜校的灯亮了。缝纫工李素梅把图纸铺在案板上,跟着师傅学打版。

先学会一门手艺

夜校开了四门课,打版、缝纫、直播和普通话。师傅都是镇上的老裁缝,每周来上三个晚上。

李素梅学了两个月,工钱涨了八百元。“以前只会踩机器,现在能看懂图纸。”她说。
"""
UNSIGNED = """延安市总工会为果农送去剪枝课

近日,记者从陕西省延安市总工会获悉,今年该市组织三十名技术能手到果园授课,一千二百名果农学会了剪枝。

技术能手带着剪子上树,一枝一枝地教。果农张大爷说,剪过的树透光好,果子也甜。
"""
PICTURE = """绣娘比手艺

5月6日,贵州省台江县苗绣技能竞赛在职工文化广场举行,来自十二家企业的绣娘飞针走线。竞赛设三个项目,选手按图样绣出一幅作品。

本报通讯员 杨再美 摄
"""
NEWS = """遵义市举办酿酒行业技能竞赛

本报讯(记者周吉祥)5月9日,贵州省遵义市酿酒行业职工技能竞赛举行。来自三十家企业的选手参加,竞赛设制曲、勾调两个项目。

竞赛由遵义市总工会主办,选手按图样完成作品,获奖的选手申报技术能手。
"""

ACROSS = (
    "银川市总帮果农学嫁接\n\n本报讯 (记者马义民)近日,宁夏回族自治区银川市总 工会请来十名师傅,到果园里教果农嫁接,三 百名果农听了课。\n",
    "“云课堂”开进车间\n\n连线的师傅在另一个园区,屏幕上看得见\n\n焊枪怎么走、焊缝怎么收。这个月已有四\n\n百名焊工听过课,其中六十人当场拜了师。\n",
    "嫁接过的果树明年挂果,市总说还要再办六 期,把课办到每一个村。\n",
    "本溪市总为环卫工人添座椅\n\n本报讯 (记者何小山)日前,辽宁省本溪市总工会在 本报讯 (记者周吉祥)6月2日,重庆市一 街边添了九十把座椅,环卫工人走累了有地 家机床厂的焊工听了“云课堂”, 方坐。\n\n座椅旁有热水箱,社区每天早上灌满热水, 环卫工人陈大姐说,中午不用再坐马路沿。\n",
)


def read(*parts: str) -> tuple[Article, ...]:
    return read_page(Page("page.txt", "\n".join(parts))).articles


def test_an_unsigned_story_below_a_feature_is_a_story_of_its_own() -> None:
    feature, unsigned = read(FEATURE, UNSIGNED)
    assert feature.subheads == ("先学会一门手艺",)
    assert unsigned.headline == "延安市总工会为果农送去剪枝课"
    assert len(unsigned.paragraphs) == 2


def test_a_subhead_of_a_feature_opens_no_story() -> None:
    (feature,) = read(FEATURE)
    assert len(feature.paragraphs) == 3


def test_a_caption_stays_with_its_picture_whatever_it_speaks_of() -> None:
    articles = read(UNSIGNED, NEWS, PICTURE)
    assert [article.kind for article in articles][-1] == "photo"
    assert articles[-1].paragraphs[0].startswith("5月6日,贵州省台江县".replace(",", "\uff0c"))


def test_a_short_line_below_a_credit_titles_the_picture_not_the_next_headline() -> None:
    untitled = PICTURE.partition("\n\n")[2]
    picture, news = read(untitled, "针尖上开花\n", NEWS)
    assert (picture.headline, picture.kind) == ("针尖上开花", "photo")
    assert (news.kicker, news.headline) == (None, "遵义市举办酿酒行业技能竞赛")
    picture, news = read(untitled, "用好练兵赛场 育强产业工人\n", NEWS)
    assert (picture.headline, news.kicker) == (None, "用好练兵赛场 育强产业工人")


def test_whole_paragraphs_of_an_unbroken_page_stay_under_their_head() -> None:
    stranger = "遵义市总工会也派人来学,酿酒行业的选手参加了竞赛,制曲、勾调的作品获奖。\n"
    first, second = read(UNSIGNED + "\n" + stranger, NEWS)
    assert len(first.paragraphs) == 3
    assert len(second.paragraphs) == 2


def test_the_first_piece_of_a_cut_paragraph_is_no_headline() -> None:
    piece = "镇工会还与缝纫机厂签了协议,由厂里派\n"
    rest = "人到夜校修机器,学员不用再等配件。\n"
    (feature,) = read(FEATURE, piece, rest)
    assert feature.paragraphs[-1].endswith("由厂里派人到夜校修机器\uff0c学员不用再等配件。")


def test_a_head_amid_a_column_is_told_from_its_lines_by_width() -> None:
    body = "本报讯(记者周吉祥)近日,贵州省遵义市总工会为 环卫工人建起二十间歇脚屋,屋里有热水和 饭菜,还能给手机充电,两千多名工人从中 受益。"
    second = "歇脚屋由社区照看,早上五点开门,夜里十 点关门。环卫工人陈大姐说,现在中午有地 方坐了。"
    articles = read(
        "遵义市总建起歇脚屋\n", body, "", second, "", "哈密市总工会 为果农送课\n",
        "本报讯(记者马义民)近日,新疆维吾尔自治区哈密 市总工会请来十名师傅,到瓜地里教果农压 蔓,三百名果农听了课。",
    )  # fmt: skip
    assert [article.headline for article in articles] == [
        "遵义市总建起歇脚屋",
        "哈密市总工会为果农送课",
    ]


def test_a_tail_before_a_head_goes_to_the_story_that_lost_it_not_to_the_one_above() -> None:
    cut = NEWS.replace("技术能手。", "技术能手一百四")
    tail = "十人。奖状已经寄到各人家里,明年的题目也定了。\n"
    fruit, _, wine = read(UNSIGNED, "\n", tail, "\n", FEATURE, cut)
    assert len(fruit.paragraphs) == 2
    assert "一百四十人。" in wine.paragraphs[-1]


def test_a_story_that_a_source_ended_is_not_taken_up_after_a_picture() -> None:
    cut = NEWS.replace("技术能手。", "技术能手一百四")
    tail = "十人。奖状已经寄到各人家里,明年的题目也定了。\n"
    ended = UNSIGNED + "\n来源:《中国工运》\n"
    articles = read(ended, "\n", PICTURE, "\n", tail, "\n", FEATURE, cut)
    assert not any("一百四" in text or "十人" in text for text in articles[0].paragraphs)
    assert "一百四十人。" in articles[-1].paragraphs[-1]


def test_no_line_strays_to_a_story_that_breaks_off_nowhere() -> None:
    kin = "平台开了课,师傅每周来上三个晚上,工钱涨了八百元。\n"
    fruit, feature = read(UNSIGNED + "\n" + kin, FEATURE)
    assert len(fruit.paragraphs) == 3
    assert len(feature.paragraphs) == 3


def test_a_headline_in_two_lines_with_its_text_between_is_whole() -> None:
    page = (
        "某区花卉产业园建起服务站\n\n"
        "本报讯(记者李丽)近日,某区总工会在花卉产业园区设立服务站,园区集聚了4000余名产业工"
        "人。\n\n"
        "花卉产业园区位于城南,园区拥有全国闻名的花卉交易市场,集聚了大批花卉种植企业。为方便园区"
        "种植企业的职工,区总工会与花卉产业园区多次\n\n"
        "某炼化公司工会聚力\n\n"
        "三级服务网精准对接职工\n\n"
        "本报讯(记者张伟)近日,某炼化公司工会为一线职工送去清凉饮品,并了解职工的困难与需求。\n\n"
        "据介绍,公司工会设立服务专线,职工的来电都有回音。\n\n"
        "点亮职工美好生活\n\n"
        "协调,决定在花卉产业园区建立服务站,提供法律咨询和技能培训。\n\n"
        "服务站列出花卉产业园区的责任清单,园区种植企业的职工在家门口就能办事。\n\n"
    )
    host, first = read_page(Page("a.txt", page)).articles
    assert first.headline == "某炼化公司工会聚力点亮职工美好生活"
    assert first.kicker == "三级服务网精准对接职工"
    assert first.subheads == ()
    assert host.headline == "某区花卉产业园建起服务站"


def test_an_opening_inside_a_line_of_another_story_makes_a_subhead_the_head_it_waits_for() -> None:
    titles = [article.headline for article in read(*ACROSS)]
    assert titles == ["银川市总帮果农学嫁接", "“云课堂”开进车间", "本溪市总为环卫工人添座椅"]


def test_an_opening_inside_a_line_goes_to_the_story_that_waits_for_one() -> None:
    host, guest, third = read(*ACROSS)
    assert [article.reporters for article in (host, guest, third)] == [
        ("马义民",),
        ("周吉祥",),
        ("何小山",),
    ]
    assert guest.paragraphs[0].startswith("6月2日\uff0c重庆市一家机床厂的焊工听了“云课堂”")


def test_a_line_of_the_other_column_inside_the_brackets_of_a_byline_is_taken_out() -> None:
    torn = ACROSS[-1].replace(
        "(记者周吉祥)6月2日,重庆市一 街边添了九十把座椅,环卫工人走累了有地 ",
        "(记者周吉祥 通讯员赵 街边添了九十把座椅,环卫工人走累了有地 春雨)6月2日,重庆市一 ",
    )
    _, guest, third = read(*ACROSS[:-1], torn)
    assert guest.correspondents == ("赵春雨",)
    assert "添了九十把座椅\uff0c环卫工人走累了有地方坐。" in third.paragraphs[0]
