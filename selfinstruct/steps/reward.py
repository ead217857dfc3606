"""Asks a reward model what an output is worth: it is sent the conversation, and gives one number.

It takes the place of the judge, under its name: nothing else needs to know which of the two has looked. Its number has
no scale, so it is kept apart from marks.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from selfinstruct.core.forms import Form
from selfinstruct.core.lenient_json import read_json
from selfinstruct.core.scores import Score
from selfinstruct.core.values import Completion, Item, Sampling, Task
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Finding, Judged, Nothing
from selfinstruct.steps.judge import NAME, UNJUDGED, next_instance
from selfinstruct.steps.templates import Prompts


@dataclass(frozen=True, kw_only=True)
class Reward(Step):
    """The step in which a reward model scores one output of one item a request."""

    batch: int = 1
    sampling: Sampling = Sampling(temperature=0.0, top_p=1.0, max_tokens=1)  # noqa: RUF009
    name: str = NAME
    label: str = NAME
    place: int = Place.JUDGE
    finds = (Judged, Nothing)
    is_judge = True

    def show(self, shown: Task | Item) -> str:
        """Return the conversation as JSON: the task as a person would send it, and the output that is scored next."""
        instance = next_instance(shown, self.verdicts)
        asked = "\n\n".join(text for text in (shown.instruction, instance.input) if text.strip())
        turns = [{"role": "user", "content": asked}, {"role": "assistant", "content": instance.output}]
        return json.dumps(turns, ensure_ascii=False)

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        """Return the conversation; what stands around its turns is the model's own affair."""
        return shown[0]

    def lead(self, prompt: str, form: Form) -> str:
        """Return nothing: no text is continued."""
        return ""

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        """Return the reward as a score; nothing where there is no number."""
        try:
            reward = float(read_json(completion.text.encode())["reward"])
        except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
            return [Nothing(0, UNJUDGED, "no reward")]
        if not isfinite(reward):
            return [Nothing(0, UNJUDGED, "a reward that is no number")]
        return [Judged(0, Score.of_reward(reward, completion.model))]

    def answer_tokens(self, task: Task) -> int:
        """Return 0: no text is written."""
        return 0
