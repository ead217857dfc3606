"""The label that some models set before an output although they write it where only an output may stand."""

import re
from functools import cache

from selfinstruct.parsing.words import all_markers, any_of

_LABELLED_LINE = re.compile(r"^\W{0,3}[^\W_]{1,20}(?: [^\W_]{1,20})?[*_]{0,2}[ \t]?[:：]", re.MULTILINE)
# What stands before the word and after it where a sample of an answer is announced.
_QUALIFIED = (
    r"(?:(?:the|an?|my|one|here is (?:an?|the|my)|sample|possible|model|example|suggested|reference|ideal|correct"
    r"|expected"
    r"|final|short|brief|direct|grounded|proposed|best) ){1,3}|(?:[一]?[种種个個])?(?:示例|可能|参考|參考|简短|簡短"
    r"|正确|正確|建议|建議)的?"
)
_BE = r" (?:is|could be|would be|might be|may be)|[如为為是]下?"
_HEADING = re.compile(
    r"\s{0,9}(?:#{1,4} (?:answer|response|output|回答|答案|输出)|\*\*(?:answer|response|output|回答|答案"
    r"|输出)\*\*)[ \t]*\n\s*",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"```(?:markdown|md|text|txt|plaintext)?[ \t]*\n(?P<inside>(?:(?!```)[\s\S])*?)\n```")
# A sentence with its mark, and what code or a drawing has.
_PROSE = re.compile(r"[^\W\d_][ ，、：:,][^\n]{4,}[.!?。！？]\Z")
# In characters: the end of a block tells.
_LAST = 200
_OF_CODE = re.compile(r"[={}<>;|\\_^~]|\w\(|^[ \t]{2,}|^\W", re.MULTILINE)
_SPEAKS_OF_CODE = re.compile(
    r"code|markdown|block|fence|script|program|function|terminal|command|plain text|json|html|代[码碼]|程序|函[数數]"
    r"|[块塊]|命令",
    re.IGNORECASE,
)
# Beside it, "A:" is the name of a choice or of a speaker.
_NEXT_LETTER = re.compile(r"(?<!\w)B(?!\w)")


def without_label(output: str, task: str) -> str:
    """Return an output without a label such as "Answer:" or "**输出：**" before it.

    It stays where the task or the rest of the output has labels, too, as a quiz and a dialogue have, where the task
    speaks of it, and where nothing follows.
    """
    output = _without_frame(output, task)
    found = _label().match(output)
    if found is None:
        return output
    rest, word = output[found.end() :], re.escape(found["word"])
    if found["mark"] and found["mark"] not in (found["before"], found["after"]):
        if not rest.endswith(found["mark"]):
            return output
        rest = rest.removesuffix(found["mark"])
    is_shown = re.search(rf"{word}\W{{0,3}}[:：]|[\"“'‘「]{word}", task, re.IGNORECASE)
    is_choice = word == "A" and _NEXT_LETTER.search(task)
    # What follows on the line of the label may have a colon: "Answer: Neither: both are the same."
    is_one_of_several = _LABELLED_LINE.search(rest, len(rest.partition("\n")[0])) or _LABELLED_LINE.search(task)
    return output if not rest.strip() or is_shown or is_choice or is_one_of_several else rest


def _without_frame(output: str, task: str) -> str:
    """Return an output without the heading that only calls it so, or the block of code around prose."""
    if (heading := _HEADING.match(output)) and not _LABELLED_LINE.search(task):
        rest = output[heading.end() :]
        output = output if re.search(r"^(?:#{1,4} |\*\*[^*\n]+\*\*$)", rest, re.MULTILINE) else rest
    block = _BLOCK.fullmatch(output.strip())
    is_prose = block and _PROSE.search(block["inside"].rstrip()[-_LAST:]) and not _OF_CODE.search(block["inside"])
    return block["inside"] if block and is_prose and not _SPEAKS_OF_CODE.search(task) else output


@cache
def _label() -> re.Pattern[str]:
    words = any_of(word for each in all_markers() for word in (each.output, *each.other_outputs, *each.before_outputs))
    return re.compile(
        rf"\s{{0,9}}(?:#{{1,6}} )?(?P<mark>\*\*|__|)(?:{_QUALIFIED})?(?P<word>(?-i:A)"
        rf"|{words})(?:{_BE})?(?P<before>\*\*|__|)"
        r"[ \t]?[:：](?P<after>\*\*|__|)\s*+",
        re.IGNORECASE,
    )
