"""The tasks that a run has come to: those that were accepted, as reviewers left them."""

from collections.abc import Iterator

from selfinstruct.core.values import Task
from selfinstruct.decisions.applying import reviewed
from selfinstruct.report.numbers import Report
from selfinstruct.storage.store import Store


def dataset(store: Store, report: Report) -> Iterator[Task]:
    """Yield the tasks of a run up to its target; what it accepts after the report was made is left out."""
    return reviewed(store.accepted(report.accepted), report.standings, report.target)
