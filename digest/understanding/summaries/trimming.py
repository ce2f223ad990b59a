"""A sentence of an article made shorter without a word of our own: news fillers, asides, long
lists and clauses that only praise or hope are left out, most dispensable first.
"""

from __future__ import annotations

import re

from digest.language.sentences import clauses

_OPENERS = (
    r"据(?:了解|介绍|悉|统计|不完全统计|透露|初步统计)",
    r"(?:本报)?记者(?:[^，,。“]{0,30}?)(?:获悉|了解到|看到|发现)",
    r"近日|日前|近期|近来|连日来|前不久|不久前|近年来|近些年来?|多年来|一直以来|长期以来",
    r"目前|截至目前|截止目前|到目前为止|如今|当前|眼下|现如今|时下",
    r"与此同时|同时|此外|另外|除此之外|不仅如此|在此基础上|另据了解",
    r"随后|最终|最后|然后|对此|为此|因此|因而|所以|于是|其间|期间",
    r"例如|比如|譬如|值得一提的是|值得注意的是|值得关注的是|事实上",
    r"会上|会议现场|活动中|活动现场|活动当天|活动当日|仪式上|启动仪式上|当天|当日|揭牌当日|现场",
)
_OPENER = re.compile(rf"(?:{'|'.join(_OPENERS)})(?:[,，:：]|(?=[^,，。、的和与及]))")
_INNER = re.compile(rf"[，,；;](?:{'|'.join(_OPENERS)})[，,]")
_BOUND_OPENER = re.compile(r"(?:期间|现场|同时|会上|最后|当天|当日|当前|目前)(?=[的为和与、内人])")
_ATTRIBUTION = re.compile(r"[^，,。；;“”]{2,40}?(?:介绍|说|表示|透露|告诉记者)(?:说|道)?[,，:：]")
_DECREE = re.compile(
    r"(?:对于?[^，,]{2,24}[，,])?(?:《[^《》]{2,8}》|通知|意见|方案|文件|办法|会议|措施|规划)(?:还|同时|进一步|特别)?"
    r"(?:提出|明确|要求|规定|指出|强调)[，,:：]?(?![了的])"
)
_DATELINE = re.compile(
    r"^本报(?:讯|[^，,。]{0,8}\d{1,2}月\d{1,2}日[电讯])\s*(?:[（(][^（）()]*[）)])?\s*"
)
_SCENERY = re.compile(
    r"^(?:伴随着?|随着)[^，,\d]{2,24}[，,]|^在[^，,\d]{2,16}声中[，,]|^经过激烈[^，,]{2,8}[，,]"
)
_ASIDE = re.compile(r"[（(][^（）()]*(?:以下|简称|下称|记者|图)[^（）()]*[）)]")
_LONG_ASIDE = re.compile(r"[（(][^（）()]{7,}[）)]")
_LIST = re.compile(
    r"(?P<kept>[^，,。；;、：:“”《》]{3,24}、[^，,。；;、：:“”《》]{3,16})"
    r"(?:、[^，,。；;、：:《》]{1,24}){2,40}(?=等)"
)
_PURPOSE = re.compile(
    r"(?:为了?[^，,]{6,}|针对|围绕|聚焦|按照|根据|本着|随着|伴随着|面对|鉴于|由于|立足|紧扣|"
    r"经[^，,]{6,}(?:同意|通过|批准|协调|研究)(?=[，,])|在[^，,]{2,24}(?:下|中|背景下|基础上|过程中|之际|同时)(?=[，,])|以[^，,]{2,30}为(?:契机|抓手|主题|主线|导向))"
)
_EFFECT = re.compile(
    r"(?:这(?:也)?是[^，,\d]{4,}|(?:并|来|以|不仅|也|更|还|又|将|可以?|能够?|全力|积极|最大限度地?)?"
    r"(?:进一步|不断|有效|有力|切实|全面|着力|持续|努力|力争|力求|助力|促进|提升|增强|激发|营造|凝聚|"
    r"确保|保障|使|真正|彰显|展现|传递|满足|缓解|温暖|激励|引领|共同|取得了?[^，,\d]*(?:成绩|成效|效果)|在[^，,]{2,30}方面取得了?[^，,\d]*(?:成绩|成效)|标志着|从而|以此|赢得|受到|"
    r"深受|得到了?|充分|推动[^，,]{0,24}(?:发展|提升|见效|实处|走深|落地|迈上)|让[^，,]{2,40}|"
    r"实现[^，,\d]{2,}|为[^，,\d]{4,}(?:提供|注入|贡献|作出|做出|打下|奠定|保驾护航|撑起|做准备|打好)|"
    r"维护[^，,\d]{2,}权益|形成[^，,\d]{2,}(?:格局|合力|局面|氛围)|着眼于|旨在|在[^，,]{2,30}迈出))"
)
_PREPOSED = re.compile(
    r"(?:[^，,；;]*[；;])?(?:对[^，,\d]*的[^，,\d]{1,8}|(?:随着|针对|围绕|按照|根据|依托|面对)[^，,\d]*|"
    r"(?:在|自|从)[^，,]*(?:中|上|下|里|内|时|期间|方面|之际|以来|之后|起|开始)|[^，,]*(?:以来|之后|期间)|当[^，,\d]*时|"
    r"(?:通过|以)[^，,\d]*(?:方式|形式|途径|渠道|等)|\d{1,2}月\d{1,2}日|(?:\d{4}|今|去|同)年(?:\d{1,2}月)?|近日|日前)[，,。]?$"
)
_DIGIT = re.compile(r"\d")


