"""What a run is going to ask, and what n tasks are likely to take, before anything is asked."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import mean

from selfinstruct.core.settings import Prices
from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Item, Request, Task, Usage
from selfinstruct.pipeline.jobs import Job, JobMaker
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.recipes import Recipe
from selfinstruct.report.numbers import Report
from selfinstruct.steps import Step

# Which share of the candidates is claimed, and of those accepted, while the run has no experience of its own.
_CLAIMED = 0.85
_SOUND = 0.95
_TOKENS_OF_A_VERDICT = 5
_ENOUGH = 50


@dataclass(frozen=True)
class Plan:
    """The first prompt of each step, and the requests and tokens that the missing tasks are likely to take.

    `from_experience` says that this goes by what the run has taken so far. `prices` are None if they are not known;
    `is_priced` says that requests may cost money at all.
    """

    missing: int
    system: str
    prompts: dict[str, str]
    requests: dict[str, int]
    usage: Usage
    from_experience: bool
    prices: Prices | None = None
    is_priced: bool = True

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
            yield f"cost about {self.prices.cost(self.usage):,.4f}"
        elif self.is_priced:
            yield "cost unknown; name ‹prices.prompt› and ‹prices.completion›, the prices of a million tokens"


def make_plan(recipe: Recipe, sizes: Sizes, jobs: JobMaker, report: Report, seeds: Sequence[Task]) -> Plan:
    """Return the plan of a run that has come as far as the report says."""
    missing = max(0, report.target - report.kept)
    made = [jobs.make(recipe.proposes, ())]
    for step in recipe.works_on:
        items = [_stand_in(task) for task in _alike(step, seeds)]
        made.append(jobs.make(step, tuple(items[: sizes.items(step)])))
    prompts = {job.step.name: job.request.prompt for job in made}
    system = made[0].request.system
    if report.accepted >= _ENOUGH and report.requests:
        requests = {step.name: ceil(missing / report.accepted * report.requests_of(step.name)) for step in recipe.steps}
        usage = Usage(
            report.usage.prompt_tokens * missing // report.accepted,
            report.usage.completion_tokens * missing // report.accepted,
        )
        return Plan(missing, system, prompts, requests, usage, from_experience=True)
    requests = _requests(recipe, sizes, missing, [_stand_in(task) for task in seeds])
    prompt_tokens = sum(requests[job.step.name] * _prompt_tokens(job.request) for job in made)
    answers = sum(requests[job.step.name] * _answer_tokens(job, seeds) for job in made)
    return Plan(missing, system, prompts, requests, Usage(prompt_tokens, round(answers)), from_experience=False)


def _requests(recipe: Recipe, sizes: Sizes, missing: int, like: Sequence[Item]) -> dict[str, int]:
    """Return how many requests of each step it takes, if it takes as large a share of the items as of these."""
    claimed = missing / _SOUND
    requests = {recipe.proposes.name: ceil(claimed / (_CLAIMED * recipe.proposes.batch))}
    for step in recipe.works_on:
        requests[step.name] = ceil(claimed * mean(map(step.takes, like)) / sizes.items(step))
    return requests


def _prompt_tokens(request: Request) -> int:
    schema = json.dumps(request.schema) if request.structured else ""
    return sum(map(estimated_tokens, (request.system, request.prompt, schema)))


def _answer_tokens(job: Job, seeds: Sequence[Task]) -> float:
    step = job.step
    return (len(job.items) or step.batch) * mean(map(step.answer_tokens, _alike(step, seeds)))


def _alike(step: Step, seeds: Sequence[Task]) -> Sequence[Task]:
    """Return the seed tasks of the kind that goes through a step, all of them if none does."""
    return [task for task in seeds if step.takes(_stand_in(task))] or seeds


def _stand_in(task: Task) -> Item:
    return Item(task.id, task.instruction, "", task.is_classification, written=task.instances)
