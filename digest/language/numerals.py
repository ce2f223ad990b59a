"""Chinese and Arabic numerals as numbers, up to 9999: 二十三, 两, 二〇二三, 12."""

from __future__ import annotations

NUMERAL = "[零〇一二两三四五六七八九十百]"
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def number_of(text: str) -> int:
    """The number a numeral stands for; raises ValueError for anything else."""
    if text.isascii():
        return int(text)
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, digit = 0, None
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[character]
            digit = None
        else:
            raise ValueError(f"not a numeral: {text}")
    return total + (digit or 0)
