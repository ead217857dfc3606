"""Everything that can go wrong in a way a user can act on.

    SelfInstructError                 one line for the user; the command ends with exit code 2
    ├── InputError                    an option or a file that cannot be used as it is
    ├── RunFolderError                the run folder cannot be used: locked, foreign, unwritable, other settings
    └── BackendError                  a request brought no completion
        ├── Unavailable               worth asking again: rate limit, overload, broken connection, garbled answer
        ├── PromptRefused             this prompt is refused, others may pass
        └── EndpointRefused           every request would fail: wrong key, unknown model, no quota left

Each message says what is wrong and what to do next, in one line.
"""


class SelfInstructError(Exception):
    """Base of all errors that are told to the user in one line."""


class InputError(SelfInstructError):
    """An option or an input file cannot be used; the message names the option, or the file and the line."""


class RunFolderError(SelfInstructError):
    """The run folder cannot be used; the message names the folder."""


class BackendError(SelfInstructError):
    """A request brought no completion."""


class Unavailable(BackendError):
    """The same request may succeed later.

    `cause` is a short name to count by (`rate limit`, `server error`, …); `retry_after` is the wait in seconds that
    the server asked for, if it did; `reached` is false when no connection came about at all.
    """

    def __init__(self, message: str, *, cause: str, retry_after: float | None = None, reached: bool = True) -> None:
        super().__init__(message)
        self.cause = cause
        self.retry_after = retry_after
        self.reached = reached


class PromptRefused(BackendError):
    """The endpoint will not answer this prompt (content policy, too long); other prompts may pass."""


class EndpointRefused(BackendError):
    """No request can succeed until the user changes something: the key, the model, the quota, the address."""
