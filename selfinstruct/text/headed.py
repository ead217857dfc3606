"""Thinking that stands under a heading of its own, up to the heading of the answer, as some Chinese models write it."""

import re

_THINKING = re.compile(r"\s*+[*#]{0,4}[ \t]?[【\[](?:思考|思考过程|思维|推理)[】\]]")
_ANSWER = re.compile(r"^[*# \t]{0,5}[【\[](?:回答|答案|正式回答|最终回答|最终答案)[】\]][*:： \t]{0,4}", re.MULTILINE)


def below_heading_of_answer(text: str) -> str:
    """Return what stands under the heading of the answer, if the text begins with one of thinking and no task."""
    found = _ANSWER.search(text) if _THINKING.match(text) else None
    return text[found.end() :] if found and "【任务" not in text[: found.start()] else text
