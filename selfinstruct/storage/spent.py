"""What a run has spent, by the tables of an open run folder."""

from dataclasses import fields
from typing import Any

from selfinstruct.core.rates import Rate
from selfinstruct.core.settings import Prices
from selfinstruct.core.spending import Spending
from selfinstruct.core.values import Usage
from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.queries import Queries

# Earlier versions took any number for one of tokens; SQLite refuses a sum beyond 63 bits.
MOST = 2**40


class Spent(Queries):
    """What we ask of an open run folder about tokens and money."""

    def usage(self) -> Usage:
        """Return the tokens of all settled completions together."""
        return self.spent().usage

    def spent(self, step: str = "") -> Spending:
        """Return the tokens of all settled completions, or of those of a step, by what they cost."""
        names = [field.name for field in fields(Usage)]
        sums = ", ".join(f"coalesce(sum(min({name}, {MOST})), 0)" for name in names)
        # SQLite takes a text for a larger number than all others.
        odd = " OR ".join(f"typeof({name}) NOT IN ('integer', 'null')" for name in names)
        query = f"SELECT price, prices, {sums}, max({odd}) FROM completions"
        rows = [*self._rows(f"{query} WHERE step = ? OR ? = '' GROUP BY 1, 2", step, step)]
        with damage_named(self.folder, "a number of tokens"):
            if any(is_odd for *_, is_odd in rows):
                raise ValueError("it is none")
        return Spending({Rate(share, prices): Usage(*tokens) for share, prices, *tokens, _ in rows})

    def reserved(self) -> Usage:
        """Return the most tokens that the attempts whose cost is unknown may have taken."""
        return self.held().usage

    def held(self) -> Spending:
        """Return the most tokens that the attempts whose cost is unknown may have taken, by what they would cost."""
        query = "SELECT price, prices, sum(prompt_tokens), sum(completion_tokens) FROM attempts GROUP BY 1, 2"
        return Spending({Rate(share, prices): Usage(*tokens) for share, prices, *tokens in self._rows(query)})

    def untold(self) -> int:
        """Return how many requests may have been billed, though nobody told what they took."""
        return self._number("SELECT count(*) FROM attempts WHERE prompt_tokens OR completion_tokens")

    def reservations(self) -> list[tuple[Any, ...]]:
        """Return the attempts whose cost is unknown: number, most prompt tokens, most completion tokens, rate."""
        return list(self._rows("SELECT id, prompt_tokens, completion_tokens, price, prices FROM attempts"))

    def price_lists(self) -> dict[int, Prices]:
        """Return the prices at which the run has bought, by the number of their list."""
        rows = self._rows("SELECT id, prompt_price, completion_price, cached_price FROM price_lists")
        with damage_named(self.folder, "the prices"):
            return {number: Prices(*prices) for number, *prices in rows}
