"""What headers hold: those that the environment adds to requests, and what those of an answer say of rate limits.

What cannot be read says nothing.
"""

import os
import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import httpx2

LONGEST_PAUSE = 600.0
_RATE_HEADERS = ("limit", "remaining", "reset")
_USUAL_TOKENS = 2000
_COUNT = re.compile(r"[0-9]{1,15}")
_SECONDS = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?(?:[eE]\+?[0-9])?")
_DURATION = re.compile(
    r"(?:(\d{1,6})h)?(?:(\d{1,6})m(?!s))?(?:(\d{1,6}(?:\.\d{0,15})?)s)?(?:(\d{1,9}(?:\.\d{0,15})?)ms)?"
)


def from_environment() -> Mapping[str, str]:
    """Return the headers that the openai package sends of itself, those in OPENAI_CUSTOM_HEADERS."""
    parts = (line.partition(":") for line in os.environ.get("OPENAI_CUSTOM_HEADERS", "").split("\n"))
    return {name.strip(): value.strip() for name, colon, value in parts if colon}


def pause_before_next(headers: httpx2.Headers) -> float:
    """Return for how many seconds the endpoint will take no request, as the rate-limit headers of an answer tell.

    `reset` is the time until the whole limit is back: what one request needs comes back sooner.
    """
    pauses = [0.0]
    for what, needed in (("requests", 1), ("tokens", _USUAL_TOKENS)):
        limit, remaining, reset = (headers.get(f"x-ratelimit-{name}-{what}", "") for name in _RATE_HEADERS)
        if remaining == "0":
            share = needed / max(1, _count(limit)) if _count(limit) else 1
            pauses.append(_duration(reset) * min(1, share))
    return min(max(pauses), LONGEST_PAUSE)


def rate_limits(headers: httpx2.Headers) -> str:
    """Return the rate limits that an answer tells, "" if none."""
    limits = ((_count(headers.get(f"x-ratelimit-limit-{what}", "")), what) for what in ("requests", "tokens"))
    return ", ".join(f"{limit:,} {what} a minute" for limit, what in limits if limit)


def retry_after(headers: httpx2.Headers) -> float:
    """Return the seconds to wait that the server asks for, however many; 0 if it does not."""
    text, milliseconds = headers.get("retry-after", ""), headers.get("retry-after-ms", "")
    if _SECONDS.fullmatch(milliseconds):
        return float(milliseconds) / 1000
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError, LookupError, OSError):
        return 0.0


def _count(text: str) -> int:
    return int(text) if _COUNT.fullmatch(text) else 0


def _duration(text: str) -> float:
    """Return the seconds of a time such as `1.2s`, `6m0s`, `20ms` or `12`, 0 for anything else, such as a date."""
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,15})?", text):
        return float(text)
    found = _DURATION.fullmatch(text)
    if not found:
        return 0.0
    hours, minutes, seconds, milliseconds = (float(part or 0) for part in found.groups())
    return 3600 * hours + 60 * minutes + seconds + milliseconds / 1000
