"""The settings of a run, as typed values: what the user asks for, and what a run folder keeps of it.

Errors name a field as ‹target›; the command line puts the option in its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isnan, nan
from pathlib import Path
from typing import Any, Literal, get_args

from selfinstruct.core.addresses import require_addresses
from selfinstruct.core.errors import InputError
from selfinstruct.core.judging import Judging
from selfinstruct.core.ranges import InRange
from selfinstruct.core.values import Usage

Batch = Literal["", "steps", "all"]
Ask = Literal["auto", "json", "text", "short", "continuation"]
# At one endpoint, where the user does not say how many.
MOST_IN_FLIGHT = 512
# How many seconds an answer may take, where neither the user nor a lane says so.
TIMEOUT = 600.0


@dataclass(frozen=True)
class Connection(InRange):
    """How to reach the model.

    `base_urls` are endpoints that share the work (none: the backend's own), `model` is None for the only one that they
    serve, `api_key` None for the one in the environment: in the first of the variables `key_names` that is set.
    `headers` and the fields of `extra_body` go with every request; `timeout` is in seconds, None for what the lane is
    used to, or 600; `options` are options of this backend only, by name.

    `lane` names the lane of the backend in which requests go, "" for the normal one. `lane_price` is the share of the
    usual price that tokens cost in it, None for what is known of the address. With `lane_fallback`, a request for which
    the lane has no room goes in the normal one. `batch` says what leaves in files that are answered within a day: the
    `steps` that feed no prompts, `all`, or "" for nothing; `lane_price` holds there, too. With `batch_leave`, a run
    ends, as if it were done, once all that can be asked is out.
    """

    backend: str = "openai"
    model: str | None = None
    base_urls: tuple[str, ...] = ()
    api_key: str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    extra_body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    timeout: float | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    lane: str = ""
    lane_price: float | None = None
    lane_fallback: bool = False
    batch: Batch = ""
    batch_leave: bool = False
    key_names: tuple[str, ...] = ("OPENAI_API_KEY",)

    def __post_init__(self) -> None:
        if self.model is not None and not self.model.strip():
            raise InputError("‹model›: is empty; name a model, or leave it out if the endpoint serves only one")
        require_addresses("base_urls", self.base_urls)
        for name, is_of_use in (("lane_price", self.lane or self.batch), ("lane_fallback", self.lane)):
            if getattr(self, name) and not is_of_use:
                raise InputError(f"‹{name}›: is for requests in a lane; name that with ‹lane›")
        if self.batch not in get_args(Batch):
            raise InputError(f"‹batch› {self.batch}: must be steps or all")
        if self.batch_leave and not self.batch:
            raise InputError("‹batch_leave›: nothing leaves; say what leaves in batches with ‹batch›")
        super().__post_init__()


@dataclass(frozen=True)
class Serving(InRange):
    """A server of the run's own: started before anything is asked, ended with the run.

    `server` is its name, "" for none: then the model is where the connection says. `python` is the interpreter of the
    environment that it is installed in, None for ours. `args` go to it as they are; a run keeps them, so a secret
    belongs in the environment. Each of the `replicas` serves the whole model, None for one on each GPU. `context` is
    how many tokens prompt and answer may have together, None for what it is used to. `log` is a file for what it says.
    With `ray`, the address of a Ray cluster or `auto`, all of this holds on the nodes of that cluster, and without GPUs
    there is one on each node; without it, on this machine.
    """

    server: str = ""
    python: Path | None = None
    args: tuple[str, ...] = ()
    replicas: int | None = None
    context: int | None = None
    log: Path | None = None
    ray: str = ""
    _prefix = "serving."

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, value in vars(self).items():
            if value and not self.server:
                raise InputError(f"‹serving.{name}›: is for a server of the run's own; name that with ‹serving.server›")


@dataclass(frozen=True)
class Asking:
    """How to ask the model.

    `form` is the form of asking, `auto` to find out in which one the model does best. `system` is the message before
    every prompt, "" for none; `models` and `sampling` hold what differs for some steps, by the name of a step or its
    label.
    """

    form: Ask = "auto"
    system: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    sampling: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def model_of(self, *names: str) -> str:
        """Return the model for a step that goes by these names, the last one first; "" for the connection's own."""
        return next((self.models[name] for name in reversed(names) if name in self.models), "")

    def sampling_of(self, *names: str) -> dict[str, Any]:
        """Return what differs in the sampling of a step that goes by these names; the last one counts most."""
        return {key: value for name in names for key, value in self.sampling.get(name, {}).items()}


@dataclass(frozen=True)
class Pace(InRange):
    """How much to ask at a time, at each endpoint.

    `concurrency` None means as many requests in flight as the endpoint takes. After `give_up_after` seconds without any
    answer the run stops; None for what the backend is used to.
    """

    concurrency: int | None = None
    requests_a_minute: int | None = None
    tokens_a_minute: int | None = None
    give_up_after: float | None = None


@dataclass(frozen=True)
class Prices(InRange):
    """Prices in money for a million tokens: of the prompt, of the completion, of prompt tokens that were cached.

    Without a price of their own, those that were cached cost as much as the others.
    """

    prompt: float
    completion: float
    cached: float = nan
    _prefix = "prices."

    def __post_init__(self) -> None:
        if isnan(self.cached):
            object.__setattr__(self, "cached", self.prompt)
        super().__post_init__()
        if self.cached > self.prompt:
            raise InputError(f"‹prices.cached› {self.cached:g}: must be at most ‹prices.prompt›")

    def cost(self, usage: Usage) -> float:
        """Return what tokens cost."""
        prompt = (usage.prompt_tokens - usage.cached_tokens) * self.prompt + usage.cached_tokens * self.cached
        return (prompt + usage.completion_tokens * self.completion) / 1e6


@dataclass(frozen=True)
class Caps(InRange):
    """The most that a run may spend in all its sessions together; None for no cap."""

    requests: int | None = None
    tokens: int | None = None
    cost: float | None = None
    _prefix = "caps."

    def __bool__(self) -> bool:
        return (self.requests, self.tokens, self.cost) != (None, None, None)


@dataclass(frozen=True)
class Sharding(InRange):
    """Where near-duplicates are looked for; it changes no decision.

    With `workers`, the index lies in so many processes of this machine; with `ray`, the address of a Ray cluster or
    `auto`, in so many actors there, by default one for each node. Without either, all lies in the process of the run.
    """

    workers: int | None = None
    ray: str = ""
    _prefix = "sharding."

    def __bool__(self) -> bool:
        return bool(self.workers or self.ray)


@dataclass(frozen=True)
class Settings(InRange):
    """What the user asks for when a run is grown to `target` accepted tasks.

    With `judge`, a model scores each instance before it is accepted, by the mean of so many verdicts as `judges` says;
    what scores below `min_score` is rejected. Of `best_of` outputs for an input, the one with the highest score is
    accepted.
    `language`, `recipe`, the backend, `similarity_threshold`, `filters`, `instances_per_task`, `judge`, `judges`,
    `min_score`, `best_of`, whether a reward model judges (and the seed tasks) make the pool what it is: a run keeps
    them for good. All others may change from one start to the next. Without `seeds`, a run goes on with those it has,
    and a new one begins with the program's own; it also keeps the instructions of the files to `avoid`. All new tasks
    are to be `about` one field, in a few words; "" for all that people ask. `prompts` is a folder that holds one of
    templates and lists for each language, None for the program's own, which also stand for what is not there.

    A `target` below the number of tasks that the training file holds takes none away, unless `truncate` says so.
    """

    target: int
    language: str = "en"
    recipe: str = "self-instruct"
    seed_only: bool = False
    similarity_threshold: float = 0.7
    filters: str = "default"
    instances_per_task: int = 1
    judge: bool = False
    judges: int = 1
    min_score: float = 0.0
    best_of: int = 1
    random_seed: int | None = None
    truncate: bool = False
    seeds: Path | None = None
    avoid: tuple[Path, ...] = ()
    about: str = ""
    prompts: Path | None = None
    connection: Connection = Connection()
    serving: Serving = Serving()
    judging: Judging = Judging()  # noqa: RUF009
    asking: Asking = Asking()
    pace: Pace = Pace()
    caps: Caps = Caps()
    sharding: Sharding = Sharding()
    prices: Prices | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.about and not self.about.strip():
            raise InputError("‹about›: is empty; name a field in a few words, or leave it out")
        of_judge = {"min_score": self.min_score, "judges": self.judges > 1, "best_of": self.best_of > 1} | {
            f"judging.{name}": each for name, each in vars(self.judging).items()
        }
        if not self.judge and (given := [name for name, value in of_judge.items() if value]):
            raise InputError(f"‹{given[0]}›: needs a judge; add ‹judge›")
        if self.reward and (given := [name for name in ("min_score", "judges") if of_judge[name]]):
            raise InputError(f"‹{given[0]}›: a reward model gives one number, without a scale; leave it out")
        if self.caps.cost is not None and self.prices is None:
            raise InputError("‹caps.cost›: needs prices; name them with ‹prices.prompt› and ‹prices.completion›")
        if self.connection.lane and self.serving.server:
            raise InputError("‹lane›: a server of the run's own has none; leave it out, or ‹serving.server›")

    @property
    def reward(self) -> bool:
        """Whether a reward model judges."""
        return bool(self.judging.reward_urls)


@dataclass(frozen=True)
class ImportSettings(InRange):
    """What the user asks for when tasks are imported into a run; the fields are those of `Settings`.

    Without a `language`, it is the run's own, or the one that the text is in; without a `similarity_threshold`, the
    run's own, or that of `Settings`; without a `random_seed`, the run's own, or one that is drawn.
    """

    language: str | None = None
    filters: str = "default"
    similarity_threshold: float | None = None
    random_seed: int | None = None
    seeds: Path | None = None
    avoid: tuple[Path, ...] = ()
    sharding: Sharding = Sharding()


@dataclass(frozen=True)
class ReplaySettings(InRange):
    """What is to be different when a run is built anew from its log; None for what stays.

    `sharding` says where near-duplicates are looked for meanwhile.
    """

    target: int | None = None
    filters: str | None = None
    similarity_threshold: float | None = None
    instances_per_task: int | None = None
    min_score: float | None = None
    sharding: Sharding = Sharding()