def trim(sentence: str) -> str:
    """The sentence without its news fillers, asides and reporting phrase; ends as it did."""
    text = _ASIDE.sub("", _DATELINE.sub("", sentence.strip()))
    text = _LONG_ASIDE.sub("", text)
    text = without_openers(text)
    told = _ATTRIBUTION.match(text)
    if told and not told.group().endswith((":", "：")) and "“" not in text[: told.end() + 1]:
        text = without_openers(text[told.end() :])
    decree = _DECREE.match(text)
    text = text[decree.end() :] if decree else text
    return _without_inner_fillers(_SCENERY.sub("", text))


def without_openers(text: str) -> str:
    """The sentence from where it starts to say something."""
    while (opener := _OPENER.match(text)) and not _BOUND_OPENER.match(text):
        text = text[opener.end() :].lstrip("，,:： ")
    return text


def _without_inner_fillers(text: str) -> str:
    """Clauses that are nothing but a filler are dropped wherever they stand."""
    if not _INNER.search(text):
        return text
    return "".join(part for part in clauses(text) if not _is_filler(part))


def _is_filler(clause: str) -> bool:
    return not without_openers(clause.strip("，,；;。 ") + "，").strip("，")


def shorten(text: str, limit: int) -> str:
    """The sentence with what is most dispensable left out until it fits `limit`, if it can.

    First long lists, then clauses of hope and praise from the end, then those of purpose and
    circumstance from the start; a clause with a figure stays, and so does the last one left.
    """
    if len(text) <= limit:
        return closed(text)
    if "等" in text and text.count("、") > 2:
        text = _LIST.sub(r"\g<kept>", text)
    parts = clauses(text)
    for pattern, order in ((_EFFECT, -1), (_PURPOSE, 1)):
        for part in parts[::order]:
            if sum(map(len, parts)) <= limit or len(parts) == 1:
                break
            if pattern.match(part) and not _DIGIT.search(part):
                parts.remove(part)
    return closed("".join(parts))


def is_hollow(text: str) -> bool:
    """Whether clauses of hope and praise make up half of the sentence or more, without a figure."""
    if _DIGIT.search(text):
        return False
    parts = [part for part in clauses(text) if not is_circumstance(part)]
    praise = sum(len(part) for part in parts if _EFFECT.match(part))
    return 2 * praise >= sum(map(len, parts))


def is_circumstance(clause: str) -> bool:
    """Whether the clause only says when, where, for or by what: no sentence may end with it."""
    return bool(_PREPOSED.match(clause))


def closed(text: str) -> str:
    """The text with a full stop where it had a comma or nothing, and no mark at its start."""
    text = text.strip().lstrip("，,；;：:、。")
    stripped = text.rstrip("，,；;：:、—… ")
    if not stripped:
        return ""
    return stripped if stripped[-1] in "。！？!?" or _quoted_end(stripped) else stripped + "。"


def _quoted_end(text: str) -> bool:
    return len(text) > 1 and text[-1] in "”」』" and text[-2] in "。！？!?"


def cut(text: str, limit: int) -> str:
    """The first clauses of the text that fit `limit`, closed; one too long by itself is cut."""
    if len(text) <= limit:
        return closed(text) if len(closed(text)) <= limit else text
    kept = ""
    for part in clauses(text, "，,；;：:。！？!?"):
        if len(kept) + len(part) > limit:
            break
        kept += part
    return closed(kept) if kept else text[: limit - 1].rstrip("，,、；;：:“‘《（(") + "…"
