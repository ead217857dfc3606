"""What pipelines did to texts on their way, undone where it is sure: HTML entities, words for “no input”."""

import html
import re
from dataclasses import dataclass, replace

from selfinstruct.core.values import Instance, Task
from selfinstruct.parsing.markers import without_no_input

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
_DOUBLE, _SINGLE = re.compile(r"&(?:quot|#0*34|#x0*22);"), re.compile(r"&(?:apos|#0*39|#x0*27);")


@dataclass(frozen=True)
class Mended:
    """A task as it was meant: whether its HTML entities were undone, or kept though they may not be meant."""

    task: Task
    is_unescaped: bool = False
    is_unsure: bool = False


def mended(task: Task) -> Mended:
    """Return a task without the marks of a pipeline: entities for characters, words for “no input”.

    Entities are undone only in a task that has none of the characters they stand for and does not speak of HTML.
    """
    texts = [task.instruction, *(text for each in task.instances for text in (each.input, each.output))]
    together = "\n".join(texts)
    has_some = bool(_ENTITY.search(together)) and not _SPEAKS_OF_IT.search(together)
    undo = has_some and _is_escaped(together)
    if undo:
        task = _unescaped(task)
    instances = tuple(replace(each, input=without_no_input(each.input, task.instruction)) for each in task.instances)
    return Mended(replace(task, instances=instances), undo, has_some and not undo)


def _is_escaped(text: str) -> bool:
    """Return whether a text was surely escaped: no character is left that would have been."""
    rest = _ENTITY.sub("", text)
    left = any(char in rest for char in "<>&")
    left |= '"' in rest and bool(_DOUBLE.search(text))
    left |= "'" in rest and bool(_SINGLE.search(text))
    return bool(_SURE.search(text)) and not left and not _ALONE.search(text)


def _unescaped(task: Task) -> Task:
    """Return a task with the characters that the entities stand for; only those, as `html.unescape` knows many more."""

    def plain(text: str) -> str:
        return _ENTITY.sub(lambda found: html.unescape(found[0]), text)

    instances = tuple(Instance(plain(each.input), plain(each.output)) for each in task.instances)
    return replace(task, instruction=plain(task.instruction), instances=instances)
