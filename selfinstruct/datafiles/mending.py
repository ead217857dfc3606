"""What pipelines did to texts on their way, undone where it is sure: entities, escapes, line ends, “no input”."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from selfinstruct.core.values import Instance, Task
from selfinstruct.datafiles.chat_marks import without_chat_marks
from selfinstruct.datafiles.pages import without_page_marks
from selfinstruct.datafiles.separators import without_separators
from selfinstruct.parsing.around_outputs import without_frame
from selfinstruct.parsing.part_texts import unpadded, without_no_input
from selfinstruct.text.escapes import unescaped

# Those that an escaping function writes; nobody types them but to speak of HTML.
_QUOTE = r"&(?:quot|apos|#0*39|#x0*27|#0*34|#x0*22);"
_ENTITY = re.compile(rf"{_QUOTE}|&(?:lt|gt|amp);")
# Quotes are attached to a word, brackets come in pairs, and a comparison has short operands.
_SURE = re.compile(
    rf"(?<=\S){_QUOTE}|{_QUOTE}(?=\S)|&lt;[^&\s][^&]{{0,200}}?&gt;|\w&amp;\w|&amp;&amp;"
    r"|\b\w{1,2} ?&[lg]t;=? ?\w{1,2}\b|&[lg]t;=? ?\d"
)
_ALONE = re.compile(rf"(?<!\S){_QUOTE}(?!\S)")
_SPEAKS_OF_IT = re.compile(
    r"html|xml|svg|jsx|\bentit(?:y|ies)\b|escap|encod|markup|template|browser|web ?page|&amp;(?:lt|gt|amp|quot|apos|#)|"
    r"转义|实体|标签|网页|编码|模板|浏览器",
    re.IGNORECASE,
)
# What nobody sees: byte order marks, soft hyphens, word joiners, spaces without width, marks that turn the direction of
# writing over, and tags. Some scripts need such spaces between words, and tags make flags.
_UNSEEN = re.compile(
    "[\ufeff\u00ad\u2060\u202d\u202e\U000e0001]|\u200b|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+"
)
_NEEDS_UNSEEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0590-\u08ff]"
    r"|unicode|invisible|zero.width|hyphen|\bBOM\b|byte order|零宽|不可见|隐形",
    re.IGNORECASE,
)
_DOUBLE, _SINGLE = re.compile(r"&(?:quot|#0*34|#x0*22);"), re.compile(r"&(?:apos|#0*39|#x0*27);")


# Line ends of Windows, of one conversion too many, and of old systems; the separators of Unicode, of which U+0085 may
# be an ellipsis that was misread, unless it stands where a line ends, or beside the others.
_LINE_END = re.compile("\r{1,2}\n|\r")
_SEPARATOR = re.compile("[\u2028\u2029]|(?<=[.!?:;,)。！？：；，）\n\x85])\x85(?! )")
_SURE_SEPARATOR, _ANY_SEPARATOR = re.compile("[\u2028\u2029]"), re.compile("[\x85\u2028\u2029]")
_SPEAKS_OF_SEPARATORS = re.compile(r"unicode|separator|invisible|不可见|分隔", re.IGNORECASE)
_OTHER_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")


@dataclass(frozen=True)
class Mended:
    """A task as it was meant: with what was changed in it, and what was kept though it may have to be changed."""

    task: Task
    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def mended(task: Task) -> Mended:
    """Return a task without the marks of a pipeline: entities and escapes, words for “no input”, tokens of turns.

    Entities are undone only in a task that has none of the characters they stand for and does not speak of HTML.
    `LeftOut` if there are marks of turns, or of a page, that cannot be taken off.
    """
    has_entities = _has_entities(_together(task))
    changed = []
    for change, what in _CHANGES:
        before, task = task, change(task)
        if what and task != before:
            changed.append(what)
    are_kept = has_entities and _ENTITIES not in changed
    return Mended(task, tuple(changed), ("HTML entities that may be meant",) if are_kept else ())


def _without_entities(task: Task) -> Task:
    """Return a task with the characters that the entities stand for; only those, as `html.unescape` knows many more."""
    text = _together(task)
    if not _has_entities(text) or not _is_escaped(text):
        return task
    return _with_texts(task, lambda text: _ENTITY.sub(lambda found: html.unescape(found[0]), text))


def _with_line_breaks(task: Task) -> Task:
    """Return a task whose lines end as they do everywhere."""
    task, text = _with_texts(task, lambda text: _LINE_END.sub("\n", text)), _together(task)
    if not _SEPARATOR.search(text) or _SPEAKS_OF_SEPARATORS.search(text) or _OTHER_CONTROL.search(text):
        return task
    separator = _ANY_SEPARATOR if _SURE_SEPARATOR.search(text) else _SEPARATOR
    return _with_texts(task, lambda text: separator.sub("\n", text))


def _without_unseen(task: Task) -> Task:
    text = _together(task)
    if not _UNSEEN.search(text) or _NEEDS_UNSEEN.search(text):
        return task
    return _with_texts(task, lambda text: _UNSEEN.sub("", text))


def _without_escapes(task: Task) -> Task:
    topic = task.instruction
    return _with_texts(task, lambda text: unescaped(text, topic))


def _with_bare_outputs(task: Task) -> Task:
    """Return a task without white space around its outputs; code keeps the indentation of its first line."""
    return _with_instances(task, lambda each: replace(each, output=_bare(each.output)))


def _with_bare_instruction(task: Task) -> Task:
    """Return a task without white space around its instruction, such as what joined it to an input that was empty."""
    return replace(task, instruction=_bare(task.instruction))


def _bare(text: str) -> str:
    text = unpadded(text)
    return text[1:] if text[:1] == " " and text[1:2].strip() else text


def _with_answers_alone(task: Task) -> Task:
    def alone(each: Instance) -> Instance:
        return replace(each, output=without_frame(each.output, f"{task.instruction}\n{each.input}"))

    return _with_instances(task, alone)


def _without_no_inputs(task: Task) -> Task:
    return _with_instances(task, lambda each: replace(each, input=without_no_input(each.input, task.instruction)))


def _has_entities(text: str) -> bool:
    return bool(_ENTITY.search(text)) and not _SPEAKS_OF_IT.search(text)


def _is_escaped(text: str) -> bool:
    """Return whether a text was surely escaped: no character is left that would have been."""
    rest = _ENTITY.sub("", text)
    left = any(char in rest for char in "<>&")
    left |= '"' in rest and bool(_DOUBLE.search(text))
    left |= "'" in rest and bool(_SINGLE.search(text))
    return bool(_SURE.search(text)) and not left and not _ALONE.search(text)


def _together(task: Task) -> str:
    return "\n".join([task.instruction, *(text for each in task.instances for text in (each.input, each.output))])


def _with_texts(task: Task, change: Callable[[str], str]) -> Task:
    task = _with_instances(task, lambda each: Instance(change(each.input), change(each.output)))
    return replace(task, instruction=change(task.instruction))


def _with_instances(task: Task, change: Callable[[Instance], Instance]) -> Task:
    return replace(task, instances=tuple(map(change, task.instances)))


_ENTITIES = "HTML entities into the characters they stand for"
# In this order, with what is told of each; “no input” is said in so many words that it is not worth a line, and white
# space around an instruction tells nothing.
_CHANGES: tuple[tuple[Callable[[Task], Task], str], ...] = (
    (_without_entities, _ENTITIES),
    (_with_line_breaks, "line breaks of other systems into ordinary ones"),
    (_without_unseen, "texts with characters that nobody sees into texts without them"),
    (_without_escapes, "escapes such as \\n into the characters they stand for"),
    (without_page_marks, "answers with words of the page that they were copied from into answers without them"),
    (without_chat_marks, "texts with marks of turns or reasoning into texts without them"),
    (without_separators, "texts with numbers and separators of a prompt into texts without them"),
    (_with_bare_outputs, "outputs with white space around them into outputs without it"),
    (_with_bare_instruction, ""),
    (_with_answers_alone, "outputs in a fence, below a marker or above a count of words into the answers alone"),
    (_without_no_inputs, ""),
)
