"""How long a request waits before it is asked again."""

from random import uniform

from tenacity import RetryCallState, wait_random_exponential

from selfinstruct.core.errors import ParameterRefused, Unavailable

_backoff = wait_random_exponential(multiplier=0.5, max=60)


def seconds_to_wait(state: RetryCallState) -> float:
    """Return the wait before the next try; where the endpoint asked for a pause, it keeps that itself."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, ParameterRefused) or (isinstance(error, Unavailable) and error.pause):
        return uniform(0, 0.1)
    return _backoff(state)
