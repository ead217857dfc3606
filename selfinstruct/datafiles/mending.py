"""What pipelines did to texts on their way, undone where it is sure: entities, escapes, words for “no input”."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from selfinstruct.core.values import Instance, Task
from selfinstruct.datafiles.chat_marks import without_chat_marks
from selfinstruct.parsing.markers import without_no_input
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


@dataclass(frozen=True)
class Mended:
    """A task as it was meant: whether its HTML entities were undone, or kept though they may not be meant.

    `is_one_turn` is whether it had marks of turns or reasoning that were taken off, `had_unseen` whether it had
    characters that nobody sees, `had_escapes` whether it had escapes that were undone.
    """

    task: Task
    is_unescaped: bool = False
    is_unsure: bool = False
    is_one_turn: bool = False
    had_unseen: bool = False
    had_escapes: bool = False


def mended(task: Task) -> Mended:
    """Return a task without the marks of a pipeline: entities and escapes, words for “no input”, tokens of turns.

    Entities are undone only in a task that has none of the characters they stand for and does not speak of HTML.
    `LeftOut` if there are marks of turns that cannot be taken off.
    """
    texts = [task.instruction, *(text for each in task.instances for text in (each.input, each.output))]
    together = "\n".join(texts)
    has_some = bool(_ENTITY.search(together)) and not _SPEAKS_OF_IT.search(together)
    undo = has_some and _is_escaped(together)
    if undo:
        task = _unescaped(task)
    has_unseen = bool(_UNSEEN.search(together)) and not _NEEDS_UNSEEN.search(together)
    if has_unseen:
        task = _with_texts(task, lambda text: _UNSEEN.sub("", text))
    topic, escaped = task.instruction, task
    task = _with_texts(task, lambda text: unescaped(text, topic))
    had_escapes = task != escaped
    marked, task = task, without_chat_marks(task)
    is_one_turn = task != marked
    instances = tuple(replace(each, input=without_no_input(each.input, task.instruction)) for each in task.instances)
    task = replace(task, instances=instances)
    return Mended(task, undo, has_some and not undo, is_one_turn, has_unseen, had_escapes)


def _is_escaped(text: str) -> bool:
    """Return whether a text was surely escaped: no character is left that would have been."""
    rest = _ENTITY.sub("", text)
    left = any(char in rest for char in "<>&")
    left |= '"' in rest and bool(_DOUBLE.search(text))
    left |= "'" in rest and bool(_SINGLE.search(text))
    return bool(_SURE.search(text)) and not left and not _ALONE.search(text)


def _unescaped(task: Task) -> Task:
    """Return a task with the characters that the entities stand for; only those, as `html.unescape` knows many more."""
    return _with_texts(task, lambda text: _ENTITY.sub(lambda found: html.unescape(found[0]), text))


def _with_texts(task: Task, change: Callable[[str], str]) -> Task:
    instances = tuple(Instance(change(each.input), change(each.output)) for each in task.instances)
    return replace(task, instruction=change(task.instruction), instances=instances)
