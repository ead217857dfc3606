"""A small run to review, its page served as the command serves it, and what a tab of it asks."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Queue
from typing import Any

import httpx

import selfinstruct
from selfinstruct import Asking, Connection, ImportSettings, Pace, Reply, ScriptedBackend, Settings, Usage
from selfinstruct.core import wire

HOSTILE = "Explain <script>alert(1)</script> & more to a new colleague."
TASKS = [
    ("Name three fruits that grow in the north.", "", "Apples, pears and plums."),
    ("Name three fruits that grow in the south.", "", "Figs, lemons and olives."),
    ("Why", "", "Because."),
    (HOSTILE, "</textarea><img src=x onerror=alert(2)>", "```html\n<b>bold</b>\n```\nIt is a script."),
    ("Write a poem about a slow train.", "", "I'm sorry, but as an AI language model I cannot write poems."),
    ("Summarise the following text in one sentence.", "", "It is about the sea and those who live by it."),
    ("Describe how bread rises while it is baked.", "", "Yeast makes gas, and the dough holds it."),
    ("Describe how bread rises while it is cooling.", "", "It does not rise any more."),
]


def write_tasks(path: Path, tasks: list[tuple[str, str, str]]) -> Path:
    names = ("instruction", "input", "output")
    path.write_text(json.dumps([dict(zip(names, each, strict=True)) for each in tasks]), encoding="utf-8")
    return path


def imported_run(
    folder: Path, tasks: list[tuple[str, str, str]] = TASKS, filters: str = "default,-missing_input"
) -> Path:
    """Make a run of imported tasks, some of them rejected, and one accepted whose input is missing."""
    file = write_tasks(folder / "tasks.json", tasks)
    selfinstruct.import_tasks([file], folder / "run", ImportSettings(language="en", filters=filters))
    return folder / "run"


TRAIN = "Write a poem about a slow train."
OPPOSITE = "Give the opposite of the word."
REVIEW = "Say whether the review of the café is positive or negative."
# Instructions with instances, of several kinds: conflicts, labels, nothing that is sound.
WITH_INSTANCES = [
    (OPPOSITE, False, [("hot", "cold"), ("wide", "narrow"), ("hot", "cool"), ("hot", "cold")]),
    ("Name the capital city of the country.", False, [("Australia", "Canberra"), ("Australia", "<i>Sydney</i>")]),
    (TRAIN, False, [("", "I'm sorry, but as an AI language model I cannot write poems.")]),
    (REVIEW, True, [*((f"Table {at} was fine.", "Positive") for at in range(4)), ("The soup was cold.", "negative.")]),
    ("Describe how bread rises while it is baked.", False, [("", "Yeast makes gas, and the dough holds it.")]),
    ("Describe how bread rises while you wait.", False, [("", "It doubles within an hour in a warm kitchen.")]),
]
UNREADABLE = ["Sorry, request 1 cannot be done.", "Sorry, request 22 cannot be done.", "<b>Overloaded</b>\nTry later."]


def varied_run(folder: Path) -> Path:
    """Make a run of `WITH_INSTANCES`, of `UNREADABLE` completions, one that is cut, and one whole task."""
    rows = [
        {"id": f"t{at}", "instruction": text, "is_classification": is_classification, "instances": instances}
        for at, (text, is_classification, pairs) in enumerate(WITH_INSTANCES)
        for instances in [[dict(zip(("input", "output"), each, strict=True)) for each in pairs]]
    ]
    (folder / "tasks.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run = folder / "run"
    count = selfinstruct.import_tasks([folder / "tasks.jsonl"], run, ImportSettings(language="en")).report.accepted
    task = {"instruction": "Name two facts about the moon.", "input": "", "output": "It is far, and it is round."}
    cut = json.dumps({"tasks": [{**task, "instruction": "List the stages of a flood.", "output": "First, the wa"}]})
    replies = [Reply(wire.write(cut[:-4], "length", Usage(40, 64), "small-model"))]
    asking = Asking(form="text", sampling={"tasks": {"max_tokens": 64}})
    settings = Settings(
        count + 1, "en", "alpaca", connection=Connection(backend="demo"), pace=Pace(concurrency=1), asking=asking
    )
    backend = ScriptedBackend([*UNREADABLE, *replies, json.dumps({"tasks": [task]})])
    assert selfinstruct.generate(settings, run, backend=backend).report.is_complete
    return run


@contextmanager
def served(run: Path, **more: Any) -> Iterator[str]:
    """Serve the page of a run from a thread of its own, and give its address."""
    addresses: Queue[str] = Queue()
    stops: Queue[Callable[[], object]] = Queue()

    async def serve() -> None:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task
        stops.put(lambda: loop.call_soon_threadsafe(task.cancel))
        await selfinstruct.serve_review(run, ready=addresses.put, **more)

    def work() -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(serve())

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield addresses.get(timeout=20)
    finally:
        stops.get()()
        thread.join()


class Tab:
    """What a tab of the page asks and tells."""

    def __init__(self, client: httpx.Client, address: str) -> None:
        self.client, self.address = client, address
        self.origin = str(client.base_url).rstrip("/")

    def get(self, path: str, **query: object) -> Any:
        return self.client.get(path, params={name: str(value) for name, value in query.items()}).json()

    def rows(self, queue: str, **query: object) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.get("/window", queue=queue, **query)["rows"]
        return rows

    def tell(self, path: str, **told: object) -> Any:
        return self.post(path, json.dumps(told)).json()

    def post(self, path: str, body: str) -> httpx.Response:
        return self.client.post(path, content=body, headers={"origin": self.origin})


@contextmanager
def opened(address: str) -> Iterator[Tab]:
    """Give a browser that the address lets in."""
    with httpx.Client(base_url=address[: address.index("/enter")], follow_redirects=True) as client:
        client.get(address).raise_for_status()
        yield Tab(client, address)
