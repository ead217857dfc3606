"""The OpenAI wire format as a server sees it: what a request asks for, the bodies of answers and errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from selfinstruct.core.values import Request, Sampling

_MAX_TOKENS = 4096


@dataclass(frozen=True, slots=True)
class Question:
    """A request: its number in the order of asking, its body, and what that asks of the model."""

    number: int
    body: Mapping[str, Any]
    request: Request

    @property
    def tokens(self) -> int:
        """Those of the prompt and those that the answer may take."""
        return count_tokens(self.request.prompt) + self.request.sampling.max_tokens


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says.

    In a chat the text stands in the `field` of the message: as a refusal in place of the content, or (None) nowhere.
    """

    text: str
    finish_reason: str = "stop"
    field: Literal["content", "refusal"] | None = "content"
    reasoning: str = ""


def read(number: int, body: Mapping[str, Any]) -> Question:
    """Return what a body asks for; the prompt of a chat is its last message."""
    chat = "messages" in body
    format_ = body.get("response_format", {}).get("json_schema", {})
    sampling = Sampling(
        body.get("temperature", 1.0),
        body.get("top_p", 1.0),
        body.get("max_tokens") or body.get("max_completion_tokens") or _MAX_TOKENS,
    )
    request = Request(
        prompt=_said(body["messages"][-1]["content"]) if chat else body["prompt"],
        sampling=sampling,
        api="chat" if chat else "completions",
        schema=format_.get("schema"),
        kind=format_.get("name", ""),
        structured="response_format" in body,
    )
    return Question(number, body, request)


def _said(content: str | Sequence[Mapping[str, str]]) -> str:
    """Return the text of a message, which may come in parts."""
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


def write(question: Question, answer: Answer) -> dict[str, Any]:
    """Return the body that holds an answer; it never counts more tokens than were asked for."""
    asked, text = question.request, answer.text
    choice: dict[str, Any] = {"index": 0, "finish_reason": answer.finish_reason}
    if asked.api == "chat":
        message = {"role": "assistant", "content": None} | ({answer.field: text} if answer.field else {})
        choice["message"] = message | ({"reasoning_content": answer.reasoning} if answer.reasoning else {})
    else:
        choice["text"] = text if answer.field else None
    prompt_tokens, reasoning_tokens = count_tokens(asked.prompt), count_tokens(answer.reasoning)
    completion_tokens = min(count_tokens(text) + reasoning_tokens, asked.sampling.max_tokens)
    usage: dict[str, Any] = {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens}
    usage["total_tokens"] = prompt_tokens + completion_tokens
    if answer.reasoning:
        usage["completion_tokens_details"] = {"reasoning_tokens": min(reasoning_tokens, completion_tokens)}
    body = {"id": f"cmpl-{question.number}", "model": question.body["model"]}
    return body | {"choices": [choice], "usage": usage}


def error(
    status: int, message: str, code: str, headers: Mapping[str, str] | None = None, param: str | None = None
) -> web.Response:
    """Return the response that reports an error."""
    told = {"message": message, "code": code, "param": param}
    return web.json_response({"error": told}, status=status, headers=headers)


def count_tokens(text: str) -> int:
    """Estimate tokens as the demo model does: one for 4 ASCII characters, two for 3 Chinese ones."""
    others = (len(text.encode("utf-8", "replace")) - len(text)) // 2
    return -(-(len(text) - others) // 4) + others * 2 // 3
