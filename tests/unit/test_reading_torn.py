"""Pages read across their columns: what tells, beside words, that a line is of another story."""

import pytest

from digest.model import Article, Page
from digest.reading import read_page
from digest.reading.introductions import in_full_first
from digest.reading.kinship import spoken_of

# Column breaks are spaces, as in dumps read across; every story has columns of its own width.
TEA = (
    "武夷山茶厂工会请来老师傅",
    "本报讯（记者林知秋 通讯员范茶香）4月2日，福 建省武夷山市总工会在星村镇的茶厂办起制茶课，十二"
    " 位老师傅手把手教青年茶工做青、焙火，头一期就来了 八十多人。",
    "青年茶工白天进山采青，晚上跟着师傅守焙笼。市总工 会给每对师徒补助六百元，并请来农技站的人讲土壤"
    " 和虫害。",
)
BUS = (
    "西宁公交司机有了热饭",
    "本报讯（记者马海青）西宁市总工会 日前在二十六个公交首末站装上蒸饭柜， 早晚班的司机随到随吃，"
    "不用再啃冷馍。",
    "蒸饭柜由车队工会小组照管，每周查 一次电线和卫生。",
)
OPERA = (
    "海口环卫工学唱琼剧",
    "近日，海南省海口市总工会请来琼剧团的 老演员，每周三晚上教环卫工唱琼剧，六十多"
    " 名环卫工跟着胡琴一句一句学。",
    "环卫工王小妹说，扫了十年街，头一回上 台唱戏。（陈椰 符海生）",
)


def read(*lines: str) -> tuple[Article, ...]:
    return read_page(Page("page.txt", "\n\n".join(lines))).articles


def starts(article: Article) -> list[str]:
    return [text[:4] for text in article.paragraphs]


def test_lines_too_wide_for_the_columns_above_come_from_wider_ones() -> None:
    stray = "师傅们愿意再来，只要有人学，多少期都教，路远一点 也没有关系。"
    tea, bus = read(*TEA, *BUS, stray)
    assert starts(tea) == ["4月2日", "青年茶工", "师傅们愿"]
    assert starts(bus) == ["西宁市总", "蒸饭柜由"]


def test_nothing_of_a_story_stands_below_the_signature_that_ends_it() -> None:
    _, tea, opera = read(*BUS, *TEA[:2], *OPERA, "老师傅都不收钱，只要人肯学。")
    assert starts(tea) == ["4月2日", "老师傅都"]
    assert starts(opera) == ["近日，海", "环卫工王"]


def test_the_spaces_of_a_signature_are_no_column_breaks() -> None:
    book = (
        "流动书屋开进茶厂",
        "书屋是一辆大巴，装着三千册图书，在茶厂之间转，停下 来就有人借书。",
    )
    picture = ("茶山上的歌", "图为4月5日，武夷山的茶工在茶山上对 歌。范茶香摄")
    end = "一待就是一下午，茶工们围着车轮听故事，师傅们也来翻 翻农技书。（其木格 王海涛）"
    tea, books, _ = read(*TEA, *book, *picture, end)
    assert starts(tea) == ["4月2日", "青年茶工"]
    assert starts(books) == ["书屋是一", "一待就是"]


@pytest.mark.parametrize(
    "below",
    [
        "工棚亮起灯，德令哈市总工会的夜校开 了课，摘了一天枸杞的工友围坐在一起学算账。",
        "了课，摘了一天枸杞的工友围坐在一起学 算账，市总工会送来课本和灯。",
    ],
)
def test_a_line_set_with_a_dash_is_the_subtitle_of_the_head_above(below: str) -> None:
    story = read(*BUS[:2], "德令哈枸杞园里办夜校", "——来自柴达木的观察之三", below, *TEA)[1]
    assert (story.headline, story.subtitle) == ("德令哈枸杞园里办夜校", "——来自柴达木的观察之三")
    assert len(story.paragraphs) == 1


COLUMN = (
    "【主席论坛】",
    "让老茶厂留住新茶工",
    "武夷山市总工会主席 林守成",
    "武夷山的老茶厂不缺订单，缺的是肯学手艺的年轻人。去 年，市里三十家茶厂招不到焙茶工，师傅们只好自己"
    "上夜 班，几位师傅累病在焙笼旁边，茶季过了才去看医生。",
    "搭好台子，让师徒结得成",
    "焙茶是慢功夫，一学三年。市总工会把师徒补助写进办法， 师傅带出一个徒弟，奖励两千元，徒弟评上等级的，"
    "工资 也跟着涨一截。",
)
LAST = (
    "建好食堂，让新人住得惯",
    "留得住人还要留得住心。市总工会在茶厂建起夜校和职工 食堂，青年茶工下了班有处去。",
)
BOOKS = (
    "一辆大巴装着三千册图书，沿着草原公路 一个苏木一个苏木地跑。入秋以来，锡林郭 勒盟西乌珠穆沁旗总工会的"
    "流动书屋已经走 过十八个嘎查。",
    "最远的矿区离旗里有一百四十公里，书屋按 月排出路线，车到哪里，书就借到哪里。",
)


def test_a_head_over_columns_of_another_width_is_no_subhead_of_the_piece_above() -> None:
    column, books = read(*COLUMN, "草原上的流动书屋", *BOOKS, *LAST)
    assert column.subheads == ("搭好台子，让师徒结得成", "建好食堂，让新人住得惯")
    assert starts(column) == ["武夷山的", "焙茶是慢", "留得住人"]
    assert books.headline == "草原上的流动书屋"
    assert starts(books) == ["一辆大巴", "最远的矿"]


