"""What the demo model can say, one vocabulary for each language."""

import importlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Patterns with slots such as `{noun}`, and what may fill each slot.

    `labelled_patterns` make instructions of classification tasks, `open_patterns` of all others, mostly with a second
    sentence from `tails`; `sentences` make inputs and outputs. `chatter`, `refusals`, `reasoning` and `nothing` are
    what models write beside or instead of an answer; `parts` what they call instruction, input and output; `yes` and
    `no` how they answer a question. An instruction that has one of `classification_cues`, or two labels, is taken for a
    classification task.
    """

    open_patterns: tuple[str, ...]
    labelled_patterns: tuple[str, ...]
    tails: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]
    sentences: tuple[str, ...]
    joint: str
    chatter: tuple[str, ...]
    refusals: tuple[str, ...]
    reasoning: str
    nothing: tuple[str, ...]
    parts: tuple[str, str, str]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    classification_cues: tuple[str, ...]


def load_words(language: str) -> Words:
    """Return the vocabulary of a language."""
    words: Words = importlib.import_module(f"selfinstruct.backends.demo.{language}").WORDS
    return words
