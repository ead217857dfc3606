"""A program that passes for `vllm run-batch`: it loads a while, answers a file as the demo model does, and ends.

    python fake_run_batch.py run-batch -i IN -o OUT --model M … --load-seconds 2 --crash-after 3

Arguments and lines are those of vLLM 0.32, which writes all at the end. `--crash-after` writes so many lines before it
crashes, as versions that write while they work; with a file `--once`, only as long as that is there.
"""

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from selfinstruct.backends.demo import DemoBackend
from selfinstruct.core.values import Request, Sampling
from tests.support.asked import with_question

_TRACEBACK = """Traceback (most recent call last):
  File "run_batch.py", line 1, in <module>
(EngineCore pid=7) ValueError: No available memory for the cache blocks (quota).
RuntimeError: Engine core initialization failed. See root cause above."""


def _read() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["run-batch"])
    parser.add_argument("-i", required=True)
    parser.add_argument("-o", required=True)
    for name in ("--model", "--served-model-name"):
        parser.add_argument(name, required=True)
    for name in ("--max-model-len", "--max-num-seqs"):
        parser.add_argument(name, type=int)
    parser.add_argument("--load-seconds", type=float, default=0.0)
    parser.add_argument("--crash-after", type=int)
    parser.add_argument("--once", type=Path)
    # Of so many requests one fails, in one way or the other.
    parser.add_argument("--one-fails-of", type=int, default=10**9)
    # A file to which the number of requests is added, a line for each start.
    parser.add_argument("--starts", type=Path)
    return parser.parse_args()


def _line(asked: dict[str, Any], status: int, body: Any, error: Any = None) -> str:
    response = {"status_code": status, "request_id": "vllm-batch-0", "body": body}
    return json.dumps({"id": "vllm-0", "custom_id": asked["custom_id"], "response": response, "error": error})


def _failed(asked: dict[str, Any], *, is_raised: bool) -> str:
    if is_raised:
        return _line(asked, 400, None, "EngineCore encountered an issue. See stack trace (above) for the root cause.")
    told = {"message": "The engine had an error", "type": "InternalServerError", "param": None, "code": 500}
    return _line(asked, 500, None, {"error": told})


async def _answers(about: argparse.Namespace, lines: list[dict[str, Any]]) -> list[str]:
    written = []
    for number, asked in enumerate(lines):
        assert asked["url"] == "/v1/chat/completions"
        assert asked["body"]["model"] == about.served_model_name
        times, place = divmod(number + 1, about.one_fails_of)
        if not place:
            written.append(_failed(asked, is_raised=times % 2 == 0))
            continue
        reply = await DemoBackend(random_seed=int(asked["custom_id"])).complete(_request(asked["body"]))
        written.append(_line(asked, 200, json.loads(reply.body) | {"model": about.served_model_name}))
    return written


def _request(body: dict[str, Any]) -> Request:
    schema = body.get("response_format", {}).get("json_schema", {})
    return with_question(
        Request(
            body["messages"][-1]["content"],
            Sampling(body["temperature"], body["top_p"], body["max_tokens"]),
            schema=schema.get("schema"),
            kind=schema.get("name", ""),
            structured="response_format" in body,
        )
    )


def main() -> None:
    """Answer a file."""
    about = _read()
    lines = [json.loads(line) for line in Path(about.i).read_text("utf-8").splitlines()]
    if about.starts:
        with about.starts.open("a") as file:
            file.write(f"{len(lines)}\n")
    print("Loading safetensors checkpoint shards: 100% Completed | 1/1 [00:00<00:00,  1.43it/s]", flush=True)
    time.sleep(about.load_seconds)
    crashes = about.crash_after is not None and (about.once is None or about.once.exists())
    answers = [] if crashes and not about.crash_after else asyncio.run(_answers(about, lines))
    total, done = len(lines), len(answers) // 2
    print(
        f"Running batch: {100 * done // total:3.0f}% Completed | {done}/{total} [00:01<00:01,  9.00req/s]", flush=True
    )
    if crashes:
        if about.once:
            about.once.unlink()
        Path(about.o).write_text("".join(f"{line}\n" for line in answers[: about.crash_after]) + '{"id": "vl')
        sys.exit(_TRACEBACK)
    Path(about.o).write_text("".join(f"{line}\n" for line in answers))


if __name__ == "__main__":
    main()
