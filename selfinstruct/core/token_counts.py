"""The tokens that an answer says it took, wherever it says so; numbers that cannot be count as not told."""

from typing import Any

from selfinstruct.core.values import Usage

# More than the context of any model holds; a sum of such numbers fits into the run file.
_MOST = 10_000_000
_CACHED = ("prompt_cache_hit_tokens", "cached_tokens", "cache_read_input_tokens")


def tokens_of(told: Any) -> Usage:
    """Return the tokens of an answer by its field `usage`."""
    numbers = _object(told)
    prompt = _first(numbers, "prompt_tokens") or _beside_cache(numbers)
    completion, total = _first(numbers, "completion_tokens", "output_tokens"), _count(numbers.get("total_tokens"))
    if completion and not prompt:
        prompt = max(0, total - completion)
    # Some leave reasoning out of the completion, but not out of the total, which is what they bill.
    completion = max(completion, total - prompt)
    of_prompt = _object(numbers.get("prompt_tokens_details") or numbers.get("input_tokens_details"))
    cached = _count(of_prompt.get("cached_tokens")) or _first(numbers, *_CACHED)
    of_completion = _object(numbers.get("completion_tokens_details") or numbers.get("output_tokens_details"))
    reasoning = _count(of_completion.get("reasoning_tokens")) or _first(numbers, "reasoning_tokens")
    # Some count what was cached beside the prompt; more than all of it would cost less than nothing.
    return Usage(prompt, completion, min(cached, prompt), min(reasoning, completion))


def fills(told: Any, usage: Usage, max_tokens: int) -> bool:
    """Tell whether a completion has as many tokens as it was allowed, so that it may well be cut there.

    Some allow so many with the reasoning, some without.
    """
    completion = _first(_object(told), "completion_tokens", "output_tokens")
    as_many = max_tokens in (completion, usage.completion_tokens)
    # What only the total counts is reasoning.
    said = min(completion or usage.completion_tokens, usage.completion_tokens - usage.reasoning_tokens)
    return max_tokens > 0 and (as_many or said >= max_tokens)


def _beside_cache(numbers: dict[str, Any]) -> int:
    """Return the tokens of a prompt whose `input_tokens` are, as Anthropic counts, only those beside the cache."""
    parts = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    return sum(_count(numbers.get(part)) for part in parts)


def _first(numbers: dict[str, Any], *names: str) -> int:
    return next((count for name in names if (count := _count(numbers.get(name)))), 0)


def _count(tokens: Any) -> int:
    """Return a number of tokens, 0 for what cannot be one; some gateways write 12 as 12.0 or as "12"."""
    if isinstance(tokens, str) and tokens.isascii() and tokens.isdecimal() and len(tokens) < len(str(_MOST)):
        tokens = int(tokens)
    if isinstance(tokens, float) and tokens.is_integer():
        tokens = int(tokens)
    is_number = isinstance(tokens, int) and not isinstance(tokens, bool)
    return tokens if is_number and 0 <= tokens <= _MOST else 0


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
