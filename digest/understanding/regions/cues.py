"""Says what the words around a name make of it: a place, a hint of one, or something else.

Every rule is about the genre, not about one story: a road or a town called after a city is not
that city, a paper's or a dish's name is no place, a company's or a university's name only hints
at one, and 王长春 is a person. Nothing here knows which unit a name means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def any_of(words: str) -> str:
    """A pattern for any of the words, which are parted by spaces."""
    return "(?:" + "|".join(words.split()) + ")"


ROAD = "[东西南北中一二三四五内外老新]?[环一二三]?" + any_of(
    "路(?![线灯况桥网径]) 大道 大街 街道 步行街 街(?![头区舞拍坊]) 巷 胡同 高架 隧道"
)
TOWN = "(?:镇(?![江远原雄宁巴坪安康平赉海沅])|[乡村](?![宁城镇土贤村振]))"
WATER = any_of("湾(?![里沚区]) 半岛 海峡 海域 大桥 特大桥 运河 水道 航道(?!局)")
MEDIA = any_of(
    "日报 晚报 晨报 早报 商报 时报 都市报 工人报 职工报 劳动报 法治报 法制报 农民报 青年报 工会报 "
    "报业 画报 卫视 电视台 广播电台 人民出版社 新闻网"
)
FOOD = any_of(
    "拉面 牛肉面 米粉 烤鸭 火锅 小面 白药 老窖 啤酒 陈醋 香醋 火腿 小吃 大闸蟹 烧鸡 扒鸡 板鸭 "
    "菜系 方言 口音 口味 风味 梆子 快书 话(?![剧题音筒语费务说机]) 戏(?!曲) 舰"
)
PEOPLE = "(?:人(?=[，。、；,.;]|$|[说都也爱]|喜欢|自己)|籍(?!贯))"
OTHER = re.compile(f"{ROAD}|{TOWN}|{WATER}|{MEDIA}|{FOOD}|{PEOPLE}")
SIDE = re.compile(r"[麓坡侧岸端缘极]|部(?![分门队署级委])")
"""Behind a name that ends in a direction: 太行山东|麓, 地中海南|岸, 日本海南|部."""

FIRM = any_of(
    "公司 集团 股份 控股 药业 制药 医药 石化 炼化 石油 化工(?!会) 钢铁 重工 机床 矿业 能源 建工 "
    "路桥 电建 铁建 交建 [一二三]建 油田 煤矿 矿务局 铁路局 局集团 航道局 工程局 卷烟厂 电厂 电力 "
    "供电 电网 燃气 水务 烟草 铁塔 联通 电信 移动(?!互) 地铁 公交 航空 机场 港务 港口 客车 "
    "汽车(?!司机|维修|站) 银行(?!卡|业|网点) 律师事务所 医院 医科大 大学(?![生习]) 学院 中学 小学 "
    "附中 职校 技校 职院 军区 战区"
)
NAME_OF_FIRM = re.compile(
    r"[^\s，。、；：！？,.;:!?“”\"《》()（）在举办开展建组推动召为的与和等及对向将把由被从到多各]{0,10}?"
    + FIRM
)
"""A firm's name begins with the place and ends with what it is, without a verb between."""
GAMES = re.compile(any_of("冬奥 冬残奥 奥运会 残奥会 亚运 大运会 世博会 世园会 青运会"))
"""北京冬奥会张家口赛区: named after one place, held in several."""
FIRM_IN_BRACKETS = re.compile(r"[)）](?:股份|有限|投资|实业|科技|集团|公司)")

UNION = re.compile(
    "[省市区县州盟旗]?(?:各级|[三两四]级)?"
    "(?:总工会|工会|总(?![体结部是共计量额数站局公经裁书医投面长])|[省市区县州]委|[省市区县州]政府|人社|妇联)"
)
WORKERS = re.compile("[省市区县州盟旗]?(?:职工|工人|劳模|工匠|产业工人|货车司机|工友)")
SITE = re.compile(
    r"[^，。；,.;]{0,24}?"
    + any_of(
        "举行 召开 举办 启动 揭牌 开幕 落幕 开工 成立 开赛 闭幕 开营 开班 揭幕 投用 启用 挂牌 签订 "
        "签署 签约 颁奖"
    )
)
ORIGIN = re.compile(
    any_of("来自 老家在 老家 籍贯 祖籍 生于 总部位于 总部设在 总部在 毕业于 家住 家在 远在") + "$"
)
TOWARD = re.compile(
    any_of(
        "赴 前往 飞往 开往 驰援 支援 援助 援 发往 送往 运往 销往 远销 迁至 学习考察 对口帮扶 "
        "途经 经过"
    )
    + "$"
)
PLACED = re.compile(any_of("在 位于 地处 坐落于") + "$")
LIES = re.compile(any_of("位于 地处 坐落于") + "$")
ACTOR = re.compile(any_of("企业 公司 商会 建设者 务工 客商 医疗队 援[疆藏青外] 籍"))
"""江苏企业, 山东援疆: who acts, often somewhere else."""
STATION = re.compile("[东西南北]?(?:火车|高铁|客运)?站(?![点台岗式长位出在稳])|码头")
"""西昌西站: where a journey begins or ends, and the story seldom is."""
IN_TITLE = re.compile(r"《[^》]*$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the surroundings make of a name: `factor` is its worth as a place (0: none at all),
    `hint` that it only hints at one and is not to be listed, `union` that a union or office
    follows, `site` that the words say something takes place there, `placed` that what stands
    before wants a place (在, 位于)."""

    factor: float
    hint: bool = False
    union: bool = False
    site: bool = False
    placed: bool = False


NOTHING = Reading(0.0)
HOST = Reading(1.0, site=True)


def read(text: str, start: int, end: int, name: str, *, bare: bool, chained: bool) -> Reading:
    """Judge `name`, which ends at text[end] and whose chain starts at text[start]; `bare`: it is
    no name in full; `chained`: another place stands right before or behind it."""
    before = text[max(0, start - 12) : start]
    loose = bare and not chained
    if (bare and OTHER.match(text, end)) or (loose and is_other(before, name, text, end)):
        return NOTHING
    union = UNION.match(text, end) is not None
    if loose and not (union or WORKERS.match(text, end)) and is_firm(text, end):
        return Reading(0.3, hint=True)
    if IN_TITLE.search(text, max(0, start - 30), start):
        return Reading(0.5, union=union)
    if ORIGIN.search(before):
        return Reading(0.4, union=union, placed=True)
    if TOWARD.search(before):
        return Reading(0.6, union=union, placed=True)
    if loose and ACTOR.match(text, end):
        return Reading(0.5)
    if bare and STATION.match(text, end):
        return Reading(0.6)
    held = before.endswith("在") and SITE.match(text, end) is not None
    placed = PLACED.search(before) is not None
    site = held or LIES.search(before) is not None
    return Reading(1.0, union=union, site=site, placed=placed)


def is_other(before: str, name: str, text: str, end: int) -> bool:
    """Whether the name is part of a foreign name (本·阿里) or begins a direction (黑海南|端)."""
    return before.endswith("·") or (name[-1] in "东西南北" and SIDE.match(text, end) is not None)


def is_firm(text: str, end: int) -> bool:
    """Whether the name begins or closes the name of a company, school, hospital or games."""
    return any(p.match(text, end) for p in (NAME_OF_FIRM, FIRM_IN_BRACKETS, GAMES))
