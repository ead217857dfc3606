"""A seed file, and how it compares with what we ask of our own."""

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from selfinstruct.languages import find_language, guess_language
from selfinstruct.seeds.checking import NEAR_DUPLICATES, Finding, check_seed_tasks
from selfinstruct.seeds.reading import read_seed_tasks, require_language


@dataclass(frozen=True)
class SeedReport:
    """A seed file: how many seed tasks it has, in which language, and each rule with the tasks that miss it."""

    tasks: int
    language: str
    findings: tuple[Finding, ...]

    @property
    def has_near_duplicates(self) -> bool:
        """Whether any two instructions are near-duplicates: a run takes both, which serves nobody."""
        return any(not finding.met for finding in self.findings if finding.rule == NEAR_DUPLICATES)

    @property
    def is_sound(self) -> bool:
        """Whether every rule is met."""
        return all(finding.met for finding in self.findings)


def check_seeds(file: str | PathLike[str], language: str = "", similarity_threshold: float = 0.7) -> SeedReport:
    """Validate a seed file and compare it with our rules for seed sets; without a `language` it is guessed.

    `InputError` names the file and the line of what is wrong.
    """
    tasks = read_seed_tasks(Path(file))
    found = find_language(language) if language else guess_language([task.instruction for task in tasks])
    require_language(Path(file), tasks, found)
    return SeedReport(len(tasks), found.name, tuple(check_seed_tasks(tasks, found, similarity_threshold)))
