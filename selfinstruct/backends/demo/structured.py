"""The demo model when it is held to a JSON schema: what it says is the same, slips included, but for the form."""

import json
from collections.abc import Callable
from typing import Any

from selfinstruct.backends.demo.model import Speaker


class StructuredSpeaker(Speaker):
    """Answers one question in JSON; there is no chatter around it."""

    def _with_chatter(self, text: str) -> str:
        return text

    def _instructions(self) -> str:
        texts = [self._instruction() for _ in range(self._question.count)]
        if self._slips(0.1):
            first = len(self._question.instructions) + 1
            texts = [f"{number}. {text}" for number, text in enumerate(texts, first)]
        return _compact({"instructions": texts})

    def _classification(self) -> str:
        answers = [
            {"number": number, "is_classification": self._is_classification(instruction)}
            for number, instruction in enumerate(self._question.instructions, 1)
            if not self._slips(0.005)
        ]
        return _compact({"answers": answers})

    def _sections(self, heads: tuple[str, str], write: Callable[[str], list[tuple[str, str]]]) -> str:
        parts = ("output", "input") if self._question.wanted == "output_first" else ("input", "output")
        tasks = [
            {"number": number, "instances": [dict(zip(parts, pair, strict=True)) for pair in write(instruction)]}
            for number, instruction in enumerate(self._question.instructions, 1)
            if not self._slips(0.01)
        ]
        return _compact({"tasks": tasks})

    def _tasks(self) -> str:
        fields = ("instruction", "input", "output")
        return _compact({"tasks": [dict(zip(fields, parts, strict=True)) for parts in self._whole_tasks()]})


def _compact(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
