"""What an answer with a status of success holds: a completion, or the words of a failure."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import httpx2
import openai

from selfinstruct.backends.openai.meanings import message_of
from selfinstruct.core import wire
from selfinstruct.core.streams import is_stream
from selfinstruct.text.excerpts import is_page

# A longer text is no message.
_LONGEST_TEXT = 500
_SAYS = ("message", "msg", "detail", "error_msg", "error_message")
_HOLDS_STATUS = ("code", "status", "status_code", "http_code", "error_code")
_LONGEST_CODE = 5
# MiniMax's own codes, in the terms of HTTP.
_OF_MINIMAX: Mapping[int, int] = {
    **dict.fromkeys((1002, 1039, 1041), 429),
    **dict.fromkeys((1004, 2049), 401),
    **dict.fromkeys((1008, 2056), 402),
    **dict.fromkeys((1026, 1027, 1042, 2013, 2048), 400),
}
_TOO_MANY = re.compile(r"rate[ _-]?limit|too many requests|overload|过于频繁|频率|限流|稍后", re.IGNORECASE)
_UNAUTHORISED = re.compile(r"\s*(un\w*auth\w*|invalid token)\W*", re.IGNORECASE)


class Received:
    """What came back with a status of success, looked at."""

    def __init__(self, response: httpx2.Response) -> None:
        self._response = response
        try:
            self._value = wire.parsed(response.content)
        except (ValueError, TypeError, AttributeError, RecursionError):
            self._value = None
        choices = self._value.get("choices") if isinstance(self._value, dict) else None
        self._choice = choices[0] if isinstance(choices, list) and choices else None

    @property
    def is_answer(self) -> bool:
        """Whether it has the shape of a completion, be it an empty one."""
        return self._choice is not None

    @property
    def is_broken(self) -> bool:
        """Whether it tells an error beside what it has of a completion."""
        return any(isinstance(told, dict) and bool(told.get("error")) for told in (self._choice, self._value))

    @property
    def put_together(self) -> bytes:
        """The one value that the pieces of a stream make, empty if it is none."""
        return json.dumps(self._value).encode() if self._value and is_stream(self._response.content) else b""

    def changed(self, change: Callable[[Any], Any]) -> bytes:
        """Return an answer with what stands beside its choices changed, empty if nothing changes."""
        if not self.is_answer:
            return b""
        beside = {name: value for name, value in self._value.items() if name != "choices"}
        new = change(beside)
        return b"" if new == beside else json.dumps(new | {"choices": self._value["choices"]}).encode()

    @property
    def failure(self) -> openai.APIStatusError | None:
        """The failure that it tells in the place of a completion, with the status that would fit; None for none."""
        said = self._said()
        if not said:
            return None
        body = said if isinstance(said, dict) else {"message": said}
        error = openai.APIStatusError("", response=self._response, body=body)
        error.status_code = _told(said, self._value) or _meant(message_of(error)) or self._response.status_code
        return error

    def _said(self) -> Any:
        """Return what tells of a failure; of a completion that has a text, `wire.read` tells that it broke off."""
        value, choice = self._value, self._choice if isinstance(self._choice, dict) else {}
        if value is None or isinstance(value, str):
            text = value or self._response.content[: _LONGEST_TEXT + 1].decode("utf-8", "replace").strip()
            is_message = 0 < len(text) <= _LONGEST_TEXT and text[0] not in "{[" and "\ufffd" not in text
            return text if is_message and not is_page(text) and not is_stream(self._response.content) else None
        if isinstance(value, list):
            value = value[0] if value and isinstance(value[0], dict) else {}
        if not isinstance(value, dict) or _text_of(choice):
            return None
        base = value.get("base_resp")
        of_minimax = base if isinstance(base, dict) and base.get("status_code") else None
        if self.is_answer:
            return choice.get("error") or value.get("error") or of_minimax
        if told := value.get("error") or value.get("errors") or of_minimax:
            return told
        return value if any(isinstance(value.get(name), str | list) for name in _SAYS) else None


def _text_of(choice: dict[str, Any]) -> Any:
    message = choice.get("message")
    return choice.get("text") or (message.get("content") if isinstance(message, dict) else None)


def _told(said: Any, value: Any) -> int | None:
    """Return the HTTP status that is told beside the words, if any is."""
    for place in (said, value):
        for name in _HOLDS_STATUS if isinstance(place, dict) else ():
            code = str(place.get(name))
            if code.isascii() and code.isdecimal() and len(code) <= _LONGEST_CODE:
                number = _OF_MINIMAX.get(int(code), int(code)) if name == "status_code" else int(code)
                if 400 <= number <= 599:
                    return number
    return None


def _meant(words: str) -> int | None:
    """Return the HTTP status that the words come to, if they are of one."""
    if _UNAUTHORISED.fullmatch(words):
        return 401
    return 429 if _TOO_MANY.search(words) else None
