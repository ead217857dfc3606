"""What a run is going to ask, and what n tasks are likely to take, before anything is asked."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import mean

from selfinstruct.core.settings import Prices
from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Item, Request, Task, Usage
from selfinstruct.pipeline.jobs import JobMaker
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pipeline.ways import Ways
from selfinstruct.pipeline.worth import alike, stand_in, worth_of
from selfinstruct.recipes import Recipe
from selfinstruct.report.numbers import Report

# Which share of the candidates is claimed, and of those accepted, while the run has no experience of its own.
_CLAIMED = 0.85
_SOUND = 0.95
_TOKENS_OF_A_VERDICT = 5
_ENOUGH = 50


@dataclass(frozen=True)
class Plan:
    """The first prompt of each step, and the requests and tokens that the missing tasks are likely to take.

    `from_experience` says that this goes by what the run has taken so far. `prices` are None if they are not known;
    `is_priced` says that requests may cost money at all. In a `lane`, tokens cost the share `price` of what they cost
    otherwise.
    """

    missing: int
    system: str
    prompts: dict[str, str]
    requests: dict[str, int]
    usage: Usage
    from_experience: bool
    prices: Prices | None = None
    is_priced: bool = True
    lane: str = ""
    price: float = 1.0

    def lines(self) -> Iterator[str]:
        """Yield the plan, line by line."""
        if self.system:
            yield "--- the system message that goes before every prompt"
            yield from self.system.split("\n")
        for step, prompt in self.prompts.items():
            yield f"--- the first prompt of {step}"
            yield from prompt.split("\n")
        yield "---"
        basis = "going by what the run has taken so far" if self.from_experience else "going by the seed tasks"
        steps = ", ".join(f"{step} {count:,}" for step, count in self.requests.items())
        yield f"{self.missing:,} tasks to grow, {basis}:"
        yield f"requests about {sum(self.requests.values()):,}: {steps}"
        yield f"tokens about {self.usage.prompt_tokens:,} prompt + {self.usage.completion_tokens:,} completion"
        if self.prices:
            cost = self.prices.cost(self.usage)
            yield f"cost about {cost * self.price:,.4f}" + (f", {cost:,.4f} without the lane" if self.lane else "")
        elif self.is_priced:
            yield "cost unknown; name ‹prices.prompt› and ‹prices.completion›, the prices of a million tokens"
        if self.lane:
            unknown = "; if that is less here, say so with ‹lane_price›" if self.price == 1 else ""
            yield f"lane {self.lane}: tokens count at {self.price:.0%} of their price{unknown}"


def make_plan(recipe: Recipe, sizes: Sizes, ways: Ways, jobs: JobMaker, report: Report, seeds: Sequence[Task]) -> Plan:
    """Return the plan of a run that has come as far as the report says."""
    missing = max(0, report.target - report.kept)
    made = [jobs.make(recipe.proposes, (), ways.form(recipe.proposes))]
    for step in recipe.works_on:
        items = [stand_in(task) for task in alike(step, seeds)]
        form = ways.form(step)
        made.append(jobs.make(step, tuple(items[: sizes.items(step, form)]), form))
    prompts = {job.step.name: job.request.prompt for job in made}
    system = made[0].request.system
    if report.accepted >= _ENOUGH and report.requests:
        requests = {step.name: ceil(missing / report.accepted * report.requests_of(step.name)) for step in recipe.steps}
        usage = Usage(
            report.usage.prompt_tokens * missing // report.accepted,
            report.usage.completion_tokens * missing // report.accepted,
        )
        return Plan(missing, system, prompts, requests, usage, from_experience=True)
    requests = _requests(recipe, sizes, ways, missing, [stand_in(task) for task in seeds])
    prompt_tokens = sum(requests[job.step.name] * _prompt_tokens(job.request) for job in made)
    worth = worth_of(recipe, seeds)
    answers = sum(requests[job.step.name] * (len(job.items) or job.step.batch) * worth[job.step.name] for job in made)
    return Plan(missing, system, prompts, requests, Usage(prompt_tokens, round(answers)), from_experience=False)


def _requests(recipe: Recipe, sizes: Sizes, ways: Ways, missing: int, like: Sequence[Item]) -> dict[str, int]:
    """Return how many requests of each step it takes, if it takes as large a share of the items as of these."""
    claimed = missing / _SOUND
    proposes = recipe.proposes.asked_in(ways.form(recipe.proposes))
    requests = {proposes.name: ceil(claimed / (_CLAIMED * proposes.batch))}
    for step in recipe.works_on:
        size = sizes.items(step, ways.form(step))
        requests[step.name] = ceil(claimed * mean(map(step.takes, like)) / size)
    return requests


def _prompt_tokens(request: Request) -> int:
    schema = json.dumps(request.schema) if request.structured else ""
    return sum(map(estimated_tokens, (request.system, request.prompt, schema)))
