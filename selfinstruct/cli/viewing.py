"""What a run tells of itself while it goes on, at one moment, and how much of it matters when there is little room."""

from collections.abc import Callable, Iterator, Sequence

from selfinstruct import Ideas, Loop, Settlement
from selfinstruct.cli.live import Line, Stage, View
from selfinstruct.cli.pace import Pace
from selfinstruct.cli.summary import cost_lines, duration, rejected_line, tokens_line
from selfinstruct.core.counts import Count, listed
from selfinstruct.core.spans import span

# What has become of a candidate once it has gone through a step, by the label of the step.
_GONE_THROUGH = {"classification": "classified", "instances": "written", "judge": "judged"}
_LONGEST_TEXT = 300
HOW_TO_STOP = "Ctrl-C: stop asking, keep what comes in"


class Watch:
    """Watches a loop; `clock` gives seconds."""

    def __init__(self, loop: Loop, clock: Callable[[], float]) -> None:
        self._loop = loop
        self._clock = clock
        self._pace = Pace(clock(), loop.report.kept)
        self._answered_before = loop.report.requests.total()
        self._accepted = self._other = ""

    def settled(self, settlement: Settlement) -> None:
        """Take in what followed from a completion."""
        outcome = settlement.outcome
        if outcome.accepted:
            self._pace.arrived(self._clock())
            task = outcome.accepted[-1]
            self._accepted = f"accepted: {_one_line(task.instruction)} → {_one_line(task.instances[0].output)}"
        elif outcome.items:
            self._other = f"proposed: {_one_line(outcome.items[-1].instruction)}"
        elif outcome.rejections:
            last = outcome.rejections[-1]
            self._other = f"rejected ({last.reason}): {_one_line(last.instruction or last.detail)}"

    def view(self) -> View:
        """Return the run as it is at this moment."""
        return View(self._head(), self._stages(), self._loop.report.target, [*self._lines()], self._how_to_stop())

    def in_one_line(self) -> str:
        """Return it without the funnel, for a log."""
        stages = " → ".join(f"{stage.name} {stage.count:,}" for stage in self._stages())
        lines = [line.text for line in self._lines() if line.text not in (self._accepted, self._other)]
        return "; ".join([self._head(), stages, *lines])

    def _head(self) -> str:
        report = self._loop.report
        accepted = min(report.kept, report.target)
        share = 100 * accepted // report.target
        return f"{report.kept:,} of {report.target:,} accepted · {share} % · {self._loop.store.folder}"

    def _stages(self) -> Sequence[Stage]:
        report = self._loop.report
        stages = [Stage("proposed", report.candidates), Stage("new", report.claimed)]
        gone_through = report.claimed
        labels: dict[str, int] = {}
        for step in self._loop.recipe.works_on:
            labels[step.label] = labels.get(step.label, 0) + report.stages[step.name]
        for label, waiting in labels.items():
            gone_through -= waiting
            stages.append(Stage(_GONE_THROUGH.get(label, f"past {label}"), gone_through))
        return [*stages, Stage("accepted", report.accepted)]

    def _lines(self) -> Iterator[Line]:
        loop, report = self._loop, self._loop.report
        if loop.stopped_by:
            yield Line(f"stopping: {loop.stopped_by}", 0, "yellow")
        yield Line(self._rate(), 1)
        yield from (Line(each, 2, "yellow") for each in loop.endpoints.not_asked)
        yield from (Line(each, 2, "yellow") for each in loop.endpoints.slowed)
        yield Line(self._requests(), 3)
        if report.usage.total:
            yield Line(tokens_line(report), 5)
            if money := [*cost_lines(report, loop.budget.spent), *self._caps()]:
                yield Line(" · ".join(money), 4)
        else:
            yield Line(self._about(), 5)
        if told := rejected_line(report):
            yield Line(told, 6)
        if ideas := loop.ideas:
            rank, style = (4, "yellow") if ideas.are_running_out else (8, "")
            yield Line(self._ideas(ideas), rank, style)
        if latest := self._accepted or self._other:
            yield Line(latest, 7, "dim")

    def _rate(self) -> str:
        report, now = self._loop.report, self._clock()
        self._pace.note(now, report.kept)
        elapsed = f"elapsed {duration(now - self._pace.began)}"
        if not self._answered:
            return f"{elapsed} · waiting for the first answer"
        if report.kept <= self._pace.before:
            new = "new task" if self._pace.before else "task"
            return f"{elapsed} · time left: known once a {new} is accepted"
        rate = f"{self._pace.a_minute(now, report.kept):,.0f} a minute"
        missing = report.target - report.kept
        if missing <= 0 or self._loop.stopped_by:
            return f"{rate} · {elapsed}"
        freshness = self._loop.ideas.freshness if self._loop.ideas else 1.0
        left = self._pace.left(now, report.kept, missing, freshness)
        return f"{rate} · {elapsed} · left {span(*left) if left else 'unknown, nothing came in the last minute'}"

    def _requests(self) -> str:
        loop = self._loop
        # In batches, as many may be out as there are.
        of_all = "" if loop.batched else f" of {loop.endpoints.concurrency}"
        in_flight = f"{loop.endpoints.in_flight}{of_all} in flight"
        failed = [f"{loop.faults.total():,} failed: {listed(loop.faults)}"] if loop.faults else []
        session = "in this session " if self._answered_before else ""
        return " · ".join([in_flight, f"{session}{self._answered:,} answered", *failed])

    @property
    def _answered(self) -> int:
        return self._loop.report.requests.total() - self._answered_before

    def _caps(self) -> Iterator[str]:
        budget = self._loop.budget
        if budget.caps:
            of_cap, spent = (100 * min(1.0, each) for each in budget.shares)
            reserved = f", {of_cap - spent:.0f} % in flight" if of_cap > spent else ""
            yield f"cap {spent:.0f} % spent{reserved}"

    def _about(self) -> str:
        """Return what the run is, as long as there are no numbers to show."""
        report, settings = self._loop.report, self._loop.report.settings
        known = filter(None, (settings.language, settings.recipe, settings.backend))
        return " · ".join([*known, f"{Count(report.seeds):seed task} to begin with"])

    def _ideas(self, ideas: Ideas) -> str:
        first, recent = (f"{each / ideas.candidates:.0%}" for each in (ideas.first, ideas.recent))
        told = f"new: {first} of the first {ideas.candidates:,} proposed, {recent} of the last"
        return f"saturating · {told}" if ideas.are_running_out else told

    def _how_to_stop(self) -> str:
        loop = self._loop
        if not loop.stopped_by and not loop.report.is_complete:
            return HOW_TO_STOP
        again = "again" if loop.interrupted else "twice"
        waits = f"waiting for {loop.endpoints.in_flight:,}" if loop.endpoints.in_flight else "ending"
        return f"{waits} · Ctrl-C {again}: end now"


def _one_line(text: str) -> str:
    return " ".join(text[:_LONGEST_TEXT].split())
