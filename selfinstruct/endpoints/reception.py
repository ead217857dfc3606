"""What becomes of a request that was in a batch, once it is known what came of it."""

from collections import Counter
from collections.abc import Callable

from selfinstruct.core import wire
from selfinstruct.core.errors import BackendError, ParameterRefused, PromptRefused, Unavailable
from selfinstruct.core.values import Answer, Reply, Request, Usage
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.group import Keep

# So often what is asked about may fail while others are answered.
_MOST_TRIES = 3


class Reception:
    """Takes replies and errors of the endpoint `name`: what is unanswered is to be asked again, as the loop likes.

    `faults` counts failed requests by cause. `others_are_answered` says whether the latest batch has brought answers.
    `on_refused` is called with the endpoint, the model and the parameter that a model refuses.
    """

    def __init__(self, budget: Budget, name: str) -> None:
        self.faults: Counter[str] = Counter()
        self.others_are_answered = False
        self.on_refused: Callable[[str, str, str], None] = lambda *_: None
        self._budget = budget
        self._name = name
        self._came_to_nothing: Counter[tuple[str, tuple[str, ...]]] = Counter()

    def receive(self, request: Request, attempt: int, came: Reply | BackendError, keep: Keep) -> Answer:
        """Return the completion in a reply, once it is recorded; raise what came in the place of one.

        The number of the attempt is 0 where it may still be answered.
        """
        if isinstance(came, PromptRefused):
            self._budget.release(attempt)
            came = Reply(wire.refusal(str(came), request.model))
        if isinstance(came, BackendError):
            if attempt:
                self._fail(attempt, getattr(came, "cause", "endpoint refused"), getattr(came, "perhaps_billed", False))
            return self._failed(request, came, keep)
        try:
            answer = keep(attempt, came.body)
        except wire.NoAnswer as error:
            self._fail(attempt, error.cause, True, error.completion.usage)
            return self._failed(request, error, keep)
        self._budget.settle(attempt, answer.completion.usage)
        return answer

    def _fail(self, attempt: int, cause: str, perhaps_billed: bool, usage: Usage = Usage()) -> None:  # noqa: B008
        self.faults[cause] += 1
        self._budget.fail(attempt, cause, perhaps_billed=perhaps_billed, usage=usage)

    def _failed(self, request: Request, error: BackendError, keep: Keep) -> Answer:
        """Raise what a request has failed with, but settle as refused what has failed too often by itself."""
        if isinstance(error, ParameterRefused):
            if not error.is_guess:
                self.on_refused(self._name, error.model, error.parameter)
        elif self.others_are_answered and isinstance(error, Unavailable) and not error.cause.startswith("batch"):
            about = request.kind, request.errand.items if request.errand else ()
            self._came_to_nothing[about] += error.cause != "stopped"
            if self._came_to_nothing[about] >= _MOST_TRIES:
                refused = f"failed {_MOST_TRIES} times while others were answered: {error}"
                return keep(0, wire.refusal(refused, request.model))
        raise error
