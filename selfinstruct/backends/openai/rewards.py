"""Reward models as vLLM serves them: a conversation is posted to `/pooling`, and one number comes back.

Only models that classify a whole conversation, with a single label, give such a number. They are asked for it as it is,
without the activation that would squeeze it between 0 and 1.
"""

import json
from math import isfinite
from typing import Any

from selfinstruct.backends import BackendPlugin, Opening
from selfinstruct.backends.openai import OpenAIBackend
from selfinstruct.backends.openai.keys import key_of
from selfinstruct.core import wire
from selfinstruct.core.errors import EndpointRefused, Unavailable
from selfinstruct.core.lenient_json import read_json
from selfinstruct.core.token_counts import tokens_of
from selfinstruct.core.values import Reply, Request, Usage
from selfinstruct.text.excerpts import excerpt

_SERVE = "serve a reward model with vLLM (vllm serve MODEL --runner pooling), and name its address"


class RewardBackend(OpenAIBackend):
    """One endpoint that scores conversations; the prompt of a request is one, as JSON."""

    def __init__(self, url: str, key: str, opening: Opening) -> None:
        root = url.rstrip("/").removesuffix("/v1")
        super().__init__(f"{root}/v1", key, opening)
        self._pooling = f"{root}/pooling"

    async def complete(self, request: Request) -> Reply:
        """Send one conversation, and return the body that tells its reward; raises what other backends raise."""
        model = request.model or await self.own_model()
        messages = json.loads(request.prompt)
        asked = {"model": model, "messages": messages, "task": "classify", "use_activation": False}
        try:
            response = await self._send(self._pooling, asked, model)
            kept = self._kept(response, asked, model)
        except EndpointRefused as error:
            raise EndpointRefused(f"{error}; {_SERVE}") from error
        self._answered.add(model)
        reward, usage = self._read(kept)
        return Reply(wire.write(json.dumps({"reward": reward}), "stop", usage, model))

    def _read(self, body: bytes) -> tuple[float, Usage]:
        """Return the one number in a body; `EndpointRefused` if there are others, `Unavailable` if there is none."""
        try:
            answer: Any = read_json(body)
            (scored,) = answer["data"]
            numbers = scored["data"]
            reward = float(numbers[0]) if len(numbers) == 1 and not isinstance(numbers[0], list) else None
        except (ValueError, LookupError, TypeError, OverflowError, RecursionError) as error:
            raise _garbled(self.url, body) from error
        if reward is None:
            raise EndpointRefused(f"{self.url} gives more than one number for an output; take one with a single label")
        if not isfinite(reward):
            raise _garbled(self.url, body)
        return reward, tokens_of(answer.get("usage"))


def _garbled(url: str, body: bytes) -> Unavailable:
    said = f"{url}: an answer without a reward: {excerpt(body)}"
    return Unavailable(said, cause="garbled answer", perhaps_billed=True)


def _open(opening: Opening) -> RewardBackend:
    return RewardBackend(opening.url, key_of(opening), opening)


REWARDS = BackendPlugin(about="a reward model that vLLM serves", open=_open)
