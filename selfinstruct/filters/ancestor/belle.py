"""What BELLE's script rejects, but for two things that it does.

It looks for its keywords in the outputs too, and it cuts phrases such as "让GPT" out of instructions. Here an
instruction that names GPT is rejected.
"""

from selfinstruct.core.counts import Count
from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.filters.ancestor import CUTS, Ancestor
from selfinstruct.languages import Language

_MEDIA = "图像 图片 照片 文件 图表 图层 曲线图 折线图 直线图 柱形图 饼状图 链接 http".split()
_MODELS = "OpenAI chatgpt GPT gpt-3 gpt-4".split()
_EXAMPLES = ("示例", "例子")


def _too_short(instruction: str, language: Language) -> str | None:
    return f"{Count(len(instruction)):character}" if len(instruction) <= 3 else None


def _too_long(draft: Draft, language: Language) -> str | None:
    """Return its size if it has an input and 100 characters or more, 150 where it speaks of examples."""
    limit = 150 if any(word in draft.instruction for word in _EXAMPLES) else 100
    return f"{Count(len(draft.instruction)):character}" if draft.input and len(draft.instruction) >= limit else None


def _keyword_filter(words: list[str]) -> Filter:
    """Return a filter for any of these words, in just this case, in an instruction or an input."""

    def check(text: str, language: Language) -> str | None:
        return next((word for word in words if word in text), None)

    return Filter(check, lambda draft, language: check(draft.input, language))


ANCESTOR = Ancestor(
    languages=("zh",),
    published="2023-04",
    filters={
        **CUTS,
        "too_short": Filter(_too_short),
        "too_long": Filter(check_instance=_too_long),
        "asks_for_media": _keyword_filter(_MEDIA),
        "speaks_of_a_model": _keyword_filter(_MODELS),
    },
)
