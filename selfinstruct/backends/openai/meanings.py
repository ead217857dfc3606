"""What an answer with an error status is about: the status tells, or what vendors say beside one that tells little."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import openai

from selfinstruct.backends.openai.lengths import too_long

# Who asks, with which rights, for which model, what is left to spend, how busy the endpoint is; that the prompt, or the
# answer that may be written, is too long; or what was sent.
About = Literal["key", "access", "model", "quota", "load", "prompt", "answer", "content", "request"]

_BY_STATUS: Mapping[int, About] = {401: "key", 402: "quota", 403: "access", 404: "model"}
_WORTH_RETRYING = frozenset({408, 409, 425, 429})
# Some vendors answer with these to whatever they do not like.
_VAGUE = frozenset({400, 403, 422})
# Behind the words of gateways; further on, some repeat the prompt.
_MOST_READ = 600
# 1113 is Zhipu's code, arrearage Alibaba's.
_NO_QUOTA = re.compile(
    r"(insufficient|exceeded_current)_(user_)?quota|insufficient[ _](account )?(balance|credit)"
    r"|billing_(hard_limit|not_active)|credit balance|arrear|\A1113 |余额不足|欠费",
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

_NOT_TAKEN = re.compile(
    r"support|not enabled|cannot both|not permitted|not allowed|unknown|unrecognized|unexpected|forbidden|deprecated"
)

_MARKUP = re.compile(r"<[!?a-z]", re.IGNORECASE)
# However a schema is not taken: nothing else of a request is called so.
_SCHEMA = re.compile(r"response_format|json[_ ]?(schema|object|mode)|structured[_ ]output|guided|grammar|\bschema\b")


def about(error: openai.APIStatusError, allowed: int = 0) -> About:
    """Return what an answer with an error status is about; `allowed` is how long a completion might have become."""
    status, said = error.status_code, f"{error.code} {error.type} {message_of(error)}"
    if status < 500 and _NO_QUOTA.search(said):
        return "quota"
    if what := too_long(status, f"{error.code} {error.type} {message_of(error, _MOST_READ)}", allowed):
        return what
    if status in _WORTH_RETRYING or status >= 500:
        return "load"
    return (_meant(said) if status in _VAGUE else None) or _BY_STATUS.get(status, "request")


def _meant(said: str) -> About | None:
    words: tuple[tuple[About, re.Pattern[str]], ...] = (
        ("content", _CONTENT),
        ("key", _KEY),
        ("access", _ACCESS),
        ("model", _MODEL),
    )
    return next((what for what, pattern in words if pattern.search(said)), None)


def refused_parameter(error: openai.APIStatusError, sent: Sequence[str]) -> str:
    """Return which of the parameters that were sent is said to be refused, "" if none is.

    Of two that exclude each other that is `top_p`.
    """
    said = f"{error.code} {message_of(error)}".lower()
    if "response_format" in sent and _SCHEMA.search(f"{error.param} {said}"):
        return "response_format"
    if not _NOT_TAKEN.search(said):
        return ""
    meant = [name for name in sent if name == error.param or re.search(rf"\b{name}\b", said)]
    if "presence_penalty" in sent and not meant and "penalty" in said:
        return "presence_penalty"
    return "top_p" if "both" in said and "top_p" in meant else next(iter(meant), "")


def message_of(error: openai.APIStatusError, most: int = 200) -> str:
    """Return what the server says, in one line of so many characters at most."""
    said = error.body[0] if isinstance(error.body, list) and error.body else error.body
    for name in ("error", "message", "detail"):
        said = said.get(name) or said if isinstance(said, dict) else said
    if not said or isinstance(said, dict):
        return "it does not say why"
    message = " ".join(str(said).split())
    return "an HTML page" if _MARKUP.match(message) else message[:most]
