"""The input or the output only repeats the instruction (found by those who cleaned Alpaca's data).

All of it, once or several times over, as weak models do; or nearly all of it from its beginning. Before the answer, it
stands under a label ("Q: … A: …"), perhaps in other words, on the same line, or, if it is a question, on one of its own
that is no heading. Below the answer, it begins a line, as where a model goes on with the next instance.
"""

import re
from functools import lru_cache

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, letters_of
from selfinstruct.languages import Language

_NEARLY_ALL = 2 / 3
_LABEL = re.compile(
    r"\W{0,4}(?:(?:the )?(?:Q|Question|Input|Instruction|User|Prompt|Task|Message)(?: (?:is|asks|says|was))?"
    r"|(?:用[户戶])?[提]?[问問]|[问問][题題][是为為]?|[题題]目|[输輸]入|指令|任[务務]|用[户戶])"
    r"[*_ ]{0,3}[:：]",
    re.IGNORECASE,
)
# What a question under a label is followed by, and who asks for such pairs.
_ANSWERED = re.compile(
    r"(?:\n|[.?!。？！] ?)\W{0,4}(?:(?:the )?(?:A|Answer|Response|Reply|Output)(?: is)?|答[案复復]?[是为為]?|回[答复復]"
    r"|[输輸]出|解答)[*_ ]{0,3}[:：]",
    re.IGNORECASE,
)
_ASKS_FOR_QUESTIONS = re.compile(
    r"\b(?:writ|creat|generat|mak|compos|com(?:e|ing) up|giv|tell|provid|list|add|suggest|prepar|turn|convert|form"
    r"|draft"
    r"|design|show|ask|think|hav|invent|pos|put)\w*(?: [\w'-]+){0,6} (?:questions?|quiz\w*|q ?& ?as?|faqs?|riddles?"
    r"|jokes?|flash ?cards?"
    r"|trivia|interviews?|exams?|dialog\w*|conversations?)\b(?! ?:)"
    r"|[出写寫编編提拟擬生创創改][^，。：:\n]{0,16}(?:[题題]|[问問][答题題]|谜|謎|笑[话話]|[访訪][谈談])"
    r"|[问問]答(?:形式|[对對]|集)"
    r"|\b(?:what|which) (?:is|was|are|could be|would be|might be) the questions?\b|[问問][题題]是什[么麼]",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"\banswer|回答|解答|作答", re.IGNORECASE)
_UNIT = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_MOST_WORDS = 3 / 4
# In letters: so much is not said again by chance.
_AGAIN = 24
# In letters: a shorter one may be said again by chance, and so may what is no sentence.
_FEWEST, _HAN_FEWEST = 12, 6
_SENTENCE = re.compile(r"[.?!。？！]\Z")


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return which part is the echo, compared without case, white space and punctuation."""
    instruction = _letters_of_instruction(draft.instruction)
    if _is_echo(letters_of(draft.output), instruction) or _is_said_before(draft, instruction):
        return "output"
    return "input" if draft.input and letters_of(draft.input) == instruction else None


def _is_echo(output: str, instruction: str) -> bool:
    if output == instruction:
        return True
    if not output or not instruction:
        return False
    is_beginning = len(output) > _NEARLY_ALL * len(instruction) and instruction.startswith(output)
    return is_beginning or not output.replace(instruction, "")


def _is_said_before(draft: Draft, instruction: str) -> bool:
    """Return whether the output begins with the instruction, or the input, as a label or the lines tell."""
    output, asked = draft.output.strip(), draft.instruction.strip()
    if label := _LABEL.match(output):
        if any(_LABEL.match(line) for line in f"{asked}\n{draft.input}".split("\n")):
            return False
        rest = letters_of(output[label.end() : label.end() + 2 * len(asked) + 2 * len(draft.input)])
        said = [each for each in (instruction, letters_of(draft.input)) if _is_long(each)]
        return any(rest.startswith(each) for each in said) or _is_asked_again(output[label.end() :], draft)
    is_again = output.casefold().startswith(asked.casefold()) and _SENTENCE.search(asked) and _is_long(instruction)
    if (
        _AGAIN <= len(instruction) < len(output)
        and f"\n{asked.casefold()}" in output.casefold()
        and asked not in draft.input
    ):
        return True
    if is_again and re.match(r"[ \t]*[^\s]", output[len(asked) :]):
        return True
    first, _, below = output.partition("\n")
    if not (below.strip() and first[:1].isalnum() and first.rstrip().endswith(("?", "？", ".", "。"))):
        return False
    asks = [asked] + [draft.input] * bool(_ANSWERS.search(asked))
    return any(_is_question(first, each.strip()) for each in asks)


def _is_asked_again(text: str, draft: Draft) -> bool:
    """Return whether the question that an answer follows has most of its words from the task."""
    answered = _ANSWERED.search(text)
    if not answered or not text[answered.end() :].strip() or _ASKS_FOR_QUESTIONS.search(draft.instruction):
        return False
    words = _UNIT.findall(text[: answered.start()].casefold())
    known = {*_UNIT.findall(f"{draft.instruction}\n{draft.input}".casefold())}
    return bool(words) and sum(word in known for word in words) >= _MOST_WORDS * len(words)


def _is_question(line: str, asked: str) -> bool:
    """Return whether a line is the question that was asked, or the sentence, with its mark."""
    letters = letters_of(line)
    return asked.endswith(line.rstrip()[-1]) and _is_long(letters) and letters == letters_of(asked)


def _is_long(letters: str) -> bool:
    return len(letters) >= (_HAN_FEWEST if letters[:1] >= "\u3400" else _FEWEST)


# An instruction may be long and have instances without number.
_letters_of_instruction = lru_cache(maxsize=1)(letters_of)

FILTER = Filter(check_instance=check_instance)
