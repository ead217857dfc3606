"""What other settings would change about a run, as far as it is known without a replay."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from selfinstruct.core.settings import ReplaySettings
from selfinstruct.core.values import IMPORT, Draft, Instance, Rejection
from selfinstruct.filters import FILTERS, INDISPENSABLE, Filters, load_filters
from selfinstruct.review.evidence import Evidence, Seen
from selfinstruct.review.words import words_in

# So many are tried; where there are more, those that are drawn stand for all.
_MOST_TRIED = 1_000
_EXAMPLES = 3
_NUMBERS = ("count", "of", "wanted", "unwanted", "bare", "avoided")


@dataclass(frozen=True)
class Preview:
    """What a replay with other settings would change, and the `command` that does it.

    Of the `of` rejections or accepted tasks in question, `count` tasks would come in or gain an instance (if it
    `lets_in`), or go; `is_estimate` says that only some were looked at. This goes by what the run has stored: what
    comes in may keep out what is near to it, or be near to others itself, which the replay alone can tell. Of those
    that were decided on, reviewers want `wanted` and have rejected `unwanted`. `bare` ones have no output yet,
    `avoided` ones are near to an instruction to avoid. `examples` are instructions on which nothing was decided.
    """

    changes: ReplaySettings
    lets_in: bool
    count: int
    of: int
    is_estimate: bool
    wanted: int
    unwanted: int
    bare: int
    avoided: int
    examples: tuple[str, ...]
    command: str

    def told_in(self, language: str) -> str:
        """Return in words what would change, in English or Chinese."""
        words, numbers = words_in(language), {name: f"{getattr(self, name):,}" for name in _NUMBERS}
        how_sure = "about" if self.is_estimate else "at_most"
        if self.changes.similarity_threshold is not None:
            how_sure = "at_most" if self.lets_in else "at_least"
        numbers["count"] = words[how_sure].format(numbers["count"])
        what = "filter" if self.changes.filters is not None else "threshold"
        names = [f"{what}_{'lets_in' if self.lets_in else 'takes_out'}"]
        if self.wanted or self.unwanted:
            names.append("of_these_in" if self.lets_in else "of_these_out")
        names += [f"of_these_{name}" for name in ("bare", "avoided") if self.lets_in and getattr(self, name)]
        threshold = f"{self.changes.similarity_threshold or 0:g}"
        return words["between_sentences"].join(words[name].format(threshold=threshold, **numbers) for name in names)


@dataclass(frozen=True)
class _Moved:
    """A task that would come in or go; `key` tells it from others."""

    key: str
    instruction: str
    instances: tuple[Instance, ...]
    is_avoided: bool = False


class Previews:
    """Previews for a run. They are possible unless it holds imported tasks alone, which no replay builds anew.

    A replay tries filters that are named for it on imported tasks, too: where these came in through others, it would
    change more than a preview tells.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence, self._store, settings = evidence, evidence.store, evidence.settings
        self._rejections = self._store.count("rejections")
        self._specification = settings.filters or ""
        self._random_seed = settings.random_seed
        self._most_instances = settings.instances_per_task or 1
        self.are_possible = None not in (settings.recipe, settings.filters, settings.instances_per_task)
        self._filters = Filters()
        if self.are_possible and self._store.named_in(IMPORT, "filters") <= {self._specification}:
            self._filters = load_filters(self._specification, settings.recipe or "", settings.language)

    @property
    def other_filters(self) -> list[str]:
        """The filters of ours that the run does without, if they can be added."""
        return [name for name in FILTERS.ours if name not in self._filters] if self._filters else []

    def with_threshold_raised(self, threshold: float) -> Preview:
        """Return what comes in if only what is more similar than this is a near-duplicate."""
        found = map(_moved, self._store.rejections_within(threshold))
        seen = [each for each in self._evidence.rejected if 0 < each.similarity <= threshold]
        changes = ReplaySettings(similarity_threshold=threshold)
        return self._preview(changes, f"{threshold:g}", found, seen, self._count("near_duplicate", "avoided"))

    def with_threshold_lowered(self, threshold: float) -> Preview:
        """Return what goes if all that is more similar to a seed task than this is a near-duplicate."""
        tasks = self._store.close_to_seeds(threshold)
        found = (_Moved(task.id, task.instruction, task.instances) for task in tasks)
        seen = [each for each in self._evidence.accepted if each.similarity > threshold]
        changes = ReplaySettings(similarity_threshold=threshold)
        return self._preview(changes, f"{threshold:g}", found, seen, self._tasks, lets_in=False)

    def without_filter(self, reason: str) -> Preview | None:
        """Return what comes in without a filter; None if the reason is none that can be taken out."""
        if reason not in self._filters or reason in INDISPENSABLE:
            return None
        others = Filters({name: each for name, each in self._filters.items() if name != reason})
        numbers = self._store.numbers_for(reason)
        rejections = self._store.rejections_at(self._drawn(numbers))
        passed = (each for each in rejections if self._passes(others, each.instruction, each.instances))
        found = (_moved(each) for each in passed if self._has_room(each.item))
        rejected = [each for each in self._evidence.rejected if reason in each.names]
        seen = [each for each in rejected if self._passes(others, each.record.instruction, each.instances)]
        seen = [each for each in seen if self._has_room(each.item)]
        changes = ReplaySettings(filters=_without(self._specification, reason))
        return self._preview(changes, f"without-{reason}", found, seen, len(numbers), is_drawn=True)

    def with_filter(self, reason: str) -> Preview:
        """Return what goes with one more filter: the tasks of which it leaves no instance."""
        added = Filters({reason: FILTERS.find(reason)})
        tasks = self._store.accepted_at(self._drawn(range(self._tasks)))
        lost = (task for task in tasks if not self._passes(added, task.instruction, task.instances))
        found = (_Moved(task.id, task.instruction, task.instances) for task in lost)
        changes = ReplaySettings(filters=_with(self._specification, reason))
        return self._preview(
            changes, f"with-{reason}", found, self.objected(reason), self._tasks, lets_in=False, is_drawn=True
        )

    def objected(self, reason: str) -> list[Seen]:
        """Return the accepted records among the evidence of whose task a filter leaves nothing."""
        added = Filters({reason: FILTERS.find(reason)})
        accepted = self._evidence.accepted
        return [each for each in accepted if not self._passes(added, each.record.instruction, each.instances)]

    @property
    def _tasks(self) -> int:
        return self._store.last_accepted() + 1

    def _count(self, *reasons: str) -> int:
        return sum(number for (_, name), number in self._rejections.items() if name in reasons)

    def _drawn(self, numbers: Sequence[int]) -> Sequence[int]:
        """Return what is to be tried of these."""
        return Random(self._random_seed).sample(numbers, _MOST_TRIED) if len(numbers) > _MOST_TRIED else numbers

    def _passes(self, filters: Filters, instruction: str, instances: Sequence[Instance]) -> bool:
        """Return whether filters leave an instruction, and an instance of it if it has any."""
        language, siblings = self._evidence.language, tuple(instances)
        if filters.reject_instruction(instruction, language):
            return False
        drafts = (
            Draft(instruction, each.input, each.output, siblings=siblings, position=at)
            for at, each in enumerate(siblings)
        )
        return not siblings or any(filters.reject_instance(draft, language) is None for draft in drafts)

    def _has_room(self, item: str) -> bool:
        """Return whether one more instance would be one of those that a task keeps."""
        task = self._store.task(item) if item else None
        return not task or len(task.instances) < self._most_instances

    def _preview(
        self,
        changes: ReplaySettings,
        name: str,
        found: Iterable[_Moved],
        seen: Sequence[Seen],
        of: int,
        *,
        lets_in: bool = True,
        is_drawn: bool = False,
    ) -> Preview:
        """Count what moves, each task once; `seen` are the decided ones of all that do.

        Where `is_drawn`, what was found stands for more if there are more than are tried.
        """
        known, bare, avoided, examples = set[str](), 0, 0, list[str]()
        for each in found:
            if each.key not in known:
                known.add(each.key)
                bare += not each.instances
                avoided += each.is_avoided
                if len(examples) < _EXAMPLES and self._evidence.says(each.instruction, each.instances) is None:
                    examples.append(each.instruction)
        decided = {each.item or each.record.instruction for each in seen}
        wanted = len({each.item or each.record.instruction for each in seen if each.is_wanted})
        each_for = max(1.0, of / _MOST_TRIED) if is_drawn else 1.0
        moved, bare = round(each_for * len(known)), round(each_for * bare)
        counts = (moved, of, each_for > 1, wanted, len(decided) - wanted, bare, avoided)
        command = _command(self._store.folder, name, changes)
        return Preview(changes, lets_in, *counts, tuple(examples), command)


