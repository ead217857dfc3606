"""The output only picks an option by its letter ("The answer is option B.", "选B"), and the task has none.

A letter by itself may be the answer, as that of boron is B; so may one that is called the answer, where the task is
about letters, signs or groups that have them.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language

_LETTER = r"\(?(?-i:[A-H])\)?"
_OPTION = re.compile(
    rf"(?:(?:the )?(?:correct |right |best |final )?(?:answer|choice|option)(?: is|:| would be)? ?)?(?:option"
    rf"|choice) {_LETTER}"
    rf"|(?:[我应應]?[该該]?[选選]择?擇?|[选選][项項]|(?:正[确確]|最佳)?(?:答案|[选選][项項])(?:[是为為选選]"
    rf"|[应應][该該]?[选選]|[：:])?[选選][项項]?) ?{_LETTER}"
    rf"(?:[项項])?|{_LETTER} ?(?:[选選])?[项項]|\((?-i:[A-H])\)(?: [^\n]{{1,80}})?|(?-i:[A-H])\) [^\n]{{1,80}}",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    rf"(?:the )?(?:correct |right |best |final )?(?:answer|choice)(?: is|:) ?{_LETTER}"
    rf"|(?:正[确確]|最[终終])?答案(?:是|[为為]|应该是|[：:]) ?{_LETTER}",
    re.IGNORECASE,
)
# Letters in a row, or with the marks of options.
_FIRST, _SECOND = (re.compile(rf"(?<![A-Za-z]){letter}(?![A-Za-z])") for letter in "AB")
_MARKED = re.compile(r"[(（]a[)）]|^[^\S\n]*a[.)、]", re.IGNORECASE | re.MULTILINE)
_SPEAKS_OF_LETTERS = re.compile(
    r"\b(?:letters?|alphabet\w*|symbols?|elements?|grades?|grading|vitamins?|notes?|chords?|keys?|scales?|blood"
    r"|types?|class"
    r"(?:es)?|groups?|teams?|plans?|variables?|points?|section|column|cell|options?|choices?|multiple[- ]choice|quiz"
    r"|hepatitis"
    r"|roman|hex\w*|batter(?:y|ies)|drive|size|cup|variants?|versions?|players?|rows?|examples?)\b"
    r"|字母|符[号號]|元素|等[级級]|[维維]生素|[维維]他命|血型|音|班|[组組]|[队隊]|[选選][项項]|[选選]择?擇?[题題]"
    r"|[变變]量|[点點]|列|型|[类類]|[项項]目|方案",
    re.IGNORECASE,
)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the output."""
    output = draft.output.replace("*", "").strip("_ \n").rstrip(".。!！")
    task = f"{draft.instruction}\n{draft.input}"
    if _has_options(task) or not (_OPTION.fullmatch(output) or _ANSWER.fullmatch(output)):
        return None
    may_be_letter = _SPEAKS_OF_LETTERS.search(task) or re.search(
        rf"(?<![A-Za-z]){_LETTER}(?![A-Za-z])", draft.instruction
    )
    return None if may_be_letter else output[:60]


def _has_options(task: str) -> bool:
    first = _FIRST.search(task)
    return bool((first and _SECOND.search(task, first.end())) or _MARKED.search(task))


FILTER = Filter(check_instance=check_instance)
