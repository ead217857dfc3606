"""How often labels occur: outputs of classification tasks, told apart as where they are balanced."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from selfinstruct.pool.labels import label
from selfinstruct.storage.store import Store

# A label that is used once tells nothing where hardly any are used yet.
_FEW = 20
# How many times as often as a label another one of the same task is used, so that it is rare.
_RARE = 4
# In characters: what is longer is hardly a label, but it is counted.
_LONGEST = 200


class Use(NamedTuple):
    """How often a label is used in its task and in the run; None where the run is not counted yet."""

    label: str
    in_task: int
    in_run: int | None


@dataclass
class Labels:
    """The labels of the accepted classification tasks of a run; those up to the number `counted` are known."""

    store: Store
    counted: int = -1
    _uses: Counter[str] = field(default_factory=Counter)
    _total: int = 0

    def count_up_to(self, number: int) -> None:
        """Count those of further tasks."""
        outputs = [*map(_key, self.store.outputs_of_classification(self.counted, number))]
        self._uses.update(outputs)
        self._total += len(outputs)
        self.counted = number

    def uses(self, number: int) -> list[Use]:
        """Return the labels of an accepted task, those that it uses most first."""
        outputs = self.store.outputs_of(number)
        written = {_key(output): output.strip()[:_LONGEST] for output in outputs}
        is_counted = number <= self.counted
        in_task = Counter(map(_key, outputs)).most_common()
        return [Use(written[key], count, self._uses[key] if is_counted else None) for key, count in in_task]

    def is_rare(self, number: int, output: str) -> bool:
        """Return whether a label is used once in the run, or seldom beside another one of its task."""
        if number > self.counted:
            return False
        own = _key(output)
        if self._uses[own] == 1 and self._total >= _FEW:
            return True
        in_task = Counter(map(_key, self.store.outputs_of(number)))
        return in_task[own] * _RARE <= max(in_task.values(), default=0)


def _key(output: str) -> str:
    return label(output)[:_LONGEST]
