"""Takes files and batches, and has them answered one after the other."""

import json
import re
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from selfinstruct.servers.run_batch.lines import answers_in, as_lines, is_done, message_of, unanswered
from selfinstruct.servers.run_batch.running import run

CANCELLED = {"object": "batch", "status": "cancelled", "request_counts": None, "errors": None}
# The line of its progress bar; others, such as that of loading, look alike.
_DONE = re.compile(r"Running batch: .*Completed \| (\d+)/(\d+) \[")


def new_id(kind: str) -> str:
    """Return an id that no earlier server has given."""
    return f"{kind}{secrets.token_hex(6)}"


@dataclass
class Batch:
    """A batch: what is told of it, the file with its requests, and the one with what has come of them in the end."""

    about: dict[str, Any]
    asked: Path
    raw: Path

    def follow(self, said: str) -> None:
        """Take in how much is done, if `run-batch` says so in a line."""
        if found := _DONE.search(said):
            done, total = map(int, found.groups())
            self.about = {**self.about, "request_counts": {"total": total, "completed": done, "failed": 0}}


@dataclass
class Desk:
    """Takes files and batches, and has `command` answer them in the `folder`."""

    command: Sequence[str]
    folder: Path
    files: dict[str, tuple[str, Path]] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    _waiting: "SimpleQueue[Batch]" = field(default_factory=SimpleQueue)

    def keep(self, name: str, content: bytes) -> dict[str, Any]:
        """Keep a file, and return what is told of it."""
        id_ = new_id("file-")
        path = self.folder / id_
        path.write_bytes(content)
        self.files[id_] = name, path
        return self.about_file(id_)

    def about_file(self, id_: str) -> dict[str, Any]:
        """Return what is told of a file."""
        name, path = self.files[id_]
        about = {"id": id_, "object": "file", "purpose": "batch", "status": "processed", "filename": name}
        return {**about, "bytes": path.stat().st_size, "created_at": int(path.stat().st_mtime)}

    def remove(self, id_: str) -> bool:
        """Forget a file; return whether it was there."""
        _, path = self.files.pop(id_, ("", None))
        if path:
            path.unlink(missing_ok=True)
        return path is not None

    def take(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Take a batch; one whose file went with an earlier server has ended with that."""
        about = {**asked, "id": new_id("batch_"), "object": "batch", "created_at": int(time.time()), "errors": None}
        if asked.get("input_file_id") not in self.files:
            return {**about, **CANCELLED}
        _, path = self.files[asked["input_file_id"]]
        batch = Batch({**about, "status": "validating", "request_counts": None}, path, path.with_suffix(".raw"))
        self.batches[about["id"]] = batch
        self._waiting.put(batch)
        return batch.about

    def work(self) -> None:
        """Answer one batch after the other, for ever."""
        while True:
            batch = self._waiting.get()
            batch.about = {**batch.about, "status": "in_progress"}
            try:
                end = self._answer(batch)
            except Exception as error:
                end = _failed(f"{type(error).__name__}: {error}")
            self.remove(batch.about["input_file_id"])
            batch.about = {**batch.about, **end}

    def _answer(self, batch: Batch) -> dict[str, Any]:
        """Have a batch answered; return what is to be told of it then."""
        asked = [json.loads(line)["custom_id"] for line in batch.asked.read_bytes().splitlines() if line.strip()]
        how, said = run([*self.command, "-i", str(batch.asked), "-o", str(batch.raw)], batch.follow)
        batch.about = {**batch.about, "status": "finalizing"}
        answers = dict(answers_in(batch.raw)) if batch.raw.exists() else {}
        batch.raw.unlink(missing_ok=True)
        if asked and not any(is_done(answers.get(each)) for each in asked):
            first = next(iter(answers.values()), None)
            return _failed(f"{how}: {said}" if how or not first else message_of(first))
        missing = [unanswered(each, how or "left it out", said) for each in asked if each not in answers]
        good = [line for line in answers.values() if line["response"]["status_code"] == 200]
        counts = {"total": len(asked), "completed": len(good), "failed": len(asked) - len(good)}
        output = self.keep("", as_lines(list(answers.values())))["id"]
        errors = self.keep("", as_lines(missing))["id"] if missing else None
        return {
            "status": "completed", "output_file_id": output, "error_file_id": errors, "request_counts": counts,
        }  # fmt: skip


def _failed(why: str) -> dict[str, Any]:
    told = {"code": "vllm run-batch", "message": why, "line": None, "param": None}
    return {"status": "failed", "errors": {"object": "list", "data": [told]}}
