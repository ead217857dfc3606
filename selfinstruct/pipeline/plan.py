"""What a run is going to ask, and what n tasks are likely to take, told before anything is asked."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import mean

from selfinstruct.core.cost import cost
from selfinstruct.core.settings import Prices
from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Item, Request, Task, Usage
from selfinstruct.pipeline.jobs import Job, JobMaker
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.recipes import Recipe
from selfinstruct.report.numbers import Report
from selfinstruct.steps import Step

# Where the run itself has no experience yet.
_CLAIMED = 0.85
_SOUND = 0.95
_TOKENS_OF_A_VERDICT = 5
_ENOUGH = 50


@dataclass(frozen=True)
class Plan:
    """The first prompt of each step, and the requests and tokens that the missing tasks are likely to take."""

    system: str
    prompts: dict[str, str]
    requests: dict[str, int]
    usage: Usage
    from_experience: bool

    def lines(self, missing: int, prices: Prices | None) -> Iterator[str]:
        """Yield what there is to tell of the plan."""
        if self.system:
            yield "--- the system message that goes before every prompt"
            yield from self.system.split("\n")
        for step, prompt in self.prompts.items():
            yield f"--- the first prompt of {step}"
            yield from prompt.split("\n")
        yield "---"
        basis = "going by what the run has taken so far" if self.from_experience else "going by the seed tasks"
        told = ", ".join(f"{step} {count:,}" for step, count in self.requests.items())
        yield f"{missing:,} tasks to grow, {basis}:"
        yield f"requests about {sum(self.requests.values()):,}: {told}"
        yield f"tokens about {self.usage.prompt_tokens:,} prompt + {self.usage.completion_tokens:,} completion"
        if prices:
            yield f"cost about {cost(self.usage, prices):,.4f}"
        else:
            yield "cost unknown; name ‹prices.prompt› and ‹prices.completion›, the prices of a million tokens"


def make_plan(recipe: Recipe, sizes: Sizes, jobs: JobMaker, report: Report, system: str, seeds: Sequence[Task]) -> Plan:
    """Return the plan of a run that has come as far as the report says."""
    missing = max(0, report.target - report.accepted)
    stand_ins = [Item(task.id, task.instruction, "") for task in seeds]
    made = [jobs.make(recipe.proposes, ())]
    made += [jobs.make(step, tuple(stand_ins[: sizes.items(step)])) for step in recipe.works_on]
    prompts = {job.step.name: job.request.prompt for job in made}
    if report.accepted >= _ENOUGH and report.requests:
        requests = {
            step.name: ceil(missing / report.accepted * report.requests_of(step.name)) for step in _steps(recipe)
        }
        usage = Usage(
            report.usage.prompt_tokens * missing // report.accepted,
            report.usage.completion_tokens * missing // report.accepted,
        )
        return Plan(system, prompts, requests, usage, from_experience=True)
    requests = _requests(recipe, sizes, missing, share=mean(task.is_classification for task in seeds))
    prompt_tokens = sum(requests[job.step.name] * _prompt_tokens(job.request, system) for job in made)
    answers = sum(requests[job.step.name] * _answer_tokens(job, recipe, seeds) for job in made)
    return Plan(system, prompts, requests, Usage(prompt_tokens, round(answers)), from_experience=False)


def _requests(recipe: Recipe, sizes: Sizes, missing: int, share: float) -> dict[str, int]:
    """Return how many requests of each step it takes; `share` of the tasks are classification tasks."""
    claimed = missing / _SOUND
    requests = {recipe.proposes.name: ceil(claimed / (_CLAIMED * recipe.proposes.batch))}
    shares = {"input_first": 1 - share, "output_first": share}
    for step in recipe.works_on:
        requests[step.name] = ceil(claimed * shares.get(step.name, 1.0) / sizes.items(step))
    return requests


def _prompt_tokens(request: Request, system: str) -> int:
    """Return about how many tokens are sent with a request."""
    schema = json.dumps(request.schema) if request.schema else ""
    return sum(map(estimated_tokens, (system, request.prompt, schema)))


def _answer_tokens(job: Job, recipe: Recipe, seeds: Sequence[Task]) -> float:
    """Return about how many tokens an answer has, going by the seed tasks."""
    if not recipe.works_on:
        texts = [f"{task.instruction}{task.instances[0].input}{task.instances[0].output}" for task in seeds]
        return recipe.proposes.batch * mean(estimated_tokens(text) + 20 for text in texts)
    if job.step is recipe.proposes:
        return recipe.proposes.batch * mean(estimated_tokens(task.instruction) + 3 for task in seeds)
    if job.step.name == "classification":
        return len(job.items) * _TOKENS_OF_A_VERDICT
    wanted = [task for task in seeds if task.is_classification == (job.step.name == "output_first")] or seeds
    texts = [f"{each.input}{each.output}" for task in wanted for each in task.instances]
    return len(job.items) * mean(estimated_tokens(text) + 10 for text in texts)


def _steps(recipe: Recipe) -> tuple[Step, ...]:
    return (recipe.proposes, *recipe.works_on)
