"""The settings of a run, frozen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selfinstruct.errors import InputError
from selfinstruct.types import Api


@dataclass(frozen=True)
class Settings:
    """What the user asked for.

    Of these, `language`, `recipe`, `backend`, `similarity_threshold`, `instances_per_task` (and the seed tasks)
    make the pool what it is: a run keeps them for good. All others may change from one start to the next. Without
    `seeds`, a run goes on with those it has, and a new one begins with those that come along; it also keeps the
    instructions of the files to `avoid`.
    """

    folder: Path
    language: str
    target: int
    prompts: Path
    seeds: Path | None = None
    avoid: tuple[Path, ...] = ()
    recipe: str = "self-instruct"
    backend: str = "openai"
    model: str | None = None
    base_url: str | None = None
    api_key: str | None = None
    api: Api = "chat"
    concurrency: int = 16
    similarity_threshold: float = 0.7
    instances_per_task: int = 1
    random_seed: int | None = None

    def __post_init__(self) -> None:
        """Raise `InputError` for a number out of its range."""
        _require(self.target >= 1, "--n", self.target, "at least 1")
        _require(self.concurrency >= 1, "--concurrency", self.concurrency, "at least 1")
        _require(1 <= self.instances_per_task <= 5, "--instances-per-task", self.instances_per_task, "from 1 to 5")
        threshold = self.similarity_threshold
        _require(0 < threshold <= 1, "--similarity-threshold", threshold, "above 0 and at most 1")

    def fixed(self) -> dict[str, Any]:
        """Return the settings that a run keeps, by the name of their option."""
        return {
            "--lang": self.language,
            "--recipe": self.recipe,
            "--backend": self.backend,
            "--similarity-threshold": self.similarity_threshold,
            "--instances-per-task": self.instances_per_task,
        }


def _require(condition: bool, option: str, value: object, range_: str) -> None:
    if not condition:
        raise InputError(f"{option} {value}: must be {range_}")
