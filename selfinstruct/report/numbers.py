"""What a run has done so far: the numbers behind the progress display, the summary and `selfinstruct status`."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, get_args

from selfinstruct.backends import BACKENDS
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.spending import Spending
from selfinstruct.core.tally import Tally
from selfinstruct.core.values import ACCEPTED, IMPORT, REJECTED, Completion, LogLine, Subject, Task, Usage
from selfinstruct.core.wire import GARBLED
from selfinstruct.decisions import journal
from selfinstruct.decisions.counts import ReviewCounts, counts_of
from selfinstruct.decisions.reviewers import Disputes, Work, disputes_in, is_beside, work_of
from selfinstruct.decisions.standing import Standings
from selfinstruct.recipes import steps_named
from selfinstruct.report.spent import Spent
from selfinstruct.steps.judge import NAME as JUDGE
from selfinstruct.storage.batches import Out
from selfinstruct.storage.store import Store

# Some gateways name another model each time.
_MOST_MODELS = 10
_MORE = "and {} more"


@dataclass
class Report(Spent):
    """A funnel from candidates to accepted tasks, and what it took.

    `stages` counts the claimed instructions by stage, `rejections` by (subject, reason), `with_tasks` by reason those
    of instances whose task was rejected itself (nobody is to count one row twice), `requests` the completions by
    (step, finish_reason), `models` those of the models that wrote, `judges` those of the models that judged,
    `unsettled` by step those of which nothing was made before their process was ended, `faults` the failed requests by
    cause, `earlier_faults` those of sessions before the one whose report this is, if it is one's; `attempts` is the
    number of all requests that were ever sent, `imported` that of the accepted tasks that were brought in. `tallies`
    say what requests have brought, by (step, form of asking). `judging` are the tokens of the answers of a judge,
    `untold` the requests that may have been billed without one, `out` the batches that are not answered yet.
    `seconds` is the time of all sessions, `dedup_seconds` the part of it that went into near-duplicates; where the run
    `is_replayed` from the completions of another one, that is the time of the replay and of what came after it.
    `standings` is what reviewers decided, `review` what that comes to.
    """

    settings: RunSettings
    target: int
    stages: Counter[str] = field(default_factory=Counter)
    rejections: Counter[tuple[str, str]] = field(default_factory=Counter)
    with_tasks: Counter[str] = field(default_factory=Counter)
    requests: Counter[tuple[str, str]] = field(default_factory=Counter)
    models: Counter[str] = field(default_factory=Counter)
    judges: Counter[str] = field(default_factory=Counter)
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    unsettled: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    earlier_faults: Counter[str] = field(default_factory=Counter, compare=False)
    judging: Spending = field(default_factory=Spending)
    untold: int = 0
    imported: int = 0
    out: Sequence[Out] = ()
    attempts: int = 0
    seconds: float = 0.0
    dedup_seconds: float = 0.0
    is_replayed: bool = False
    standings: Standings = field(default_factory=Standings, compare=False)
    review: ReviewCounts = field(default_factory=ReviewCounts)

    @classmethod
    def load(cls, store: Store) -> "Report":
        """Return the report on a run folder; `RunFolderError` if nothing is recorded there yet, or it is damaged."""
        store.require_whole()
        settings, stages = store.settings(), store.count("stages")
        report = cls(
            settings=settings,
            target=settings.target or stages[ACCEPTED],
            stages=stages,
            rejections=store.count("rejections"),
            requests=store.count("requests"),
            tallies=store.brought(),
            unsettled=store.count("unsettled"),
            spent=store.spent(),
            judging=store.spent(JUDGE),
            standings=Standings(journal.read(store.folder)),
        )
        for (step, model), count in store.count("models").items():
            report._answering(step)[model] += count
        report.catch_up(store)
        return report

    def catch_up(self, store: Store) -> None:
        """Learn from the store what follows from no completion: attempts, failures, time, what review comes to."""
        self.follow(self.standings, store.accepted_as(self.standings.instructions))
        self.faults, self.held, self.attempts = store.count("faults"), store.held(), store.attempts()
        self.price_lists, self.out = store.price_lists(), store.batches_out()
        self.untold, self.with_tasks = store.untold(), store.count("with_tasks")
        self.seconds, self.dedup_seconds = store.seconds()
        self.is_replayed = store.is_replayed()
        self.imported = store.accepted_from(IMPORT)

    def follow(self, standings: Standings, accepted: Iterable[Task]) -> None:
        """Let what reviewers decided count; `accepted` are the tasks accepted so far that they decided on."""
        self.standings, self.review = standings, counts_of(standings, [*accepted])

    @property
    def work(self) -> list[Work]:
        """What each reviewer did."""
        return work_of(self.standings)

    @property
    def judged(self) -> int:
        """How many records anybody has kept, restored or rejected."""
        judged = (any(not is_beside(each) for each in standing.every) for _, standing in self.standings.all())
        return sum(judged)

    @property
    def answered(self) -> int:
        """How many records anybody has answered for."""
        return sum(bool(standing.answers) for _, standing in self.standings.all())

    @property
    def disputes(self) -> Disputes:
        """What reviewers want otherwise."""
        return disputes_in(self.standings)

    def add(self, line: LogLine, completion: Completion, outcome: Outcome, *, proposes: bool) -> None:
        """Count one more line of the log and what followed from it; one without an answer only took tokens."""
        if line.attempt and completion.finish_reason != GARBLED:
            self.requests[line.step, completion.finish_reason] += 1
            self._answering(line.step)[completion.model] += 1
            self._count_what_it_brought(line, completion.usage, outcome)
        spent = Spending.of(completion.usage, line.rate)
        self.spent += spent
        if line.step == JUDGE:
            self.judging += spent
        self.stages.update(item.stage for item in outcome.items)
        if not proposes:
            self.stages[line.step] -= len(outcome.items)
        self.rejections.update((rejection.subject, rejection.reason) for rejection in outcome.rejections)

    def _count_what_it_brought(self, line: LogLine, usage: Usage, outcome: Outcome) -> None:
        if line.form:
            tokens = max(0, usage.completion_tokens - usage.reasoning_tokens)
            before = self.tallies.get((line.step, line.form), Tally())
            came = outcome.brought(line.step), outcome.repeated(line)
            one = Tally(1, len(line.items), usage.prompt_tokens, tokens, *came)
            self.tallies[line.step, line.form] = before + one

    def _answering(self, step: str) -> Counter[str]:
        """Return the models that answer in a step, counted: those that judge have written nothing."""
        return self.judges if step == JUDGE else self.models

    def model_names(self, shown: Callable[[str], str] = str, more: str = _MORE) -> list[str]:
        """Return the names of the models that wrote most, as they are to be `shown`; the last says how many `more`."""
        return _names(self.models, shown, more)

    def judge_names(self, shown: Callable[[str], str] = str, more: str = _MORE) -> list[str]:
        """Return the same of the models that judged."""
        return _names(self.judges, shown, more)

    @property
    def steps_named(self) -> Mapping[str, str]:
        """How people are told of the steps of the recipe, by their names."""
        return steps_named(self.settings.recipe, self.settings.language)

    def requests_of(self, step: str) -> int:
        """Return how many completions a step has had."""
        return sum(count for (name, _), count in self.requests.items() if name == step)

    @property
    def not_growing(self) -> frozenset[str]:
        """The steps whose requests did not serve to grow the run: the judge, where tasks are accepted without one."""
        return frozenset() if self.settings.judge else frozenset({JUDGE})

    @property
    def accepted(self) -> int:
        """Accepted tasks, those beyond the target included."""
        return self.stages[ACCEPTED]

    @property
    def grown(self) -> int:
        """Accepted tasks for which models were asked: all but imported ones."""
        return self.accepted - self.imported

    def growing(self, spent: Spending) -> Spending:
        """Return the part of what was spent, at most, that served to grow the run; see `not_growing`."""
        return spent - self.judging if self.not_growing else spent

    @property
    def kept(self) -> int:
        """Tasks of the dataset: those that are accepted, as reviewers left them, those beyond the target included."""
        return self.accepted + self.review.tasks

    @property
    def note(self) -> str:
        """What a reader of the data must know of the backend, "" for nothing."""
        return BACKENDS.find(self.settings.backend).note if self.settings.backend else ""

    @property
    def is_complete(self) -> bool:
        """Whether the target is reached."""
        return self.kept >= self.target

    @property
    def seeds(self) -> int:
        """How many seed tasks the run has."""
        return len(self.settings.seed_tasks)

    @property
    def claimed(self) -> int:
        """Instructions that passed the filters and were no near-duplicates."""
        return self.stages.total()

    @property
    def candidates(self) -> int:
        """All instructions that the model proposed."""
        return self.claimed + sum(self.rejected("instruction").values())

    @property
    def rejected_items(self) -> int:
        """Claimed instructions that came to nothing."""
        return self.stages[REJECTED]

    @property
    def waiting(self) -> int:
        """Claimed instructions that are still on their way."""
        return self.claimed - self.accepted - self.rejected_items

    def rejected(self, *subjects: str) -> Counter[str]:
        """Return how often each reason was given for these subjects."""
        reasons: Counter[str] = Counter()
        for (subject, reason), count in self.rejections.items():
            if subject in subjects:
                reasons[reason] += count
        return reasons

    def row(self) -> dict[str, Any]:
        """Return all numbers as values for JSON; money, which may not be known, as None then."""
        settings = self.settings
        requests: dict[str, dict[str, int]] = {}
        for (step, finish_reason), count in sorted(self.requests.items()):
            requests.setdefault(step, {})[finish_reason] = count
        return {
            "language": settings.language,
            "recipe": settings.recipe,
            "backend": settings.backend,
            "models": dict(self.models.most_common()),
            "judges": dict(self.judges.most_common()),
            "seeds": self.seeds,
            "avoid": len(settings.avoid),
            "target": self.target,
            "candidates": self.candidates,
            "claimed": self.claimed,
            "waiting": self.waiting,
            "accepted": self.accepted,
            "kept": self.kept,
            "tasks": min(self.kept, self.target),
            "is_complete": self.is_complete,
            "rejected": {subject: dict(self.rejected(subject).most_common()) for subject in get_args(Subject)},
            "rejected_with_tasks": dict(self.with_tasks.most_common()),
            "review": asdict(self.review),
            "requests": requests,
            "sent": self.attempts,
            "out": [each.row(self.price_lists) for each in self.out],
            "failed": dict(self.faults.most_common()),
            "tokens": asdict(self.usage),
            "cost": self.cost_of_answers,
            "cost_at_most": self.cost,
            "seconds": self.seconds,
        }


def _names(models: Counter[str], shown: Callable[[str], str], more: str) -> list[str]:
    names = [shown(name) for name, _ in models.most_common(_MOST_MODELS) if name]
    others = len(models) - _MOST_MODELS
    return names + ([more.format(f"{others:,}")] if others > 0 else [])
