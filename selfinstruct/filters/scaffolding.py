"""The text holds what is of the prompt or of the answer around it, such as a kind of task in brackets.

Prompts name what is rare in the list ("Rare kind: brainstorming"), and some models write it down again. They also point
at an output with an arrow ("→ chien"), as notes do, write a label twice ("Output: Output: chien"), repeat the marker
lines of the prompt within a text, go on with the next task or turn, praise the tasks below the last of them ("All tasks
are unique."), or talk to a program (`<tool_call>`). None of it
counts where the task shows the same.
"""

import re
from collections.abc import Iterator

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, first_match, plain
from selfinstruct.languages import Language, all_languages
from selfinstruct.text.around_lists import is_of_the_list
from selfinstruct.text.around_pages import shown_around
from selfinstruct.text.code import closes_block, is_in_code
from selfinstruct.text.to_programs import said_to_programs

_ARROW = r"(?:→|⇒|➜|➔|=>|-{1,2}>)"
_BEGINS_WITH_ARROW = re.compile(rf"\A\W{{0,3}}?(?P<arrow>{_ARROW})\s?\w")
# "H2 + O2 → H2O" is one formula, "Is ice cold? → yes" an instruction and its output.
_ARROW_TO_OUTPUT = re.compile(rf"[.!?。！？][\"”'’」]?\s?{_ARROW}\s?\w[^\n]{{0,40}}")
_LABEL_TWICE = re.compile(r"\A\W{0,3}([^\W\d_]{2,20})[^\w\n]{0,2}[:：][^\w\n]{0,3}\1[^\w\n]{0,2}[:：]", re.IGNORECASE)
_WORD = r"(?:Task|Instruction|Input|Output|Label|End|任务|任務|指令|输入|輸入|输出|輸出|标签|標籤|完|结束|結束)"
# As the prompts show them; a file has its sections in small letters.
_MARKER = rf"[\[【]/?(?:End )?{_WORD} ?\d{{0,4}}(?: End|完|结束|結束)?[\]】]"
_NO_INPUT = r"(?i:input|输入|輸入) ?[:：] ?(?i:none|n/a|无|無)(?=[ \t]*(?:\n|\Z))"
_MARKS = re.compile(
    rf"^[ \t]*{_MARKER}|{_MARKER}\W{{0,3}}\Z|^[ \t]*{_NO_INPUT}"
    r"|^#{1,4} ?(?:Instruction|Response|Input|Output|指令|回答|输入|输出)[:：]"
    r"|\A(?:Topic|Kind|Form|Persona|话题|写法|类型)[:：][^\n;；]{1,40}[;；] ?(?:Topic|Kind|Form|Persona|话题|写法"
    r"|类型)[:：]"
    r"|^【(?:任务)?(?:类型|话题|写法)】|[还所]缺的?(?:类型|话题|写法)|[Rr]are (?:kind|topic|form):"
    r"|(?:uses?|takes? up|covers?|for) the rare (?:kind|topic|form)\b(?! of)"
    r"|[(（\[…] ?(?:(?i:continu\w*|more|remaining|rest of|other) [^\n]{0,30}\b(?i:tasks?|examples?|instructions?)\b"
    r"|(?:更多|后续|後續|其余|其餘|剩余|剩餘)(?:的)?(?:任务|任務|指令|示例))[^\n]{0,40}\Z",
    re.MULTILINE,
)
_COMMENT = re.compile(r"^# ?\w", re.MULTILINE)
# All of a text in an element, or up to its end; where XML is spoken of, that may be the answer.
_WRAPPED = re.compile(
    r"\A(?P<begin><(?:output|answer|response)>)(?!.*</)|\A(?:<\w{1,12}>)?[^<>]*+(?P<end></(?:output|answer|response"
    r"|input|instruction)>)\W{0,3}\Z"
)
# Below the answer, on a line of its own: that it ends here, or what the model thinks of the tasks that it has written.
_ENDS = re.compile(
    r"[\[(（【<*=—–-][^\w\n]*End of (?:the )?(?:response|answer|output|task|instance|example|completion)s?\W*"
    r"|[✅✓✔☑]\ufe0f?\s*(?:done|completed?|verified|finished|已?完成|已?核[对對]|已[验驗][证證])\W*"
    r"|<end>|\[(?:done|end|完)\]|END"
    r"|\W*(?:回答|[输輸]出|生成)完[毕畢]\W*|[<=*—–-]{2,}\s*/?END\s*[>=*—–-]{2,}",
    re.IGNORECASE,
)
_NAMES_TASKS = re.compile(
    r"\b(?:tasks?|instructions?|instances?|examples?)\b|任[务務]|指令|[实實示]例|[题題]目", re.IGNORECASE
)
# In characters.
_LONGEST_REMARK = 200
_SPEAKS_OF_TAGS = re.compile(r"xml|html|\btags?\b|element|<|标签|標籤|元素", re.IGNORECASE)
# The task after this one. A plan that numbers its own tasks begins with the first.
_NEXT_TASK = re.compile(r"^[#*_ \t]{0,6}(?:Task|任务|任務) ?(?P<number>\d{1,4})[*_]{0,3} ?(?:[:：.]|\Z)", re.MULTILINE)
# The example, or the output, after one that has no number: "Off duty.\n\nExample 2:\nDreaming of milk."
_NEXT_EXAMPLE = re.compile(
    r"(?<=\n)[#*_ \t\[【]{0,6}"
    r"(?P<word>Example|Instance|Sample|Output|Input|Answer|Response|示例|[实實]例|例子|[样樣]例|[输輸][入出]|回答)"
    r" ?(?P<number>[2-9])[\]】*_]{0,3} ?(?:[:：.]|$)",
    re.MULTILINE | re.IGNORECASE,
)
# The output at the end of an input, which shows no others as examples.
_OUTPUT_IN_INPUT = re.compile(
    r"(?<=\n)\W{0,4}(?:Output|Expected output|输出|輸出)[*_]{0,3}[:：](?=[^\n]*[^\W_])[^\n]*\Z", re.IGNORECASE
)
# The next instance, as a model that only goes on with a text writes it.
_NEXT_INPUT = re.compile(r"\n[ \t]*\n[ \t*#]{0,6}(?:Input|输入|輸入)[*_]{0,3} ?\d{0,2}[:：]", re.IGNORECASE)
_NAMES_OUTPUTS = re.compile(
    r"output|inputs?\b|example|code|function|program|problem|script|print|log|输出|輸出|输入|輸入|例|代[码碼]|程序",
    re.IGNORECASE,
)
# The question after this one with its answer, and an item of a list whose first ones are nowhere.
_NEXT_PAIR = re.compile(
    r"\n[ \t]*\n\W{0,4}(?P<word>Q|Question|Task|Instruction|Problem|Prompt|Exercise|Request|[问問]|[问問提][题題问問]"
    r"|[题題]目|任[务務]|指令|[练練][习習])"
    r"[*_ ]{0,3}\d{0,3}[*_ ]{0,3}[:：][^\n]{1,400}\n(?:[ \t]*\n)?\W{0,4}(?:A|Answer|Output|Response|Solution|Reply|答"
    r"|答案|[输輸]出|回[答复復]|解答?)"
    r"[*_ ]{0,3}[:：]",
    re.IGNORECASE,
)
_NAMES_PAIRS = re.compile(
    r"questions?\b|quiz|q ?& ?a|\bfaqs?\b|exercis|problems?\b|\btasks?\b|tests?\b|interview|riddle|joke|example"
    r"|flash ?card|trivia"
    r"|dialog|conversation|worksheet|prompt|[问問题題]|[练練][习習]|例|[谜謎]|[对對][话話]|任[务務]|指令",
    re.IGNORECASE,
)
_NEXT_TURN = re.compile(r"\n[*_ \t]{0,4}(?:User|Human|用户|用戶)[*_]{0,3}[:：]", re.IGNORECASE)
_STARTS_WITH_TURNS = re.compile(
    r"\A\W{0,3}(?:User|Human|用户|用戶)\W{0,3}[:：][^\n]{1,400}\n+\W{0,3}(?:Assistant|AI|Bot|助手)\W{0,3}[:：]",
    re.IGNORECASE,
)
_HAS_TURNS = re.compile(
    r"dialog|conversation|chat|transcript|script|interview|turns?\b|\buser|human|assistant|对话|對話|聊天|访谈|剧本"
    r"|用户|用戶",
    re.IGNORECASE,
)
# Around an instruction: who asks, what a model says before it, how hard it is, of what kind, what it is for.
_AROUND = re.compile(
    r"\A(?:the|an?) user (?:asks|wants to know|says|needs to know|requests)\b[^:\n]{0,20}[:：]|\A用[户戶](?:[问問]"
    r"|想知道|提[问問]|要求|[说說])[：:]"
    r"|\A(?:sure|okay|certainly|of course|absolutely)[!.] (?=[A-Z])|\Alet me (?:think|try"
    r"|come up)\b[^.!?\n]{0,40}[.!] (?=[A-Z])"
    r"|\A(?:好的|[当當]然|[没沒][问問][题題])[！!。]|\A(?:[让讓]?我)(?:再|[来來])?(?:想|出)一?[个個条條][。！!，,]"
    r"|\A[\[【(（](?:easy|medium|hard|difficult|simple|[简簡][单單]|中等|困[难難]|[较較][难難])[\]】)）]"
    r"|[\[(【（](?:kind|topic|form|persona|type|category|[类類]型|[话話][题題]"
    r"|[写寫]法)\s?[:：][^\])】）\n]{1,40}[\])】）]\W*\Z"
    r"|\s?[—–-]{1,2} ?(?:tests?|testing|assess(?:es|ing)?) (?:\w+ ){0,3}\w+\Z|[—–-]{1,2}\s?(?:考[查察]"
    r"|[测測][试試])[^，。\n]{2,12}\Z"
    r"|\A(?:you are an? (?:helpful|friendly|knowledgeable|useful)(?: ai)? assistant|你是一[个個名位](?:[乐樂]于助人"
    r"|有用|友好)的(?:AI)?助手)[.。]"
    r"|\A\{\s*\"(?:instruction|task|prompt|指令|任[务務])\"\s*:"
    r"|\A(?:the )?same as (?:before|above|the (?:previous|last)(?: \w+)?)\b(?! \w+ \w+ \w+ \w+)"
    r"|\bas in the (?:example|task|instruction)s? (?:above|before)\b"
    r"|\A同上[，,]|(?:格式|要求)?(?:同|如)上(?:例|[题題]|一?[条條])\W*\Z"
    r"|\A(?:write|generate|create|propose) (?:an?|one|another|\d{1,2}) (?:new |unique |diverse "
    r"|original )+instructions? (?:about|on|for|that|related)\b"
    r"|\A[请請]?(?:[写寫生成创創作出]|生成|提出){1,2}一?[条條个個][^，。\n]{0,12}新?的?(?:指令"
    r"|[训訓][练練]任[务務])\W*\Z",
    re.IGNORECASE,
)
# What an instruction does not hold: its own output, someone who says it, a part that follows.
_WITH_OUTPUT = re.compile(
    r"[.?!。？！] ?(?:Answer|Output|Response|答案|输出|回答)[:：] ?+(?![\"“']|\d ?=)[^\n]{1,80}\Z"
    r"|\A(?:User|Human|Assistant|用户|用戶|助手)[:：]"
    r"|[#*\[]{1,6} ?(?:Output|Input|Response|Answer|输入|输出)[\]*:：]{0,4}\Z"
    r"|\A(?:Here(?:'s| is)|This is) (?:a|another|the|one)(?: \w+)? (?:task|instruction)s?\b[^\n]{0,20}:"
    r"|\A(?:以下是|这是|下面是)(?:一个|一条|另一[个条])?新?的?(?:任务|指令)[：:]|\n\W{0,3}(?:Output|输出)[:：]"
    r"|\A(?:continue|go on with|extend) (?:the|this) (?:list|tasks)\b[^\n]{0,40}\btasks? \d",
    re.IGNORECASE,
)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words that are not of the instruction."""
    if is_of_the_list(instruction):
        return instruction[:60]
    text = plain(instruction)
    found = [first_match(pattern, text) for pattern in (language.scaffolding, _ARROW_TO_OUTPUT, _LABEL_TWICE)]
    found += [first_match(pattern, instruction) for pattern in (_WITH_OUTPUT, _MARKS, _AROUND)]
    return next((each for each in found if each is not None), None)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return what is of the prompt, or of what comes after the task, in the input or the output."""
    task = f"{draft.instruction}\n{draft.input}"
    if (output := _OUTPUT_IN_INPUT.search(draft.input)) and not _NAMES_OUTPUTS.search(draft.instruction):
        return output.group().strip()
    for text, shown in ((draft.input, draft.instruction), (draft.output, task)):
        if found := first_match(_LABEL_TWICE, plain(text)) or _what_follows(text, shown):
            return found
    if (following := _NEXT_INPUT.search(draft.output)) and not _NAMES_OUTPUTS.search(draft.instruction):
        in_code = is_in_code(draft.output)
        if not in_code(following.start()):
            return following.group().strip()
    if said := said_to_programs(draft.output, task) or shown_around(draft.output, task) or _remark(draft.output, task):
        return said
    arrow = _BEGINS_WITH_ARROW.match(draft.output)
    return arrow.group() if arrow and arrow["arrow"] not in task else None


