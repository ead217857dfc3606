"""What is wanted of a seed set, as far as a program can see it: coverage, balance, wording, substance, distance.

A dataset inherits what its seed tasks are about and how they are worded, so that these are to be what people send: an
input is announced in a person's words, few tasks ask for a label or limit the answer, some answers are a page long. The
shares follow what is known of real use (InstructGPT's prompts, ChatGPT's in 2025); the ancestors' sets (one instance
each, no output of 300 words, a pair at ROUGE-L 0.82) miss several of them, as may a set for a purpose of its own.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import combinations
from math import ceil

from selfinstruct.core.counts import Count
from selfinstruct.core.values import Task
from selfinstruct.dedup.rouge import f_measure
from selfinstruct.languages import Language

TASKS = 175
TASKS_PER_CATEGORY = (8, 25)
CLASSIFICATION_PERCENT = (12, 15)
INSTANCES_OF_CLASSIFICATION = (2, 5)
WITH_INPUT_PERCENT = (45, 75)
QUESTIONS_PERCENT = (10, 50)
LIMITED_PERCENT = 12
FAR_OFF_PERCENT = 8
UNPOLISHED = 10
LONG_OUTPUTS = 60
PAGES = 10
HIGHEST_SIMILARITY = 0.5
MEAN_HIGHEST_SIMILARITY = 0.36
NEAR_DUPLICATES = "near-duplicates"
_MOST_PAIRS = 1000


@dataclass(frozen=True)
class Finding:
    """One rule: what was found, what is wanted, and what misses it ("" for each thing when nothing does)."""

    rule: str
    found: str
    wanted: str
    missed: tuple[str, ...] = ()
    met: bool = True


def check_seed_tasks(tasks: Sequence[Task], language: Language, near_duplicate: float) -> list[Finding]:
    """Check a seed set by every rule; two instructions above `near_duplicate` are near-duplicates."""
    return [
        *_coverage(tasks),
        *_balance(tasks, language),
        *_wording(tasks, language),
        *_substance(tasks, language),
        *_distance(tasks, language, near_duplicate),
    ]


def _coverage(tasks: Sequence[Task]) -> Iterator[Finding]:
    yield Finding("seed tasks", str(len(tasks)), str(TASKS), met=len(tasks) == TASKS)
    low, high = TASKS_PER_CATEGORY
    low = _of_as_many(low, tasks)
    counts = Counter(task.hint.category for task in tasks if task.hint.category)
    missed = [f"{name}: {count}" for name, count in counts.items() if not low <= count <= high]
    if without := len(tasks) - counts.total():
        missed.append(f"{Count(without):task} without a category")
    many = "category" if len(counts) == 1 else "categories"
    found = f"{_from_to(counts.values())} in {len(counts)} {many}" if counts else "no category is given"
    yield _rule("tasks in each category", found, f"{low} to {high}", missed)


def _balance(tasks: Sequence[Task], language: Language) -> Iterator[Finding]:
    labelled = [task for task in tasks if task.is_classification]
    yield _between("classification tasks, %", 100 * len(labelled) / len(tasks), CLASSIFICATION_PERCENT)
    low, high = INSTANCES_OF_CLASSIFICATION
    missed = [
        f"{task.id}: {Count(len(task.instances)):instance}, {Count(len(labels)):label}"
        for task in labelled
        for labels in [{instance.output for instance in task.instances}]
        if not low <= len(task.instances) <= high or len(labels) < 2
    ]
    sizes = [len(task.instances) for task in labelled] or [0]
    yield _rule("instances of each of those", _from_to(sizes), f"{low} to {high}, of 2 labels or more", missed)
    with_input = sum(any(instance.input for instance in task.instances) for task in tasks)
    yield _between("tasks with an input, %", 100 * with_input / len(tasks), WITH_INPUT_PERCENT)
    questions = sum("?" in task.instruction or "？" in task.instruction for task in tasks)
    yield _between("instructions with a question mark, %", 100 * questions / len(tasks), QUESTIONS_PERCENT)
    if wanted := language.seed_limits.first_words:
        words = {task.instruction.split()[0].casefold() for task in tasks}
        wanted = _of_as_many(wanted, tasks)
        yield Finding("different first words", str(len(words)), f"at least {wanted}", met=len(words) >= wanted)


def _wording(tasks: Sequence[Task], language: Language) -> Iterator[Finding]:
    """Yield what can be told of the words; most of it needs a language that has words for it."""
    unpolished = sum(task.instruction[-1:].isalnum() for task in tasks)
    rule = "requests without a full stop, as people type"
    wanted = _of_as_many(UNPOLISHED, tasks)
    yield Finding(rule, str(unpolished), f"at least {wanted}", met=unpolished >= wanted)
    if (words := language.seed_words) is None:
        return
    silent = [
        f"{task.id}: {task.instruction}"
        for task in tasks
        if any(instance.input for instance in task.instances) and not words.announces_input.search(task.instruction)
    ]
    yield _rule("inputs that no word announces", str(len(silent)), "none", silent)
    of_datasets = [
        f"{task.id}: {found.group()}" for task in tasks if (found := words.of_datasets.search(task.instruction))
    ]
    yield _rule("words of a dataset, not of a person", str(len(of_datasets)), "none", of_datasets)
    limits = (language.sets_limit, words.sets_form)
    limited = [task.id for task in tasks if any(limit.search(task.instruction) for limit in limits)]
    yield _at_most("limits of length or form, %", limited, len(tasks), LIMITED_PERCENT)
    far_off = [
        task.id
        for task in tasks
        if any(words.far_off.search(text) for text in (task.instruction, *(each.input for each in task.instances)))
    ]
    yield _at_most("set in a village, a craft or the like, %", far_off, len(tasks), FAR_OFF_PERCENT)


def _substance(tasks: Sequence[Task], language: Language) -> Iterator[Finding]:
    limits, size, unit = language.seed_limits, language.size, language.size_unit
    sizes = {task.id: size(task.instruction) for task in tasks}
    yield _sizes(f"{unit} in an instruction", sizes, limits.shortest, limits.longest)
    outputs = {
        f"{task.id}, instance {number}": size(instance.output)
        for task in tasks
        for number, instance in enumerate(task.instances, 1)
    }
    yield _sizes(f"{unit} in an output", outputs, 1, limits.longest_output)
    longest = [max(size(each.output) for each in task.instances) for task in tasks]
    for of_all, size_wanted in ((LONG_OUTPUTS, limits.long_output), (PAGES, limits.page)):
        wanted = _of_as_many(of_all, tasks)
        long = sum(size >= size_wanted for size in longest)
        rule = f"tasks with an output of {size_wanted} {unit} or more"
        yield Finding(rule, str(long), f"at least {wanted}", met=long >= wanted)
    yield _repeated(tasks, language)
    gaps = [
        f"{task.id}: {found.group()}"
        for task in tasks
        for instance in task.instances
        if (found := language.placeholder.search(instance.input))
    ]
    yield _rule("placeholders in inputs", str(len(gaps)), "none", gaps)


def _repeated(tasks: Sequence[Task], language: Language) -> Finding:
    """Find long passages that stand in more than one input: each says the same again wherever it is shown."""
    seen: dict[str, str] = {}
    missed = []
    for task in tasks:
        for number, instance in enumerate(task.instances, 1):
            place = f"{task.id}, instance {number}"
            for line in filter(None, map(str.strip, instance.input.splitlines())):
                if language.size(line) < language.seed_limits.long_output // 2:
                    continue
                if line in seen:
                    missed.append(f"{seen[line]} and {place}: {line[:40]}")
                seen.setdefault(line, place)
    return _rule("passages that stand in two inputs", str(len(missed)), "none", missed)


def _distance(tasks: Sequence[Task], language: Language, near_duplicate: float) -> Iterator[Finding]:
    tokens = [language.tokenize(task.instruction) for task in tasks]
    highest = [0.0] * len(tasks)
    counts = Counter[bool]()

    def alike() -> Iterator[tuple[float, str]]:
        for (i, first), (j, second) in combinations(enumerate(tokens), 2):
            score = f_measure(first, second)
            highest[i], highest[j] = max(highest[i], score), max(highest[j], score)
            if score > min(near_duplicate, HIGHEST_SIMILARITY):
                counts[score > near_duplicate] += 1
                yield score, f"{score:.2f}  {tasks[i].id} ~ {tasks[j].id}"

    # There may be as many as the square of the tasks.
    pairs = nlargest(_MOST_PAIRS, alike())
    near = [line for score, line in pairs if score > near_duplicate]
    others = [line for score, line in pairs if score <= near_duplicate]
    near += _more(counts[True] - len(near))
    yield _rule(NEAR_DUPLICATES, f"{counts[True]}", f"no two above ROUGE-L {near_duplicate:g}", near)
    others += _more(counts[False] - len(others))
    found = f"{max(highest):.2f}" if len(tasks) > 1 else ""
    yield _rule("highest ROUGE-L of two", found, f"at most {HIGHEST_SIMILARITY:g}", others + near)
    mean = sum(highest) / len(highest)
    met = mean < MEAN_HIGHEST_SIMILARITY
    yield Finding("mean of each one's highest", f"{mean:.2f}", f"under {MEAN_HIGHEST_SIMILARITY:.2f}", met=met)


def _of_as_many(wanted: int, tasks: Sequence[Task]) -> int:
    """Return how many of these tasks are to be so, if of a full set so many are."""
    return ceil(wanted * min(1.0, len(tasks) / TASKS))


def _more(count: int) -> list[str]:
    return [f"and {count:,} more"] if count else []


def _rule(rule: str, found: str, wanted: str, missed: Sequence[str]) -> Finding:
    return Finding(rule, found, wanted, tuple(missed), met=not missed)


def _between(rule: str, found: float, wanted: tuple[int, int]) -> Finding:
    low, high = wanted
    return Finding(rule, _shown(found), f"{low} to {high}", met=low <= found <= high)


def _at_most(rule: str, missed: Sequence[str], of_all: int, wanted: int) -> Finding:
    """Compare a share; the tasks of which it is are named where they are too many."""
    found = 100 * len(missed) / of_all
    met = found <= wanted
    return Finding(rule, _shown(found), f"at most {wanted}", () if met else tuple(missed), met)


def _shown(share: float) -> str:
    """Return a share with a digit behind the point, so that one just beyond a limit does not look as if it met it."""
    return f"{share:.1f}".removesuffix(".0")


def _from_to(sizes: Collection[int]) -> str:
    """Return the least and the greatest, or the only one."""
    low, high = min(sizes), max(sizes)
    return f"{low}" if low == high else f"{low} to {high}"


def _sizes(rule: str, sizes: dict[str, int], low: int, high: int) -> Finding:
    missed = [f"{name}: {size}" for name, size in sizes.items() if not low <= size <= high]
    return _rule(rule, _from_to(sizes.values()), f"{low} to {high}", missed)
