"""What a run may spend: checked before a request leaves, remembered across resumes.

The most that a request may take is reserved before it leaves. The tokens that the endpoint counts take the place of the
reservation, those of the prompt and those of the completion. Where it counts none, or the answer never comes (a broken
connection, a killed process), the reservation counts as spent. What goes in a lane costs a share of the usual price,
until an answer tells that it did not go in it: then all that follows counts at the price of that one.
"""

import json
from dataclasses import dataclass, replace
from math import ceil

from selfinstruct.core.errors import UNCOUNTED, CapReached
from selfinstruct.core.rates import Rate
from selfinstruct.core.settings import Caps, Prices
from selfinstruct.core.spending import Spending, all_of
from selfinstruct.core.values import Request, Usage
from selfinstruct.endpoints.enough import counted_as, enough_for
from selfinstruct.storage.store import Store

# The most tokens that a chat template puts around a prompt, a generous guess.
_AROUND = 64
# How many may be in flight before the first answer shows whether requests take more than they should.
_FIRST_IN_FLIGHT = 4
# Of so many answers of the log it is learnt how prompts are counted: to unpack them all takes long.
_ENOUGH_TO_LEARN = 100


@dataclass(eq=False)
class Budget:
    """What was spent, what is reserved, and whether a request still fits.

    An attempt that found no connection is no request, nor is one whose batch never left.
    """

    store: Store
    caps: Caps
    prices: Prices | None

    def __post_init__(self) -> None:
        self._reserved: dict[int, Reservation] = {}
        self._prices = self.store.price_list(self.prices)
        self._lists = self.store.price_lists()
        # Some endpoints count more than a request should take, such as reasoning beside `max_tokens`.
        self._surprises = Surprises()
        for allowed, taken in self.store.most_taken().items():
            self._surprises.learn(Usage(0, allowed), Usage(0, taken))
        for request, usage in self.store.latest_taken(_ENOUGH_TO_LEARN):
            self._surprises.learn(self.most(request), usage)
        self._is_answered = False
        self._spending = self.store.spent() + self.store.held()
        # The share of the usual price that even what goes in a lane has turned out to cost.
        self._least_price = 0.0
        self._requests = self.store.sent()

    def most(self, request: Request) -> Usage:
        """Return the most tokens that a request may take; no token is shorter than a byte."""
        schema = json.dumps(request.schema) if request.structured else ""
        prompt = sum(len(text.encode("utf-8", "replace")) for text in (request.system, request.prompt, schema))
        return Usage(prompt + _AROUND, request.sampling.max_tokens)

    def objection(self, most: Usage, price: float = 1.0) -> str:
        """Return why a request, at a share of the usual price, does not fit into what the caps leave, "" if it does."""
        caps = self.caps
        if not caps:
            return ""
        most = self._surprises.expected(most)
        after = self.spent_at_most + most
        asked = Spending.of(most, self._rate(price))
        if caps.requests is not None and self._requests >= caps.requests:
            already = "" if self._requests == caps.requests else f": {self._requests:,}"
            return f"‹caps.requests› {caps.requests:,}{already} are sent{self._in_vain()}"
        is_unknown = not self._is_answered and len(self._reserved) >= _FIRST_IN_FLIGHT
        if is_unknown and (caps.tokens, caps.cost) != (None, None):
            return "what requests take is not known before the first answer"
        if caps.tokens is not None and after.total > caps.tokens:
            return f"‹caps.tokens› {caps.tokens:,} leave no room for a request of up to {most.total:,}"
        if caps.cost is not None and (self._spending + asked).cost(self._lists) > caps.cost:
            return f"‹caps.cost› {caps.cost:g} leaves no room for a request of up to {asked.cost(self._lists):.4f}"
        return ""

    def _in_vain(self) -> str:
        """Return how many of the requests that count failed, if that is most of them."""
        failed = sum(count for cause, count in self.store.count("faults").items() if cause not in UNCOUNTED)
        return f", {failed:,} of them in vain, which counts, too" if 2 * failed > self._requests else ""

    def reached(self, most: Usage, price: float = 1.0) -> CapReached:
        """Return the error that says what objects to a request, what counts as spent, and which cap would be enough.

        To be asked for where nothing is in flight that may yet turn out to cost less.
        """
        objection = self.objection(most, price)
        cap = next(name for name in vars(self.caps) if f"‹caps.{name}›" in objection)
        asked = Spending.of(self._surprises.expected(most), self._rate(price))
        amounts = (self._amount(cap, each) for each in (asked, self._spending, self.store.held()))
        one, counted, untold = (1, self._requests, 0) if cap == "requests" else amounts
        return CapReached(
            objection + counted_as(cap, counted, untold), cap, enough_for(cap, getattr(self.caps, cap), counted, one)
        )

    def _amount(self, cap: str, spending: Spending) -> float:
        return spending.cost(self._lists) if cap == "cost" else spending.usage.total

    @property
    def is_waiting(self) -> bool:
        """Whether something is reserved that may turn out to cost less."""
        return bool(self._reserved)

    @property
    def spent_at_most(self) -> Usage:
        """The tokens that were spent and those that are reserved."""
        return self._spending.usage

    @property
    def spent(self) -> Spending:
        """The most tokens that were spent, without those of requests in flight."""
        return self._spending - all_of(each.spending for each in self._reserved.values())

    @property
    def cost(self) -> float | None:
        """What was spent at most, in money, without what is in flight; None if no prices are known."""
        return self.spent.cost(self._lists) if self._lists else None

    @property
    def share_spent(self) -> float:
        """How much of the cap that is nearest is spent or reserved, from 0 to 1; 0 without caps."""
        return self.shares[0]

    @property
    def shares(self) -> tuple[float, float]:
        """How much of the cap that is nearest is spent or reserved, and how much of it is spent without that."""
        caps, spent = self.caps, self.spent
        shares = [(0.0, 0.0)]
        if caps.requests is not None:
            shares.append((self._requests / caps.requests,) * 2)
        if caps.tokens is not None:
            shares.append((self.spent_at_most.total / caps.tokens, spent.usage.total / caps.tokens))
        if caps.cost is not None:
            shares.append((self._spending.cost(self._lists) / caps.cost, spent.cost(self._lists) / caps.cost))
        return max(shares)

    def reserve(self, most: Usage, price: float = 1.0) -> int:
        """Reserve the most tokens that a request may take, as it leaves, at this share of the usual price.

        Return the number of the attempt. More is reserved once an answer has taken more than its own most.
        """
        whole, rate = self._surprises.expected(most), self._rate(price)
        tokens = whole.prompt_tokens, whole.completion_tokens
        kept = {"durable": bool(self.caps), "counted": self.caps.requests is not None}
        attempt = self.store.reserve(*tokens, rate, **kept)
        self._requests += 1
        self._put(attempt, Reservation(most, whole, rate))
        return attempt

    def take_over(self, attempt: int, most: Usage, rate: Rate) -> None:
        """Let an attempt of an earlier session, whose reservation counts as spent already, be settled as any other."""
        self._reserved[attempt] = Reservation(most, most, rate)

    def reprice(self, attempt: int, price: float) -> None:
        """Let a request cost another share of the usual price than it was asked at, as its answer tells.

        Where that is more, all requests that are in flight may cost as much, and so may those to come.
        """
        is_dearer = price > self._reserved[attempt].rate.share
        if is_dearer:
            self._least_price = max(self._least_price, price)
        for each, reserved in [*self._reserved.items()]:
            share = reserved.rate.share
            if (each == attempt and price != share) or (is_dearer and price > share):
                self.store.reprice(each, price)
                self._put(each, replace(reserved, rate=reserved.rate._replace(share=price)))

    def settle(self, attempt: int, usage: Usage) -> None:
        """Put the tokens that an answer took in the place of the reservation; of those that are unknown, it counts."""
        taken = self._taken_back(attempt)
        self._is_answered = True
        self._spending += Spending.of(usage.completed(taken.whole), taken.rate)
        if self._surprises.learn(taken.most, usage):
            self._reserve_more()

    def release(self, attempt: int) -> None:
        """Drop the reservation of an attempt that cost nothing."""
        self.store.release(attempt)
        self._taken_back(attempt)

    def fail(self, attempt: int, cause: str, *, perhaps_billed: bool, usage: Usage = Usage()) -> None:  # noqa: B008
        """Count an attempt as failed, and drop its reservation unless it is perhaps billed.

        If the endpoint tells all the same what it took, this `usage` takes the place of the reservation.
        """
        self.store.fail(attempt, cause, perhaps_billed=perhaps_billed)
        taken = self._taken_back(attempt)
        self._requests -= cause in UNCOUNTED
        if perhaps_billed:
            self._spending += Spending.of(usage.completed(taken.whole), taken.rate)

    def _rate(self, price: float) -> Rate:
        return Rate(max(price, self._least_price), self._prices)

    def _reserve_more(self) -> None:
        """Expect the same surprise of what is in flight: the cap holds for what leaves from now on."""
        for attempt, reserved in [*self._reserved.items()]:
            self._put(attempt, replace(reserved, whole=self._surprises.expected(reserved.most)))

    def _put(self, attempt: int, reserved: "Reservation") -> None:
        """Let a reservation take the place of the one before, if there was one."""
        self._taken_back(attempt)
        self._reserved[attempt] = reserved
        self._spending += reserved.spending

    def _taken_back(self, attempt: int) -> "Reservation":
        """Return what was reserved for an attempt, and count it as spent no more."""
        taken = self._reserved.pop(attempt, Reservation(Usage(), Usage(), Rate()))
        self._spending -= taken.spending
        return taken


