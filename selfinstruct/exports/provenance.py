"""Where each exported record comes from, and what it is most similar to."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain

from selfinstruct.core.scores import Score, lowest
from selfinstruct.core.values import Task
from selfinstruct.dedup.near_duplicates import nearest_before
from selfinstruct.dedup.nearest import Few
from selfinstruct.exports.source import Source, Watch
from selfinstruct.formats import Row
from selfinstruct.languages import find_language

_Key = tuple[bool, str]


def provenance(source: Source, parts: Sequence[str], watch: Watch, *, of_tasks: bool) -> Iterator[Row]:
    """Yield a row for each record, in the order of the records of each part; `of_tasks`: a record is a task.

    It names the nearest seed task, and the nearest of all that came into the pool earlier, seed tasks included.
    """
    settings = source.report.settings
    tokenize = find_language(settings.language).tokenize
    seeds = settings.seed_tasks
    nearest_seeds = Few(tokenize(seed.instruction) for seed in seeds)
    nearest = _nearest_earlier(source, watch)
    for part in parts:
        number = 0
        for task in watch(source.tasks(part), "tasks written"):
            about: Row = {"category": task.hint.category} if task.hint.category else {}
            if _key(task) in nearest:
                about["nearest"], about["similarity"] = nearest[_key(task)]
            if task.origin != "seed":
                (near,) = nearest_seeds.nearest([tokenize(task.instruction)])
                about |= {"nearest_seed": seeds[near.position].id, "seed_similarity": near.score}
                about |= source.store.provenance(task.id)
            for position in range(1 if of_tasks else len(task.instances)):
                row: Row = {"part": part, "record": number, "id": task.id}
                judged = task.scores if of_tasks else task.scores[position : position + 1]
                yield row | ({} if of_tasks else {"instance": position}) | about | scored(judged)
                number += 1


def scored(scores: Sequence[Score | None]) -> Row:
    """Return what a judge says of instances, {} where it has said nothing: the lowest score, and each one."""
    least = lowest(scores)
    return {} if least is None else {"score": least, "judged": [_told(each) for each in scores if each]}


def _told(score: Score) -> Row:
    """Return a score as a row; of several verdicts on an instance, what each came to, and how far they lie apart."""
    if score.reward is not None:
        return {"reward": score.reward, "model": score.model}
    row = asdict(score)
    del row["reward"]
    del row["verdicts"]
    values = [each.value for each in score.verdicts]
    return row | ({"verdicts": values, "spread": score.spread} if values else {})


def _nearest_earlier(source: Source, watch: Watch) -> dict[_Key, tuple[str, float]]:
    settings = source.report.settings
    tokenize = find_language(settings.language).tokenize
    keys: list[_Key] = []

    def tokens() -> Iterator[list[str]]:
        for task in watch(chain(settings.seed_tasks, source.accepted()), "tasks compared"):
            keys.append(_key(task))
            yield tokenize(task.instruction)

    neighbours = enumerate(nearest_before(tokens()))
    return {keys[number]: (keys[near.position][1], near.score) for number, near in neighbours if number}


def _key(task: Task) -> _Key:
    return task.origin == "seed", task.id
