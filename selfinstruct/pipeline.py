"""The loop: keeps requests in flight until the pool holds the target number of accepted tasks."""

import asyncio
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from random import Random

from selfinstruct.admission import Admission
from selfinstruct.endpoint import Endpoint
from selfinstruct.errors import PromptRefused, SelfInstructError, Unavailable
from selfinstruct.pool import Pool
from selfinstruct.prompts import Prompts
from selfinstruct.recipes import Recipe
from selfinstruct.report import Report
from selfinstruct.steps import Step
from selfinstruct.store import Outcome, Received, Store
from selfinstruct.types import DROPPED, Completion, Item, Request, Task

BARREN_LIMIT = 30


@dataclass(frozen=True)
class Job:
    """One request to be made: a step and what it shows, demonstrations or the items it works on."""

    number: int
    step: Step
    shown: tuple[Task, ...] | tuple[Item, ...]
    request: Request

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that the step works on; none for demonstrations."""
        return tuple(item for item in self.shown if isinstance(item, Item))

    @property
    def lead(self) -> str:
        """The last line of the prompt, which a plain completion continues."""
        return self.request.prompt.rpartition("\n")[2] if self.request.api == "completions" else ""


class Run:
    """One dataset in the making: what is waiting, what is in flight, and when to stop."""

    def __init__(
        self,
        *,
        store: Store,
        pool: Pool,
        recipe: Recipe,
        prompts: Prompts,
        endpoint: Endpoint,
        admission: Admission,
        target: int,
        concurrency: int,
        random_seed: int,
    ) -> None:
        self.report = Report.load(store)
        self.target = target
        self.concurrency = concurrency
        self.in_flight: Counter[str] = Counter()
        self.ended_by = ""
        self.error: SelfInstructError | None = None
        self._store = store
        self._pool = pool
        self._recipe = recipe
        self._steps: dict[str, Step] = {step.name: step for step in (recipe.proposes, *recipe.works_on)}
        self._prompts = prompts
        self._endpoint = endpoint
        self._admission = admission
        self._random_seed = random_seed
        self._next_number = store.next_request()
        self._waiting: dict[str, deque[Item]] = {step.name: deque() for step in recipe.works_on}
        self._barren: Counter[str] = Counter()
        self._proposals = self.report.requests_of(recipe.proposes.name)
        self._changed = asyncio.Event()
        for item in store.items():
            self._put(item)

    # --- the loop

    async def generate(self) -> None:
        """Grow the pool until it holds the target number of accepted tasks, or there is a reason to stop.

        Afterwards `ended_by` says why it stopped short ("" if it did not), and `error` what made it stop.
        """
        self._settle_the_unsettled()
        async with asyncio.TaskGroup() as group:
            for _ in range(self.concurrency):
                group.create_task(self._keep_working())

    async def _keep_working(self) -> None:
        while job := await self._next_job():
            try:
                completion = await self._endpoint.complete(job.request)
                self._settle(job, completion)
            except (Unavailable, PromptRefused) as error:
                self._fail(job, error)
            except SelfInstructError as error:
                self.stop("an error", error)
            finally:
                self.in_flight[job.step.name] -= 1
                self._wake()

    def stop(self, reason: str, error: SelfInstructError | None = None) -> None:
        """Ask nothing new; requests in flight are still waited for. The first reason given stays."""
        self.ended_by = self.ended_by or reason
        self.error = self.error or error
        self._endpoint.stop()
        self._wake()

    async def close(self) -> None:
        """Release the connections to the endpoint."""
        await self._endpoint.close()

    async def _next_job(self) -> Job | None:
        """Return the next request to make, once there is one; None when there will be none."""
        while not self.ended_by and self.report.accepted < self.target:
            if job := self._choose():
                self.in_flight[job.step.name] += 1
                return job
            if not self.in_flight.total():
                return None
            self._changed.clear()
            await self._changed.wait()
        return None

    def _wake(self) -> None:
        self._changed.set()

    # --- what to ask next

    def _choose(self) -> Job | None:
        """Finish what has begun before proposing anything new, in full batches as long as these come about.

        Nothing is asked that the requests in flight are expected to make needless.
        """
        if self._missing() <= 0:
            return None
        for step in reversed(self._recipe.works_on):
            waiting = self._waiting[step.name]
            if len(waiting) >= step.batch or (waiting and waiting[0].attempts):
                return self._work(step)
        if self._missing(waiting=True) > 0:
            return self._propose()
        for step in reversed(self._recipe.works_on):
            if self._waiting[step.name]:
                return self._work(step)
        return None

    def _missing(self, *, waiting: bool = False) -> float:
        """Return how many tasks there will be too few when what is in flight (and what is `waiting`) has ended."""
        each_proposal = (self.report.claimed + 0.8 * self._recipe.proposes.batch) / (self._proposals + 1)
        under_way = self.in_flight[self._recipe.proposes.name] * each_proposal + self.report.waiting
        if not waiting:
            under_way -= sum(map(len, self._waiting.values()))
        return self.target - self.report.accepted - self._survival() * under_way

    def _survival(self) -> float:
        """Return which share of the claimed instructions becomes accepted tasks, 0.9 to begin with."""
        return (self.report.accepted + 9) / (self.report.accepted + self.report.dropped + 10)

    def _propose(self) -> Job:
        recipe = self._recipe
        random = Random(f"{self._random_seed}:{self._next_number}")
        return self._job(
            recipe.proposes,
            tuple(self._pool.demonstrations(random, recipe.seed_demonstrations, recipe.accepted_demonstrations)),
        )

    def _work(self, step: Step) -> Job:
        """Take a batch of waiting items, not more than are still missing; one that is asked again goes alone."""
        waiting = self._waiting[step.name]
        size = min(step.batch, ceil(self._missing() / self._survival()))
        taken = [waiting.popleft()]
        while waiting and len(taken) < size and not (taken[0].attempts or waiting[0].attempts):
            taken.append(waiting.popleft())
        return self._job(step, tuple(taken))

    def _job(self, step: Step, shown: tuple[Task, ...] | tuple[Item, ...]) -> Job:
        instructions = [each.instruction for each in shown]
        request = Request(
            prompt=step.prompt(self._prompts, instructions),
            sampling=step.sampling,
            api=self._prompts.api,
            stop=step.stop(instructions),
        )
        number = self._next_number
        self._next_number += 1
        return Job(number, step, shown, request)

    # --- what came of it

    def _settle(self, job: Job, completion: Completion) -> None:
        """Record the completion, then what follows from it. There is no await in here, so claims need no lock."""
        received = self._store.record(job.number, job.step.name, [each.id for each in job.shown], job.lead, completion)
        self._apply(job.step, received, job.items)

    def _apply(self, step: Step, received: Received, items: tuple[Item, ...]) -> None:
        outcome = self._admission.settle(step, received, items)
        self._store.settle(received, outcome)
        proposes = step is self._recipe.proposes
        self._proposals += proposes
        self.report.add(step.name, received.completion, outcome, proposes=proposes)
        for item in outcome.items:
            self._put(item)
        self._count_barren(step, outcome)
        self._save_faults()
        if self.report.accepted >= self.target:
            self._endpoint.stop()

    def _fail(self, job: Job, error: Unavailable | PromptRefused) -> None:
        """Put the items of a request without a completion back; a refused prompt counts as one of their attempts."""
        outcome = Outcome()
        if isinstance(error, PromptRefused):
            self._endpoint.faults["prompt refused"] += 1
            for item in job.items:
                self._admission.ask_again(outcome, item, "prompt_refused", str(error))
            self._store.settle(None, outcome)
            self.report.count(outcome, job.step.name)
        for item in outcome.items or job.items:
            self._put(item)
        self._count_barren(job.step, outcome, error)
        self._save_faults()

    def _put(self, item: Item) -> None:
        """Let an item wait for its step, if it waits for one; those that are asked again come first."""
        if item.stage in self._waiting:
            waiting = self._waiting[item.stage]
            waiting.appendleft(item) if item.attempts else waiting.append(item)

    def _count_barren(self, step: Step, outcome: Outcome, error: Exception | None = None) -> None:
        """Stop after 30 requests of one step in a row that brought nothing new."""
        if any(item.stage not in (step.name, DROPPED) for item in outcome.items):
            self._barren[step.name] = 0
            return
        self._barren[step.name] += 1
        if self._barren[step.name] >= BARREN_LIMIT:
            why = f"; the last one: {error}" if error else ""
            self.stop(f"{BARREN_LIMIT} {step.name} requests in a row brought nothing new{why}")

    def _save_faults(self) -> None:
        """Move the endpoint's count of failed requests to the store and the report."""
        if self._endpoint.faults:
            self._store.count_faults(self._endpoint.faults)
            self.report.faults.update(self._endpoint.faults)
            self._endpoint.faults.clear()

    def _settle_the_unsettled(self) -> None:
        """Settle the completions that an earlier process recorded but did not get to settle."""
        for received in self._store.unsettled():
            step = self._steps[received.step]
            items = self._taken_back(step, received.items)
            self._apply(step, received, items)

    def _taken_back(self, step: Step, ids: Iterable[str]) -> tuple[Item, ...]:
        waiting = {item.id: item for item in self._waiting.get(step.name, ())}
        items = tuple(waiting[id_] for id_ in ids if id_ in waiting)
        for item in items:
            self._waiting[step.name].remove(item)
        return items
