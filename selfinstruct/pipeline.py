"""The loop: keeps requests in flight until the pool holds the target number of accepted tasks."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from selfinstruct.admission import Admission
from selfinstruct.endpoint import Endpoint
from selfinstruct.errors import PromptRefused, Unavailable
from selfinstruct.pool import Pool
from selfinstruct.prompts import Prompts
from selfinstruct.recipes import Recipe
from selfinstruct.report import Report
from selfinstruct.schedule import Schedule
from selfinstruct.steps import Step
from selfinstruct.store import Store
from selfinstruct.types import DROPPED, Completion, Hint, Item, Outcome, Received, Request, Task
from selfinstruct.variety import Variety

BARREN_LIMIT = 30


@dataclass(frozen=True)
class Job:
    """One request to be made.

    `items` are what the step works on (none: it proposes), `shown` the ids of all that the prompt shows, items or
    demonstrations, `hint` what a proposal is to lean towards.
    """

    number: int
    step: Step
    items: tuple[Item, ...]
    shown: tuple[str, ...]
    hint: Hint
    request: Request

    @property
    def lead(self) -> str:
        """The last line of the prompt, which a plain completion continues."""
        return self.request.prompt.rpartition("\n")[2] if self.request.api == "completions" else ""


class Run:
    """One dataset in the making: asks, settles what comes back, and knows when to stop."""

    def __init__(
        self,
        *,
        store: Store,
        pool: Pool,
        recipe: Recipe,
        prompts: Prompts,
        variety: Variety,
        endpoint: Endpoint,
        admission: Admission,
        target: int,
        concurrency: int,
        random_seed: int,
    ) -> None:
        self.report = Report.load(store)
        self.target = target
        self.concurrency = concurrency
        self.schedule = Schedule(recipe, self.report, target)
        self.ended_by = ""
        self.interrupted = False
        self.error: Exception | None = None
        self._store = store
        self._pool = pool
        self._recipe = recipe
        self._steps: dict[str, Step] = {step.name: step for step in (recipe.proposes, *recipe.works_on)}
        self._prompts = prompts
        self._variety = variety
        self._endpoint = endpoint
        self._admission = admission
        self._random_seed = random_seed
        self._next_number = store.next_request()
        self._barren: Counter[str] = Counter()
        self._changed = asyncio.Event()
        for item in store.items():
            self.schedule.put(item)

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
                await self._work_on(job)
            except Exception as error:  # whatever it is, what else is in flight has been paid for
                self.stop(str(error) or repr(error), error)
            finally:
                self.schedule.in_flight[job.step.name] -= 1
                self._wake()

    async def _work_on(self, job: Job) -> None:
        try:
            completion = await self._endpoint.complete(job.request)
        except (Unavailable, PromptRefused) as error:
            self._fail(job, error)
        else:
            self._settle(job, completion)

    def interrupt(self) -> None:
        """Stop because the user says so: what is in flight is waited for. A second time, it is given up."""
        in_flight = self.schedule.in_flight.total()
        if self.interrupted:
            self.ended_by = f"interrupted, {in_flight} requests in flight given up; the same command goes on"
        self.interrupted = True
        self.stop("interrupted; the same command goes on")

    @property
    def exit_code(self) -> int:
        """0 when the target is reached, 1 when the run stopped before, 130 when the user interrupted it."""
        if self.report.accepted >= self.target:
            return 0
        return 130 if self.interrupted else 1

    def stop(self, reason: str, error: Exception | None = None) -> None:
        """Ask nothing new; requests in flight are still waited for. The first reason given stays."""
        self.ended_by = self.ended_by or reason
        self.error = self.error or error
        self._endpoint.stop()
        self._wake()

    @property
    def faults(self) -> Counter[str]:
        """Failed requests by cause, those that are being asked again included."""
        return self.report.faults + self._endpoint.faults

    async def close(self) -> None:
        """Release the connections to the endpoint, and note how long near-duplicates have taken."""
        self._store.add_dedup_seconds(self._pool.take_dedup_seconds())
        await self._endpoint.close()

    async def _next_job(self) -> Job | None:
        """Return the next request to make, once there is one; None when there will be none."""
        while not self.ended_by and self.report.accepted < self.target:
            if chosen := self.schedule.choose():
                self.schedule.in_flight[chosen[0].name] += 1
                return self._job(*chosen)
            if not self.schedule.in_flight.total():
                return None
            self._changed.clear()
            await self._changed.wait()
        return None

    def _wake(self) -> None:
        self._changed.set()

    def _job(self, step: Step, items: tuple[Item, ...]) -> Job:
        shown: Sequence[Item | Task] = items
        hint = Hint()
        if not items:
            # Repeatable for a given random seed, and different for every request.
            random = Random(f"{self._random_seed}:{self._next_number}")
            recipe = self._recipe
            shown = self._pool.demonstrations(random, recipe.seed_demonstrations, recipe.accepted_demonstrations)
            hint = self._variety.draw(random)
        instructions = [each.instruction for each in shown]
        request = Request(
            prompt=step.prompt(self._prompts, instructions, **self._variety.told(hint)),
            sampling=step.sampling,
            api=self._prompts.api,
            stop=step.stop(instructions),
        )
        number = self._next_number
        self._next_number += 1
        return Job(number, step, items, tuple(each.id for each in shown), hint, request)

    # --- what came of it

    def _settle(self, job: Job, completion: Completion) -> None:
        """Record the completion, then what follows from it. There is no await in here, so claims need no lock."""
        received = self._store.record(job.number, job.step.name, job.shown, job.hint, job.lead, completion)
        self._apply(job.step, received, job.items)

    def _apply(self, step: Step, received: Received, items: tuple[Item, ...]) -> None:
        outcome = self._admission.settle(step, received, items)
        self._store.settle(received, outcome)
        self.report.add(step.name, received.completion, outcome, proposes=step is self._recipe.proposes)
        for item in outcome.items:
            self.schedule.put(item)
        self._count_barren(step, outcome)
        self._save_faults()
        if self.report.accepted >= self.target:
            self._endpoint.stop()

    def _fail(self, job: Job, error: Unavailable | PromptRefused) -> None:
        """Put the items of a request without a completion back; a refused prompt counts as one of their attempts."""
        outcome = Outcome()
        if isinstance(error, PromptRefused):
            for item in job.items:
                self._admission.ask_again(outcome, item, "prompt_refused", str(error))
            self._store.settle(None, outcome)
            self._store.count_faults({"prompt refused": 1})
            self.report.faults["prompt refused"] += 1
            self.report.count(outcome, job.step.name)
            self._count_barren(job.step, outcome, error)
        for item in outcome.items or job.items:
            self.schedule.put(item)
        self._save_faults()

    def _count_barren(self, step: Step, outcome: Outcome, error: PromptRefused | None = None) -> None:
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
            self._apply(step, received, self.schedule.take_back(step, received.items))
