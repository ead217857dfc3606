"""Everything that can go wrong in a way a user can act on.

    SelfInstructError                 one line for the user; the command ends with its `exit_code`
    ├── InputError                    an option or a file that cannot be used as it is
    │   └── LeftOut                   a sound value of a file that is not to be learnt from
    ├── ServerError                   a server of the run's own does not come up
    │   └── ServerEnded               it was up, and has ended: the same command starts it again
    ├── RunFolderError                the run folder cannot be used: locked, foreign, unwritable, other settings
    └── BackendError                  a request brought no completion
        ├── Unavailable               worth asking again: rate limit, overload, broken connection or answer
        │   ├── NoAnswer              what came is no completion, an empty one, or half of one (in `core.wire`)
        │   └── ParameterRefused      the model does not take a parameter, which is left out from now on
        ├── PromptRefused             this prompt is refused, others may pass
        ├── FormRefused               the endpoint does not take requests in this form, but perhaps in another
        ├── PromptTooLong             prompt and answer do not fit into the model's context
        ├── CapReached                the request could cost more than what is left of a cap
        └── EndpointRefused           every request would fail: wrong key, unknown model, no quota left
            ├── HeldBack              it was not sent: the one ahead of it was just refused
            └── GivenUp               nothing was answered for too long; later it may be

Each message says what is wrong and what to do next, in one line.
"""

from collections.abc import Sequence

# The cause of a failure in which no request has left.
CANNOT_CONNECT = "cannot connect"
# The same, of a batch.
NEVER_SENT = "batch never sent"
# It was at a server of the run's own, which has ended: nobody has worked for money, and nobody ever answers.
LOST = "batch ended with its server"
# It waited for one that went ahead, and that was refused.
HELD_BACK = "held back"
# What failed with these does not count as asked.
UNCOUNTED = (CANNOT_CONNECT, NEVER_SENT, LOST, HELD_BACK)


class SelfInstructError(Exception):
    """Base of all errors that the user sees as one line.

    `exit_code` is 2 where something has to be changed first, 1 where the same command may go on later. `details` are
    lines to show below the message.
    """

    exit_code = 2
    details: Sequence[str] = ()


class InputError(SelfInstructError):
    """An option or an input file cannot be used; the message names the option, or the file and the line."""


class LeftOut(InputError):
    """A value of a file is sound, and yet no task to learn from: its answer is labelled bad, it needs an image, ….

    The message says what such values are, in the plural; `instruction` is that of the task, "" if it has none.
    """

    def __init__(self, message: str, instruction: str = "") -> None:
        super().__init__(message)
        self.instruction = instruction


class ServerError(SelfInstructError):
    """A server of the run's own does not come up; `details` is the end of its log."""

    def __init__(self, message: str, log: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.details = log


class ServerEnded(ServerError):
    """A server of the run's own has ended while it was needed; the same command starts it again."""

    exit_code = 1


class RunFolderError(SelfInstructError):
    """The run folder cannot be used; the message names the folder."""


class BackendError(SelfInstructError):
    """A request brought no completion."""


class Unavailable(BackendError):
    """The same request may succeed later.

    `cause` is a short name to count by (`rate limit`, `HTTP 500`, …); `pause` is how many seconds the endpoint wants
    us to wait, if it says so; `overloaded` says that it has too much to do, `lacks_room` that there is no room in the
    lane that was asked, not just that we ask too fast; `reached` is false when there was no connection at all;
    `perhaps_billed` is true when the endpoint may have done the work all the same.
    """

    def __init__(
        self,
        message: str,
        *,
        cause: str,
        pause: float = 0.0,
        overloaded: bool = False,
        lacks_room: bool = False,
        reached: bool = True,
        perhaps_billed: bool = False,
    ) -> None:
        super().__init__(message)
        self.cause = cause
        self.pause = pause
        self.overloaded = overloaded
        self.lacks_room = lacks_room
        self.reached = reached
        self.perhaps_billed = perhaps_billed


class ParameterRefused(Unavailable):
    """The `model` does not take a `parameter` of the request, which is left out from now on.

    `is_guess` is true where the endpoint did not say so; it is certain once the same request is answered without it.
    """

    def __init__(self, message: str, model: str, parameter: str, *, is_guess: bool = False) -> None:
        super().__init__(message, cause=f"{parameter} not taken")
        self.model = model
        self.parameter = parameter
        self.is_guess = is_guess


class PromptRefused(BackendError):
    """The endpoint will not answer this prompt (content policy); other prompts may pass."""


class PromptTooLong(BackendError):
    """Prompt and answer together are too long for the model; a shorter prompt or answer may pass.

    `answer` is true where the answer alone might become longer than the model allows, whatever the prompt.
    """

    def __init__(self, message: str, *, answer: bool = False) -> None:
        super().__init__(message)
        self.answer = answer

    @property
    def cause(self) -> str:
        """A short name to count by."""
        return "answer too long" if self.answer else "prompt too long"


class FormRefused(BackendError):
    """The endpoint does not take requests in this form, such as plain completions; it may take others."""

    cause = "form not taken"


class CapReached(BackendError):
    """The request could cost more than what is left of a cap; it was not sent.

    `cap` is the name of that cap, and `enough` one that lets the run move on.
    """

    def __init__(self, message: str, cap: str = "", enough: float = 0) -> None:
        super().__init__(message)
        self.cap, self.enough = cap, enough


class EndpointRefused(BackendError):
    """No request can succeed until the user changes something: the key, the model, the quota, the address.

    `cause` is a short name to count by.
    """

    cause = "endpoint refused"


class HeldBack(EndpointRefused):
    """The request was not sent, as the one that went ahead of it was refused as every other would be."""

    cause = HELD_BACK


class GivenUp(EndpointRefused):
    """No endpoint has answered for as long as a run waits; the same command goes on when they are back."""

    exit_code = 1
