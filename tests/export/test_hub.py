"""`export --push-to-hub`. The hub is a service on the network: a stand-in keeps what it is asked."""

from pathlib import Path
from typing import Any, ClassVar

import pytest

from selfinstruct import api
from selfinstruct.core.errors import InputError
from selfinstruct.exports.exporting import Export
from selfinstruct.exports.selection import Selection
from selfinstruct.formats import FORMATS
from tests.conftest import Command
from tests.support.demo_run import demo_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_run(tmp_path_factory.mktemp("hub") / "run", "zh", 40)


class Hub:
    """Stands in for the hub; keeps what it is asked."""

    asked: ClassVar[list[tuple[str, dict[str, Any]]]]
    refuses: ClassVar[Exception | None] = None

    def create_repo(self, repo_id: str, **options: Any) -> None:
        type(self).asked.append((repo_id, options))

    def upload_folder(self, **options: Any) -> None:
        if self.refuses:
            raise self.refuses
        names = sorted(
            path.relative_to(options["folder_path"]).as_posix() for path in options["folder_path"].rglob("*")
        )
        type(self).asked.append((options["repo_id"], options | {"names": names}))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> type[Hub]:
    class Own(Hub):
        asked: ClassVar[list[tuple[str, dict[str, Any]]]] = []

    monkeypatch.setattr("huggingface_hub.HfApi", Own)
    return Own


def test_the_folder_is_uploaded(tmp_path: Path, run: Path, hub: type[Hub]) -> None:
    export = Export("hf", tmp_path / "data", Selection(split=0.7))
    written = api.export(run, export, hub_name="me/data")
    assert [(path, bool(records)) for path, records in written] == [(tmp_path / "data", True)]
    (made, how), (filled, what) = hub.asked
    assert (made, filled) == ("me/data", "me/data")
    assert how == {"repo_type": "dataset", "exist_ok": True}
    names = what.pop("names")
    figures = {each for each in names if each.startswith("figures/")}
    assert figures
    assert {*names} - figures == {"README.md", "data", "data/test.parquet", "data/train.parquet", "figures"}
    assert what == {
        "folder_path": tmp_path / "data",
        "repo_id": "me/data",
        "repo_type": "dataset",
    }


def test_nothing_is_uploaded_unless_it_is_wanted(tmp_path: Path, run: Path, hub: type[Hub]) -> None:
    api.export(run, Export("hf", tmp_path / "data"))
    for name in FORMATS.names():
        if name != "hf":
            with pytest.raises(InputError, match="‹hub_name›: needs ‹format› hf"):
                api.export(run, Export(name, tmp_path / name), hub_name="me/data")
            assert not (tmp_path / name).exists()
    assert hub.asked == []


@pytest.mark.parametrize(
    ("error", "told"), [(ConnectionError("no\nroute"), "no route;"), (TimeoutError(), "TimeoutError;")]
)
def test_an_upload_that_fails_is_told_and_the_folder_stays(
    tmp_path: Path, run: Path, hub: type[Hub], error: Exception, told: str
) -> None:
    hub.refuses = error
    with pytest.raises(InputError) as raised:
        api.export(run, Export("hf", tmp_path / "data"), hub_name="me/data")
    assert str(raised.value).startswith(f"‹hub_name› me/data: {told} the folder {tmp_path / 'data'} is written")
    assert "\n" not in str(raised.value)
    assert (tmp_path / "data" / "README.md").is_file()


def test_a_hub_that_cannot_be_reached_is_told_in_one_line(command: Command, tmp_path: Path, run: Path) -> None:
    arguments = ("export", run, "--format", "hf", "--output", "data", "--push-to-hub", "me/data")
    done = command(*arguments, HF_ENDPOINT="http://127.0.0.1:9", HF_TOKEN="none", HF_HOME=str(tmp_path / "home"))
    assert done.returncode == 2
    assert "error: --push-to-hub me/data: " in done.stderr
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "data" / "README.md").is_file()


def test_a_name_that_the_hub_would_not_take_is_told(command: Command, tmp_path: Path, run: Path) -> None:
    arguments = ("export", run, "--format", "hf", "--output", "data", "--push-to-hub", "a/b/c")
    done = command(*arguments, HF_ENDPOINT="http://127.0.0.1:9", HF_TOKEN="none", HF_HOME=str(tmp_path / "home"))
    assert done.returncode == 2
    assert "error: --push-to-hub a/b/c: " in done.stderr
    assert done.stderr.count("\n") == 1
