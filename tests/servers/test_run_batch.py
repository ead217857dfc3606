"""`--serve vllm-batch`: a run whose files a `vllm run-batch` answers, and what is left of it, whoever dies."""

import json
import signal
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct.core.errors import CANNOT_CONNECT, LOST
from selfinstruct.core.values import Request, Sampling
from selfinstruct.servers.run_batch.desk import Batch
from selfinstruct.servers.run_batch.lines import answers_in
from selfinstruct.storage.store import Store
from tests.conftest import Command, RunFolder, command_line
from tests.servers.conftest import Family, Programs
from tests.servers.test_commands import kill_all, until

_OURS = "run_batch.over_http"


class Files:
    """Programs of which `vllm` answers files, each start of it noted, and the folder for what is there for a while."""

    def __init__(self, programs: Programs, folder: Path) -> None:
        self.programs = programs
        self.starts = folder / "starts"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.run = folder / "run"
        self.behave()

    def behave(self, *habits: object) -> None:
        self.programs.add_run_batch("--starts", self.starts, *habits)

    def command(self, n: int = 8, *more: object) -> list[object]:
        given = ("--serve", "vllm-batch", "--model", self.programs.models, "--batch", "all", "--random-seed", 1)
        return ["generate", "--n", n, "--output", self.run, *given, *more]

    @property
    def sizes(self) -> list[int]:
        return [int(line) for line in self.starts.read_text().split()] if self.starts.exists() else []

    def start(self, *more: object) -> "subprocess.Popen[str]":
        """Start the command in a process of its own, to be killed."""
        return subprocess.Popen(
            command_line(*self.command(8, *more)),
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def require_done(self, n: int = 8, lost: int = 0) -> None:
        """Require that a run has its tasks, and that each request was answered, has failed or was lost, once."""
        assert len(RunFolder(self.run).records) == n
        with closing(Store.open_to_read(self.run)) as store:
            faults = store.count("faults")
            assert faults[LOST] == lost
            assert store.sent() == store.attempts() - lost - faults[CANNOT_CONNECT]
            out = sum(each.requests for each in store.batches_out())
            answered = [line.attempt for line in store.log()]
            assert len({*answered}) == len(answered) == store.attempts() - faults.total() - out
            assert not out
        assert [*self.temporary.iterdir()] == []


@pytest.fixture
def files(programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    found = Files(programs, tmp_path)
    monkeypatch.setenv("TMPDIR", str(found.temporary))
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_run_of_files_ends_with_exactly_as_many_tasks(
    command: Command, files: Files, family: Family, language: str
) -> None:
    files.behave("--one-fails-of", 4)
    done = command(*files.command(20, "--lang", language, "--serve-context", 4096, "--concurrency", 3))
    assert done.returncode == 0, done.stderr
    files.require_done(20, lost=0)
    # All that can be asked at a time leaves together.
    assert len(files.sizes) < 12
    assert sum(files.sizes) > len(files.sizes) * 2
    assert "failed" in done.stdout
    assert not family.members()


def test_a_crash_before_the_first_answer_is_told_in_a_line(command: Command, files: Files, family: Family) -> None:
    files.behave("--crash-after", 0)
    done = command(*files.command())
    assert done.returncode == 2
    (line,) = [each for each in done.stderr.splitlines() + done.stdout.splitlines() if "run-batch" in each]
    assert "was refused: vllm run-batch: ended with exit code 1: ValueError: No available memory for the" in line
    assert len(files.sizes) == 1
    files.behave()
    assert command(*files.command()).returncode == 0
    files.require_done(lost=0)


def test_what_was_answered_before_a_crash_is_kept(command: Command, files: Files, tmp_path: Path) -> None:
    once = tmp_path / "once"
    once.touch()
    files.behave("--crash-after", 1, "--once", once)
    done = command(*files.command(20))
    assert done.returncode == 0, done.stderr
    failed = files.sizes[0] - 1
    assert failed
    assert f"requests failed {failed}: {failed} batch ended with exit code 1" in done.stdout
    files.require_done(20)


@pytest.mark.parametrize("victim", ["selfinstruct generate", _OURS, "fake_run_batch.py", "supervisor import"])
def test_whoever_is_killed_nothing_is_left_and_nothing_counts_twice(
    command: Command, files: Files, family: Family, victim: str
) -> None:
    files.behave("--load-seconds", 0.5)
    process = files.start()
    # It has begun with the second file.
    until(lambda: len(files.sizes) == 2)
    lost = files.sizes[1]
    kill_all(family, victim)
    out, errors = process.communicate()
    until(lambda: not family.members())
    until(lambda: not [*files.temporary.iterdir()])
    files.behave()
    told = command("status", files.run).stdout
    assert ("; if that command has ended, they are asked anew" in told) == (victim == "selfinstruct generate")
    if victim in (_OURS, "supervisor import"):
        # It is started again, and asked anew.
        assert process.returncode == 0, out + errors
        assert "it is started again" in errors
    elif victim == "fake_run_batch.py":
        assert process.returncode == 2
        assert "vllm run-batch: was killed by signal 9" in out + errors
        lost = 0
    else:
        assert process.returncode == -signal.SIGKILL
    assert command("generate", "--n", 8, "--output", files.run).returncode == 0
    files.require_done(lost=lost)


def test_an_interrupt_leaves_nothing_out(command: Command, files: Files, family: Family) -> None:
    files.behave("--load-seconds", 0.5)
    process = files.start()
    until(lambda: len(files.sizes) == 2)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate()
    assert process.returncode == 130
    assert f"requests failed {files.sizes[1]}: {files.sizes[1]} {LOST}" in out
    assert "requests out" not in out.partition("interrupted;")[2]
    assert not family.members()
    files.behave()
    # Elsewhere it goes on as well: nothing is to be collected where it was.
    elsewhere = command("generate", "--n", 8, "--output", files.run, "--base-url", "http://127.0.0.1:9/v1")
    assert "cannot connect" in elsewhere.stderr
    assert command(*files.command()).returncode == 0
    files.require_done(lost=files.sizes[1])


def test_what_it_answers_alone_is_told_before_anything_is_started(
    command: Command, files: Files, family: Family
) -> None:
    alone = "--serve vllm-batch: answers nothing but batches; generate and judge take --batch all"
    served = ("--serve", "vllm-batch", "--model", files.programs.models)
    for words, said in (
        (("generate", "--n", 3), alone),
        (("check",), alone),
        (("generate", "--n", 3, "--batch", "steps"), "and instructions would be asked as usual; choose all"),
        (("generate", "--n", 3, "--batch", "all", "--batch-leave"), "ends with the command, and what is out with it"),
        (("generate", "--n", 3, "--batch", "all", "--replicas", 2), "answers one batch at a time"),
    ):
        done = command(*words, *served)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert said in done.stderr
    online = command("generate", "--n", 3, "--batch", "all", "--serve", "vllm", "--model", files.programs.models)
    assert "--batch: --serve vllm answers each request at once, for nothing; leave it out" in online.stderr
    assert not files.sizes
    assert not (files.run.parent / "outputs").exists()


def test_what_a_line_says_of_an_error_is_read_as_a_server_says_it(tmp_path: Path) -> None:
    too_long = "This model's maximum context length is 9 tokens. However, your request has 10 input tokens."
    told = {"error": {"message": too_long, "type": "BadRequestError", "param": "input_tokens", "code": 400}}
    dead = "EngineCore encountered an issue. See stack trace (above) for the root cause."
    written = [
        ("1", 400, told),
        ("2", 400, dead),
        ("3", 400, too_long),
        ("4", 501, {**told["error"], "object": "error"}),
    ]
    raw = tmp_path / "raw"
    raw.write_text(
        "".join(
            json.dumps({"id": "x", "custom_id": id_, "response": {"status_code": status, "body": None}, "error": error})
            + "\n"
            for id_, status, error in written
        )
        + '{"custom_id": "5", "respo'
    )
    read = {id_: line["response"] for id_, line in answers_in(raw)}
    assert {id_: each["status_code"] for id_, each in read.items()} == {"1": 400, "2": 500, "3": 400, "4": 501}
    assert [each["body"]["error"]["message"] for each in read.values()] == [too_long, dead, too_long, too_long]


def test_how_much_is_done_is_what_the_bar_of_the_batch_says() -> None:
    batch = Batch({"request_counts": None}, Path("asked"), Path("raw"))
    batch.follow("Loading safetensors checkpoint shards: 100% Completed | 1/1 [00:00<00:00,  1.43it/s]\n")
    batch.follow("Running batch:   0% Completed | ?/? [00:00<?, ?req/s]\n")
    assert batch.about["request_counts"] is None
    batch.follow("Running batch:  44% Completed | 4/9 [00:01<00:01,  9.00req/s]\n")
    assert batch.about["request_counts"] == {"total": 9, "completed": 4, "failed": 0}


def test_what_was_out_at_a_server_that_has_ended_is_forgotten_also_where_nothing_is_to_be_asked(tmp_path: Path) -> None:
    settings = selfinstruct.Settings(5, connection=selfinstruct.Connection("demo"), random_seed=1)
    selfinstruct.generate(settings, tmp_path / "run")
    with closing(Store.create_or_open(tmp_path / "run")) as store:
        store.start_session()
        for endpoint in ("vllm-batch", "https://api.openai.com/v1"):
            batch = store.make_batch(endpoint)
            request = Request("…", Sampling(temperature=0.0, top_p=1.0, max_tokens=8))
            store.put_into(batch, store.reserve(10, 8, durable=True), request)
    result = selfinstruct.generate(settings, tmp_path / "run")
    assert result.is_untouched
    assert [each.batch.endpoint for each in result.report.out] == ["https://api.openai.com/v1"]
    assert result.report.faults[LOST] == 1
