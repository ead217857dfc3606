"""The values that travel through the program, without behaviour; all but `Outcome` are frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Api = Literal["chat", "completions"]
ACCEPTED, DROPPED = "accepted", "dropped"
Subject = Literal["completion", "instruction", "task", "instance"]


@dataclass(frozen=True, slots=True)
class Instance:
    """One input ("" where the instruction needs none) and the output for it."""

    input: str
    output: str


@dataclass(frozen=True, slots=True)
class Hint:
    """What a request for instructions is to lean towards: the key of a category, a topic, a form; "" for none."""

    category: str = ""
    topic: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An instruction with its instances.

    `origin` is `seed` or the id of the completion that proposed it; `hint` what that completion was to lean towards,
    for a seed task its category.
    """

    id: str
    instruction: str
    is_classification: bool
    instances: tuple[Instance, ...]
    origin: str
    hint: Hint = Hint()


@dataclass(frozen=True, slots=True)
class Draft:
    """An instance as a model wrote it, not yet filtered.

    `cut` is "" for a whole one, else the finish_reason with which the completion broke off inside it: "length" or
    "content_filter". `siblings` are all other instances of the same answer and this one at its `position`, in their
    order, but for the one that is cut.
    """

    instruction: str
    input: str
    output: str
    cut: str = ""
    siblings: tuple[Instance, ...] = ()
    position: int = 0


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something that was dropped, and why.

    `subject` says what: a whole `completion` that held nothing usable, a proposed `instruction`, a `task` that was
    claimed but got no sound instance, or a single `instance`. `reason` is the name of the filter.
    """

    subject: Subject
    instruction: str
    reason: str
    detail: str
    instance: Instance | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A claimed instruction on its way.

    `stage` is the step it waits for, or `accepted` or `dropped`; `tokens` are those that its similarity is told by,
    `seed_similarity` its highest ROUGE-L F-measure with a seed task.
    """

    id: str
    instruction: str
    stage: str
    is_classification: bool = False
    attempts: int = 0
    hint: Hint = Hint()
    tokens: tuple[str, ...] = ()
    seed_similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Record:
    """One line of training data."""

    instruction: str
    input: str
    output: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a step samples, in the terms of the OpenAI API; `max_tokens` is for the completion."""

    temperature: float
    top_p: float
    max_tokens: int
    presence_penalty: float = 0.0


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to a backend.

    `stop` are the texts at which a plain completion ends; `schema` is the JSON schema of the answer if it is to be
    structured; `model` is "" for the backend's own, `kind` the
    name of the step that asks.
    """

    prompt: str
    sampling: Sampling
    api: Api = "chat"
    stop: Sequence[str] = ()
    schema: Mapping[str, Any] | None = None
    model: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the endpoint counts them; 0 where it does not say.

    Those of the prompt include the `cached_tokens` that may cost less, those of the completion the `reasoning_tokens`.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.cached_tokens + other.cached_tokens,
            self.reasoning_tokens + other.reasoning_tokens,
        )

    def __sub__(self, other: "Usage") -> "Usage":
        return Usage(
            self.prompt_tokens - other.prompt_tokens,
            self.completion_tokens - other.completion_tokens,
            self.cached_tokens - other.cached_tokens,
            self.reasoning_tokens - other.reasoning_tokens,
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the body, in the OpenAI wire format, and for how many seconds the endpoint wants to be let be."""

    body: bytes
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Completion:
    """What a body says; `finish_reason` is the endpoint's own word (`stop`, `length`, `content_filter`)."""

    text: str
    finish_reason: str
    usage: Usage
    model: str


@dataclass(frozen=True)
class Logged:
    """A line of the run's log: what came back, as it came.

    `request` is the number of the request, `attempt` that of the try which brought it (0: none was made), `step` the
    name of the step that asked, or `import`. `items` are the ids of what the request was about: the demonstrations it
    showed, or the items it worked on. `hint` is what a proposing step was to lean towards. `lead` is the last line of
    the prompt if the completion continues it (plain completions), else "". `received_at` is in seconds since 1970.
    """

    id: int
    request: int
    attempt: int
    step: str
    items: tuple[str, ...]
    hint: Hint
    lead: str
    body: bytes
    received_at: float


@dataclass(frozen=True)
class Received:
    """A recorded completion: the line of the log, and what its body says."""

    logged: Logged
    completion: Completion


@dataclass
class Outcome:
    """What follows from one completion: new and changed items, accepted tasks, rejections."""

    items: list[Item] = field(default_factory=list)
    accepted: list[Task] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)


class Backend(Protocol):
    """A way to reach a model."""

    async def complete(self, request: Request) -> Reply:
        """Return what comes back to one request, or raise a `BackendError`."""
        ...

    async def models(self) -> list[str]:
        """Return the names of the models that there are; raise a `SelfInstructError` if that cannot be told."""
        ...

    @property
    def limits(self) -> str:
        """What has been told of rate limits, "" for nothing."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...
