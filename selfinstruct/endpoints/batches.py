"""Requests that leave in files: gathered as long as more may come, and answered whenever the endpoint likes.

A batch is noted with all its requests, and the most that they may take is reserved, before anything leaves. What is out
outlasts the process: the next session takes it over, also a batch whose id was never stored.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Coroutine
from functools import cached_property, partial

from selfinstruct.backends import BatchBackend, Batching
from selfinstruct.core.batches import Answers, Progress
from selfinstruct.core.errors import (
    LOST,
    NEVER_SENT,
    BackendError,
    EndpointRefused,
    GivenUp,
    PromptRefused,
    PromptTooLong,
    Unavailable,
)
from selfinstruct.core.values import Answer, Reply, Request
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.delivery import Delivery
from selfinstruct.endpoints.gathering import Gathering
from selfinstruct.endpoints.group import Keep
from selfinstruct.endpoints.persistence import Persistence
from selfinstruct.endpoints.reception import Reception
from selfinstruct.endpoints.waiting import Waiting
from selfinstruct.storage.batches import Batch
from selfinstruct.storage.store import Store

# So many batches in a row may bring no answer at all.
_MOST_FRUITLESS = 3
# How long to wait where the endpoint has no room for more batches, in seconds.
_FOR_ROOM = 60.0


class Batches:
    """Has requests answered in batches at the address `name`, at a share of the usual `price`.

    `opened` opens the backend, which may not answer at all for `patience` seconds. `in_flight` counts requests whose
    answers are there; `reception` takes these.
    """

    # As many requests as there are may be out, and none is ever too late.
    concurrency = 50_000
    slowed = ()
    seconds_until_given_up = None

    def __init__(
        self,
        store: Store,
        budget: Budget,
        opened: Callable[[], BatchBackend],
        batching: Batching,
        name: str,
        price: float,
        patience: float,
    ) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.reception = Reception(budget, name)
        self._store, self._budget, self._opened = store, budget, opened
        self._persist = Persistence(patience)
        self._name, self._outlasts = name, batching.outlasts
        self._gathered = Gathering(budget, batching, price)
        self._batches: dict[int, Batch] = {}
        self._out: dict[int, dict[int, Waiting]] = {}
        self._taken_over: dict[int, Waiting] = {}
        self._in_hand: set[Waiting] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._fruitless, self._has_room_at = 0, 0.0
        self._is_stopping = self._is_sending = self._waits_for_budget = False

    @cached_property
    def _delivery(self) -> Delivery:
        # By the time of the first batch, other requests may have shown what a model refuses.
        backend = self._opened()
        within = backend.listed_within if self._outlasts else 0.0
        return Delivery(self._store, backend, self._persist, lambda: self.on_change(), within)

    # --- what the loop sees

    @property
    def in_flight(self) -> int:
        """How many requests are answered and not settled yet."""
        return len(self._in_hand)

    @property
    def faults(self) -> Counter[str]:
        """Failed requests by cause."""
        return self.reception.faults

    @property
    def is_idle(self) -> bool:
        """Whether no answers are there that something may follow from."""
        return not self._in_hand and not self._is_sending

    @property
    def is_away(self) -> bool:
        """Whether all that may leave has left, and the endpoint is through with none of it."""
        has_left = self.is_idle and (not self._gathered.waiting or self._waits_for_budget)
        return has_left and all(self._delivery.is_underway(batch) for batch in self._out)

    @property
    def not_asked(self) -> list[str]:
        """What is waited for, one line for each batch."""
        out = {} if self._is_stopping else self._out
        return [self._delivery.told(self._batches[batch], len(requests)) for batch, requests in out.items()]

    def has_room(self, step: str) -> bool:
        """Tell whether a request may be gathered."""
        return not self._is_stopping and self._gathered.has_room

    def take_over(self, steps: Collection[str], besides: Collection[int]) -> list[Request]:
        """Take over what is out of these steps since earlier sessions, `besides` some attempts.

        The loop is to ask for all of it.
        """
        for each in self._store.batches_out():
            batch = each.batch
            if batch.endpoint != self._name:
                continue
            for request, most, price in self._store.requests_out(batch):
                attempt = request.errand.attempt if request.errand else 0
                if request.kind not in steps or attempt in besides:
                    continue
                self._batches[batch.id] = batch
                self._out.setdefault(batch.id, {})
                self._budget.take_over(attempt, most, price)
                self._taken_over[attempt] = self._out[batch.id][attempt] = Waiting.of(request)
        return [each.request for each in self._taken_over.values()]

    async def complete(self, request: Request, keep: Keep) -> Answer:
        """Return the completion of a request, whenever its batch is answered.

        `keep` is as for other endpoints. Raises `Unavailable` for a request that was not answered, and what other
        endpoints raise.
        """
        attempt = request.errand.attempt if request.errand else 0
        if attempt:
            waiting = self._taken_over[attempt]
            self._begin()
        else:
            waiting = Waiting.of(request)
            self._gathered.waiting.append(waiting)
        try:
            attempt, came = await waiting.future
            return self.reception.receive(request, attempt, came, keep)
        finally:
            self._in_hand.discard(waiting)
            self._waits_for_budget = False

    def nothing_more(self) -> None:
        """Let what is gathered leave."""
        if self._gathered.waiting and self.is_idle and not self._waits_for_budget:
            self._is_sending = True
            self._start(0, self._send())

    def stop(self) -> None:
        """Send nothing from now on, and leave what is out: the next session gets it, if it outlasts this one."""
        self._is_stopping = True
        stopped = 0, Unavailable("stopped before its batch was answered", cause="stopped")
        for waiting in self._gathered.waiting:
            waiting.end(*stopped)
        self._gathered.waiting.clear()
        for attempt, waiting in [each for out in self._out.values() for each in out.items()]:
            waiting.end(*(stopped if self._outlasts else (attempt, self._lost())))

    def given_up(self) -> GivenUp:
        """Return the error that says that nothing has been answered."""
        return GivenUp(f"{self._name} has not answered; run the same command when it is back")

    async def close(self) -> None:
        """End what looks after batches."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if "_delivery" in self.__dict__:
            await self._delivery.backend.close()

    # --- on the way

    def _start(self, batch: int, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(self._guarded(batch, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, batch: int, work: Coroutine[None, None, None]) -> None:
        """Tell those who wait for a batch, or (0) for the next one, of an error; what is out stays so."""
        try:
            await work
        except Exception as error:
            if isinstance(error, PromptRefused | PromptTooLong) or not isinstance(error, BackendError):
                error = EndpointRefused(f"‹batch›: {error}")
            for each in [*(self._out[batch].values() if batch else self._gathered.waiting)]:
                each.end(0, error)
        self.on_change()

    def _begin(self) -> None:
        """Look after what was taken over, once the loop begins to ask for it."""
        if not self._tasks:
            for batch in [*self._batches.values()]:
                self._start(batch.id, self._go_on_with(batch))

    async def _go_on_with(self, batch: Batch) -> None:
        if found := await self._delivery.find(batch):
            await self._follow(found)
        else:
            never = Unavailable(f"{self._name}: {NEVER_SENT}", cause=NEVER_SENT)
            await self._end_all(batch, {}, never)

    async def _send(self) -> None:
        """Make batches of all that is gathered, as far as the caps allow, and bring them on their way."""
        try:
            await self._persist(self._delivery.backend.prepare)
            await asyncio.sleep(max(0.0, self._has_room_at - asyncio.get_running_loop().time()))
            while self._gathered.waiting:
                if self._gathered.objection:
                    if not self._budget.is_waiting:
                        raise self._gathered.cap_reached()
                    self._waits_for_budget = True
                    break
                batch, lines = self._make()
                self._start(batch.id, self._submit(batch, lines))
        finally:
            self._is_sending = False

    def _make(self) -> tuple[Batch, list[bytes]]:
        """Note a batch of what was gathered first, as much as fits; return it with its lines."""
        with self._store.together(durable=True):
            batch = self._store.make_batch(self._name)
            lines, taken = self._gathered.take(self._delivery.backend.line, partial(self._store.put_into, batch))
        self._batches[batch.id], self._out[batch.id] = batch, taken
        return batch, lines

    async def _submit(self, batch: Batch, lines: list[bytes]) -> None:
        """Bring a batch to the endpoint, in smaller ones if it takes none so large, and look after it."""
        try:
            batch = await self._delivery.bring(batch, lines)
        except PromptTooLong:
            if len(lines) == 1:
                raise
            self._gathered.most_bytes = sum(map(len, lines)) // 2
            parts = self._out.pop(batch.id)
            with self._store.together(durable=True):
                for attempt in parts:
                    self._budget.fail(attempt, NEVER_SENT, perhaps_billed=False)
            self._gathered.waiting[:0] = parts.values()
            self._is_sending = True
            self._start(0, self._send())
        else:
            await self._follow(batch)

    async def _follow(self, batch: Batch) -> None:
        """Wait until the endpoint is through with a batch, then let each request know what came of it."""
        self._batches[batch.id] = batch
        progress = await self._delivery.wait(batch)
        if progress.failure:
            await self._end_all(batch, {}, self._refused(batch, progress))
            return
        requests = {attempt: each.request for attempt, each in self._out[batch.id].items()}
        answers = await self._delivery.answers(progress, requests)
        is_fruitful = any(isinstance(each, Reply) for each in answers.values())
        self._fruitless = 0 if is_fruitful else self._fruitless + 1
        self.reception.others_are_answered = is_fruitful
        missing: BackendError
        if self._fruitless >= _MOST_FRUITLESS:
            missing = GivenUp(f"{_MOST_FRUITLESS} batches in a row brought no answer, the last one is {batch.remote}")
        elif self._outlasts:
            said = f"{self._name}: no answer to this request in {batch.remote}"
            missing = Unavailable(said, cause=progress.cause, perhaps_billed=progress.perhaps_billed)
        else:
            missing = self._lost()
        await self._end_all(batch, answers, missing)

    def _lost(self) -> Unavailable:
        return Unavailable(f"{self._name}: {LOST}", cause=LOST)

    def _refused(self, batch: Batch, progress: Progress) -> BackendError:
        """Return what can be done about a batch that was refused as a whole; a log may speak of any room."""
        said = f"{self._name}: {batch.remote} was refused: {progress.failure}"
        if not (progress.lacks_room and self._outlasts):
            return EndpointRefused(f"‹batch›: {said}; change what it objects to, then run the same command")
        self._gathered.most_requests = max(1, len(self._out[batch.id]) // 2)
        self._has_room_at = asyncio.get_running_loop().time() + _FOR_ROOM
        return Unavailable(said, cause=progress.cause)

    async def _end_all(self, batch: Batch, answers: Answers, missing: BackendError) -> None:
        """Let each request of a batch know what came of it; nothing leaves until all of that is settled."""
        if self._is_stopping:
            return
        out = {attempt: each for attempt, each in self._out.pop(batch.id).items() if not each.future.done()}
        self._in_hand.update(out.values())
        for attempt, waiting in out.items():
            waiting.end(attempt, answers.get(attempt, missing))
            await asyncio.sleep(0)
