"""The batches of a run: files of requests that an endpoint answers when it likes, and what each request was for.

A batch is noted with all its requests before anything of it leaves, the ids that the endpoint gives as soon as they are
known. A request is out until its answer is recorded, or it has failed.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any

from selfinstruct.core.rates import Rate
from selfinstruct.core.spending import PriceLists, Spending
from selfinstruct.core.values import Errand, Request, Usage
from selfinstruct.storage.numbered import NumberedTokens
from selfinstruct.storage.rows import packed, packed_request, string_list, unpacked, unpacked_request


@dataclass(frozen=True)
class Batch:
    """A batch: the name that we give it, the endpoint, since when it is (in seconds since 1970), the endpoint's ids.

    `file` is "" as long as it is certain that the batch is not taken, `remote` until it is certain that it is.
    """

    id: int
    name: str
    endpoint: str
    made_at: float
    file: str = ""
    remote: str = ""


@dataclass(frozen=True)
class Out:
    """What is out of a batch: how many requests, and what they take at most, with what that costs."""

    batch: Batch
    requests: int
    most: Spending

    def cost(self, lists: PriceLists) -> float | None:
        """Return what it costs at most, None if no prices are known."""
        return None if self.most.unpriced(lists).total else self.most.cost(lists)

    def row(self, lists: PriceLists) -> dict[str, Any]:
        """Return all of that as values for JSON; money, which may not be known, as None then."""
        batch = self.batch
        about = {"batch": batch.remote or None, "endpoint": batch.endpoint, "since": batch.made_at}
        return about | {"requests": self.requests, "cost": self.cost(lists)}


class Batches(NumberedTokens):
    """The batches of an open run folder."""

    def make_batch(self, endpoint: str) -> Batch:
        """Note a new batch, to be called with its requests in one transaction (`together`)."""
        name, made_at = f"selfinstruct-{token_hex(8)}", time.time()
        with self._transaction():
            id_ = self._insert("batches VALUES (?, ?, ?, ?, ?, ?)", (None, name, endpoint, made_at, "", ""))
        return Batch(id_, name, endpoint, made_at)

    def put_into(self, batch: Batch, attempt: int, request: Request) -> None:
        """Note a request as part of a batch."""
        errand = request.errand or Errand(0)
        row = (
            attempt, batch.id, errand.number, request.kind, json.dumps(errand.items), packed(errand.hint), errand.lead,
            request.form, packed_request(request),
        )  # fmt: skip
        with self._transaction():
            self._insert("batched VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def note_remote(self, batch: Batch, *, file: str, remote: str = "") -> Batch:
        """Note how the endpoint calls the file of a batch that it may take now, and the batch once it has taken it."""
        with self._transaction(durable=True):
            self._db.execute("UPDATE batches SET file = ?, remote = ? WHERE id = ?", (file, remote, batch.id))
        return replace(batch, file=file, remote=remote)

    def batches_out(self) -> list[Out]:
        """Return the batches of which requests are out, in the order in which they were made."""
        columns = "batches.id, name, endpoint, made_at, file, remote"
        sums = "count(*), total(prompt_tokens), total(completion_tokens), max(price), max(prices)"
        joined = "batches JOIN batched ON batch = batches.id JOIN attempts ON attempts.id = attempt"
        return [*self._each(_out, f"SELECT {columns}, {sums} FROM {joined} GROUP BY batches.id ORDER BY batches.id")]

    def requests_out(self, batch: Batch) -> Iterator[tuple[Request, Usage, Rate]]:
        """Yield the requests of a batch that are out, with what is reserved for each, and what that costs."""
        columns = "attempt, batched.request, step, items, hint, lead, form, sent"
        joined = "batched JOIN attempts ON attempts.id = attempt WHERE batch = ? ORDER BY attempt"
        query = f"SELECT {columns}, prompt_tokens, completion_tokens, price, prices FROM {joined}"
        return self._each(_request, query, batch.id)

    def _forget(self, attempt: int) -> None:
        super()._forget(attempt)
        self._take_out(attempt)

    def _take_out(self, attempt: int) -> None:
        """Note that a request is not out any more, if it was in a batch."""
        self._db.execute("DELETE FROM batched WHERE attempt = ?", (attempt,))


def _out(row: tuple[Any, ...]) -> Out:
    *batch, requests, prompt_tokens, completion_tokens, share, prices = row
    most = Usage(int(prompt_tokens), int(completion_tokens))
    return Out(Batch(*batch), requests, Spending.of(most, Rate(share, prices)))


def _request(row: tuple[Any, ...]) -> tuple[Request, Usage, Rate]:
    attempt, number, _, items, hint, lead, form, sent, *most, share, prices = row
    errand = Errand(number, tuple(string_list(items)), unpacked(hint), lead, attempt)
    return replace(unpacked_request(sent)[0], form=form, errand=errand), Usage(*most), Rate(share, prices)
