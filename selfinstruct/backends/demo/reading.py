"""How the demo model makes out, from the text of a prompt alone, what is wanted of it."""

import re
from dataclasses import dataclass
from typing import Literal

Wanted = Literal["instructions", "classification", "input_first", "output_first", "tasks"]


@dataclass(frozen=True)
class Question:
    """What a prompt asks for.

    `language` is `zh` or `en`; `instructions` are the demonstrations or the tasks to work on; `count` is how many new
    instructions, or instances for each task, are wanted; `goes_on` says that the prompt ends where the answer begins.
    """

    wanted: Wanted
    language: str
    instructions: tuple[str, ...]
    count: int
    goes_on: bool


_WHOLE = re.compile(r"sorting into\sclasses|根据材料问答")
_LINE = re.compile(r"^(\d+)\.[ \t]*(.*)$", re.MULTILINE)
_SECTION = re.compile(r"^[\[【](?:Task|任务) ?(\d+)[\]】]\n(?![\[【])(.+)$", re.MULTILINE)


def read(prompt: str) -> Question:
    """Return what the prompt asks for."""
    # What the demonstrations hold may be in any language.
    head = prompt[:400].lower()
    language = "zh" if len(re.findall("[一-鿿]", head[:100])) > len(head[:100]) / 4 else "en"
    if _WHOLE.search(prompt):
        wanted: Wanted = "tasks"
    elif re.search(r"^[\[【](?:Label|标签)[\]】]$", prompt, re.MULTILINE):
        wanted = "output_first"
    elif re.search(r"^[\[【](?:Input|输入)[\]】]$", prompt, re.MULTILINE):
        wanted = "input_first"
    elif "classification task" in head or "分类任务，也就是" in head or "它就是分类任务" in head:
        wanted = "classification"
    else:
        wanted = "instructions"
    found = _SECTION.findall(prompt) if wanted in ("input_first", "output_first", "tasks") else _LINE.findall(prompt)
    return Question(
        wanted=wanted,
        language=language,
        instructions=tuple(_last_list(found)),
        count=_count(prompt, wanted),
        goes_on=re.search(r"(?:^\d+\.|^[\[【](?:Task|任务) ?\d+[\]】])\Z", prompt, re.MULTILINE) is not None,
    )


def _last_list(found: list[tuple[str, str]]) -> list[str]:
    """Return the texts of the last list that starts with number 1; those before it are examples."""
    texts: list[str] = []
    for number, text in found:
        if number == "1" and text:
            texts = []
        if text:
            texts.append(text)
    return texts


def _count(prompt: str, wanted: Wanted) -> int:
    if wanted in ("instructions", "tasks"):
        found = re.findall(r"(?:Write|with) (\d+) new|写(\d+)个新", prompt)
        return int("".join(found[-1])) if found else 10
    found = re.findall(r"(?:Write|Examples,) (\d+) (?:example|for)|写(\d+)个实例|每个任务(\d+)个", prompt)
    return int("".join(found[-1])) if found else 1
