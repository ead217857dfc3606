"""What a run folder keeps of the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from selfinstruct.core.settings import Prices
from selfinstruct.core.values import Task


@dataclass(frozen=True)
class RunSettings:
    """What a run folder keeps, by the names of these fields.

    None stands for what is open yet: a run of imported tasks has no recipe, backend, filters, instances or judge until
    it is grown, a new one no target. `imports_judged` says that imported tasks, too, are accepted only once they are
    judged. `is_replay` is true as long as the run is being built from the log of another one.
    `grown_with` holds what else it was asked with last, as `remember` returns it.
    """

    language: str
    similarity_threshold: float
    seed_tasks: tuple[Task, ...]
    avoid: tuple[str, ...]
    random_seed: int
    recipe: str | None = None
    backend: str | None = None
    filters: str | None = None
    instances_per_task: int | None = None
    judge: bool | None = None
    judges: int | None = 1
    min_score: float | None = None
    best_of: int | None = None
    reward: bool | None = None
    imports_judged: bool = False
    target: int | None = None
    prices: Prices | None = None
    is_replay: bool = False
    grown_with: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lane(self) -> str:
        """The lane in which its requests went last, "" for the normal one."""
        connection = self.grown_with.get("connection")
        return str(connection.get("lane", "")) if isinstance(connection, Mapping) else ""
