"""Batches of OpenAI and of those that speak like it: a file of requests goes up, a file of answers comes down.

Where this is from, and of which day, is in `docs/batches.md`.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from selfinstruct.backends import Batching
from selfinstruct.backends.openai.lanes import sold_at
from selfinstruct.core.batches import Answers, Progress
from selfinstruct.core.errors import BackendError, EndpointRefused, PromptRefused, Unavailable
from selfinstruct.core.values import Reply, Request

if TYPE_CHECKING:
    from selfinstruct.backends.openai import OpenAIBackend

T = TypeVar("T")
_WINDOW = "24h"
_OVER = frozenset({"completed", "expired", "cancelled", "failed"})
# By the documentation of each, half the usual price.
_SELL = (
    "api.openai.com",
    "openai.azure.com",
    "dashscope.aliyuncs.com",
    "dashscope-intl.aliyuncs.com",
    "ap-southeast-1.maas.aliyuncs.com",
    "open.bigmodel.cn",
    "api.groq.com",
)
_PATH = "/chat/completions"
_NAME = "selfinstruct"
_LONGEST_LINE = 16 * 2**20
_PAGE = 100
_NO_ROOM = ("token_limit_exceeded", "enqueued", "rate_limit", "quota")


class OpenAIBatches:
    """The batches at the address of a backend, which reads what comes back as it reads other answers."""

    # None of them says how soon a new batch is in its list; what takes a day is not much later for ten minutes.
    listed_within = 600.0

    def __init__(self, backend: "OpenAIBackend") -> None:
        self._backend = backend
        self._client = backend.client
        # Zhipu has a path of its own, /v4/chat/completions; what stands before that is of the address.
        last = urlsplit(backend.url).path.rstrip("/").rpartition("/")[2]
        self._endpoint = f"/{last if last[:1] == 'v' and last[1:].isdigit() else 'v1'}{_PATH}"
        self._own_model = ""

    async def prepare(self) -> None:
        """Find out which model there is, if none is named."""
        self._own_model = self._own_model or await self._backend.own_model()

    def line(self, attempt: int, request: Request) -> bytes:
        """Return the line of a file that stands for an attempt to send a request."""
        body = self._backend.body(request, self._model(request))
        value = {"custom_id": str(attempt), "method": "POST", "url": self._endpoint, "body": body}
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"

    async def upload(self, name: str, lines: Sequence[bytes]) -> str:
        """Bring a file of lines to the endpoint, and return its id there."""
        file = (f"{name}.jsonl", b"".join(lines), "application/jsonl")
        return (await self._asked(self._client.files.create(file=file, purpose="batch"))).id

    async def submit(self, name: str, file: str) -> str:
        """Let a file be answered as a batch, and return the id of that."""
        about: Any = {"endpoint": self._endpoint, "completion_window": _WINDOW, "metadata": {_NAME: name}}
        return (await self._asked(self._client.batches.create(input_file_id=file, **about))).id

    async def find(self, name: str, file: str) -> str:
        """Return the id of a batch by the id of its file, or by the name that was given with it; "" for none."""
        async for batch in self._listed(self._client.batches.list(limit=_PAGE)):
            if (file and batch.input_file_id == file) or (batch.metadata or {}).get(_NAME) == name:
                return str(batch.id)
        return ""

    async def remove(self, name: str, file: str) -> None:
        """Remove the files of this name."""
        found = self._listed(self._client.files.list(purpose="batch", limit=_PAGE))
        for each in {file, *[each.id async for each in found if each.filename == f"{name}.jsonl"]} - {""}:
            try:
                await self._asked(self._client.files.delete(each))
            except (EndpointRefused, PromptRefused):
                # It is not there any more, or nothing is ever removed there.
                continue

    async def progress(self, remote: str) -> Progress:
        """Return how far the endpoint is with a batch."""
        batch = await self._asked(self._client.batches.retrieve(remote))
        done = batch.request_counts.completed + batch.request_counts.failed if batch.request_counts else None
        if batch.status not in _OVER:
            return Progress(done)
        files = tuple(each for each in (batch.output_file_id, batch.error_file_id) if each)
        failure = _failure(batch.errors) if batch.status == "failed" else ""
        lacks_room = any(each in failure for each in _NO_ROOM)
        billed = batch.status == "completed"
        return Progress(done, True, files, failure, lacks_room, f"batch {batch.status}", billed)

    async def answers(self, files: Sequence[str], requests: Mapping[int, Request]) -> Answers:
        """Return what came of requests by their attempts; a line that nobody can read is left out."""
        found: dict[int, Reply | BackendError] = {}
        # As they were sent: the first line may show that a model does not take a parameter.
        sent = {attempt: self._backend.body(each, self._model(each)) for attempt, each in requests.items()}
        for file in files:
            async for line in self._lines(file):
                found.update(self._read(line, sent))
        return found

    async def close(self) -> None:
        """Close all connections."""
        await self._backend.close()

    async def _asked(self, call: Awaitable[T]) -> T:
        return await self._backend.translated(call, {}, self._own_model)

    async def _listed(self, pages: Any) -> AsyncIterator[Any]:
        page = await self._asked(pages)
        while True:
            for each in page.data or ():
                yield each
            if not page.data or not page.has_next_page():
                return
            page = await self._asked(page.get_next_page())

    async def _lines(self, file: str) -> AsyncIterator[bytes]:
        """Yield the lines of a file; only a line feed ends one, as some texts hold other ends of lines."""
        opened = self._client.files.with_streaming_response.content(file)
        response = await self._asked(opened.__aenter__())
        rest = b""
        try:
            pieces = response.iter_bytes()
            while (piece := await self._asked(anext(pieces, None))) is not None:
                *whole, rest = (rest + piece).split(b"\n")
                for line in whole:
                    yield line
                if len(rest) > _LONGEST_LINE:
                    raise Unavailable("an answer of more than 16 MiB", cause="connection broken", perhaps_billed=True)
            yield rest
        finally:
            await opened.__aexit__(None, None, None)

    def _model(self, request: Request) -> str:
        return request.model or self._own_model

    def _read(self, line: bytes, sent: Mapping[int, dict[str, Any]]) -> Iterator[tuple[int, Reply | BackendError]]:
        """Yield the attempt that a line is about, and what came of it, if it is one of these."""
        try:
            value = json.loads(line)
            attempt, response = int(value["custom_id"]), value.get("response") or {}
            status, body, asked = response.get("status_code"), response.get("body"), sent[attempt]
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return
        if not isinstance(status, int) or status < 200 or body is None:
            told = value.get("error")
            cause = str(told.get("code") or told.get("message")) if isinstance(told, Mapping) else "no answer"
            yield attempt, Unavailable(f"{self._backend.url}: {told}"[:300], cause=cause[:40])
            return
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        try:
            yield attempt, self._backend.read_apart(status, content, asked)
        except Unavailable as error:
            # What was done stands in the batch.
            error.perhaps_billed = False
            yield attempt, error
        except BackendError as error:
            yield attempt, error


def _failure(errors: Any) -> str:
    told = [f"{each.code}: {each.message}" for each in (errors.data if errors else None) or ()]
    return "; ".join(told)[:300] or "it does not say why"


BATCHING = Batching(open=OpenAIBatches, price=sold_at(_SELL))
