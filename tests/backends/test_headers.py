"""What headers say of limits and pauses: junk says nothing, and no answer is lost to a header."""

import math

import httpx2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfinstruct.backends.openai.headers import LONGEST_PAUSE, pause_before_next, rate_limits, retry_after

NAMES = (
    "retry-after",
    "retry-after-ms",
    *(f"x-ratelimit-{name}-{what}" for name in ("limit", "remaining", "reset") for what in ("requests", "tokens")),
)
JUNK = (
    "9" * 5000, "-1", "NaN", "nan", "inf", "-inf", "Infinity", "1e400", "1_000", "+5", "٣", "0x10", "1,000", " ", "",
    "1.5.5s", "s", "h", "Fri, 31 Dec 2027 23:59:59 +99999999999999", "Mon, 00 Foo 0000", "2027-01-01T00:00:00Z",
    "1900000000s" * 9, "true", "\xe9", "9" * 400 + "s", "100;w=60",
)  # fmt: skip
VALUES = st.sampled_from([*JUNK, "0", "12", "1.2s", "6m0s", "20ms", "1e9"]) | st.text(max_size=40)


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
@example(dict.fromkeys(NAMES, "9" * 5000))
@example({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "9" * 9 + "h"})
def test_whatever_headers_say_they_are_read_without_a_fault(told: dict[str, str]) -> None:
    headers = httpx2.Headers([(name.encode(), value.encode("utf-8", "replace")) for name, value in told.items()])
    assert 0 <= pause_before_next(headers) <= LONGEST_PAUSE
    assert 0 <= retry_after(headers) < math.inf
    assert len(rate_limits(headers)) < 100


@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_no_limit_and_no_pause(junk: str) -> None:
    headers = httpx2.Headers([(name.encode(), junk.encode()) for name in NAMES])
    assert (pause_before_next(headers), rate_limits(headers), retry_after(headers)) == (0, "", 0)
    headers = httpx2.Headers({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "4s"})
    headers["x-ratelimit-limit-requests"] = junk.encode("ascii", "replace").decode()
    assert pause_before_next(headers) == 4


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("7", 7), ("0.5", 0.5), ("1e9", 1e9), ("Fri, 31 Dec 1999 23:59:59 GMT", 0)],
)
def test_retry_after_is_seconds_or_a_date(told: str, seconds: float) -> None:
    assert retry_after(httpx2.Headers({"retry-after": told})) == seconds
    assert retry_after(httpx2.Headers({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"})) > 1e9


def test_limits_are_told() -> None:
    headers = httpx2.Headers({"x-ratelimit-limit-requests": "600", "x-ratelimit-limit-tokens": "90000"})
    assert rate_limits(headers) == "600 requests a minute, 90,000 tokens a minute"
