"""What an answer with an error status is about: the status tells, or what vendors say beside one that tells little."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import openai

from selfinstruct.backends.openai.lengths import too_long
from selfinstruct.text.excerpts import excerpt

# Who asks, with which rights, for which model, what is left to spend, how busy the endpoint is; that the prompt, or the
# answer that may be written, is too long; or what was sent.
About = Literal["key", "access", "model", "quota", "load", "prompt", "answer", "content", "request"]

_BY_STATUS: Mapping[int, About] = {401: "key", 402: "quota", 403: "access", 404: "model"}
# With 498, Groq says that its flex tier is full; with 499, gateways that a request was cancelled, and not by whom.
_WORTH_RETRYING = frozenset({408, 409, 425, 429, 498, 499})
# Some vendors answer with these to whatever they do not like; some gateways with a status of success.
_VAGUE = frozenset({*range(200, 300), 400, 403, 422})
# Behind the words of gateways; further on, some repeat the prompt.
_MOST_READ = 600
# 1113 is Zhipu's code, arrearage Alibaba's, 30001 SiliconFlow's. "Exceeded your current quota" is no sign: Gemini says
# so of a minute.
_NO_QUOTA = re.compile(
    r"(insufficient|exceeded_current)_(user_)?quota|insufficient[ _](account )?(balance|credit|fund)"
    r"|(balance|credits?|quota)\b.{0,20}(insufficient|not enough|exhausted)|(credits?|quota)\b.{0,60}used up"
    r"|credit[ _]balance|overdue|arrear"
    r"|billing_(hard_limit|not_active)|free (allocated quota|tier).{0,40}(exceed|exhaust)|freetieronly"
    r"|budget.{0,20}exceeded|(spend|usage)[ _]limit[ _](is |was )?(exceeded|reached)|setlimitexceeded"
    r"|account.{0,40}(suspended|locked)"
    r"|\A(1113|1112|1121|1304|1308|1309|1310|30001) |(余额|额度).{0,6}(不足|用尽|用完|耗尽)|欠费|套餐已到期"
    r"|账[户号]已?被?锁定",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"content[ _]?(policy|filter|management|exists risk)|moderation|flagged|inspection_?failed|inappropriate|sensitive"
    r"|high risk|blocked by .{0,30}(safety|polic|guardrail)|violat.{0,30}(polic|guideline)|敏感|违规|不安全",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"api[ _-]?(secret )?key.{0,40}(not valid|invalid|incorrect|expired)|no auth credentials|无效的令牌|身份验证|鉴权"
    r"|(invalid|incorrect|expired|carry the|missing|no).{0,20}(api[ _-]?(secret )?key|access token|auth\w* token)"
    r"|authentication.{0,10}(fail|error)|invalid authentication|(token|令牌)(已过期|不合法|无效| is invalid| expired)",
    re.IGNORECASE,
)
_ACCESS = re.compile(
    r"unsupported_country|(location|region|country|territory).{0,40}not (supported|available)", re.IGNORECASE
)
_MODEL = re.compile(
    r"\bmodel\b.{0,100}(not exist|not found|not loaded)|model_?not_?(found|open)|no models? (is )?loaded|模型不存在"
    r"|(unknown|invalid|no such|not a valid)[ _]model|not activated the model",
    re.IGNORECASE,
)
_LOAD = re.compile(
    r"rate[ _-]?limit|too many requests|overloaded|server (is )?busy|has (crashed|unloaded)|过于频繁|繁忙|稍后[再重]试",
    re.IGNORECASE,
)

_NOT_TAKEN = re.compile(
    r"support|not enabled|cannot both|not permitted|not allowed|unknown|unrecognized|unexpected|forbidden|deprecated"
)
# What a model says of a value that it does not take; without the parameter it uses its own. `{}` is the parameter.
_ONLY_SOME = (
    r"(?:invalid|illegal|range|非法|无效)(?:\W.{{0,20}}?\W)??[^a-z_]?{0}(?![a-z_])"
    r"|(?<![a-z_]){0}(?![a-z_])(?:.{{0,40}}?\b(?:must|only|should|needs? to|invalid|illegal|range|between)\b"
    r"|.{{0,20}}?(?:非法|不合法|无效|取值|范围|只能|必须|应为|需为|错误|有误))"
)

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
    meant = _meant(said) if status in _VAGUE else None
    return meant or _BY_STATUS.get(status, "load" if status < 400 else "request")


def _meant(said: str) -> About | None:
    words: tuple[tuple[About, re.Pattern[str]], ...] = (
        ("content", _CONTENT),
        ("key", _KEY),
        ("access", _ACCESS),
        ("model", _MODEL),
        ("load", _LOAD),
    )
    return next((what for what, pattern in words if pattern.search(said)), None)


def refused_parameter(error: openai.APIStatusError, sent: Sequence[str]) -> str:
    """Return which of the parameters that were sent is said to be refused, "" if none is.

    Of two that exclude each other that is `top_p`.
    """
    said = f"{error.code} {message_of(error)}".lower()
    if "response_format" in sent and _SCHEMA.search(f"{error.param} {said}"):
        return "response_format"
    is_taken = not _NOT_TAKEN.search(said)
    meant = [name for name in sent if name == error.param or _is_meant(name, said, by_its_value=is_taken)]
    if is_taken:
        return next(iter(meant), "")
    if "presence_penalty" in sent and not meant and "penalty" in said:
        return "presence_penalty"
    return "top_p" if "both" in said and "top_p" in meant else next(iter(meant), "")


def _is_meant(name: str, said: str, *, by_its_value: bool) -> bool:
    return bool(re.search(_ONLY_SOME.format(name) if by_its_value else rf"\b{name}\b", said))


def message_of(error: openai.APIStatusError, most: int = 200) -> str:
    """Return what the server says, in one line of so many characters at most; also what one behind it says, if any."""
    said = error.body[0] if isinstance(error.body, list) and error.body else error.body
    behind = _behind(said)
    for name in ("error", "message", "detail", "msg", "status_msg", "error_msg", "error_message"):
        said = said.get(name) or said if isinstance(said, dict) else said
    if not said or isinstance(said, dict):
        return "it does not say why"
    return excerpt(f"{said}: {behind}" if behind else str(said), most)


def _behind(said: object) -> str:
    """Return what OpenRouter hands on of a provider's answer, "" if it does not."""
    told = said.get("error", said) if isinstance(said, dict) else said
    metadata = told.get("metadata") if isinstance(told, dict) else None
    raw = metadata.get("raw") if isinstance(metadata, dict) else None
    return raw if isinstance(raw, str) else ""
