"""What Stanford Alpaca's script rejects: what Self-Instruct's do, with more keywords, but no instance."""

from selfinstruct.filters import Filter
from selfinstruct.filters.ancestor import CUTS, Ancestor, self_instruct
from selfinstruct.languages import Language

_MORE = ("go to", "video", "audio", "music", "flowchart", "diagram")


def _asks_for_a_program(instruction: str, language: Language) -> str | None:
    return "Write a program" if instruction.startswith("Write a program") else None


ANCESTOR = Ancestor(
    languages=("en",),
    published="2023-03",
    filters={
        **self_instruct.INSTRUCTION_FILTERS,
        "asks_for_media": self_instruct.keyword_filter(*self_instruct.KEYWORDS, *_MORE),
        "asks_for_a_program": Filter(_asks_for_a_program),
        **CUTS,
    },
)
