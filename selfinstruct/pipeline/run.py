"""The loop: keeps requests in flight until the pool holds the target number of accepted tasks."""

import asyncio
from collections import Counter
from contextlib import suppress
from functools import partial

from selfinstruct.core import wire
from selfinstruct.core.cost import cost
from selfinstruct.core.errors import CapReached, PromptTooLong, Unavailable
from selfinstruct.core.values import DROPPED, Item, Outcome, Received
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.group import Endpoints
from selfinstruct.pipeline.jobs import Job, JobMaker
from selfinstruct.pipeline.schedule import Schedule
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pool.admission import Admission
from selfinstruct.pool.pool import Pool
from selfinstruct.recipes import Recipe
from selfinstruct.report.numbers import Report
from selfinstruct.steps import Step
from selfinstruct.storage.store import Store

BARREN_LIMIT = 30
_LEAST_PATIENCE = 10.0


class Run:
    """One dataset in the making: asks, settles what comes back, and knows when to stop."""

    def __init__(
        self,
        *,
        store: Store,
        pool: Pool,
        recipe: Recipe,
        sizes: Sizes,
        jobs: JobMaker,
        endpoints: Endpoints,
        budget: Budget,
        admission: Admission,
        target: int,
    ) -> None:
        self.report = Report.load(store)
        self.target = target
        self.schedule = Schedule(recipe, sizes, self.report, target, asyncio.get_running_loop().time)
        self.endpoints = endpoints
        self.budget = budget
        self.ended_by = ""
        self.interrupted = False
        self.error: Exception | None = None
        self._store = store
        self._pool = pool
        self._recipe = recipe
        self._sizes = sizes
        self._jobs = jobs
        self._admission = admission
        self._barren: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        endpoints.on_change = self._changed.set
        for item in store.items():
            self.schedule.put(item)

    # --- the loop

    async def generate(self) -> None:
        """Grow the pool until it holds the target number of accepted tasks, or there is a reason to stop.

        Afterwards `ended_by` says why it stopped short ("" if it did not), and `error` what made it stop.
        """
        async with asyncio.TaskGroup() as group:
            while True:
                self._changed.clear()
                while job := self._next_job():
                    task = group.create_task(self._work_on(job))
                    self._tasks.add(task)
                    task.add_done_callback(self._end)
                    # It takes its place, and its share of what may be spent, before the next one is chosen.
                    await asyncio.sleep(0)
                if not self._tasks:
                    break
                if not await self._change():
                    self._look_at_the_time()

    def _next_job(self) -> Job | None:
        """Return the job to begin now, None if there is no room for one, or nothing to ask."""
        concurrency = self.endpoints.concurrency
        # Those that wait before they are asked again take no room, but there must be an end to them.
        has_room = self.endpoints.room > 0 and len(self.schedule.in_flight) < 2 * concurrency
        if self._is_over or not has_room:
            return None
        chosen = self.schedule.choose(concurrency, self.budget.share_spent)
        if not chosen:
            return None
        job = self._jobs.make(*chosen)
        self.schedule.start(job.number, job.step, len(job.items))
        return job

    async def _work_on(self, job: Job) -> None:
        answered = False
        try:
            received = await self.endpoints.complete(job.request, partial(self._keep, job))
            answered = True
            self._settle(job.step, received, job.items)
        except PromptTooLong as error:
            if not self._sizes.shorten(job.step, len(job.shown), job.request.sampling.max_tokens):
                self.stop(f"{job.step.name} requests do not fit into the context of the model: {error}", error)
        except Unavailable:
            pass
        except CapReached as error:
            self.stop(f"the cap is reached: {error}")
        except Exception as error:  # whatever it is, what else is in flight has been paid for
            self.stop(str(error) or repr(error), error)
        finally:
            self.schedule.end(job.number, answered=answered)
            if not answered:
                for item in job.items:
                    self.schedule.put(item)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._changed.set()

    @property
    def _is_over(self) -> bool:
        return bool(self.ended_by) or self.report.accepted >= self.target

    async def _change(self) -> bool:
        """Wait until there may be something to do; False if time has told instead.

        That is when an answer is overdue, or, once all is over, when what is left has taken longer than any answer.
        """
        if self._is_over:
            # What is in flight has been paid for, but beyond the target nobody waits for what hangs.
            done = self.report.accepted >= self.target
            patience = max(_LEAST_PATIENCE, 1.5 * self.schedule.slowest) if done and not self.interrupted else None
        else:
            times = (self.schedule.seconds_until_overdue(), self.endpoints.seconds_until_given_up)
            patience = min((each for each in times if each is not None), default=None)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), patience)
            return True
        return False

    def _look_at_the_time(self) -> None:
        """End what has taken too long: all of it, once the target is reached or there was no answer at all."""
        if not self._is_over and self.endpoints.seconds_until_given_up == 0:
            error = self.endpoints.given_up()
            self.stop(str(error), error)
        if self._is_over:
            for task in self._tasks:
                task.cancel()

    def interrupt(self) -> None:
        """Stop because the user says so: what is in flight is waited for. A second time, it is given up."""
        if self.interrupted:
            self.ended_by = f"interrupted, {self.endpoints.in_flight} requests in flight given up; {_GOES_ON}"
        self.interrupted = True
        self.stop(f"interrupted; {_GOES_ON}")

    @property
    def exit_code(self) -> int:
        """0 when the target is reached, 1 when the run stopped before, 130 when the user interrupted it."""
        if self.report.accepted >= self.target:
            return 0
        return 130 if self.interrupted else 1

    def stop(self, reason: str, error: Exception | None = None) -> None:
        """Ask nothing new; requests in flight are still waited for. The first reason given stays.

        Once the target is reached, it takes none any more: what was asked beyond the need may fail.
        """
        if self.report.accepted < self.target or self.interrupted:
            self.ended_by = self.ended_by or reason
            self.error = self.error or error
        self.endpoints.stop()
        self._changed.set()

    @property
    def cost(self) -> float | None:
        """What was spent, in money, at most, but for what is in flight; None if no prices are known."""
        prices = self.report.prices
        return None if prices is None else cost(self.budget.spent, prices)

    @property
    def faults(self) -> Counter[str]:
        """Failed requests by cause, those that are being asked again included."""
        return self.report.faults + self.endpoints.faults

    async def close(self) -> None:
        """Release the connections to the endpoints, and note how long near-duplicates have taken."""
        await self.endpoints.close()
        self._store.add_dedup_seconds(self._pool.take_dedup_seconds())

    # --- what came of it

    def _keep(self, job: Job, attempt: int, body: bytes) -> Received:
        """Record a body, then read it; one that holds no completion is recorded all the same."""
        logged = self._store.record(job.number, attempt, job.step.name, job.shown, job.hint, job.lead, body)
        try:
            return Received(logged, wire.read(body))
        except Unavailable:
            self._store.settle(logged, wire.GARBLED, Outcome())
            raise

    def _settle(self, step: Step, received: Received, items: tuple[Item, ...]) -> None:
        """Commit what follows from a completion. There is no await in here, so claims need no lock."""
        outcome = self._admission.settle(step, received, items)
        self._store.settle(received.logged, received.completion, outcome)
        self.report.add(received, outcome, proposes=step is self._recipe.proposes)
        for item in outcome.items:
            self.schedule.put(item)
        self._count_barren(step, received, outcome)
        if self.report.accepted >= self.target:
            self.endpoints.stop()

    def _count_barren(self, step: Step, received: Received, outcome: Outcome) -> None:
        """Stop after 30 requests of one step in a row that brought nothing new."""
        if any(item.stage not in (step.name, DROPPED) for item in outcome.items):
            self._barren[step.name] = 0
            return
        self._barren[step.name] += 1
        if self._barren[step.name] >= BARREN_LIMIT:
            refused = received.completion.finish_reason == wire.PROMPT_REFUSED
            why = f"; the last one: {received.completion.text}" if refused else ""
            self.stop(f"{BARREN_LIMIT} {step.name} requests in a row brought nothing new{why}")


_GOES_ON = "the same command goes on"
