"""Numbers and separators of the prompts of Alpaca and BELLE (`###`, `12. 指令:`), which their readers left in texts."""

import re
from dataclasses import replace

from selfinstruct.core.values import Instance, Task
from selfinstruct.languages import means_nothing

_NAME = r"(?:Instruction|Task|指令|任[务務])"
_NUMBER = r"\d{1,3}\s?[.)、．:：]"
# Before an instruction: its number and what it is called.
_BEFORE = re.compile(
    rf"\A\s*+(?:#{{1,6}}\s*+)?(?:{_NUMBER}\s*+{_NAME}|{_NAME}\s?\d{{1,3}}|Instruction|指令)\s?[:：]\s*+(?=\S)"
)
# After an output: a heading of which there is no more than a number, or the next instruction, without its answer.
# "#### 12" gives the answer in GSM8K.
_EMPTY_HEADING = r"(?:#{2,3}[ \t]*+\d{1,3}[ \t]?[.)、．:：]?|#{2,6})"
_HEAD = rf"(?:{_NUMBER}[ \t]*+(?:Instruction|指令)|#{{2,6}}[ \t]*+{_NAME}\s?\d{{1,3}})"
_NEXT = rf"{_HEAD}(?:\s?[:：][^\n]{{0,300}})?"
# White space is read once: a line end begins it only after a text.
_AFTER = re.compile(
    rf"(?<=\S)[^\S\n]*+\n\s*+(?:{_EMPTY_HEADING}(?:\n\s*+(?:{_NEXT}|{_NUMBER}))?|(?P<next>{_NEXT}))\s*\Z"
)
_LIKE_IT = re.compile(rf"^[ \t]*+{_HEAD}", re.MULTILINE)
_NAMES_INPUT = re.compile(r"input|[输輸]入", re.IGNORECASE)
_LABEL = re.compile(r"\s*+(?:input|[输輸]入)\s?[:：]\s*+", re.IGNORECASE)


def without_separators(task: Task) -> Task:
    """Return a task without what stood between tasks, or says that there is no input, at the ends of its texts."""
    instruction = _without_no_input(_BEFORE.sub("", task.instruction))
    instances = tuple(replace(each, output=_without_heading(each)) for each in task.instances)
    return replace(task, instruction=instruction, instances=instances)


def _without_heading(instance: Instance) -> str:
    """Return an output without a heading at its end; it is kept where nothing else would be left."""
    found = _AFTER.search(instance.output)
    before = instance.output[: found.start()] if found else ""
    # The last of several is one of a list.
    if found and found["next"] and _LIKE_IT.search(before):
        return instance.output
    return before.rstrip() if before.strip() else instance.output


def _without_no_input(instruction: str) -> str:
    """Return an instruction without a last line such as `<无输入>`: of one that was joined with its input."""
    before, _, last = instruction.rstrip().rpartition("\n")
    says_none = means_nothing(_LABEL.sub("", last, 1)) and _NAMES_INPUT.search(last)
    return before.rstrip() if before.strip() and says_none else instruction
