"""A run that was made with a plugin of another package says so where that package is not installed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import FILTERS, Connection, Filter, InputError, RunFolderError, Settings

NAME = "mypackage.no_tips"
SETTINGS = Settings(3, filters=f"default,+{NAME}", connection=Connection("demo"))


@pytest.fixture(name="run")
def _run(tmp_path: Path) -> Iterator[Path]:
    FILTERS.add(NAME, Filter())
    selfinstruct.generate(SETTINGS, tmp_path / "run")
    del FILTERS._added[NAME]
    yield tmp_path / "run"
    FILTERS._added.pop(NAME, None)


USES: dict[str, Callable[[Path], object]] = {
    "generate": lambda run: selfinstruct.generate(replace(SETTINGS, target=5), run),
    "plan": lambda run: selfinstruct.plan(replace(SETTINGS, target=5), run),
    "replay": lambda run: selfinstruct.replay(run, run.with_name("again")),
}


@pytest.mark.parametrize("use", USES)
def test_the_run_and_the_plugin_are_named(run: Path, use: str) -> None:
    with pytest.raises(RunFolderError, match=f"run: this run was made with the filter {NAME}, which is not installed"):
        USES[use](run)


def test_the_way_out_that_is_told_leads_out(run: Path) -> None:
    with pytest.raises(RunFolderError, match="build the dataset anew without it: replay, with ‹filters› default"):
        USES["generate"](run)
    changes = selfinstruct.ReplaySettings(filters="default")
    assert selfinstruct.replay(run, run.with_name("again"), changes).report.accepted
    assert selfinstruct.generate(replace(SETTINGS, target=5, filters="default"), run.with_name("again")).exit_code == 0


def test_what_the_user_names_wrongly_is_told_as_before(run: Path) -> None:
    with pytest.raises(InputError, match="‹filters› other: unknown filter; choose one of: "):
        selfinstruct.generate(replace(SETTINGS, filters="default,+other"), run)
