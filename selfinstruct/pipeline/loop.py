"""The loop: keeps requests in flight until the pool holds the target number of accepted tasks."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from selfinstruct.core import wire
from selfinstruct.core.cost import cost
from selfinstruct.core.errors import CapReached, PromptTooLong, Unavailable
from selfinstruct.core.values import REJECTED, Answer
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.group import Endpoints
from selfinstruct.pipeline.jobs import Job, JobMaker
from selfinstruct.pipeline.schedule import Schedule
from selfinstruct.pipeline.settling import Settlement, Settler
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.recipes import Recipe
from selfinstruct.report.numbers import Report
from selfinstruct.storage.store import Store

# After so many requests of a step in a row that brought nothing new, the run stops.
BARREN_LIMIT = 30
_LEAST_PATIENCE = 10.0
_GOES_ON = "the same command goes on"


class Loop:
    """Asks, settles what comes back, and knows when to stop.

    `on_settled` is called with what followed from each completion. `stopped_by` says why the loop stopped short of the
    target, "" if it did not, and `error` is the error that made it stop, if one did.
    """

    def __init__(
        self,
        *,
        store: Store,
        report: Report,
        recipe: Recipe,
        sizes: Sizes,
        jobs: JobMaker,
        endpoints: Endpoints,
        budget: Budget,
        settler: Settler,
        on_settled: Callable[[Settlement], None] = lambda _: None,
    ) -> None:
        self.report = report
        self.schedule = Schedule(recipe, sizes, report, asyncio.get_running_loop().time)
        self.endpoints = endpoints
        self.stopped_by = ""
        self.interrupted = False
        self.error: Exception | None = None
        self._budget = budget
        self._store = store
        self._sizes = sizes
        self._jobs = jobs
        self._settler = settler
        self._on_settled = on_settled
        self._barren: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        endpoints.on_change = self._changed.set
        for item in settler.waiting:
            self.schedule.put(item)

    # --- the loop

    async def generate(self) -> None:
        """Grow the pool until it holds the target number of accepted tasks, or there is a reason to stop.

        An interrupt that comes a second time ends it at once.
        """
        try:
            await self._generate()
        finally:
            await self.endpoints.close()

    async def _generate(self) -> None:
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
        chosen = self.schedule.choose(concurrency, self._budget.share_spent)
        if not chosen:
            return None
        job = self._jobs.make(*chosen)
        self.schedule.start(job.number, job.step, len(job.items))
        return job

    async def _work_on(self, job: Job) -> None:
        answered = False
        try:
            answer = await self.endpoints.complete(job.request, partial(self._keep, job))
            answered = True
            self._settle(job, answer)
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
        return bool(self.stopped_by) or self.report.is_complete

    async def _change(self) -> bool:
        """Wait until there may be something to do; False if time has told instead.

        That is when an answer is overdue, or, once all is over, when what is left has taken longer than any answer.
        """
        if self._is_over:
            # What is in flight has been paid for, but beyond the target nobody waits for what hangs.
            done = self.report.is_complete
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
            self.stopped_by = f"interrupted, {self.endpoints.in_flight} requests in flight given up; {_GOES_ON}"
            for task in self._tasks:
                task.cancel()
        self.interrupted = True
        self.stop(f"interrupted; {_GOES_ON}")

    def stop(self, reason: str, error: Exception | None = None) -> None:
        """Ask nothing new; requests in flight are still waited for. The first reason given stays.

        Once the target is reached, it takes none any more: what was asked beyond the need may fail.
        """
        if not self.report.is_complete or self.interrupted:
            self.stopped_by = self.stopped_by or reason
            self.error = self.error or error
        self.endpoints.stop()
        self._changed.set()

    @property
    def in_flight(self) -> int:
        """How many requests have left and are not back."""
        return self.endpoints.in_flight

    @property
    def concurrency(self) -> int:
        """How many requests may be in flight."""
        return self.endpoints.concurrency

    @property
    def not_asked(self) -> list[str]:
        """Which endpoints are not asked at present, and why; one line each."""
        return self.endpoints.not_asked

    @property
    def cost(self) -> float | None:
        """What was spent, in money, at most, but for what is in flight; None if no prices are known."""
        prices = self.report.settings.prices
        return None if prices is None else cost(self._budget.spent, prices)

    @property
    def faults(self) -> Counter[str]:
        """Failed requests by cause, those that are being asked again included."""
        return self.report.faults + self.endpoints.faults

    # --- what came of it

    def _keep(self, job: Job, attempt: int, body: bytes) -> Answer:
        """Record a body, then read it; one that holds no completion is settled at once, and asked for again."""
        line = self._store.record(job.number, attempt, job.step.name, job.shown, job.hint, job.lead, body)
        try:
            return Answer(line, wire.read(body))
        except Unavailable:
            self._settler.settle(line)
            raise

    def _settle(self, job: Job, answer: Answer) -> None:
        """Commit what follows from a completion. There is no await in here, so claims need no lock."""
        settlement = self._settler.settle(answer.line)
        for item in settlement.outcome.items:
            self.schedule.put(item)
        self._count_barren(job, settlement)
        if self.report.is_complete:
            self.endpoints.stop()
        self._on_settled(settlement)

    def _count_barren(self, job: Job, settlement: Settlement) -> None:
        """Stop after 30 requests of one step in a row that brought nothing new."""
        name = job.step.name
        if any(item.stage not in (name, REJECTED) for item in settlement.outcome.items):
            self._barren[name] = 0
            return
        self._barren[name] += 1
        if self._barren[name] >= BARREN_LIMIT:
            completion = settlement.completion
            why = f"; the last one: {completion.text}" if completion.finish_reason == wire.PROMPT_REFUSED else ""
            self.stop(f"{BARREN_LIMIT} {name} requests in a row brought nothing new{why}")