def test_a_numbered_list_goes_where_its_first_paragraph_goes() -> None:
    miners = (
        "三门峡矿工家门口看病",
        "本报讯（记者余嘉 通讯员张寿春）5月8日，河南 省三门峡市陕州区总工会的体检车开到矿工家门口，"
        " 为二百名矿工做了检查。",
    )
    items = (
        "一、项目跟着工种走。陕州区的矿工常年下井，体检 车上肺部列为必查项目。",
        "二、结果有人管。医生逐人解读，复查费用减半。",
        "三、以后有改进。司机和车队的人也可以来，蒸饭柜 旁边再放一台血压计。",
    )
    _, listed, bus = read(*TEA, *miners, *BUS, *items)
    assert starts(listed) == ["5月8日", "一、项目", "二、结果", "三、以后"]
    assert starts(bus) == ["西宁市总", "蒸饭柜由"]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("本次竞赛设三个项目。", "竞赛"),
        ("该驿站二十四小时开门。", "驿站"),
        ("这场大赛来了四百人。", "大赛"),
        ("本次活动设三个项目。", None),
        ("竞赛设三个项目。", None),
        ("本次", None),
    ],
)
def test_the_noun_a_paragraph_takes_up(text: str, noun: str | None) -> None:
    assert spoken_of(text) == noun


def test_what_a_paragraph_takes_up_its_story_has_told_of() -> None:
    contest = (
        "格尔木电焊工赛场比手艺",
        "本报讯（记者马海青）5月6日，格尔木 市电焊工技能竞赛开赛，四十名选手在盐 湖边的厂房里焊管。",
    )
    stray = "本次竞赛头一回考仰焊，一人一间，互 不相看。"
    _, made, bus = read(*TEA, *contest, *BUS, stray)
    assert starts(made) == ["5月6日", "本次竞赛"]
    assert starts(bus) == ["西宁市总", "蒸饭柜由"]


FULL = "傍晚，山东省日照市岚山区的港口停了吊车。"
SHORT = "书房是岚山区总工会去年建的。"


@pytest.mark.parametrize(
    ("texts", "opens", "expected"),
    [
        ([SHORT, FULL], [False, False], [1, 0]),
        ([FULL, SHORT], [False, False], [0, 1]),
        ([SHORT, FULL], [True, False], [0, 1]),
        ([FULL, SHORT, FULL], [False] * 3, [0, 1, 2]),
        (["今年又建五处。", FULL], [False, False], [0, 1]),
        (["园区里有书房。", "日照市岚山园区里有书房。"], [False, False], [0, 1]),
        (["新书上架。", SHORT, FULL], [False] * 3, [0, 2, 1]),
        ([], [], []),
    ],
)
def test_a_place_is_named_in_full_before_it_is_named_in_short(
    texts: list[str], opens: list[bool], expected: list[int]
) -> None:
    assert in_full_first(texts, opens) == expected


def test_on_a_torn_page_the_paragraph_with_the_place_in_full_is_read_first() -> None:
    swapped = (
        "长乐茶房开张",
        "本报记者 林静",
        "星村的茶房是长乐区总工会帮 着建的。",
        "傍晚，福建省福州市长乐区的码头停 了吊车，理货员们走进茶房。",
    )
    *_, house = read(*TEA, *BUS, *swapped)
    assert starts(house)[0] == "傍晚，福"


def test_two_columns_read_by_turns_are_parted_though_no_sentence_is_torn() -> None:
    flats = (
        "格尔木三千名盐工住进公寓",
        "本报讯（记者马海青）房租打六折、食堂进小区、 班车到盐湖。11月6日，记者从青海省格尔木察尔汗 工业园区"
        "总工会获悉，园区首批4个盐工公寓项目全部投用，3000余名盐工拎包入住。",
    )
    port = (
        "边境口岸有了“跨境司机之家”",
        "本报讯（记者普建国 通讯员和丽萍）热水淋 浴、免费洗衣、双语咨询……10月10日，云南省红 河州河口瑶族"
        "自治县有了司机之家。",
    )
    by_turns = (
        "盐工公寓由园区总工会会同住建部门利用闲置安 置房改造，共有房源1380套，每套月租金460元起。公 寓内设有共享"
        "厨房、健身房和工会服务站。",
        "口岸货场建成的“跨境司机之家”迎来第一批客人， 县总工会的工作人员一早就来了。",
        "“过去下班还得倒两趟车，孩子只能留在老家，一 年见一回。”职工李海说，如今三口人住到了一处， 食堂就在"
        "楼下。",
        "河口口岸日均进出货车700多辆，司机等候通关 常常要三四个小时，吃饭、洗澡、休息都不方便。 河口县总工会"
        "会同海关、边检和物流企业实地调研 后，把货场一栋闲置办公楼改造成司机之家。",
        "园区总工会有关负责人表示，明年还将新增盐工 公寓1200套，并试点技能人才租金补贴。",
        "“跨境司机之家”实行24小时值守，配备3名懂 越南语的工作人员，为司机提供通关信息、法律咨 询和入会服务。",
    )
    here, there = read(*flats, *port, *by_turns)
    assert starts(here) == ["房租打六", "盐工公寓", "“过去下", "园区总工"]
    assert starts(there) == ["热水淋浴", "口岸货场", "河口口岸", "“跨境司"]
