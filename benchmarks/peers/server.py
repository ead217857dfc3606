"""One loopback server for all programs that are compared: the same delays, the same faults, the same made-up text."""

from random import Random

from aiohttp import web

from benchmarks.peers.answers import answer
from selfinstruct.core.values import Request
from tests.support.misbehaving import wire
from tests.support.misbehaving_server import LogNormal, MisbehavingServer

# Most answers take 0.2 s, one in a hundred two seconds.
LATENCY = LogNormal(median=0.2, p99=2.0)
# The faults that everyone meets; without those that end only with a client's own time limit.
FAULTS = {"rate_limit": 0.06, "server_error": 0.02, "unavailable": 0.02, "reset": 0.01, "half_json": 0.005}
FAULTS |= {"length": 0.01, "empty_content": 0.005, "refusal": 0.005}


class PeerServer(MisbehavingServer):
    """Answers a program's prompts in the form that they ask for; a chat without messages, curator's probe, gets 400."""

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        if not (await request.json()).get("messages"):
            return wire.error(400, "messages: at least one is needed", "invalid_value")
        return await super()._complete(request)

    async def _answer(self, request: Request) -> wire.Answer:
        random = Random(f"{self.seed}:{len(self.asked)}:{request.prompt}")
        return wire.Answer(answer(request.prompt, random))


def server_for(peer: str, *, faults: bool) -> MisbehavingServer:
    """Return the server for a program; for this one, whose prompts the demo model knows, the usual one."""
    kind = MisbehavingServer if peer == "selfinstruct" else PeerServer
    return kind(faults=FAULTS if faults else {}, latency=LATENCY)
