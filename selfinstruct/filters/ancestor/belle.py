"""What BELLE's script rejects. It looks for its keywords in the answers too, which is not done again here.

Nor are phrases such as "让GPT" taken out of the instruction: with any GPT in it, it goes.
"""

from collections.abc import Callable

from selfinstruct.core.values import Draft
from selfinstruct.filters import cut_by_content_filter, cut_by_length
from selfinstruct.filters.ancestor import Ancestor
from selfinstruct.languages import Language

_MEDIA = "图像 图片 照片 文件 图表 图层 曲线图 折线图 直线图 柱形图 饼状图 链接 http".split()
_MODELS = "OpenAI chatgpt GPT gpt-3 gpt-4".split()
_EXAMPLES = ("示例", "例子")


def _too_short(instruction: str, language: Language) -> str | None:
    return f"{len(instruction)} characters" if len(instruction) <= 3 else None


def _too_long(draft: Draft, language: Language) -> str | None:
    """Return its size if it has an input and 100 characters or more, 150 where it speaks of examples."""
    limit = 150 if any(word in draft.instruction for word in _EXAMPLES) else 100
    return f"{len(draft.instruction)} characters" if draft.input and len(draft.instruction) >= limit else None


def _check_of(words: list[str]) -> Callable[[str, Language], str | None]:
    """Return a check for any of these words, in just this case."""

    def check(text: str, language: Language) -> str | None:
        return next((word for word in words if word in text), None)

    return check


def _in_input(check: Callable[[str, Language], str | None]) -> Callable[[Draft, Language], str | None]:
    return lambda draft, language: check(draft.input, language)


ANCESTOR = Ancestor(
    languages=("zh",),
    published="2023-04",
    instruction={
        "too_short": _too_short,
        "asks_for_media": _check_of(_MEDIA),
        "speaks_of_a_model": _check_of(_MODELS),
    },
    instance={
        "cut_by_length": cut_by_length.check_instance,
        "cut_by_content_filter": cut_by_content_filter.check_instance,
        "too_long": _too_long,
        "asks_for_media": _in_input(_check_of(_MEDIA)),
        "speaks_of_a_model": _in_input(_check_of(_MODELS)),
    },
)
