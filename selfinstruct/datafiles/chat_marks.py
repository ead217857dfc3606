"""Marks of a conversation that stand in texts: taken off where that is sure, else the task is left out.

Whoever trains on end tokens, on the next question or on what a model thought aloud gets a model that writes them.
"""

import re
from dataclasses import replace

from selfinstruct.core.errors import LeftOut
from selfinstruct.core.values import Instance, Task
from selfinstruct.parsing.turns import has_turn_tokens, own_turn

# What Alpaca's and Vicuna's templates say first.
_HEAD = (
    r"(?:(?:Below is an instruction that describes a task|(?:以下|下面)是一?[个条]?描述任务的指令)[^\n]{0,300}\n"
    r"|A chat between a curious (?:user|human) and an artificial intelligence assistant\.[^\n?:]{0,200})\s{0,4}"
)
_ASKING = r"Human|User|USER|user|Question|Task|Instruction|Instruct|指令|问题?"
_ANSWERING = r"Assistant|ASSISTANT|assistant|Response|Answer|Output|回[答复]|答案?"
_ASKS = rf"(?:\[Round \d{{1,3}}\]\s{{0,4}})?(?:(?:### ?)?(?:{_ASKING}|Q)[:：]|### ?(?:{_ASKING})(?!\w)|<human>[:：])"
_ANSWERS = rf"(?:(?:### ?)?(?:{_ANSWERING})[:：]|### ?(?:{_ANSWERING})(?!\w)|<bot>[:：])"
# What some write around the question when they ask a model, so that it goes on with the answer.
_BEGINS = re.compile(rf"\s*+(?:{_HEAD})?{_ASKS}[ \t]*+\n?")
_ENDS = re.compile(rf"(?:\n[ \t]*+(?:{_ANSWERS}|A[:：])|(?<=\s)(?:ASSISTANT:|### ?Response:))\Z")
_TEMPLATE = re.compile(rf"\s*+{_HEAD}")
_SYSTEM = re.compile(r"\s*+(?:### ?)?(?:SYSTEM|System)[:：]")
_GIVES = re.compile(r"\n[ \t]*+(?:(?:### ?)?(?:Input|输入)[:：]|### ?(?:Input|输入)(?!\w))[ \t]*+\n?")
_LABEL = re.compile(
    rf"^(?:{_ASKS}|{_ANSWERS})|\s(?:USER|ASSISTANT):|### ?(?:Human|Instruction|Response):", re.MULTILINE
)
# OpenAI's advice for completions was to end prompts with such a ruler, and answers with a word.
_RULER, _STOP = re.compile(r"\n\n###\s*\Z"), re.compile(r"\s(?:END|###)\s*\Z")
# Where a picture stood; an element of XML has an end.
_PICTURE = re.compile(r"(?:\A\s{0,4}|^[ \t]{0,4}(?=<\w{1,9}>[ \t]{0,4}$))<(image|video|audio)>", re.MULTILINE)
_NEXT_ASKS = re.compile(r"\n[ \t]*\n(?:Human:|### ?(?:Human|User|Instruction):)")
_NEXT_ANSWERS = re.compile(r"\n(?:Assistant:|### ?(?:Assistant|Response):)")
_SPEAKS_OF_MARKS = re.compile(
    r"end[- ]of[- ](?:text|turn|sequence)|special tokens?|tokeni[sz]|chat ?ml|(?:chat|prompt) (?:template|format)|<\|"
    r"|</?think|</?s>|模板|特殊标记|特殊词元|分词",
    re.IGNORECASE,
)
_ASKS_FOR_TURNS = re.compile(
    r"dialog|conversation|\bchat|\btalk|interview|script|prompt|template|human|assistant|对话|聊天|会话|剧本|台词|访谈|采访|提示|模板",
    re.IGNORECASE,
)


def without_chat_marks(task: Task) -> Task:
    """Return a task without marks of turns and reasoning; `LeftOut` if they cannot be taken off for sure."""
    question, given = _question(task.instruction)
    instruction, is_ruled = _RULER.subn("", question)
    for text in (instruction, given, *(each.input for each in task.instances)):
        if has_turn_tokens(text):
            raise LeftOut("tasks with tokens of a chat template in the question", task.instruction)
        if _is_about_picture(text):
            raise LeftOut("tasks with images, audio or video", task.instruction)
    if given:
        task = replace(task, instances=tuple(replace(each, input=each.input or given) for each in task.instances))
    instances = tuple(
        replace(each, output=_answer(_STOP.sub("", each.output) if is_ruled else each.output, each, task))
        for each in task.instances
    )
    return replace(task, instruction=instruction, instances=instances)


def _question(text: str) -> tuple[str, str]:
    """Return question and input of a text that is written as the beginning of a conversation; else the text."""
    begins, ends = _BEGINS.match(text), _ENDS.search(text.rstrip())
    if not begins or not ends:
        if _TEMPLATE.match(text) or (ends and _SYSTEM.match(text)):
            raise LeftOut("tasks inside a template that cannot be taken off for sure", text)
        return text, ""
    question = text[begins.end() : ends.start()]
    if _LABEL.search(question):
        raise LeftOut("tasks with a whole conversation as their question", text)
    asked, *given = _GIVES.split(question, 1)
    return asked.strip(), "".join(given).strip()


def _is_about_picture(text: str) -> bool:
    return any(f"</{name}>" not in text for name in set(_PICTURE.findall(text)))


def _answer(text: str, instance: Instance, task: Task) -> str:
    """Return what of a text is one turn; the text as it is if all of it is."""
    asked = f"{task.instruction}\n{instance.input}"
    own = text if _SPEAKS_OF_MARKS.search(asked) else _own_turn(text)
    if own.strip() != text.strip():
        text = own.strip()
    following = _NEXT_ASKS.search(text)
    if following and _NEXT_ANSWERS.search(text, following.end()) and not _ASKS_FOR_TURNS.search(asked):
        raise LeftOut("answers that go on with the next question", task.instruction)
    return text


def _own_turn(text: str) -> str:
    # A block of code that begins a completion may be a wrapper; here it is code.
    before = "\n" if text.lstrip().startswith("```") else ""
    return own_turn(f"-{before}{text}").removeprefix("-") if before else own_turn(text)
