"""What the page of a chat leaves in answers that are copied from it: taken off where that is sure, else left out."""

import re
from dataclasses import replace

from selfinstruct.core.errors import LeftOut
from selfinstruct.core.values import Task

_TAG = re.compile(
    r'\s*+<(?:(?:p|ul|ol|h[1-6])(?:\s[^<>]{0,200})?>|div class="[^"<>]{0,200}?\b(?:markdown|prose|flex)\b)'
)
_SPEAKS_OF_HTML = re.compile(
    r"html|xml|svg|jsx|\bcss\b|markup|\btags?\b|template|web ?(?:page|site)|front.?end|<\w|标签|网页|页面|模板|前端",
    re.IGNORECASE,
)
# The head of a block of code: its language and a button.
_IN_FENCE = re.compile(
    r"^```[ \t]{0,3}([\w+#-]{0,15})\n(?:([\w+#-]{1,15})\n)?([\w+#-]{0,15}?)(?:Copy code|复制代码)\n", re.MULTILINE
)
_BUTTON = re.compile(r"^[ \t]{0,8}[\w+#-]{0,15}?(?:Copy code|复制代码)[ \t]{0,8}$", re.MULTILINE)
_SPEAKS_OF_COPYING = re.compile(r"cop(?:y|ies)|button|复制|按钮", re.IGNORECASE)
_SPEAKS_OF_BOTS = re.compile(
    r"gpt|chat|\bbots?\b|\bAI\b|openai|model|assistant|人工智能|机器人|模型|助手", re.IGNORECASE
)
_ANSWERS, _ASKS = ("ChatGPT", "ChatGPT said:", "ChatGPT说:"), ("User", "You", "You said:")
_NUMBER = re.compile(r"\s*+\d{1,2} ?/ ?\d{1,2}\n")


def without_page_marks(task: Task) -> Task:
    """Return a task whose outputs are free of a page's words; `LeftOut` if they cannot be taken off for sure."""
    instances = []
    for each in task.instances:
        asked = f"{task.instruction}\n{each.input}"
        if _TAG.match(each.output) and not _SPEAKS_OF_HTML.search(asked):
            raise LeftOut("answers written as HTML that was not asked for", task.instruction)
        instances.append(replace(each, output=_said(each.output, asked)))
    return replace(task, instances=tuple(instances))


def _said(text: str, asked: str) -> str:
    """Return an answer without the names of who speaks above and below it, and without buttons."""
    body, _, last = text.rstrip().rpartition("\n")
    if last.strip() in _ASKS and body.endswith("\n\n"):
        text = body
    first, _, rest = text.lstrip().partition("\n")
    if first.strip() in _ANSWERS and rest.strip() and not _SPEAKS_OF_BOTS.search(asked):
        text = rest[found.end() :] if (found := _NUMBER.match(rest)) else rest
    if ("Copy code" not in text and "复制代码" not in text) or _SPEAKS_OF_COPYING.search(asked):
        return text
    text = _IN_FENCE.sub(lambda found: f"```{found[1] or found[2] or found[3]}\n", text)
    if _BUTTON.search(text):
        raise LeftOut("answers with buttons of a chat page", asked.partition("\n")[0])
    return text
