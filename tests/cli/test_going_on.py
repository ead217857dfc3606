"""A run knows its settings: to go on with it, its folder and a number will do."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Caps, Connection, Pace, Prices, Settings
from selfinstruct.core.remembering import not_kept, remember, settings_to_go_on
from selfinstruct.core.resources import prompts_folder
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import Asking
from selfinstruct.storage.rows import settings_of, settings_values
from tests.conftest import RunFolder
from tests.crashes.inprocess import Main, main_of
from tests.support.lane_server import LaneServer
from tests.support.misbehaving_server import MisbehavingServer

SECRET = "hush-0123456789"
EVERYTHING = Settings(
    5,
    language="zh",
    recipe="belle",
    seed_only=True,
    similarity_threshold=0.6,
    filters="none",
    random_seed=4,
    connection=Connection(
        "chatglm",
        "m",
        ("http://a/v1", "http://b/v1"),
        SECRET,
        {"X": SECRET},
        {"user": SECRET},
        30.0,
        {"a": "b"},
        "flex",
        0.5,
        True,
    ),
    about="customer service of a bank",
    asking=Asking("text", "Be brief.", {"tasks": "n"}, {"tasks": {"top_p": 0.5, "max_tokens": 900}}),
    pace=Pace(4, 60, 7000, 9.0),
    caps=Caps(10, 20, 30.0),
    prices=Prices(1.0, 2.0, 0.5),
)


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return main_of(monkeypatch, capsys)


@pytest.mark.parametrize("settings", [Settings(7, random_seed=1), EVERYTHING], ids=["the defaults", "everything"])
def test_all_but_secrets_is_remembered(settings: Settings) -> None:
    kept = {name: getattr(settings, name) for name in ("recipe", "filters", "instances_per_task", "prices", "target")}
    known = RunSettings(
        settings.language, settings.similarity_threshold, (), (), settings.random_seed or 0,
        backend=settings.connection.backend, grown_with=remember(settings), **kept,
    )  # fmt: skip
    stored = settings_values(known)
    assert SECRET not in str(stored)
    found = settings_of(json.loads(json.dumps(stored)))
    assert found
    plain = replace(settings.connection, api_key=None, headers={}, extra_body={})
    assert settings_to_go_on(found) == replace(settings, connection=plain)
    assert set(not_kept(found)) == ({"api_key", "headers", "extra_body"} if settings is EVERYTHING else set())


def test_fields_that_this_version_does_not_know_are_left_out() -> None:
    known = RunSettings("en", 0.7, (), (), 1, grown_with={"warmth": 3, "caps": {"tokens": 5, "sighs": 6}})
    assert settings_to_go_on(known) == Settings(1, random_seed=1, caps=Caps(tokens=5))


def test_the_folder_and_a_number_will_do(main: Main, tmp_path: Path) -> None:
    shutil.copytree(prompts_folder(), tmp_path / "prompts")
    first = ("--lang", "zh", "--recipe", "belle", "--backend", "demo", "--prompts", "prompts", "--max-requests", 500)
    assert main("generate", "--output", "run", "--n", 20, *first).returncode == 0
    records = RunFolder(tmp_path / "run").records
    done = main("generate", "--output", "run", "--n", 40)
    assert done.returncode == 0, done.stderr
    told = f"--lang zh --recipe belle --prompts {tmp_path / 'prompts'} --backend demo --max-requests 500"
    assert done.stdout.startswith(f"run goes on with {told}\n")
    assert "\n40 of 40 tasks\n" in done.stdout
    assert RunFolder(tmp_path / "run").records[:20] == records
    shutil.rmtree(tmp_path / "prompts")
    refused = main("generate", "--output", "run", "--n", 60)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


def test_nothing_is_said_where_all_is_given_or_as_usual(main: Main) -> None:
    arguments = ("generate", "--lang", "zh", "--backend", "demo", "--output", "run", "--n")
    for n in (5, 9):
        told = main(*arguments, n).stdout
        assert f"{n} of {n} tasks\n" in told
        assert "goes on" not in told


def test_without_a_folder_language_and_backend_lead_to_it(main: Main) -> None:
    named = ("generate", "--lang", "zh", "--backend", "demo", "--n")
    main(*named, 5, "--similarity-threshold", 0.6)
    done = main(*named, 9)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("outputs/zh-self-instruct-demo goes on with --similarity-threshold 0.6\n")


def test_what_is_given_anew_counts_and_is_remembered(main: Main, tmp_path: Path) -> None:
    main("generate", "--n", 5, "--backend", "demo", "--output", "run", "--max-requests", 1, "--seed-only")
    main("generate", "--n", 5, "--output", "run", "--max-requests", 900, "--no-seed-only")
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert (run.grown_with.caps, run.grown_with.seed_only) == (Caps(900), False)
    refused = main("generate", "--n", 5, "--output", "run", "--lang", "zh")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "--lang en, which cannot become zh" in refused.stderr


def test_an_endpoint_is_remembered_and_the_key_and_headers_are_asked_for_again(
    main: Main, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MisbehavingServer(key=SECRET) as server:
        monkeypatch.setenv("OPENAI_API_KEY", SECRET)
        asked = ("--base-url", server.url, "--model", "demo", "--header", f"X: {SECRET}")
        assert main("generate", "--n", 10, "--output", "run", *asked).returncode == 0
        done = main("generate", "--n", 20, "--output", "run")
        assert done.returncode == 0, done.stderr
        told, without, _ = done.stdout.split("\n", 2)
        assert told == f"run goes on with --model demo --base-url {server.url}"
        assert without.startswith("run goes on without --header, never kept since it may be secret")
        # An address in the environment is for runs that know none.
        monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
        assert main("generate", "--n", 25, "--output", "run").returncode == 0
        monkeypatch.delenv("OPENAI_API_KEY")
        assert main("generate", "--n", 30, "--output", "run").returncode == 2
    assert not [each for each in (tmp_path / "run").iterdir() if SECRET.encode() in each.read_bytes()]


def test_an_address_in_the_environment_is_that_of_a_new_run(
    main: Main, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MisbehavingServer() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        assert main("generate", "--n", 10, "--output", "run", "--model", "demo").returncode == 0
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert run.grown_with.connection.base_urls == (server.url,)


def test_a_rebuilt_run_goes_on_as_its_source(main: Main, tmp_path: Path) -> None:
    main("generate", "--n", 10, "--lang", "zh", "--backend", "demo", "--output", "run", "--rpm", 60000, "--timeout", 90)
    main("replay", "run", "--output", "again", "--filters", "none")
    done = main("generate", "--n", 20, "--output", "again")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        "again goes on with --lang zh --filters none --backend demo --timeout 90 --rpm 60000\n"
    )


def test_an_imported_run_knows_its_language(main: Main, tmp_path: Path) -> None:
    main("generate", "--n", 10, "--lang", "zh", "--backend", "demo", "--output", "run")
    done = main("import", "run/Belle.train.json", "--lang", "zh", "--output", "mine")
    assert done.returncode == 0
    assert "\nzh · imported\n" in done.stdout
    done = main("generate", "--n", 20, "--backend", "demo", "--output", "mine")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("mine goes on with --lang zh\n")


@pytest.mark.parametrize("named", [(), ("--base-url", "http://127.0.0.1:9/v1", "--give-up-after", 0.1)], ids=str)
def test_how_an_imported_run_is_grown_stays_open_until_an_answer_has_come_in(
    main: Main, tmp_path: Path, named: tuple[object, ...]
) -> None:
    main("generate", "--n", 10, "--backend", "demo", "--output", "run")
    main("import", "run/alpaca_data.json", "--output", "mine", "--similarity-threshold", 1)
    imported = RunFolder(tmp_path / "mine").records
    failed = main("generate", "--n", 20, "--output", "mine", "--instances-per-task", 2, *named)
    assert failed.returncode in (1, 2)
    other = ("--backend", "demo", "--recipe", "alpaca", "--filters", "none", "--instances-per-task", 1)
    assert main("generate", "--n", 20, "--output", "mine", *other, "--dry-run").returncode == 0
    done = main("generate", "--n", 20, "--output", "mine", *other)
    assert done.returncode == 0, done.stderr
    assert RunFolder(tmp_path / "mine").records[:10] == imported
    refused = main("generate", "--n", 30, "--output", "mine", "--recipe", "self-instruct")
    assert "--recipe alpaca, which cannot become self-instruct" in refused.stderr


# --- a smaller number


def test_a_smaller_n_takes_nothing_away_unless_that_is_meant(main: Main, tmp_path: Path) -> None:
    generate = ("generate", "--backend", "demo", "--output", "run", "--n")
    main(*generate, 40)
    path = tmp_path / "run" / "alpaca_data.json"
    whole, records = path.read_bytes(), RunFolder(tmp_path / "run").records
    done = main(*generate, 15)
    assert done.returncode == 0
    assert done.stdout.startswith("--n 15: the training file keeps its 40 tasks; to cut it, add --truncate\n")
    assert path.read_bytes() == whole
    assert main(*generate, 15, "--truncate").returncode == 0
    assert RunFolder(tmp_path / "run").records == records[:15]
    main(*generate, 10)
    assert RunFolder(tmp_path / "run").records == records[:15]
    main(*generate, 40)
    assert path.read_bytes() == whole
    assert not list((tmp_path / "run").glob("*.bak*"))


def test_a_smaller_n_of_a_run_that_stopped_early_writes_what_it_has(main: Main, tmp_path: Path) -> None:
    stopped = main("generate", "--backend", "demo", "--output", "run", "--n", 500, "--max-requests", 30)
    assert stopped.returncode == 1
    accepted = len(RunFolder(tmp_path / "run").records)
    done = main("generate", "--backend", "demo", "--output", "run", "--n", 5)
    assert f"{accepted} of {accepted} tasks (as it was, nothing to ask)" in done.stdout
    assert len(RunFolder(tmp_path / "run").records) == accepted > 5


def test_a_run_goes_on_in_its_lane_until_another_one_is_named(main: Main) -> None:
    with LaneServer() as server:
        main("generate", "--n", 3, "--base-url", server.url, "--output", "run", "--lane", "flex", "--lane-price", 0.5)
        on = main("generate", "--n", 6, "--output", "run", "--lane-fallback")
        off = main("generate", "--n", 9, "--output", "run", "--lane", "normal")
        at_last = main("generate", "--n", 12, "--output", "run", "--lane", "nowhere")
    assert "goes on with --base-url" in on.stdout
    assert "--lane flex --lane-price 0.5" in on.stdout
    assert "· lane flex ·" in on.stdout
    assert "lane" not in off.stdout
    assert (off.returncode, at_last.returncode) == (0, 2)
    assert (
        at_last.stderr
        == "selfinstruct: error: --lane nowhere: unknown to the backend openai; its lanes are flex, batch-chat\n"
    )