@dataclass(frozen=True, slots=True)
class Reservation:
    """The most that a request should take, and the whole of what is reserved for it, and what that costs."""

    most: Usage
    whole: Usage
    rate: Rate

    @property
    def spending(self) -> Spending:
        """What counts as spent until it is known."""
        return Spending.of(self.whole, self.rate)


class Surprises:
    """What answers have taken beyond the most that they should: so many tokens more, and so many times as many.

    Reasoning that is not limited adds tokens; a limit that is ignored multiplies them. What is to come may do either.
    """

    def __init__(self) -> None:
        self._beyond = Usage()
        self._ratios = 1.0, 1.0

    def learn(self, most: Usage, usage: Usage) -> bool:
        """Learn from what an answer took; return whether more is to be expected now."""
        known = self._beyond, self._ratios
        over = usage - most
        self._beyond = Usage(
            max(self._beyond.prompt_tokens, over.prompt_tokens),
            max(self._beyond.completion_tokens, over.completion_tokens),
        )
        prompt, completion = self._ratios
        self._ratios = (
            max(prompt, usage.prompt_tokens / max(1, most.prompt_tokens)),
            max(completion, usage.completion_tokens / max(1, most.completion_tokens)),
        )
        return known != (self._beyond, self._ratios)

    def expected(self, most: Usage) -> Usage:
        """Return what a request may take that should take no more than `most`."""
        prompt, completion = self._ratios
        return Usage(
            max(most.prompt_tokens + self._beyond.prompt_tokens, ceil(most.prompt_tokens * prompt)),
            max(most.completion_tokens + self._beyond.completion_tokens, ceil(most.completion_tokens * completion)),
        )
