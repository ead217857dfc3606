"""Every reason for which something is rejected, each in a plain sentence: those of filters, dedup, steps, endpoints.

A filter brings its own sentence; what the others say stands here. `docs/reasons.md` is made of this table.
"""

from collections.abc import Mapping

from selfinstruct.core.wire import PROMPT_REFUSED
from selfinstruct.filters import filter_reasons

_OWN: Mapping[str, Mapping[str, str]] = {
    "near_duplicate": {
        "en": "The instruction is too similar to an earlier one: their ROUGE-L F1 is above the threshold.",
        "zh": "指令与已有的某条太相似：两者的 ROUGE-L F1 超过阈值。",
    },
    "avoided": {
        "en": "The instruction is too similar to one that the run keeps away from, such as one of an evaluation set.",
        "zh": "指令与需要避开的某条（例如评测集里的题目）太相似。",
    },
    "too_long_to_compare": {
        "en": "The instruction has more than 10,000 characters: to compare it with all others would take too long.",
        "zh": "指令超过一万个字符，与其他指令逐一比较耗时过长。",
    },
    "no_instructions": {
        "en": "The completion holds nothing that can be read as a new instruction.",
        "zh": "回答中读不出任何新指令。",
    },
    "unreadable": {
        "en": "The completion could not be read: a reader or a filter failed on it.",
        "zh": "回答无法读取：解析或过滤时出错。",
    },
    PROMPT_REFUSED: {
        "en": "The endpoint refused the prompt, or failed on it again and again while it answered others.",
        "zh": "服务端拒绝了这条提示词，或者在正常回答其他请求时唯独对它反复出错。",
    },
    "unclassified": {
        "en": "Three requests brought no usable yes or no to whether it is a classification task.",
        "zh": "问了三次，都没有得到它是不是分类任务的明确答复。",
    },
    "no_answer": {
        "en": "Three requests brought nothing for this instruction.",
        "zh": "请求了三次，都没有得到这条指令的任何内容。",
    },
    "no_sound_instance": {
        "en": "None of the instances that were written for the instruction is sound.",
        "zh": "为这条指令写出的实例没有一个合格。",
    },
    "surplus_instance": {
        "en": "The instance is sound, but the task has as many as it may keep.",
        "zh": "实例合格，但该任务可保留的实例已满。",
    },
}


def reasons() -> dict[str, Mapping[str, str]]:
    """Return all reasons of ours, sorted, each with its sentence by the code of its language."""
    table = {**filter_reasons(), **_OWN}
    return {name: table[name] for name in sorted(table)}
