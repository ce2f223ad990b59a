"""Build the pinyin table from pypinyin; run by hand when it changes.

    python deploy/scripts/build_pinyin.py

Turns pypinyin's characters and phrases (MIT) into `digest/understanding/data/pinyin.txt`, with the
places that it reads otherwise than people do (`place_readings.txt`, ours): first
`syllable characters` lines, then the phrases read otherwise than their characters (重庆),
then, bare, those that stand in the way of such a phrase when text is cut from the left (行业 keeps
业… from being looked at). pypinyin itself takes 55 MB in memory, this table 5.
"""

from __future__ import annotations

from pathlib import Path

from pypinyin import lazy_pinyin, phrases_dict

TABLE = Path(__file__).parents[2] / "digest" / "understanding" / "data" / "pinyin.txt"
PLACES = Path(__file__).with_name("place_readings.txt")
FIRST, LAST = 0x4E00, 0x9FFF


def characters() -> dict[str, str]:
    """Every character of the block with a reading, and its first one."""
    every = (chr(code) for code in range(FIRST, LAST + 1))
    read = {one: lazy_pinyin(one)[0] for one in every}
    return {one: syllable for one, syllable in read.items() if syllable != one}


def phrases(alone: dict[str, str]) -> tuple[dict[str, list[str]], set[str]]:
    """Phrases with readings of their own, and the others that decide where they are found."""
    inside = {
        word
        for word in phrases_dict.phrases_dict
        if len(word) > 1 and all(FIRST <= ord(one) <= LAST for one in word)
    }
    read = {word: lazy_pinyin(word) for word in sorted(inside)}
    read = dict(sorted((read | places()).items()))
    own = {word: said for word, said in read.items() if said != [alone.get(c, c) for c in word]}
    heads = {word[:end] for word in own for end in range(1, len(word))}
    plain = {word for word in inside - own.keys() if _overlaps(word, heads)}
    return own, plain


def places() -> dict[str, list[str]]:
    """Places by the reading that their people use."""
    lines = [line.split() for line in PLACES.read_text(encoding="utf-8").splitlines()]
    return {name: said for name, *said in lines}


def _overlaps(word: str, heads: set[str]) -> bool:
    return any(word[start:] in heads for start in range(1, len(word)))


def main() -> None:
    """Write the table."""
    alone = characters()
    own, plain = phrases(alone)
    spelled: dict[str, str] = {}
    for one, syllable in alone.items():
        spelled[syllable] = spelled.get(syllable, "") + one
    lines = [f"{syllable} {spelled[syllable]}" for syllable in sorted(spelled)]
    lines += [f"{word} {' '.join(said)}" for word, said in own.items()]
    lines += sorted(plain)
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(alone)} characters, {len(own)} phrases, {len(plain)} in their way")


if __name__ == "__main__":
    main()
