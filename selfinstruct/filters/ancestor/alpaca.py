"""What Stanford Alpaca's script rejects: what Self-Instruct's do, with more keywords, but no instance."""

from selfinstruct.filters import cut_by_content_filter, cut_by_length
from selfinstruct.filters.ancestor import Ancestor, self_instruct
from selfinstruct.languages import Language

_MORE = ("go to", "video", "audio", "music", "flowchart", "diagram")


def _asks_for_a_program(instruction: str, language: Language) -> str | None:
    return "Write a program" if instruction.startswith("Write a program") else None


ANCESTOR = Ancestor(
    languages=("en",),
    published="2023-03",
    instruction={
        **self_instruct.ANCESTOR.instruction,
        "asks_for_media": self_instruct.keyword_check(*self_instruct.KEYWORDS, *_MORE),
        "asks_for_a_program": _asks_for_a_program,
    },
    instance={
        "cut_by_length": cut_by_length.check_instance,
        "cut_by_content_filter": cut_by_content_filter.check_instance,
    },
)
