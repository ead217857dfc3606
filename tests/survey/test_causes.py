"""Causes of failed requests in Chinese: all that our own code counts by."""

import re
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct.core.errors import (
    CANNOT_CONNECT,
    HELD_BACK,
    LOST,
    NEVER_SENT,
    EndpointRefused,
    FormRefused,
    ParameterRefused,
    PromptTooLong,
)
from selfinstruct.survey.causes import cause_in

_CHINESE = re.compile(r"[一-鿿]")
_SOURCE = Path(selfinstruct.__file__).parent
_NAMED = {
    found
    for file in _SOURCE.rglob("*.py")
    for found in re.findall(r'cause="([^"]+)"', file.read_text(encoding="utf-8"))
}
_OTHERS = {
    CANNOT_CONNECT,
    LOST,
    NEVER_SENT,
    EndpointRefused.cause,
    FormRefused.cause,
    HELD_BACK,
    "empty answer",
    "no capacity",
    "error told with HTTP 200",
}
_MADE = {PromptTooLong("").cause, PromptTooLong("", answer=True).cause, ParameterRefused("", "m", "top_k").cause}


@pytest.mark.parametrize("cause", sorted({"timeout", *_NAMED, *_OTHERS, *_MADE}))
def test_each_cause_is_told_in_chinese(cause: str) -> None:
    assert _CHINESE.search(cause_in(cause, "zh"))
    assert cause_in(cause, "en") == cause


def test_what_an_endpoint_says_of_itself_stays() -> None:
    assert cause_in("HTTP 503", "zh") == "HTTP 503"
    assert cause_in("ParameterRefused not taken", "zh") == "接口不接受 ParameterRefused"
    assert cause_in("model_not_loaded", "zh") == "model_not_loaded"
