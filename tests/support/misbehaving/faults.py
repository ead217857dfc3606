"""What can go wrong on purpose, by name, and how it is done to an answer.

`ASK_AGAIN` are the faults that bring no answer: a client has to ask again. `ANSWERS` bring a whole answer, good or bad:
it counts as delivered, and a client must not lose it. Of `OTHERS` neither can be said: asking again is no use when the
prompt is refused, and what is odd may or may not be an answer. Together they are `FAULTS`. `ENDLESS` stand apart since
only a client's own time limit ends them, so no mix of all faults should have them.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from aiohttp import web

from tests.support.misbehaving.wire import Answer, error

ASK_AGAIN = {
    "rate_limit": "429 with Retry-After",
    "rate_limit_bare": "429 without Retry-After",
    "server_error": "500",
    "unavailable": "503 with Retry-After",
    "overloaded": "529 without Retry-After",
    "html_page": "502 with an HTML page",
    "reset": "the connection is closed in the middle of the body",
    "nothing": "the connection is closed without an answer",
    "half_json": "200 with the first half of the JSON",
    "wrong_shape": "200 with JSON of another shape",
}

ANSWERS = {
    "null_content": "200 with null as the content",
    "empty_content": "200 with an empty content",
    "rubbish": "200 with text that no parser can use",
    "refusal": "200 with a refusal in place of the content (plain completions: as the text)",
    "refusal_text": "200 with a refusal as the content",
    "length": "200 with text cut in the middle, finish_reason length",
    "content_filter": "200 with text cut in the middle, finish_reason content_filter",
    "reasoning_content": "200 with a good answer, its reasoning beside it and counted",
    "think": "200 with a good answer after its reasoning, in <think>…</think>",
}

OTHERS = {
    "refused_prompt": "400, the prompt is refused: a client gives it up",
    "odd": "200 with the fields of `odd` in place of what belongs there (content, tokens, model, finish_reason)",
}

ENDLESS = {
    "hang": "no answer until the client closes the connection or the server ends",
    "drip": "200 with white space, again and again, until then",
}

FAULTS = ASK_AGAIN | ANSWERS | OTHERS

RETRY_AFTER = "0.05"
_REFUSAL = "I'm sorry, but I can't help with that."
_REASONING = "The question asks for a list. I should keep to the numbering that it shows and add nothing else."
_ERRORS: dict[str, tuple[int, str, str, dict[str, str]]] = {
    "rate_limit": (429, "Rate limit reached", "rate_limit_exceeded", {"Retry-After": RETRY_AFTER}),
    "rate_limit_bare": (429, "Rate limit reached", "rate_limit_exceeded", {}),
    "server_error": (500, "The server had an error", "server_error", {}),
    "unavailable": (503, "The server is not available", "service_unavailable", {"Retry-After": RETRY_AFTER}),
    "overloaded": (529, "Overloaded", "overloaded_error", {}),
    "refused_prompt": (400, "The prompt was filtered", "content_filter", {}),
}


def spoil(answer: Answer, fault: str | None, random: Random) -> Answer:
    """Return what a fault makes of the model's answer; most faults leave it alone."""
    match fault:
        case "null_content":
            return replace(answer, text="", field=None)
        case "empty_content":
            return replace(answer, text="")
        case "rubbish":
            return replace(answer, text="".join(random.choices("[]1.\n【】:：*#> \u202e\x07𝔘�", k=300)))
        case "refusal":
            return replace(answer, text=_REFUSAL, field="refusal")
        case "refusal_text":
            return replace(answer, text=_REFUSAL)
        case "length" | "content_filter":
            return replace(answer, text=answer.text[: len(answer.text) // 2], finish_reason=fault)
        case "reasoning_content":
            return replace(answer, reasoning=_REASONING)
        case "think":
            return replace(answer, text=f"<think>\n{_REASONING}\n</think>\n\n{answer.text}")
    return answer


def respond(body: dict[str, Any], fault: str | None, odd: Mapping[str, Any]) -> web.Response:
    """Return the response that a fault makes of a body; `reset` and `nothing` are left to who writes it."""
    if fault in _ERRORS:
        return error(*_ERRORS[fault])
    if fault == "html_page":
        return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
    if fault == "wrong_shape":
        body = {"object": "list", "data": []}
    if fault == "odd":
        body = _with(body, odd)
    text = json.dumps(body)
    return web.Response(text=text[: len(text) // 2] if fault == "half_json" else text, content_type="application/json")


async def drip(request: web.Request) -> web.StreamResponse:
    """Send a line break now and then, and never anything else."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    while True:
        await response.write(b"\n")
        await asyncio.sleep(0.1)


async def break_off(request: web.Request, whole: web.Response, *, halfway: bool) -> web.StreamResponse:
    """Close the connection in the middle of a body, or before the response."""
    body = whole.body
    assert isinstance(body, bytes)
    response = web.StreamResponse(headers={"Content-Type": whole.content_type, "Content-Length": str(len(body))})
    if halfway:
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
    if request.transport:
        request.transport.abort()
    return response


def _with(body: dict[str, Any], odd: Mapping[str, Any]) -> dict[str, Any]:
    """Put odd values into an answer."""
    choice = body["choices"][0]
    if "content" in odd:
        choice |= {"message": {"content": odd["content"]}}
    if "finish_reason" in odd:
        choice["finish_reason"] = odd["finish_reason"]
    if "tokens" in odd:
        body["usage"] = dict.fromkeys(("prompt_tokens", "completion_tokens"), odd["tokens"])
    return body | {"model": odd.get("model", body["model"])}
