"""Answers of the demo model as values: made up by walking the JSON schema, by types and by the names of the wire."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from selfinstruct.backends.demo.voice import Voice
from selfinstruct.core.question import Question

_DEEPEST = 8
# Without limits of its own, a number is one to give marks with.
_HIGHEST = 5


@dataclass(frozen=True)
class _About:
    """What a part of the answer is about: an instruction ("" for none), its number, and which of several parts it is.

    `is_listed` says that it stands in an array already, `output_first` that its input is written after its output.
    """

    instruction: str = ""
    number: int = 0
    position: int = 0
    depth: int = 0
    is_listed: bool = False
    output_first: bool = False


class Author:
    """Writes one answer that fits a schema, with slips in what it says; `structured` only changes some of those."""

    def __init__(self, schema: Mapping[str, Any], question: Question, voice: Voice, *, structured: bool) -> None:
        self._schema = schema
        self._question = question
        self._voice = voice
        self._structured = structured

    def answer(self) -> Any:
        """Return an answer."""
        return self._value("", self._schema, _About())

    def _value(self, name: str, schema: Any, about: _About) -> Any:
        schema = self._plain(schema)
        if about.depth > _DEEPEST:
            # A schema may refer to itself, where it allows for nothing at all.
            return [] if _type(schema) == "array" else None
        if schema.get("enum"):
            return self._voice.one_of(schema["enum"])
        match _type(schema):
            case "object":
                return self._object(schema, about)
            case "array":
                return self._array(name, schema, about)
            case "boolean":
                is_one = name == "is_classification" and about.instruction
                return self._voice.words.is_classification(about.instruction) if is_one else self._voice.approves()
            case "integer" | "number":
                return about.number or about.position + 1 if name == "number" else self._number(schema)
            case "null":
                return None
        return self._string(name, about)

    def _plain(self, schema: Any) -> Mapping[str, Any]:
        """Return a schema without references, and of several to choose from the first that is not null."""
        for _ in range(_DEEPEST):
            if "$ref" in schema:
                schema = reduce(lambda found, part: found[part], schema["$ref"].split("/")[1:], self._schema)
            elif several := schema.get("anyOf") or schema.get("oneOf"):
                schema = next((each for each in several if each != {"type": "null"}), several[0])
        found: Mapping[str, Any] = schema
        return found

    # --- objects and arrays

    def _object(self, schema: Mapping[str, Any], about: _About) -> dict[str, Any]:
        properties = schema.get("properties") or {}
        names = [name for name in properties if name in ("input", "output")]
        about = replace(about, depth=about.depth + 1, output_first=names == ["output", "input"])
        made = {}
        if "instruction" in properties:
            made["instruction"] = self._instruction()
            about = replace(about, instruction=made["instruction"])
        return {name: made.get(name) or self._value(name, part, about) for name, part in properties.items()}

    def _array(self, name: str, schema: Mapping[str, Any], about: _About) -> list[Any]:
        items = self._plain(schema.get("items", {}))
        entries = self._entries(items.get("properties") or {}, about)
        values = [self._value(name.removesuffix("s"), items, each) for each in entries]
        # Structured answers carry the numbering of the prompt's list into the strings.
        if self._structured and self._question.proposes and _type(items) == "string" and self._voice.slips(0.1):
            values = [f"{number}. {text}" for number, text in enumerate(values, len(self._question.texts) + 1)]
        return values

    def _entries(self, properties: Mapping[str, Any], about: _About) -> list[_About]:
        """Return what each entry of an array is about: a text that the prompt shows, or one of so many new ones."""
        part, texts = replace(about, depth=about.depth + 1, is_listed=True), self._question.texts
        if about.is_listed or self._question.proposes:
            is_part = self._question.proposes and about.is_listed
            count = self._voice.random.randint(1, 2) if is_part else self._question.count
            return [replace(part, position=position) for position in range(count)]
        if "number" not in properties:
            count = self._question.count
            return [replace(part, instruction=text, position=at) for text in texts or ("",) for at in range(count)]
        # Now and then one is missing, of long ones more often.
        missing = 0.01 if any(_type(self._plain(each)) == "array" for each in properties.values()) else 0.005
        numbered = [replace(part, instruction=text, number=number) for number, text in enumerate(texts, 1)]
        return [each for each in numbered if not self._voice.slips(missing)]

    # --- texts and numbers

    def _number(self, schema: Mapping[str, Any]) -> int:
        lowest: int = schema.get("minimum", 0)
        return self._voice.random.randint(lowest, schema.get("maximum", max(lowest, _HIGHEST)))

    def _string(self, name: str, about: _About) -> str:
        if name == "instruction":
            return self._instruction()
        if name == "input":
            return self._input(about)
        if name == "output":
            return self._label(about) if about.output_first else self._output(about.instruction)
        return self._voice.text(1, 2)

    def _instruction(self) -> str:
        roll = self._voice.random.random()
        if roll < 0.04 and self._question.texts:
            return self._voice.random.choice(self._question.texts)
        return self._voice.stump() if roll < 0.05 else self._voice.instruction()

    def _input(self, about: _About) -> str:
        if self._voice.slips(0.01 if about.output_first else 0.4):
            return self._voice.no_input()
        return self._voice.text(1, 3) if about.output_first else self._voice.text(2, 5)

    def _output(self, instruction: str) -> str:
        roll = self._voice.random.random()
        if roll < 0.01:
            return ""
        if roll < 0.02:
            return self._voice.random.choice(self._voice.words.refusals)
        if roll < 0.025:
            return instruction
        if roll < 0.03:
            return self._voice.text(1, 1).rstrip(".。") + ":"
        return self._voice.text(1, 6)

    def _label(self, about: _About) -> str:
        """Return a label, in turn; models like the first one too much."""
        labels = self._voice.words.labels_in(about.instruction) or [self._voice.yes, self._voice.no]
        return labels[0] if self._voice.slips(0.3) else labels[about.position % len(labels)]


def _type(schema: Mapping[str, Any]) -> str:
    """Return the type of a schema, the first that is not null where there are several."""
    types: str | list[str] = schema.get("type") or ("object" if "properties" in schema else "string")
    return types if isinstance(types, str) else max(types, key=lambda each: each != "null")
