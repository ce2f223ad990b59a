"""Says what the words around a name make of it: a place, a hint of one, or something else.

Every rule is about the genre, not about one story: a road or a town called after a city is not
that city, a paper's or a dish's name is no place, a company's or a university's name only hints
at one, and 王长春 is a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ROAD = r"[东西南北中一二三四五内外老新]?[环一二三]?(?:路(?!线|灯|况|桥|网|径)|大道|大街|街道|步行街|街(?!头|区|舞|拍|坊)|巷|胡同|高架|隧道)"
TOWN = r"(?:镇(?!江|远|原|雄|宁|巴|坪|安|康|平|赉|海|沅)|[乡村](?!宁|城|镇|土|贤|村|振))"
WATER = r"(?:湾(?!里|沚|区)|半岛|海峡|海域|大桥|特大桥|运河|水道|航道(?!局))"
MEDIA = r"(?:日报|晚报|晨报|早报|商报|时报|都市报|工人报|职工报|劳动报|法治报|法制报|农民报|青年报|工会报|报业|画报|卫视|电视台|广播电台|人民出版社|新闻网|在线(?=讯|消息|记者))"
FOOD = r"(?:拉面|牛肉面|米粉|烤鸭|火锅|小面|白药|老窖|啤酒|陈醋|香醋|火腿|小吃|大闸蟹|烧鸡|扒鸡|板鸭|菜系|方言|口音|口味|风味)"
PEOPLE = r"(?:人(?=[，。、；,.;]|$|说|都|也|喜欢|爱|自己|心目中)|籍(?!贯))"
OTHER = re.compile(f"{ROAD}|{TOWN}|{WATER}|{MEDIA}|{FOOD}|{PEOPLE}|时间(?=\\d)|话(?=[，。、说讲])|戏")

NAME_OF_FIRM = re.compile(
    r"[^\s，。、；：！？,.;:!?“”\"《》在举办开展建组推动召为的与和等及对向将把由被从到]{0,10}?"
    r"(?:公司|集团|大学(?!生|习)|学院|医科大|医院|药业|制药|医药|石化|炼化|石油|化工(?!会)|钢铁|重工|机床|银行(?!卡|业|网点)"
    r"|股份|控股|电力|供电|电网|燃气|水务|烟草|铁塔|移动(?!互)|联通|电信|地铁|公交|航空|机场|港务|港口|铁路局|航道局|工程局"
    r"|卷烟厂|电厂|油田|煤矿|矿务局|矿业|能源|建工|路桥|一建|二建|三建|汽车(?!司机|维修|站)|客车|律师事务所|中学|小学|附中|职校|技校|职院)"
)
FIRM_IN_BRACKETS = re.compile(r"[)）](?:股份|有限|投资|实业|科技|集团|公司)")

UNION = re.compile(
    r"(?:省|市|区|县|州|盟|旗)?(?:各级|三级|两级|四级)?"
    r"(?:总工会|工会|总(?!体|结|部|是|共|计|量|额|数|站|局|公司|经理|裁|书记|医院|投资|面积|长)|职工|工人|劳模|工匠|产业工人|货车司机|工友"
    r"|市委|市政府|人社|妇联|团委|全市|全省|全区|全县)"
)
SITE = re.compile(r"[^，。；,.;]{0,24}?(?:举行|召开|举办|启动|揭牌|开幕|落幕|开工|成立|开赛|闭幕|开营|开班|揭幕|投用|启用|挂牌)")
AT = re.compile(r"在$")
ORIGIN = re.compile(r"(?:来自|老家在|老家|籍贯|祖籍|生于|出生于|总部位于|总部设在|总部在|毕业于|家住|家在)$")
TOWARD = re.compile(r"(?:赴|奔赴|前往|飞往|开往|驰援|支援|援助|援|发往|送往|运往|销往|远销|走进|落户|迁至|学习考察|对口帮扶|途经|经过|抵达)$")
QUOTED_TITLE = re.compile(r"《[^》]*$")

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范姚谭廖邹熊陆郝孔崔邱秦顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚庞樊兰殷施陶洪翟倪温芦季俞章鲁葛伍韦申尤毕聂焦齐梅庄辛祝涂谷祁舒耿牟卜詹苗凌费纪靳盛童欧甄项曲裴席屈鲍覃霍翁隋甘景薄司柏柯阮桂闵柴冉高金石毛康白"
)
TITLE_END = re.compile(
    r"(?:^|[\s\u3000“”‘’、，。：:；;(（)）!！?？]|主席|书记|主任|经理|师傅|队长|班长|职工|员工|工人|骑手|司机|农民工|劳模|工匠|代表|委员|技师|医生|老师|同志|先生|女士|会员|快递员|干部|部长|科长|处长|院长|校长|厂长|董事长|总裁|工程师|记者|律师|选手|学员|模范|人|和|与|是|叫|对|让|给|像)$"
)
PERSON_VERB = re.compile(
    r"(?:说|道|表示|介绍|告诉|坦言|回忆|认为|感慨|笑着|激动|高兴|连声|深有|是[一该全名]|今年\d|[（(](?:左|右|中|男|女)|等人|一家|夫妇|的(?:妻子|丈夫|家|爱人|徒弟|师傅|工作室)|工作室|创新工作室|同志|师傅|老师|团队|[，、。](?!各|全|市|省|区|县))"
)
TITLE_WORD = re.compile(
    r"(?:主席|书记|主任|经理|师傅|队长|班长|职工|员工|工人|骑手|司机|农民工|劳模|工匠|技师|医生|老师|会员|快递员|干部|部长|院长|校长|董事长|工程师|律师|选手|学员)$"
)
FIRST_IS_SURNAME = frozenset("黄金白石温高康安常江海连齐吉马泰汉洛武万")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the surroundings make of a name: `factor` is its worth as a place (0: none at all),
    `hint` whether it only hints at a place (a firm's name) and is not to be listed."""

    factor: float
    hint: bool = False
    union: bool = False
    site: bool = False


NOTHING = Reading(0.0)


def read(text: str, start: int, end: int, *, bare: bool, more: bool) -> Reading:
    """Judge text[start:end]; `bare` when it is a short name, `more` when a place follows at once."""
    if bare and not more and OTHER.match(text, end):
        return NOTHING
    before = text[max(0, start - 12) : start]
    if bare and not more and is_person(before, text[start:end], text, end):
        return NOTHING
    union = bool(UNION.match(text, end))
    if bare and not more and not union and is_firm(text, end):
        return Reading(0.3, hint=True)
    if QUOTED_TITLE.search(text, max(0, start - 30), start):
        return Reading(0.5, union=union)
    if ORIGIN.search(before):
        return Reading(0.4, union=union)
    if TOWARD.search(before):
        return Reading(0.6, union=union)
    site = bool(AT.search(before) and SITE.match(text, end))
    return Reading(1.0, union=union, site=site)


def is_firm(text: str, end: int) -> bool:
    """Whether the name is part of a company's, school's or hospital's name."""
    return bool(
        NAME_OF_FIRM.match(text, end) or FIRM_IN_BRACKETS.match(text, end)
    )


def is_person(before: str, name: str, text: str, end: int) -> bool:
    """王长春, 李海南 (a surname at the start of a name), 职工黄山说 (a title, then a verb)."""
    if len(name) > 2:
        return False
    if before and before[-1] in SURNAMES and TITLE_END.search(before[:-1]):
        return True
    named = name[0] in FIRST_IS_SURNAME and TITLE_WORD.search(before)
    return bool(named and PERSON_VERB.match(text, end))