def _moved(rejection: Rejection) -> _Moved:
    key, is_avoided = rejection.item or rejection.instruction, rejection.reason == "avoided"
    return _Moved(key, rejection.instruction, rejection.instances, is_avoided)


def _words(specification: str) -> list[str]:
    words = [each.strip() for each in specification.split(",")]
    return ["default", *words] if words[0][:1] in ("+", "-") else words


def _without(specification: str, reason: str) -> str:
    words = _words(specification)
    added = f"+{reason}"
    return ",".join([each for each in words if each != added] if added in words else [*words, f"-{reason}"])


def _with(specification: str, reason: str) -> str:
    words = _words(specification)
    taken_out = f"-{reason}"
    return ",".join([each for each in words if each != taken_out] if taken_out in words else [*words, f"+{reason}"])


def _command(run: Path, name: str, changes: ReplaySettings) -> str:
    """Return the command that replays a run with these changes, ready for a shell, into a folder beside it."""
    folder = run if run.name not in ("", "..") else run.resolve()
    output = next(each for each in _beside(folder, name) if not each.exists())
    words = ["selfinstruct", "replay", _argument(run), "--output", _argument(output)]
    if changes.similarity_threshold is not None:
        words += ["--similarity-threshold", f"{changes.similarity_threshold:g}"]
    if changes.filters is not None:
        words += ["--filters", changes.filters]
    return shlex.join(words)


def _argument(path: Path) -> str:
    # It must not look like an option.
    return f"./{path}" if str(path).startswith("-") else str(path)


def _beside(folder: Path, name: str) -> Iterator[Path]:
    yield folder.with_name(f"{folder.name}-{name}")
    yield from (folder.with_name(f"{folder.name}-{name}-{number}") for number in count(2))
