"""What a prompt asks for, made out from its text alone: all that a server over HTTP can go by.

The demo model answers the questions of requests; a server gets no more than prompts.
"""

import re
from dataclasses import dataclass, replace
from functools import partial

from selfinstruct.core.question import Question
from selfinstruct.core.values import Request
from selfinstruct.languages import find_language
from selfinstruct.recipes import RECIPES
from selfinstruct.steps import Step
from selfinstruct.steps.further_output import further_outputs
from selfinstruct.steps.judge import Judge

_STEPS = ("instructions", "tasks", "classification", "input_first", "output_first")
# What a prompt shows of the JSON that it asks for.
_SHAPES = {
    "instructions": '{"instructions": [',
    "classification": '{"answers": [{"number"',
    "input_first": '"instances": [{"input"',
    "output_first": '"instances": [{"output"',
    "tasks": '{"tasks": [{"instruction"',
}
_WHOLE = re.compile(r"sorting into\sclasses|根据材料问答")
_VERDICT = re.compile(r"^(?:Helpfulness|有用)\b", re.MULTILINE)
_FURTHER = re.compile(r"^(?:A person sent the message below|下面是有人发给助手的一条消息)")
_MESSAGE = re.compile(r"^(?:The message:|消息：)\n\n(.+)$", re.MULTILINE)
_JUDGED = re.compile(r"^(?:\[Instruction\]|【指令】)\n(.+)$", re.MULTILINE)
_LINE = re.compile(r"^(\d+)\.[ \t]*(.*)$", re.MULTILINE)
_SECTION = re.compile(r"^[\[【](?:Task|任务) ?(\d+)[\]】]\n(?![\[【])(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Asked:
    """The step that asks, the code of the language, the instructions that the prompt shows, and how many are wanted."""

    step: str
    language: str
    texts: tuple[str, ...]
    count: int


def asked(prompt: str, kind: str = "") -> Asked:
    """Return what a prompt asks for; `kind` is what the schema beside it is named after, which may be a step."""
    # What the demonstrations hold may be in any language.
    head = prompt[:400].lower()
    language = "zh" if len(re.findall("[一-鿿]", head[:100])) > len(head[:100]) / 4 else "en"
    if kind == "judge" or _VERDICT.search(prompt):
        return Asked("judge", language, tuple(_JUDGED.findall(prompt)[-1:]), 1)
    if re.fullmatch(r"output_\d", kind) or _FURTHER.match(prompt):
        return Asked("output_2", language, tuple(_MESSAGE.findall(prompt)[:1]), 1)
    shape = next((step for step, shape in _SHAPES.items() if shape in prompt), "")
    if kind in _STEPS or shape:
        step = kind if kind in _STEPS else shape
    elif _WHOLE.search(prompt):
        step = "tasks"
    elif re.search(r"^[\[【](?:Label|标签)[\]】]$", prompt, re.MULTILINE):
        step = "output_first"
    elif re.search(r"^[\[【](?:Input|输入)[\]】]$", prompt, re.MULTILINE):
        step = "input_first"
    elif "classification task" in head or "分类任务，也就是" in head or "它就是分类任务" in head:
        step = "classification"
    else:
        step = "instructions"
    found = _SECTION.findall(prompt) if step in ("input_first", "output_first", "tasks") else _LINE.findall(prompt)
    return Asked(step, language, tuple(_last_list(found)), _count(prompt, step))


def with_question(request: Request) -> Request:
    """Return a request with the question that its prompt asks, as a run would put it."""
    found = asked(request.prompt, request.kind)
    step = _step(found)
    question = Question(found.language, found.texts, found.count, step.proposes, partial(step.in_text, found.texts))
    return replace(request, question=question, schema=step.schema(found.texts), structured=bool(request.schema))


def _step(found: Asked) -> Step:
    recipes = ("self-instruct", "alpaca" if found.language == "en" else "belle")
    language = find_language(found.language)
    built = [step for name in recipes for step in RECIPES.find(name).build(language, 1).steps]
    later = (*further_outputs(language, 2), Judge(language=language))
    return next(step for step in (*built, *later) if step.name == found.step)


def _last_list(found: list[tuple[str, str]]) -> list[str]:
    """Return the texts of the last list that starts with number 1; those before it are examples."""
    texts: list[str] = []
    for number, text in found:
        if number == "1" and text:
            texts = []
        if text:
            texts.append(text)
    return texts


def _count(prompt: str, step: str) -> int:
    if step in ("instructions", "tasks"):
        found = re.findall(r"(?:Write|with) (\d+) new|写(\d+)个新", prompt)
        return int("".join(found[-1])) if found else 10
    found = re.findall(r"(?:Write|Examples,) (\d+) (?:example|for)|写(\d+)个实例|每个任务(\d+)个", prompt)
    return int("".join(found[-1])) if found else 1
