"""What went wrong with a request, in terms of what can be done about it."""

import re
from urllib.parse import urlsplit

import openai

from selfinstruct.backends.openai.headers import LONGEST_PAUSE, pause_before_next, retry_after
from selfinstruct.backends.openai.keys import NO_KEY
from selfinstruct.backends.openai.meanings import about, message_of
from selfinstruct.core.errors import BackendError, EndpointRefused, PromptRefused, PromptTooLong, Unavailable

_OVERLOADED = frozenset({429, 498, 503, 529})
_TURNED_DOWN = frozenset({403, 404, 409, 425, 429, 498, 529})
# Statuses that say, where a lane was asked, that there is no room in it; 498 is Groq's.
_NO_ROOM = frozenset({408, 498, 503, 504, 529})
# OpenAI says so with 429, which is as often about how fast we ask.
_SAYS_NO_ROOM = re.compile(r"resource[ _]?unavailable|\bcapacity|no available resource", re.IGNORECASE)
# What the address of an endpoint ends with, such as /v1 and /v4/, and what only requests do.
_VERSION = re.compile(r"/v\d")
_PATH_OF_REQUESTS = re.compile(r"/(?:chat/)?completions/?\Z")
# Pauses that are longer than this are told.
_LONG_PAUSE = 60


class UnknownModel(EndpointRefused):
    """An endpoint at an address does not know a model, or the path.

    `fault` says so, `served` what it serves or how to find out.
    """

    def __init__(self, url: str, fault: str, served: str = "‹check› lists what is served") -> None:
        super().__init__(f"{url} {fault}; check ‹model› ({served}), ‹base_urls›{_likely_slip(url)} and ‹form›")
        self.url, self.fault = url, fault


def _likely_slip(url: str) -> str:
    """Return in brackets what is likely wrong with an address, "" for one that looks like those of vendors."""
    path = urlsplit(url).path
    if found := _PATH_OF_REQUESTS.search(path):
        return f" (leave out {found.group()})"
    return "" if _VERSION.search(path) else " (does it lack /v1?)"


def translated(
    error: openai.APIStatusError, url: str, model: str, allowed: int, check_key: str, *, has_answered: bool = False
) -> BackendError:
    """Return the error of ours that says what can be done about an answer with an error status.

    `allowed` is how many tokens a completion might have taken, `check_key` what to do about a key; `has_answered` says
    that the endpoint did for this model, so that a page about access or the path is of something on the way to it, and
    may pass.
    """
    # Some end in a full stop, and a semicolon follows.
    status, said = error.status_code, message_of(error).rstrip(" .。")
    is_of_another = has_answered and not isinstance(error.body, dict | list)
    match about(error, allowed):
        case "access" | "model" if is_of_another:
            return _overload(error, f"{url}: HTTP {status}: {said}")
        case "key":
            return key_refused(url, status, error.request.headers.get("authorization"), check_key, said)
        case "access":
            return EndpointRefused(
                f"{url} refuses access (HTTP {status}): {said}; check the key, the model and your region"
            )
        case "model":
            return UnknownModel(url, f"does not know the model {model!r} or the path (HTTP {status}): {said}")
        case "quota":
            return EndpointRefused(f"{url}: no quota left: {said}; add credit, then run the same command")
        case "load":
            return _overload(error, f"{url}: HTTP {status}: {said}")
        case "prompt" | "answer" as what:
            return PromptTooLong(f"{url}: HTTP {status}: {said}", answer=what == "answer")
        case _:
            return PromptRefused(f"{url}: HTTP {status}: {said}")


def key_refused(url: str, status: int, authorization: str | None, check_key: str, said: str = "") -> EndpointRefused:
    """Return the error that says that a key is wrong, or that none was sent."""
    why = "wants a key, and none is set" if authorization == f"Bearer {NO_KEY}" else "refuses the key"
    return EndpointRefused(f"{url} {why} (HTTP {status}){said and f': {said}'}; {check_key}")


def _cause(status: int, *, lacks_room: bool) -> str:
    if status < 400:
        return f"error told with HTTP {status}"
    if status == 429:
        return "no capacity" if lacks_room else "rate limit"
    return f"HTTP {status}"


def _overload(error: openai.APIStatusError, said: str) -> Unavailable:
    """Return the error that says for how long to ask nothing, and whether the request may be billed all the same.

    Not billed is what a server itself turns down. A gateway that gives up on a server does not stop it.
    """
    status, headers = error.status_code, error.response.headers
    wished = retry_after(headers)
    speaks_itself = wished > 0 or "json" in headers.get("content-type", "")
    lacks_room = status in _NO_ROOM or (status == 429 and bool(_SAYS_NO_ROOM.search(f"{error.code} {said}")))
    return Unavailable(
        said + (f" (wait {wished:,.0f} s)" if wished > _LONG_PAUSE else ""),
        cause=_cause(status, lacks_room=lacks_room),
        pause=max(min(wished, LONGEST_PAUSE), pause_before_next(headers)),
        overloaded=status in _OVERLOADED,
        lacks_room=lacks_room,
        perhaps_billed=status not in _TURNED_DOWN and not (status == 503 and speaks_itself),
    )
