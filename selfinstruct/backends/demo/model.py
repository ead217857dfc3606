"""The demo model: made-up answers in the form a prompt asks for, with the slips of a real model."""

import re
from collections.abc import Callable, Sequence
from random import Random

from selfinstruct.backends.demo.reading import Question
from selfinstruct.backends.demo.words import Words, load_words

_SLOT = re.compile(r"\{(\w+?)(\d?)\}")
_INNER_MARKERS = {
    "en": ("[Task {}]", "[Input]", "[Output]", "[Label]", "[End]"),
    "zh": ("【任务{}】", "【输入】", "【输出】", "【标签】", "【完】"),
}


class Speaker:
    """Answers one question; the same `random` gives the same answer."""

    def __init__(self, question: Question, random: Random) -> None:
        self._question = question
        self._random = random
        self._words: Words = load_words(question.language)
        self._markers = _INNER_MARKERS[question.language]

    def answer(self) -> str:
        """Return the answer, now and then a refusal instead, or one with reasoning or chatter around it."""
        if self._slips(0.005):
            return self._random.choice(self._words.refusals)
        answers: dict[str, Callable[[], str]] = {
            "instructions": self._instructions,
            "classification": self._classification,
            "input_first": self._input_first,
            "output_first": self._output_first,
            "tasks": self._tasks,
        }
        text = answers[self._question.wanted]()
        if self._question.goes_on:
            return text
        text = self._with_chatter(text)
        if self._slips(0.03):
            text = f"<think>\n{self._words.reasoning}\n</think>\n\n{text}"
        return text

    def _with_chatter(self, text: str) -> str:
        if self._slips(0.1):
            text = f"{self._random.choice(self._words.chatter)}\n\n{text}"
        if self._slips(0.05):
            text = f"{text}\n\n{self._words.chatter[-1]}"
        return text

    # --- instructions

    def _instructions(self) -> str:
        first = len(self._question.instructions) + 1
        style = self._numbering()
        lines: list[str] = []
        number = first
        for _ in range(self._question.count):
            lines.append(style(number, self._instruction()))
            number += self._random.choice((0, 2)) if self._slips(0.02) else 1
        text = "\n".join(lines)
        return text.removeprefix(f"{first}.") if self._question.goes_on else text

    def _instruction(self) -> str:
        roll = self._random.random()
        if roll < 0.04 and self._question.instructions:
            return self._random.choice(self._question.instructions)
        if roll < 0.05:
            return self._fill(self._random.choice(self._words.open_patterns)).split(" ")[0][:3]
        patterns = self._words.labelled_patterns if roll > 0.78 else self._words.open_patterns
        pattern = self._random.choice(patterns)
        if self._slips(0.9):
            pattern = self._words.joint.join((pattern, self._random.choice(self._words.tails)))
        return self._fill(pattern)

    def _numbering(self) -> Callable[[int, str], str]:
        if self._question.goes_on or not self._slips(0.25):
            return lambda number, text: f"{number}. {text}"
        styles: tuple[Callable[[int, str], str], ...] = (
            lambda number, text: f"{number}) {text}",
            lambda number, text: f"{number}、{text}",
            lambda number, text: f"**{number}.** {text}",
            lambda number, text: f"{number}. **{text}**",
            lambda number, text: f"({number}) {text}\n",
            lambda number, text: f"{number}． {text}",
        )
        return self._random.choice(styles)

    # --- classification

    def _classification(self) -> str:
        lines = []
        for number, instruction in enumerate(self._question.instructions, 1):
            answers = self._words.yes if self._is_classification(instruction) else self._words.no
            if self._slips(0.01):
                answers = self._words.chatter
            if not self._slips(0.005):
                lines.append(f"{number}. {self._random.choice(answers)}")
        text = "\n".join(lines)
        return text.removeprefix("1.") if self._question.goes_on else text

    def _is_classification(self, instruction: str) -> bool:
        cues = self._words.classification_cues
        return len(self._labels(instruction)) > 1 or any(cue in instruction.lower() for cue in cues)

    def _labels(self, instruction: str) -> list[str]:
        found = [label for label in self._words.slots["label"] if _stands_in(label, instruction)]
        return sorted(found, key=instruction.index)

    # --- instances

    def _input_first(self) -> str:
        _, given, result, *_ = self._markers
        return self._sections((given, result), self._input_then_output)

    def _output_first(self) -> str:
        _, given, _, label, _ = self._markers
        return self._sections((label, given), self._label_then_input)

    def _sections(self, heads: tuple[str, str], write: Callable[[str], list[tuple[str, str]]]) -> str:
        task, *_, end = self._markers
        lines = []
        for number, instruction in enumerate(self._question.instructions, 1):
            if not self._slips(0.01):
                lines.append(task.format(number))
                for parts in write(instruction):
                    lines += [line for each in zip(heads, parts, strict=True) for line in each]
        text = "\n".join([*lines, end])
        return text.removeprefix(task.format(1)) if self._question.goes_on else text

    def _input_then_output(self, instruction: str) -> list[tuple[str, str]]:
        pairs = []
        for _ in range(self._question.count):
            text = self._random.choice(self._words.nothing) if self._slips(0.4) else self._text(2, 5)
            pairs.append((text, self._output(instruction)))
        return pairs

    def _output(self, instruction: str) -> str:
        roll = self._random.random()
        if roll < 0.01:
            return ""
        if roll < 0.02:
            return self._random.choice(self._words.refusals)
        if roll < 0.025:
            return instruction
        if roll < 0.03:
            return self._text(1, 1).rstrip(".。") + ":"
        return self._text(1, 6)

    def _label_then_input(self, instruction: str) -> list[tuple[str, str]]:
        labels = self._labels(instruction) or [self._words.yes[0], self._words.no[0]]
        pairs = []
        for at in range(self._question.count):
            chosen = labels[0] if self._slips(0.3) else labels[at % len(labels)]
            text = self._random.choice(self._words.nothing) if self._slips(0.01) else self._text(1, 3)
            pairs.append((chosen, text))
        return pairs

    # --- whole tasks

    def _tasks(self) -> str:
        task, given, result, _, end = self._markers
        first = len(self._question.instructions) + 1
        as_ancestors = not self._question.goes_on and self._slips(0.1)
        lines = []
        for number, parts in enumerate(self._whole_tasks(), first):
            if as_ancestors:
                names = self._words.parts
                lines += ["###", *(f"{number}. {name}: {part}" for name, part in zip(names, parts, strict=True))]
            else:
                heads = (task.format(number), given, result)
                lines += [line for each in zip(heads, parts, strict=True) for line in each]
        text = "\n".join([*lines, end])
        return text.removeprefix(task.format(first)) if self._question.goes_on else text

    def _whole_tasks(self) -> list[tuple[str, str, str]]:
        tasks = []
        for _ in range(self._question.count):
            instruction = self._instruction()
            given = self._random.choice(self._words.nothing) if self._slips(0.4) else self._text(2, 5)
            tasks.append((instruction, given, self._output(instruction)))
        return tasks

    # --- words

    def _text(self, least: int, most: int) -> str:
        sentences: Sequence[str] = self._random.choices(self._words.sentences, k=self._random.randint(least, most))
        return self._words.joint.join(self._fill(sentence) for sentence in sentences)

    def _fill(self, pattern: str) -> str:
        """Fill the slots of a pattern; `{noun2}` differs from `{noun}`, `{Person}` starts a sentence."""
        labels = self._random.sample(self._words.slots["label"], 3)
        filled = dict(zip(("one", "two", "three"), labels, strict=True))

        def choose(found: re.Match[str]) -> str:
            slot, key = found[1].lower(), found[1].lower() + found[2]
            if key not in filled:
                others = set(filled.values())
                choices = self._words.slots[slot]
                filled[key] = next(
                    word for word in iter(lambda: self._random.choice(choices), None) if word not in others
                )
            word = filled[key]
            return word[0].upper() + word[1:] if found[1][0].isupper() else word

        text = _SLOT.sub(choose, pattern)
        return text[0].upper() + text[1:]

    def _slips(self, probability: float) -> bool:
        return self._random.random() < probability


def _stands_in(label: str, text: str) -> bool:
    return re.search(rf"\b{label}\b", text) is not None if label.isascii() else label in text
