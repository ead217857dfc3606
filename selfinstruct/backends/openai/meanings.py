"""What an answer with an error status is about: the status tells, or what vendors say beside one that tells little."""

import re
from collections.abc import Mapping
from typing import Literal

import openai

# Who asks, with which rights, for which model, what is left to spend, how busy the endpoint is; or what was sent.
About = Literal["key", "access", "model", "quota", "load", "length", "content", "request"]

_BY_STATUS: Mapping[int, About] = {401: "key", 402: "quota", 403: "access", 404: "model"}
_WORTH_RETRYING = frozenset({408, 409, 425, 429})
_TOO_LARGE = frozenset({400, 413, 422})
# Some vendors answer with these to whatever they do not like.
_VAGUE = frozenset({400, 403, 422})
_TOO_LONG = re.compile(
    r"context[ _](length|window|size)|too (long|many tokens)|maximum (context|prompt)", re.IGNORECASE
)
# 1113 is Zhipu's code, arrearage Alibaba's.
_NO_QUOTA = re.compile(
    r"(insufficient|exceeded_current)_(user_)?quota|insufficient[ _](account )?(balance|credit)|billing_hard_limit"
    r"|arrear|\A1113 |余额不足|欠费",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"content[ _](policy|filter|management)|moderation|flagged|inspection_failed|inappropriate|sensitive|敏感",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"api[ _-]?key.{0,40}(not valid|invalid|incorrect|expired)|(invalid|incorrect|expired).{0,20}api[ _-]?key",
    re.IGNORECASE,
)
_ACCESS = re.compile(
    r"unsupported_country|(location|region|country|territory).{0,40}not (supported|available)", re.IGNORECASE
)
_MODEL = re.compile(
    r"\bmodel\b.{0,100}(not exist|not found)|model_not_found|(unknown|invalid|no such|not a valid)[ _]model|模型不存在",
    re.IGNORECASE,
)


def about(error: openai.APIStatusError) -> About:
    """Return what an answer with an error status is about."""
    status, said = error.status_code, f"{error.code} {error.type} {told(error)}"
    if status < 500 and _NO_QUOTA.search(said):
        return "quota"
    if status in _WORTH_RETRYING or status >= 500:
        return "load"
    if status in _TOO_LARGE and (error.code == "context_length_exceeded" or _TOO_LONG.search(said)):
        return "length"
    return (_meant(said) if status in _VAGUE else None) or _BY_STATUS.get(status, "request")


def _meant(said: str) -> About | None:
    words: tuple[tuple[About, re.Pattern[str]], ...] = (
        ("content", _CONTENT),
        ("key", _KEY),
        ("access", _ACCESS),
        ("model", _MODEL),
    )
    return next((what for what, pattern in words if pattern.search(said)), None)


def told(error: openai.APIStatusError) -> str:
    """Return what the server says, in one short line."""
    body = error.body[0] if isinstance(error.body, list) and error.body else error.body
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        body = body["error"]
    message = (body.get("message") or body.get("detail")) if isinstance(body, dict) else None
    return " ".join(str(message or "it does not say why").split())[:200]
