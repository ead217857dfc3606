"""A loopback server that sells flex and batch chats as vendors do, and counts what its answers cost."""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from selfinstruct.core.settings import Prices
from selfinstruct.core.values import Usage
from tests.support.misbehaving import wire
from tests.support.misbehaving_server import MisbehavingServer


@dataclass
class LaneServer(MisbehavingServer):
    """A server with two lanes at half the price: flex, and batch chats at an address of their own.

    Of so many flex requests (`turns_away`) it has no room for the last one (0: room for all). It tells the tier of an
    answer unless it is `silent`; where it `ignores_tier`, all is answered in the normal lane, and it says so. `sells`
    is false where `service_tier` is refused. `bodies` are those of all requests; `usages` holds for each answer the
    lane and its tokens.
    """

    turns_away: int = 0
    silent: bool = False
    ignores_tier: bool = False
    sells: bool = True
    bodies: list[dict[str, Any]] = field(default_factory=list)
    usages: list[tuple[str, Usage]] = field(default_factory=list)

    @property
    def answered(self) -> Counter[str]:
        """How many answers each lane gave."""
        return Counter(lane for lane, _ in self.usages)

    def cost(self, prices: Prices) -> float:
        """Return what all answers cost."""
        return sum(prices.cost(usage) * (1.0 if lane == "default" else 0.5) for lane, usage in self.usages)

    def _add_routes(self, app: web.Application) -> None:
        super()._add_routes(app)
        app.router.add_post("/v1/batch/chat/completions", self._complete)

    async def _work(self, request: web.Request, question: wire.Question) -> web.StreamResponse:
        lane = "batch-chat" if "batch" in request.path else question.body.get("service_tier", "default")
        self.bodies.append(dict(question.body))
        if lane == "flex" and not self.sells:
            return wire.error(400, "Invalid service_tier argument", "invalid_request_error", param="service_tier")
        flex = sum(each.get("service_tier") == "flex" for each in self.bodies)
        if lane == "flex" and self.turns_away and flex % self.turns_away == 0:
            self.sent["no room"] += 1
            return wire.error(429, "Flex is out of resources", "resource_unavailable")
        answer = await self._answer(question.request)
        body = wire.write(question, answer)
        await asyncio.sleep(self._draw_delay())
        lane = "default" if self.ignores_tier else lane
        self.usages.append((lane, Usage(body["usage"]["prompt_tokens"], body["usage"]["completion_tokens"])))
        response = web.json_response(body if self.silent else body | {"service_tier": lane})
        with suppress(ConnectionError):
            await response.prepare(request)
            await response.write_eof()
            self._note_delivery(question, answer.text)
        return response
