"""The lanes of vendors that speak the OpenAI format: how each is asked for, and what its tokens cost.

Where this is from, and of which day, is in `docs/lanes.md`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai

from selfinstruct.backends.openai.meanings import message_of
from selfinstruct.core import wire
from selfinstruct.core.lanes import Lane

_HALF = 0.5
_OPENAI = "api.openai.com"
_SELL_FLEX = (
    _OPENAI,
    "openai.azure.com",
    "services.ai.azure.com",
    "cognitiveservices.azure.com",
    "generativelanguage.googleapis.com",
)
_DASHSCOPE = "dashscope.aliyuncs.com"
_SELL_BATCH_CHAT = (_DASHSCOPE, "volces.com", "bytepluses.com")
_IN_LANE = "batch."
_NOT_THERE = frozenset({404, 405})
# Who asks, what is left to spend, how busy it is: not of the lane.
_OF_SOMETHING_ELSE = frozenset({401, 402, 408, 409, 425, 429, 498, 499})
_SAYS_TIER = re.compile(r"service[_ ]?tier|\bflex\b", re.IGNORECASE)


@dataclass(frozen=True)
class RequestLane(Lane):
    """What changes in requests: the `address` that they go to, and `fields` that they have.

    `is_refused` tells whether an error says that the model is not to be had in the lane.
    """

    address: Callable[[str], str] = str
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_refused: Callable[[openai.APIStatusError], bool] = lambda _: False

    def price_of(self, response: httpx2.Response) -> float | None:
        """Return 1 if an answer tells that it was given in another lane, None if not."""
        wanted = self.fields.get("service_tier")
        told = response.headers.get("x-gemini-service-tier") or _tier(response.content)
        return 1.0 if wanted and told and told.lower() != wanted else None


def _tier(body: bytes) -> str:
    try:
        told = wire.parsed(body).get("service_tier")
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""
    return told if isinstance(told, str) else ""


def sold_at(hosts: tuple[str, ...]) -> Callable[[str], float]:
    """Return what tells for an address, "" for OpenAI's own, the share of the price there: half at these hosts."""

    def price(url: str) -> float:
        host = urlsplit(url).hostname or _OPENAI
        return _HALF if any(host == each or host.endswith(f".{each}") for each in hosts) else 1.0

    return price


def _batch_address(url: str) -> str:
    """Return where batch chats go: DashScope has a host for them, Ark a folder, and so has who speaks like it."""
    parts = urlsplit(url)
    if (parts.hostname or "").startswith(_IN_LANE):
        return url
    if parts.hostname == _DASHSCOPE:
        return parts._replace(netloc=_IN_LANE + parts.netloc).geturl()
    return f"{url.rstrip('/')}/batch"


def _says_tier(error: openai.APIStatusError) -> bool:
    said = f"{error.code} {error.param} {message_of(error)}"
    return (
        400 <= error.status_code < 500 and error.status_code not in _OF_SOMETHING_ELSE and bool(_SAYS_TIER.search(said))
    )


LANES: Mapping[str, RequestLane] = {
    "flex": RequestLane(
        about='service_tier "flex" of OpenAI, Azure, Gemini and others',
        price=sold_at(_SELL_FLEX),
        fields={"service_tier": "flex"},
        is_refused=_says_tier,
    ),
    "batch-chat": RequestLane(
        about="Batch Chat of DashScope and Ark",
        price=sold_at(_SELL_BATCH_CHAT),
        address=_batch_address,
        is_refused=lambda error: error.status_code in _NOT_THERE,
    ),
}
