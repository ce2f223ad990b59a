"""Tells a person's name from the place name inside it: 王长春, 李海南, 技师吴江南.

A name of two characters is a person's when a surname stands before it where a name may start, or
before what only persons do; or when it starts with a surname itself, behind a title or at the start
of a line, and what only persons do follows. It judges one spot; who is known to be a person is then
left out in the whole story.
"""

from __future__ import annotations

import re

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
    "魏薛叶阎余潘杜戴夏钟汪田姜范姚谭廖邹熊陆郝孔崔邱秦顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚庞樊兰殷"
    "施陶洪翟倪温芦季俞章鲁葛伍韦申尤毕聂焦齐梅庄辛祝涂谷祁舒耿牟卜詹苗凌费纪靳盛童欧甄项曲裴席屈"
    "鲍覃霍翁隋甘景薄司柏柯阮桂闵柴冉高金石毛康白"
)
"""Common surnames, less those that are everyday words before a place (和, 于, 向, 任, 关 …)."""
FIRST = SURNAMES | frozenset("安常江连吉泰万")
"""Behind a title some further characters are surnames that are words elsewhere."""
TITLES = (
    "主席|书记|主任|经理|队长|班长|组长|部长|科长|处长|院长|校长|厂长|董事长|总裁|工程师|律师|记者"
    "|职工|员工|工人|骑手|司机|农民工|快递员|劳模|工匠|模范|技师|师傅|医生|老师|会员|干部|代表|委员"
    "|选手|学员|同志"
)
TITLE = re.compile(f"(?:{TITLES})$")
NAME_MAY_START = re.compile(
    rf"(?:^|[\s\u3000“”‘’、，。：:；;(（)）!！?？]|{TITLES}|[人长员士手师家和与是叫对让给像])$"
)
DOES = re.compile(
    r"说(?!明|起|到|法)|道(?=[，,:：“])|表示|介绍|告诉|坦言|回忆|认为|感慨|笑着|激动|高兴|连声|深有"
    r"|是[一该全名]|今年\d|等人|一家|夫妇|领衔|带领|率领|[（(][左右中男女]|[与和][他她]"
    r"|的(?:妻子|丈夫|家|爱人|徒弟)|(?:的|创新)?工作室|同志|师傅|老师|团队"
)
LISTED = re.compile(r"[，、。](?![各全市省区县])")


def person_at(text: str, start: int, end: int) -> str:
    """The person's name that text[start:end], a place name of two characters, is part of, or ''."""
    if end - start != 2:
        return ""
    before = text[max(0, start - 8) : start]
    does = DOES.match(text, end) is not None
    if before and before[-1] in SURNAMES and (does or NAME_MAY_START.search(before[:-1])):
        return text[start - 1 : end]
    titled = TITLE.search(before) is not None
    opens = not before.strip("“ \u3000")
    if not (titled or opens) or text[start] not in (FIRST if titled else SURNAMES):
        return ""
    if does or (titled and LISTED.match(text, end)):
        return text[start:end]
    return text[start : end + 1] if DOES.match(text, end + 1) else ""
