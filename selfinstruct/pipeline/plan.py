"""What a run is going to ask, and what n tasks are likely to take, before anything is asked."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from math import ceil
from statistics import mean
from types import MappingProxyType

from selfinstruct.core.counts import Count, Rough, rough_money
from selfinstruct.core.errors import InputError
from selfinstruct.core.rates import Rate
from selfinstruct.core.settings import Caps, Prices
from selfinstruct.core.spans import span
from selfinstruct.core.spending import Spending, all_of
from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Item, Request, Task, Usage
from selfinstruct.pipeline.capped import TOO_LITTLE, Amounts, cap_lines
from selfinstruct.pipeline.jobs import Job, JobMaker
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pipeline.ways import Ways
from selfinstruct.pipeline.worth import alike, stand_in, worth_of
from selfinstruct.recipes import Recipe
from selfinstruct.report.course import Stretch
from selfinstruct.report.numbers import Report
from selfinstruct.steps import Step

# Which share of the candidates is claimed, and of those accepted, while the run has no experience of its own.
_CLAIMED = 0.85
_SOUND = 0.95
_ENOUGH = 50
# What it takes if all candidates become tasks, and if a third of them does, as shares of the estimate.
_FROM_ALL_TO_A_THIRD = (_CLAIMED * _SOUND, 3 * _CLAIMED * _SOUND)
# The same for a run that goes on as it has gone so far.
_AS_BEFORE = (0.9, 1.2)
# Prompts drawn to tell how long they are: which seed tasks they show makes some twice as long as others.
_DRAWN = 200
# Tokens that an endpoint writes in a second for each request, in a slow and in a fast one.
_SLOW, _FAST = 20, 100


@dataclass(frozen=True)
class Plan:
    """What the missing tasks are likely to take: requests and tokens by step, seconds; the first prompt of each step.

    `from_experience` says that this goes by what the run has taken so far. It may take as little or as much as the
    estimate times the factors of `spread`; `seconds` are at least and at most. `prices` are None if they are not known;
    `is_priced` says that requests may cost money at all. In a `lane`, tokens cost the share `price` of what they cost
    otherwise, but for the steps that are asked `elsewhere`; those that are `batched` have shares of their own.
    Where it `is_judging`, the tasks are there, and are to be judged; the `notes` tell why so many are `unjudged` and
    asked about no more, or what prompts name beside the user's seed tasks. The run has `kept` so many tasks, and has
    `spent` so much of what its `caps` allow; it keeps away from so many instructions as are to `avoid`. Where it starts
    its own server, it `is_served`, which costs no money; `obstacle` says why that server could not be started here,
    None if it could. `named` says how people are told of a step.
    """

    missing: int
    system: str
    prompts: dict[str, str]
    requests: dict[str, int]
    usages: dict[str, Usage]
    from_experience: bool
    spread: tuple[float, float] = _FROM_ALL_TO_A_THIRD
    seconds: tuple[float, float] = (0.0, 0.0)
    time_basis: str = ""
    prices: Prices | None = None
    is_priced: bool = True
    lane: str = ""
    price: float = 1.0
    elsewhere: Collection[str] = ()
    batched: Mapping[str, float] = field(default_factory=dict)
    kept: int = 0
    caps: Caps = field(default_factory=Caps)
    spent: Amounts = field(default_factory=Amounts)
    avoid: int = 0
    is_judging: bool = False
    unjudged: int = 0
    notes: Sequence[str] = ()
    is_served: bool = False
    named: Mapping[str, str] = field(default_factory=dict)
    obstacle: InputError | None = None

    @property
    def usage(self) -> Usage:
        """The tokens of all steps."""
        return sum(self.usages.values(), Usage())

    @property
    def cost(self) -> float | None:
        """What it is likely to cost, None where no prices are known."""
        return self._expected().cost({0: self.prices}) if self.prices else None

    def lines(self, *, show_prompts: bool = False) -> Iterator[str]:
        """Yield the plan, line by line; the prompts come last."""
        yield from self._amount_lines() if self.missing else self._nothing_lines()
        yield from self.notes
        yield from (self._prompt_lines() if show_prompts else ("no request was sent",))

    def _nothing_lines(self) -> Iterator[str]:
        yield (
            "no task is left to judge"
            if self.is_judging
            else f"nothing to grow: there are {Count(self.kept):task} already"
        )

    def _amount_lines(self) -> Iterator[str]:
        basis = "going by what the run has taken so far" if self.from_experience else "estimated from the seed tasks"
        requests, tokens = sum(self.requests.values()), self.usage
        if self.is_judging:
            yield f"{Count(self.missing):task} to judge, {Count(requests):verdict}, by the length of the tasks:"
        else:
            yield f"{Count(self.missing):task} to grow, {basis}:"
        if self.avoid:
            yield f"away from {Count(self.avoid):instruction} to avoid"
        steps = ", ".join(f"{Rough(count)} {self.named.get(step, step)}" for step, count in self.requests.items())
        yield f"requests about {Rough(requests)}, from {self._range(requests)}: {steps}"
        prompt, completion = (Rough(each).in_words for each in (tokens.prompt_tokens, tokens.completion_tokens))
        yield f"tokens about {prompt} prompt + {completion} completion, from {self._range(tokens.total)} in all"
        yield from self._money_lines()
        yield from self._cap_lines()
        if self.seconds[1]:
            yield f"time {span(*self.seconds)}{self.time_basis}"
        if self.is_priced and not self.from_experience:
            yield "a model that thinks before it answers takes several times the tokens; ‹extra_body› may stop that"
        if self.is_judging:
            yield "the least if every verdict can be read, the most if one in two is asked for again"
        elif not self.from_experience:
            yield "the least if every candidate becomes a task, the most if only one in three does"

    def _money_lines(self) -> Iterator[str]:
        if self.prices:
            usual, about = self._expected().usual_cost({0: self.prices}), self.cost or 0.0
            low, high = (about * each for each in self.spread)
            without = f"; about {rough_money(usual)} at the usual price" if about < usual else ""
            yield f"cost about {rough_money(about)}, from {rough_money(low)} to {rough_money(high)}{without}"
        elif self.is_priced and (not self.is_served or self.elsewhere):
            yield "cost unknown; name ‹prices.prompt› and ‹prices.completion›, the prices of a million tokens"
        if self.lane:
            doubt = "not known to cost less at this address, if it is there at all; " if self.price == 1 else ""
            others = ", ".join(step for step in self.requests if step in self.elsewhere and step not in self.batched)
            but = f"; those of {others}, asked elsewhere, at the usual one" if others and self.price < 1 else ""
            yield f"lane {self.lane}: {doubt}{_counted_at(self.price)}{but}"
        for price in dict.fromkeys(self.batched.values()):
            steps = ", ".join(step for step in self.requests if self.batched.get(step) == price)
            yield f"batches of {steps}" + (f": {_counted_at(price)}" if self.prices or price < 1 else "")

    def _cap_lines(self) -> Iterator[str]:
        yield from cap_lines(self.caps, self.spent, self.about, self.spread, self.kept, self.missing)

    @property
    def about(self) -> Amounts:
        """What it is likely to take, as caps count it."""
        return Amounts(sum(self.requests.values()), self.usage.total, self.cost)

    @property
    def too_little(self) -> list[str]:
        """A line for each cap that is likely to stop it."""
        return [line for line in self._cap_lines() if TOO_LITTLE in line]

    def _expected(self) -> Spending:
        return all_of(Spending.of(usage, self._rate_of(step)) for step, usage in self.usages.items())

    def _rate_of(self, step: str) -> Rate:
        return Rate(self.batched.get(step, 1.0 if step in self.elsewhere else self.price))

    def _range(self, number: int) -> str:
        return " to ".join(Rough(number * each).in_words for each in self.spread)

    def _prompt_lines(self) -> Iterator[str]:
        yield "no request was sent; these are the first ones:"
        if self.system:
            yield "--- the system message that goes before every prompt"
            yield from self.system.split("\n")
        for step, prompt in self.prompts.items():
            yield f"--- the first prompt of {step}"
            yield from prompt.split("\n")


def make_plan(
    recipe: Recipe,
    sizes: Sizes,
    ways: Ways,
    jobs: JobMaker,
    report: Report,
    seeds: Sequence[Task],
    recent: Stretch | None = None,
    taken: Mapping[str, Usage] = MappingProxyType({}),
) -> Plan:
    """Return the plan of a run that has come as far as the report says.

    `recent` are its latest candidates, `taken` the tokens that each step took.
    """
    missing = max(0, report.target - report.kept)
    made = [_job(step, sizes, ways, jobs, seeds) for step in recipe.steps]
    prompts = {job.step.name: job.request.prompt for job in made}
    named = {step.name: step.about for step in recipe.steps}
    system = made[0].request.system
    if report.grown >= _ENOUGH and report.requests_of(recipe.proposes.name):
        requests = {step.name: ceil(missing / report.grown * report.requests_of(step.name)) for step in recipe.steps}
        usages, spread = _as_before(recipe, report, missing, taken), _spread_of(recipe, report, recent)
        return Plan(missing, system, prompts, requests, usages, from_experience=True, spread=spread, named=named)
    requests = _requests(recipe, sizes, ways, missing, [stand_in(task) for task in seeds])
    worth, usages = worth_of(recipe, seeds), {}
    for job in made:
        count, answer = requests[job.step.name], (len(job.items) or job.step.batch) * worth[job.step.name]
        drawn = [_job(job.step, sizes, ways, jobs, seeds, number) for number in range(_DRAWN)]
        prompt = mean(prompt_tokens(each.request) for each in drawn)
        usages[job.step.name] = Usage(round(count * prompt), round(count * answer))
    return Plan(missing, system, prompts, requests, usages, from_experience=False, named=named)


def _job(step: Step, sizes: Sizes, ways: Ways, jobs: JobMaker, seeds: Sequence[Task], number: int = 0) -> Job:
    """Return a request of a step; one that works on items gets the seed tasks of its kind in turn."""
    form = ways.form(step)
    if step.proposes:
        return jobs.make(step, (), form)
    items, size = [stand_in(task) for task in alike(step, seeds)], sizes.items(step, form)
    return jobs.make(step, tuple(items[(number * size + at) % len(items)] for at in range(min(size, len(items)))), form)


def _as_before(recipe: Recipe, report: Report, missing: int, taken: Mapping[str, Usage]) -> dict[str, Usage]:
    """Return the tokens that the missing tasks take if each step takes as many for them as it has `taken` so far."""
    share, nothing = missing / report.grown, Usage()
    of = {step.name: taken.get(step.name, nothing) for step in recipe.steps}
    return {step: Usage(*(round(share * each) for each in astuple(usage))) for step, usage in of.items()}


def timed(plan: Plan, report: Report, concurrency: int, requests_a_minute: int | None) -> Plan:
    """Return a plan with the time that it takes: as a task took so far, or by the tokens that endpoints write."""
    if plan.from_experience and report.seconds and not report.is_replayed:
        each = report.seconds / report.grown
        low, high = (each * plan.missing * share for share in plan.spread)
        return replace(plan, seconds=(low, high), time_basis=", as fast as so far")
    if not plan.is_priced or plan.lane or plan.batched:
        # Nobody waits for what is made up, and nobody knows how long in a lane or for a batch.
        return plan
    tokens, (least, most) = plan.usage.completion_tokens / concurrency, plan.spread
    pauses = 60 * sum(plan.requests.values()) / requests_a_minute if requests_a_minute else 0.0
    seconds = max(least * tokens / _FAST, least * pauses), max(most * tokens / _SLOW, most * pauses)
    basis = f", if {Count(concurrency):request} at a time are answered at {_SLOW} to {_FAST} tokens a second each"
    return replace(plan, seconds=seconds, time_basis=basis)


def _counted_at(price: float) -> str:
    unknown = "; if that is less here, say so with ‹lane_price›" if price == 1 else ""
    return f"tokens count at {price:.0%} of their price{unknown}"


def _spread_of(recipe: Recipe, report: Report, recent: Stretch | None) -> tuple[float, float]:
    """Return what it may take as shares of what it would take at the average so far."""
    overall = report.grown / sum(report.requests_of(step.name) for step in recipe.steps)
    now = overall / recent.tasks_a_request if recent and recent.tasks_a_request else 1.0
    return _AS_BEFORE[0] * min(1.0, now), _AS_BEFORE[1] * max(1.0, now)


def _requests(recipe: Recipe, sizes: Sizes, ways: Ways, missing: int, like: Sequence[Item]) -> dict[str, int]:
    """Return how many requests of each step it takes, if it takes as large a share of the items as of these."""
    claimed = missing / _SOUND
    proposes = recipe.proposes.asked_in(ways.form(recipe.proposes))
    requests = {proposes.name: ceil(claimed / (_CLAIMED * proposes.batch))}
    for step in recipe.works_on:
        size = sizes.items(step, ways.form(step))
        requests[step.name] = ceil(claimed * mean(map(step.takes, like)) / size)
        if step.is_judge:
            requests[step.name] += sum(requests[each.name] for each in recipe.works_on if each.is_optional)
            requests[step.name] *= step.verdicts
    return requests


def prompt_tokens(request: Request) -> int:
    """Return about how many tokens a request has before its answer."""
    schema = json.dumps(request.schema) if request.structured else ""
    return sum(map(estimated_tokens, (request.system, request.prompt, schema)))
