"""A model that makes up its answers from the words of an option, whatever it is asked."""

import json
from collections.abc import Mapping
from random import Random
from typing import Any

from selfinstruct import BackendOption, BackendPlugin, Opening, Question, Reply, Request


class Echo:
    """Answers at once, in JSON of the schema that is asked for."""

    limits = ""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._asked = 0

    async def complete(self, request: Request) -> Reply:
        self._asked += 1
        assert request.question
        assert request.schema
        answer = self._value(request.schema, request.question, Random(self._asked))
        choice = {"message": {"content": json.dumps(answer)}, "finish_reason": "stop"}
        return Reply(json.dumps({"model": "echo", "choices": [choice]}).encode())

    def _value(self, schema: Mapping[str, Any], question: Question, random: Random) -> Any:
        match schema["type"]:
            case "object":
                return {name: self._value(each, question, random) for name, each in schema["properties"].items()}
            case "array":
                items, texts = schema["items"], question.texts
                if "number" in items.get("properties", {}):
                    return [self._value(items, question, random) | {"number": n} for n in range(1, len(texts) + 1)]
                return [self._value(items, question, random) for _ in range(question.count)]
            case "integer":
                return random.randint(0, 5)
            case "boolean":
                return random.random() < 0.3
            case _:
                text = " ".join(random.sample(self._words, 9))
                return text.upper() if random.random() < 0.1 else text

    async def models(self) -> list[str]:
        return ["echo"]

    async def close(self) -> None:
        return None


def _open(opening: Opening) -> Echo:
    return Echo(opening.options["words"])


def _words(text: str) -> list[str]:
    words = text.split("+")
    if len(words) < 9:
        raise ValueError("nine words at least")
    return words


BACKEND = BackendPlugin(
    about="words of an option",
    open=_open,
    concurrency=2,
    is_structured=True,
    options={
        "words": BackendOption("words with a plus between them", "un+deux+trois+quatre+cinq+six+sept+huit+neuf", _words)
    },
)
