"""What tokens cost."""

from selfinstruct.core.settings import Prices
from selfinstruct.core.values import Usage


def cost(usage: Usage, prices: Prices) -> float:
    """Return what tokens cost, in money."""
    prompt = (usage.prompt_tokens - usage.cached_tokens) * prices.prompt + usage.cached_tokens * prices.cached
    return (prompt + usage.completion_tokens * prices.completion) / 1e6