def _remark(output: str, task: str) -> str | None:
    """Return a last line that speaks of the answer as a whole, where the task does not speak of tasks."""
    above, _, last = output.rpartition("\n")
    if not above or len(last) > _LONGEST_REMARK or last.strip() in task or _NAMES_TASKS.search(task):
        return None
    speaks = _NAMES_TASKS.search(last) and not above.rpartition("\n")[2].strip()
    if closes_block(output):
        return None
    is_remark = speaks and any(each.closing_remark.fullmatch(last.strip()) for each in all_languages())
    return last.strip()[:60] if is_remark or _ENDS.fullmatch(last.strip()) else None


def _marks(text: str) -> Iterator[str]:
    """Yield the marks of a prompt; a comment in code, such as "# Output: 8", is none."""
    in_code = is_in_code(text) if _COMMENT.search(text) else None
    for found in _MARKS.finditer(text):
        mark = found.group().strip()
        if not (in_code and _COMMENT.match(mark) and in_code(found.start())):
            yield mark


def _what_follows(text: str, shown: str) -> str | None:
    """Return a mark of the prompt, the next task or the next turn."""
    if mark := next((mark for mark in _marks(text) if mark not in shown), None):
        return mark
    if (wrapped := _WRAPPED.match(text)) and not _SPEAKS_OF_TAGS.search(shown):
        return wrapped["end"] or wrapped["begin"]
    if (turns := _STARTS_WITH_TURNS.match(text)) and not _HAS_TURNS.search(shown):
        return turns.group()[:40]
    if (pair := _NEXT_PAIR.search(text)) and not _NAMES_PAIRS.search(shown):
        return pair.group().strip()[:40]
    task, turn = _NEXT_TASK.search(text), _NEXT_TURN.search(text)
    if task and int(task["number"]) > 1 and task.group().strip() not in shown:
        return task.group().strip()
    if (example := _NEXT_EXAMPLE.search(text)) and not _is_first_there(example, text, shown):
        return example.group().strip()
    return turn.group().strip() if turn and not _HAS_TURNS.search(shown) else None


def _is_first_there(example: re.Match[str], text: str, shown: str) -> bool:
    """Return whether the example before this one has its number, too, or the task speaks of several."""
    word = example["word"]
    number = rf"(?:{int(example['number']) - 1}|[一1]|one|first)"
    before = re.compile(rf"{word}s? ?{number}\b|\b(?:first|one) {word}|第?一[个個]?{word}", re.IGNORECASE)
    is_asked_for = re.search(rf"{example['word']}|例", shown, re.IGNORECASE)
    return before.search(text[: example.start()]) is not None or is_asked_for is not None


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
