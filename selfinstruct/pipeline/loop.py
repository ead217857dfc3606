"""The loop: keeps requests in flight until the pool holds the target number of accepted tasks."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar

from selfinstruct.core import wire
from selfinstruct.core.counts import Count
from selfinstruct.core.errors import CapReached, FormRefused, InputError, PromptTooLong, Unavailable
from selfinstruct.core.values import Answer, Item
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.group import Group
from selfinstruct.pipeline.barren import Barren
from selfinstruct.pipeline.beside import Beside
from selfinstruct.pipeline.jobs import Job, JobMaker
from selfinstruct.pipeline.schedule import Schedule
from selfinstruct.pipeline.settling import Settlement, Settler
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pipeline.underway import Aside
from selfinstruct.pipeline.ways import Ways
from selfinstruct.recipes import Recipe
from selfinstruct.report.ideas import Ideas
from selfinstruct.report.numbers import Report
from selfinstruct.storage.store import Store

_LEAST_PATIENCE = 10.0
GOES_ON = "run it again to go on"
COLLECTS = "run it again to collect the answers"


@dataclass(kw_only=True, eq=False, repr=False)
class Loop:
    """Asks, settles what comes back, and knows when to stop.

    `on_settled` is called with what followed from each completion, `on_noted` with a line once the run saturates; what
    is `beside` it says how that has turned out. Where it is `patient`, as in a lane, no answer is overdue; of the steps
    that are `batched` none ever is. What is `out` since an earlier session is waited for like any other request. If it
    `leaves`, it stops once all that can be asked is out in batches, and `has_left`. `stopped_by` says why the loop
    stopped short of the target, "" if it did not, and `error` is the error that made it stop, if one did; `enough` is
    the cap that would let it move on, by the name of the one that is reached.
    """

    store: Store
    report: Report
    recipe: Recipe
    sizes: Sizes
    ways: Ways
    jobs: JobMaker
    endpoints: Group
    budget: Budget
    settler: Settler
    beside: Beside
    on_settled: Callable[[Settlement], None]
    _plans: ClassVar[type[Schedule]] = Schedule
    patient: bool = False
    batched: Collection[str] = ()
    out: Sequence[Job] = ()
    leaves: bool = False
    on_noted: Callable[[str], None] = lambda _: None
    stopped_by: str = field(default="", init=False)
    interrupted: bool = field(default=False, init=False)
    has_left: bool = field(default=False, init=False)
    error: Exception | None = field(default=None, init=False)
    enough: dict[str, float] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        clock = asyncio.get_running_loop().time
        aside = Aside(lambda: self.jobs.pool.labelled + self.settler.underway.labelled)
        about = self.recipe, self.sizes, self.ways, self.report, clock, aside
        self.schedule = self._plans(*about, patient=self.patient, batched=self.batched)
        self._barren = Barren()
        # Whether a settlement has failed: the pool may hold what the run file does not. The next start settles it.
        self._is_torn = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self.endpoints.on_change = self._changed.set
        out = {item.id for job in self.out for item in job.items}
        for item in self._waiting_at_first():
            if item.id not in out:
                self.schedule.put(item)

    def _waiting_at_first(self) -> Iterable[Item]:
        return self.settler.waiting

    # --- the loop

    async def generate(self) -> None:
        """Grow the pool until it holds the target number of accepted tasks, or there is a reason to stop."""
        try:
            await self._generate()
        finally:
            await self.endpoints.close()

    async def _generate(self) -> None:
        async with asyncio.TaskGroup() as group:
            for each in self.out:
                self._begin(each, group)
            while True:
                self._changed.clear()
                while job := self._next_job():
                    self._begin(job, group)
                    # It takes its place, and its share of the budget, before the next one is chosen.
                    await asyncio.sleep(0)
                if not self._tasks:
                    break
                self.endpoints.nothing_more()
                if self.leaves and self.endpoints.is_away and not self._is_over:
                    self.has_left = True
                    self.stop(f"all that can be asked is out in batches; {COLLECTS}")
                if not await self._change():
                    self._look_at_the_time()

    def _begin(self, job: Job, group: asyncio.TaskGroup) -> None:
        self.schedule.start(job.number, job.step, len(job.items))
        self.ways.start(job.step.name, job.form.name)
        task = group.create_task(self._work_on(job))
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _next_job(self) -> Job | None:
        self._follow()
        if self._is_over or not any(self.endpoints.has_room(step.name) for step in self.recipe.steps):
            return None
        fruitless = self._barren.is_fruitless(self.recipe.proposes.name)
        spent, endpoints = self.budget.share_spent, self.endpoints
        chosen = self.schedule.choose(endpoints.concurrency, spent, fruitless=fruitless, has_room=endpoints.has_room)
        if not chosen:
            return None
        step, items = chosen
        try:
            return self.jobs.make(step, items, self.ways.form(step), self.schedule.awaited)
        except Exception as error:  # of a step of others; what is in flight has been paid for
            told = InputError(f"‹recipe›: its step {step.name} cannot make a request: {error!r}; mend the step")
            self.stop(str(told), told)
            return None

    async def _work_on(self, job: Job) -> None:
        answered = False
        try:
            answer = await self.endpoints.complete(job.request, partial(self._keep, job))
            answered = True
            self._settle(job, answer)
        except PromptTooLong as error:
            answered = self._too_long(job, error)
        except FormRefused as error:
            if not self.ways.leave_out(job.form.name):
                self.stop(str(error), error)
        except Unavailable:
            pass
        except CapReached as error:
            self.enough[error.cap] = max(error.enough, self.enough.get(error.cap, 0))
            self.stop(f"the cap is reached: {error}; raise it to go on")
        except Exception as error:  # whatever it is, what else is in flight has been paid for
            self.stop(str(error) or repr(error), error)
        finally:
            self.schedule.end(job.number, answered=answered)
            self.ways.end(job.step.name, job.form.name)
            if not answered:
                for item in job.items:
                    self.schedule.put(item)

    def _too_long(self, job: Job, error: PromptTooLong) -> bool:
        """Make requests of a step smaller, or settle this one as refused; return whether that was done."""
        # One task that is too long must not cut the verdicts on all others, or their further outputs.
        if job.step.is_judge or job.step.is_optional:
            self._settle(job, self._keep(job, 0, wire.refusal(f"too long: {error}", job.request.model)))
            return True
        asked = len(job.shown), job.request.sampling.max_tokens
        if not self.sizes.shorten(job.step, *asked, answer=error.answer):
            self.stop(f"{job.step.name} requests do not fit into the context of the model: {error}", error)
        return False

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._changed.set()

    @property
    def _is_over(self) -> bool:
        return bool(self.stopped_by) or self._is_complete

    @property
    def _is_complete(self) -> bool:
        return self.report.is_complete

    async def _change(self) -> bool:
        """Wait until there may be something to do; False if time ran out instead.

        It runs out when an answer is overdue or, once all is over, when what is left has taken longer than any answer.
        """
        if self._is_over:
            # Answers in flight have been paid for, but beyond the target nobody waits for one that hangs.
            done = self._is_complete
            patience = max(_LEAST_PATIENCE, 1.5 * self.schedule.slowest) if done and not self.interrupted else None
        else:
            times = (self.schedule.seconds_until_overdue(), self.endpoints.seconds_until_given_up)
            patience = min((each for each in times if each is not None), default=None)
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._changed.wait()
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
        """Stop as the user wishes, and wait for requests in flight; to call it again changes nothing."""
        self.interrupted = True
        self.stop(f"interrupted; {GOES_ON}")

    def give_up(self) -> None:
        """Stop as the user wishes, at once: requests in flight are given up, and may be billed all the same."""
        self.interrupted = True
        self.stopped_by = f"interrupted, {Count(self.endpoints.in_flight):request} in flight given up; {GOES_ON}"
        for task in self._tasks:
            task.cancel()
        self.stop(self.stopped_by)

    def stop(self, reason: str, error: Exception | None = None) -> None:
        """Ask nothing new, but wait for requests in flight. The first reason given stays.

        Once the target is reached, no reason counts: requests beyond the need may fail.
        """
        if not self._is_complete or self.interrupted:
            self.stopped_by = self.stopped_by or reason
            self.error = self.error or error
        self.endpoints.stop()
        self._changed.set()

    @property
    def cost(self) -> float | None:
        """What was spent at most, in money, without requests in flight; None if no prices are known."""
        return self.budget.cost

    @property
    def ideas(self) -> Ideas | None:
        """How many of the latest candidates are new, beside the first ones; None if there are too few to tell."""
        return self.beside.ideas

    @property
    def faults(self) -> Counter[str]:
        """Failed requests of this session by cause, also those that are being asked again."""
        return self.endpoints.faults

    # --- what came of it

    def _keep(self, job: Job, attempt: int, body: bytes) -> Answer:
        """Record a body, then read it; one that holds no completion is settled at once, and the request sent again."""
        about = (job.number, attempt, job.step.name, job.shown, job.hint, job.lead)
        line = self.store.record(*about, body, job.request)
        try:
            return Answer(line, wire.read(body, line.max_tokens))
        except wire.NoAnswer:
            self.settler.settle(line)
            raise

    def _settle(self, job: Job, answer: Answer) -> None:
        """Commit what follows from a completion. There is no await in here, so claims need no lock."""
        if self._is_torn:
            return
        self._follow()
        self._is_torn = True
        settlement = self.settler.settle(answer.line)
        self.sizes.learn(answer.line, settlement.completion)
        self._is_torn = False
        self._go_on_with(job, settlement)
        for warning in self.beside.warnings():
            if not self._is_complete:
                self.on_noted(warning)
        if reason := self._barren.count(job.step.name, settlement):
            self.stop(reason)
        if self._is_complete:
            self.endpoints.stop()
        try:
            self.on_settled(settlement)
        except Exception as error:  # of an observer of others
            self.stop(f"the observer failed, in settled(): {error!r}", error)

    def _go_on_with(self, job: Job, settlement: Settlement) -> None:
        """Let what came of a request wait for what is next."""
        for item in settlement.outcome.items:
            self.schedule.put(item)

    def _follow(self) -> None:
        """Let what reviewers have decided meanwhile count, for what prompts show and for the target."""
        if self._is_over:
            return
        self.beside.take_in_decisions()
        if self._is_complete:
            self.endpoints.stop()
