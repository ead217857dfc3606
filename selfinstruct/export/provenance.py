"""Where each exported record comes from."""

from collections.abc import Iterator, Sequence

from selfinstruct.export.source import Source, Watch
from selfinstruct.formats import Row
from selfinstruct.languages import find_language
from selfinstruct.similarity import SimilarityIndex


def provenance(source: Source, parts: Sequence[str], watch: Watch, *, of_tasks: bool) -> Iterator[Row]:
    """Yield a row for each record, in the order of the records of each part; `of_tasks`: a record is a task."""
    settings = source.report.settings
    tokenize = find_language(settings["--lang"]).tokenize
    seeds = source.seeds()
    index = SimilarityIndex(settings["--similarity-threshold"])
    for seed in seeds:
        index.add(tokenize(seed.instruction))
    for part in parts:
        number = 0
        for task in watch(source.tasks(part)):
            about: Row = {"category": task.hint.category}
            if task.origin != "seed":
                (nearest,) = index.nearest_of_first([tokenize(task.instruction)], len(seeds))
                about |= {"nearest_seed": seeds[nearest.position].id, "seed_similarity": nearest.score}
                about |= source.store.provenance(task.id)
            for position in range(1 if of_tasks else len(task.instances)):
                row: Row = {"part": part, "record": number, "id": task.id}
                yield row | ({} if of_tasks else {"instance": position}) | about
                number += 1
