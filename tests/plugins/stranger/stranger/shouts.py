"""Rejects what is written in capitals."""

from selfinstruct import Filter, Language


def _check(instruction: str, language: Language) -> str | None:
    words = [word for word in instruction.split() if len(word) > 3]
    loud = [word for word in words if word.isupper()]
    return f"{len(loud)} words" if 2 * len(loud) > len(words) else None


FILTER = Filter(
    about={"en": "The instruction is written in capitals.", "zh": "指令全用大写字母。"},
    check_instruction=_check,
)
