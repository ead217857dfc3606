"""The values that travel through the program; all are frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from selfinstruct.core.endings import cut_by
from selfinstruct.core.question import Question
from selfinstruct.core.rates import Rate
from selfinstruct.core.scores import Score

Api = Literal["chat", "completions"]
ACCEPTED, REJECTED = "accepted", "rejected"
# The step of a line that brings in tasks which are there already.
IMPORT = "import"
Subject = Literal["completion", "instruction", "task", "instance"]
SURPLUS = "surplus_instance"
NOT_THE_BEST = "not_the_best"


@dataclass(frozen=True, slots=True)
class Instance:
    """One input ("" where the instruction needs none) and the output for it."""

    input: str
    output: str


@dataclass(frozen=True, slots=True)
class Hint:
    """What a prompt for new instructions names: the key of a category, a topic, a form; "" for none.

    Where it asks for several, some of them are to lean towards one of these each.
    """

    category: str = ""
    topic: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An instruction with its instances.

    `origin` is `seed` or the id of the completion that proposed it; `hint` what is known of its kind: what a prompt
    named that asked for it alone, for a seed task or an imported one its category. `scores` are what a judge says of
    its instances, None for one that was not judged.
    """

    id: str
    instruction: str
    is_classification: bool
    instances: tuple[Instance, ...]
    origin: str
    hint: Hint = Hint()
    scores: tuple[Score | None, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """An instance as a model wrote it, not yet filtered.

    `cut` is what cut the completion inside it (`length`, `content_filter`, `endpoint`), "" if it is whole.
    `siblings` are all instances of the answer in their order, this one at its `position`, without the one that is cut.
    """

    instruction: str
    input: str
    output: str
    cut: str = ""
    siblings: tuple[Instance, ...] = ()
    position: int = 0


@dataclass(frozen=True, slots=True)
class Nearest:
    """The instruction that a rejected one is too similar to, and their ROUGE-L F-measure.

    `kind` says what it is: a `seed` task, an instruction that was `claimed` before, or one to `avoid`. `id` is that of
    the seed task or the claimed one; those to avoid have none.
    """

    kind: Literal["seed", "claimed", "avoid"]
    id: str
    instruction: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something that does not get into the dataset, and why.

    `subject` says what: a whole `completion` that held nothing usable, a proposed `instruction`, a `task` that was
    claimed but came to nothing, or a single `instance`. `reason` is a name in `selfinstruct.pool.reasons`. `instances`
    are those that were written with the instruction, or the one that is rejected; `item` is the id of the claimed
    instruction that it was for, "" if there is none. `score` is what a judge says of a single instance, None if it has
    not seen it. `id` is known once the rejection is stored.
    """

    subject: Subject
    instruction: str
    reason: str
    detail: str
    instances: tuple[Instance, ...] = ()
    item: str = ""
    nearest: Nearest | None = None
    id: str = field(default="", compare=False)
    score: Score | None = field(default=None, compare=False)

    @property
    def is_repeat(self) -> bool:
        """Whether the nearest instruction is the same but for case, white space and the punctuation at its end."""
        return self.nearest is not None and is_repeated(self.instruction, self.nearest.instruction)

    @property
    def is_folded(self) -> bool:
        """Whether a reviewer need not look at it: a repeat, or an instance that is sound but one too many."""
        return self.reason in (SURPLUS, NOT_THE_BEST) or self.is_repeat


def is_repeated(instruction: str, earlier: str) -> bool:
    """Return whether two instructions are the same but for case, white space and the punctuation at their end."""
    first, second = (" ".join(each.casefold().split()).rstrip(" .。!！?？") for each in (instruction, earlier))
    return first == second


@dataclass(frozen=True, slots=True)
class Item:
    """A claimed instruction on its way.

    `stage` is the step it waits for, or `accepted` or `rejected`; `attempts` counts the requests of that step that
    brought nothing for it; `tokens` are those that its similarity is measured by, `seed_similarity` its highest ROUGE-L
    F-measure with a seed task. `written` are its instances that the filters passed, while a step after the writing one
    still has to look at them, `scores` what a judge has said of the first of these so far.
    """

    id: str
    instruction: str
    stage: str
    is_classification: bool = False
    attempts: int = 0
    hint: Hint = Hint()
    tokens: tuple[str, ...] = ()
    seed_similarity: float = 0.0
    written: tuple[Instance, ...] = ()
    scores: tuple[Score, ...] = ()


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
class Errand:
    """What a request is for, as the log has it; see `LogLine`.

    `attempt` is that of a request that is out already, in a batch; 0 for one that is to be sent.
    """

    number: int
    items: tuple[str, ...] = ()
    hint: Hint = Hint()
    lead: str = ""
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to a backend.

    `system` is the message that goes before the prompt, "" for none; `stop` are the texts at which a plain completion
    ends; `schema` is the JSON schema of the answer, which is to be enforced if the request is `structured`; `model` is
    "" for the backend's own, `kind` the name of the step that asks, `form` that of the form it asks in; `errand`
    is what must be known of it where its answer may come to another process.
    """

    prompt: str
    sampling: Sampling
    api: Api = "chat"
    system: str = ""
    stop: Sequence[str] = ()
    schema: Mapping[str, Any] | None = None
    structured: bool = False
    model: str = ""
    kind: str = ""
    form: str = ""
    question: Question | None = None
    errand: Errand | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the endpoint counts them; 0 where it does not say.

    Those of the prompt include the `cached_tokens` that may cost less, those of the completion the `reasoning_tokens`.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0

    @property
    def total(self) -> int:
        """Tokens of the prompt and the completion."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def __sub__(self, other: "Usage") -> "Usage":
        return Usage(*(getattr(self, name) - getattr(other, name) for name in self.__slots__))

    def completed(self, most: "Usage") -> "Usage":
        """Return it with those of `most` in the place of the tokens, of prompt or completion, that are not told."""
        prompt, completion = self.prompt_tokens or most.prompt_tokens, self.completion_tokens or most.completion_tokens
        return replace(self, prompt_tokens=prompt, completion_tokens=completion)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the body, in the OpenAI wire format, and how many seconds to wait before the next request.

    `price` is the share of the usual price that its tokens cost, None for that of the lane in which it was asked for.
    """

    body: bytes
    pause: float = 0.0
    price: float | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """What a body says; `finish_reason` is the endpoint's own word for its end, "" for none, or one that is truer."""

    text: str
    finish_reason: str
    usage: Usage
    model: str

    @property
    def cut(self) -> str:
        """What cut the completion: `length`, `content_filter`, `endpoint` if it says neither; "" if it is whole."""
        return cut_by(self.finish_reason)


@dataclass(frozen=True)
class LogLine:
    """A line of the run's log: what came back, as it came.

    `request` is the number of the request, `attempt` that of the try which brought it (0: none was made), `step` the
    name of the step that asked, or `import`. `items` are the ids of what the request was about: the demonstrations it
    showed, or the items it worked on. `hint` is what a proposing step was to lean towards. `lead` is what stands before
    the completion so that it reads as a whole answer: the last line of a prompt that it continues, "" for nothing.
    `received_at` is in seconds since 1970. `max_tokens` is how many tokens the completion was allowed, 0 if that is not
    known, `form` the name of the form in which it was asked for, "" if that is not known; `rate` is what its
    tokens cost.
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
    max_tokens: int = 0
    form: str = ""
    rate: Rate = Rate()  # noqa: RUF009


@dataclass(frozen=True)
class Answer:
    """A recorded completion: the line of the log, and what its body says."""

    line: LogLine
    completion: Completion
