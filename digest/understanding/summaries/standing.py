"""Whether a sentence can be read alone: it has its subject, and what it points to is there.

A pointing word that only repeats (此次, 这次, 本次) is dropped; one that needs the text before
(该公司, 《通知》提出) is allowed when that text is already in the summary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from digest.language.sentences import clauses
from digest.understanding import genre

_REPEATS = re.compile(r"(?:此次|这次|本次|该次)(?=[^是的,，])")
_POINTS = re.compile(
    r"(?:这|此|其|他|她|它|那|两者|上述|前者|后者|以上|另一|另有|类似|首先|其次|再次|一方面|另一方面|"
    r"一是|二是|三是|四是|五是|不过|但|而|却|并且|而且|并|也|还|则|更|只要|如果|若|即|既|又|才)"
)
_POINTS_WITHIN = re.compile(r"[^，,“]{0,8}这[一些个种项座条份家]")
_POINTS_FINE = re.compile(
    r"(?:还款|即将|即时|而立|更名|更新|其他|他乡|此外|并购|那曲|那坡|也门|其中)"
)
_THIS = re.compile(
    r"(?:该|本(?=[省市区县州旗公集局院校厂]))(?P<noun>集团|公司|[\u4e00-\u9fff]{1,2})"
)
_SHORT_TITLE = re.compile(
    r"《(?P<title>[^《》]{2,6})》|^(?P<bare>通知|意见|方案|文件|办法|规定|措施)(?=提出|要求|明确|规定|指出|强调|还|对|从)"
)
_EXISTS = re.compile(r"(?:已|共|现|还|约|另|仅)?有[^，,]{0,12}\d")
_CIRCUMSTANCE = re.compile(
    r"(?:自|从|在|通过|为了?|对于?|以|按照|根据|针对|围绕|聚焦|依托|随着|面对|经|据|今年|去年|"
    r"\d{4}年|\d{1,2}月|\d{1,2}日|近[\d一二三两十]+年|截至|目前|期间|当前|一年来|\d+年来|两年来|多年来|"
    r"年初|年底|年中|春节|五一|国庆|入夏|入冬|每年|每月|每周|同年|其中)"
)
_NOUN_AFTER = re.compile(
    r"(?:培训班|培训课|培训中心|服务站|服务队|服务中心|服务平台|服务专班|服务员|创新工作室|创新成果|创新大赛|"
    r"建设者|建设项目|建设工程|建设集团|组织者|组织部|保障部|保障体系|保障计划|监督员|调解员|调解中心|"
    r"调解室|调解工作室|开发区|评选活动|慰问组|慰问活动|展示活动|宣讲团|宣讲员|宣讲活动|参赛选手|参赛职工|参赛队|"
    r"体验活动|交流会|签约仪式|启动仪式|揭牌仪式|推广应用后|研究院|设计院|有关|有限|有色|送岗|是否|"
    r"看房|设备|会议|会员|共青团|共享|共建|使命|使用|应急|应届|能源|能级|可持续|通过率|从业|从化|对口|"
    r"对外|向阳|在职|在校|在岗|在建|在场|在档|由于|用人|用工|用电|做法|建筑|建议|帮扶资金|帮扶中心|服务阵地|"
    r"服务区|管理局|生产线|加工厂|制造业|设计师|研发团队|维修工|施工单位|施工现场|教育|开幕|开封|建会|建湖|"
    r"建德|建水|设施|送清凉|送温暖|到账|到位|到场|同德|同江|同安|和平|和田|和县|促进会|会计|会泽|会宁|会理|听众|评委)"
)
_RELATIVE = re.compile(
    r"^(?:[省市区县州旗]总(?:工会)?|公司工会|集团工会|局工会|该局工会|全[省市区县州旗]|公司|集团)"
)


def rid_of_repeats(text: str) -> str:
    """The sentence without a pointing word that only repeats what is spoken of."""
    return _REPEATS.sub("", text, count=1) if _REPEATS.match(text) else text


def points_to_unit(text: str) -> bool:
    """Whether it speaks of 该区 or 该公司 near its start."""
    return ("该" in text or "本" in text) and bool(_THIS.search(text[:40]))


def resolved(text: str, names: Sequence[str], before: str) -> str:
    """The sentence with 该区, 该公司 replaced by that of `names` which ends so and was spoken of
    last in the text `before` it; as it is when none was."""
    this = _THIS.search(text[:40])
    for ending, length in _endings(this.group("noun")) if this else ():
        fitting = [name for name in names if name.endswith(ending) and len(name) > length + 1]
        place, name = max(((before.rfind(name), name) for name in fitting), default=(-1, ""))
        if this and place >= 0:
            return text[: this.start()] + name + text[this.start() + 1 + length :]
    return text


def _endings(noun: str) -> tuple[tuple[str, int], ...]:
    """What the characters behind 该 may name, and how many of them: 公司, 区|首批, 师市 (a
    division of the 兵团 and its city in one)."""
    if noun == "师市":
        return (("市", 2),)
    return ((noun, 2),) if noun in ("集团", "公司") else ((noun, 2), (noun[0], 1))


@lru_cache(maxsize=256)
def has_subject(sentence: str) -> bool:
    """Whether the sentence says who or what: its first clause that is no circumstance does not
    open with a verb, or a circumstance names the actor itself."""
    for clause in clauses(sentence.rstrip("。"), "，,；;"):
        text = clause.strip("，,；; ")
        if _EXISTS.match(text) or (text.startswith(("由", "来自")) and "的" in sentence):
            return True
        circumstance = _CIRCUMSTANCE.match(text)
        if circumstance and (acting := _acting(text[circumstance.end() :])):
            return not acting.startswith("的")
        if text and not circumstance:
            return not _opens_with_verb(text)
    return False


def _acting(text: str) -> str:
    """What follows the actor named within a circumstance (今年市总工会|投入…), or nothing."""
    actor = _ACTOR_WITHIN.match(text)
    return text[actor.end() :] if actor else ""


_ACTOR_WITHIN = re.compile(
    r"[^，,；;]{0,30}(?:总工会|工会|[省市区县州]总(?![\u4e00-\u9fff]?[工体数投面人量额计分公裁])|公司|集团|"
    r"单位|中心|职工|驿站|活动|项目|企业|学院|人员|劳动者|大赛|竞赛|选手|队伍|全[省市区县]|平台|[省市区县])(?=[^的、，,；;])"
)


def _opens_with_verb(text: str) -> bool:
    if _NOUN_AFTER.match(text):
        return False
    verbs = genre.verbs()
    return text[:4] in verbs or text[:2] in verbs or text[0] in verbs


def points_back(sentence: str, before: str) -> bool:
    """Whether the sentence opens with, or rests on, something that `before` does not hold."""
    if _POINTS.match(sentence) and not _POINTS_FINE.match(sentence):
        return True
    if _POINTS_WITHIN.match(sentence):
        return True
    this = _THIS.search(sentence[:24])
    if this and not _named_before(this.group("noun"), before):
        return True
    for title in _SHORT_TITLE.finditer(sentence):
        name = title.group("title") or title.group("bare")
        if name + "》" not in before.replace("《" + name, ""):
            return bool(title.group("bare")) or not _is_work(sentence, name)
    return False


def _named_before(noun: str, before: str) -> bool:
    return noun in before or (noun[0] in "省市区县州局院校厂站" and noun[0] in before)


def _is_work(sentence: str, name: str) -> bool:
    """《初心》 is a work with that name; 《通知》 and 《意见》 stand for a longer title."""
    return not re.search(r"(?:通知|意见|方案|办法|规定|条例|措施|细则|规划|计划|清单)$", name)


def is_relative(sentence: str) -> bool:
    """Whether it speaks of 市总工会 or 公司工会 without saying of which city or company."""
    return bool(_RELATIVE.match(sentence))
