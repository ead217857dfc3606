"""The options that several commands share: how the model is reached and asked, what a run may spend and costs."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Parameter, Signature, signature
from math import isfinite
from typing import Annotated, Any

from typer import Option

from selfinstruct.core.errors import InputError
from selfinstruct.core.settings import Asking, Caps, Connection, Pace, Prices, Structured
from selfinstruct.core.values import Api


def takes(**groups: Callable[..., Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a command take the options of whole groups; what a group makes of them is passed by the name given here."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = [each for each in signature(command).parameters.values() if each.name not in groups]
        parts = {name: list(signature(group).parameters.values()) for name, group in groups.items()}
        every = [
            each.replace(kind=Parameter.KEYWORD_ONLY) for each in (*own, *(p for part in parts.values() for p in part))
        ]

        @wraps(command)
        def with_groups(**options: Any) -> None:
            made = {
                name: groups[name](**{each.name: options.pop(each.name) for each in part})
                for name, part in parts.items()
            }
            command(**options, **made)

        with_groups.__signature__ = Signature(every)  # type: ignore[attr-defined]
        with_groups.__annotations__ = {each.name: each.annotation for each in every}
        return with_groups

    return decorate


def connection(
    *,
    backend: Annotated[str, Option(help="How the model is reached: {backends}.")] = "openai",
    backend_option: Annotated[
        list[str] | None,
        Option(metavar="NAME=VALUE", help="Option of the backend; repeatable. {backend_options}"),
    ] = None,
    model: Annotated[str | None, Option(help="Model name. [default: the only one that the endpoint serves]")] = None,
    base_url: Annotated[
        list[str] | None,
        Option(
            envvar="OPENAI_BASE_URL",
            help="Address of an OpenAI-compatible endpoint, such as http://localhost:8000/v1; repeatable, they share"
            " the work. The key is read from OPENAI_API_KEY. [default: OpenAI's]",
        ),
    ] = None,
    header: Annotated[
        list[str] | None, Option(metavar="NAME:VALUE", help="HTTP header to send with every request; repeatable.")
    ] = None,
    extra_body: Annotated[
        str, Option(metavar="JSON", help='Fields to add to every request, such as {"enable_thinking": false}.')
    ] = "{}",
    timeout: Annotated[float, Option(metavar="SECONDS", help="How long to wait for an answer.")] = 600.0,
) -> Connection:
    """Return how the model is reached; `InputError` names an option that cannot be read."""
    return Connection(
        backend=backend,
        model=model,
        base_urls=tuple(url.strip().rstrip("/") for url in base_url or ()),
        headers=dict(_header(each) for each in header or []),
        extra_body=_extra_body(extra_body),
        timeout=timeout,
        options=dict(_named(each, "backend-option", "NAME=VALUE") for each in backend_option or []),
    )


def asking(
    *,
    api: Annotated[Api, Option(help="chat, or completions for base models that continue a text.")] = "chat",
    structured: Annotated[
        Structured,
        Option(
            help="Ask for JSON of a given schema: auto as long as the endpoint takes it, on or it is an error, off."
        ),
    ] = "auto",
    system: Annotated[str, Option(metavar="TEXT", help="System message that goes before every prompt.")] = "",
) -> Asking:
    """Return how the model is asked in all steps."""
    return Asking(api=api, structured=structured, system=system)


def steps(
    *,
    step_model: Annotated[
        list[str] | None,
        Option(
            metavar="STEP=MODEL", help="Another model for a step, such as instances=MODEL; repeatable. STEP: {steps}."
        ),
    ] = None,
    sampling: Annotated[
        list[str] | None,
        Option(
            metavar="STEP.NAME=VALUE",
            help="Sampling of a step, such as instructions.temperature=0.8; repeatable. STEP: {steps}; NAME:"
            " temperature, top_p, max_tokens, presence_penalty. [default: the recipe's]",
        ),
    ] = None,
) -> dict[str, Any]:
    """Return what steps ask for in ways of their own, by the fields of `Asking`.

    `InputError` names an option that cannot be read.
    """
    models = dict(_named(each, "step-model", "STEP=MODEL") for each in step_model or [])
    return {"models": models, "sampling": _sampling(sampling or [])}


def pace(
    *,
    concurrency: Annotated[
        str,
        Option(
            metavar="N|auto",
            help="Requests in flight at each endpoint at a time; auto: as many as it takes without slowing down.",
        ),
    ] = "auto",
    rpm: Annotated[int | None, Option(help="Requests a minute, at most, at each endpoint. [default: no limit]")] = None,
    tpm: Annotated[int | None, Option(help="Tokens a minute, at most, at each endpoint. [default: no limit]")] = None,
    give_up_after: Annotated[
        float | None,
        Option(
            metavar="SECONDS",
            help="End the run when nothing has been answered for so long. [default: 600 for most backends]",
        ),
    ] = None,
) -> Pace:
    """Return how much is asked at a time, and how long nothing may come; `InputError` for what cannot be read."""
    return Pace(_concurrency(concurrency), rpm, tpm, give_up_after)


def caps(
    *,
    max_requests: Annotated[
        int | None, Option(help="End before more requests are sent, in all sessions of the run together.")
    ] = None,
    max_tokens: Annotated[
        int | None, Option(help="End before more tokens, of prompts and completions, may be used in all sessions.")
    ] = None,
    max_cost: Annotated[
        float | None, Option(metavar="MONEY", help="End before more money may be spent in all sessions; needs prices.")
    ] = None,
) -> Caps:
    """Return the most that a run may spend."""
    return Caps(max_requests, max_tokens, max_cost)


def prices(
    *,
    price_in: Annotated[float | None, Option(metavar="MONEY", help="Price of a million prompt tokens.")] = None,
    price_out: Annotated[float | None, Option(metavar="MONEY", help="Price of a million completion tokens.")] = None,
    price_cached: Annotated[
        float | None, Option(metavar="MONEY", help="Price of a million cached prompt tokens. [default: --price-in]")
    ] = None,
) -> Prices | None:
    """Return what tokens cost, None if that is not said; `InputError` if only half of it is."""
    if (price_in, price_out, price_cached) == (None, None, None):
        return None
    if price_in is None or price_out is None:
        raise InputError("--price-in and --price-out: name both, 0 for what costs nothing")
    return Prices(price_in, price_out, price_in if price_cached is None else price_cached)


def _finite(text: str) -> float:
    if not isfinite(value := float(text)):
        raise ValueError
    return value


def _at_least_one(text: str) -> int:
    if (value := int(text)) < 1:
        raise ValueError
    return value


_SAMPLING: dict[str, Callable[[str], float]] = {
    "temperature": _finite,
    "top_p": _finite,
    "max_tokens": _at_least_one,
    "presence_penalty": _finite,
}
_OURS = (
    "model",
    "messages",
    "prompt",
    "max_tokens",
    "max_completion_tokens",
    "temperature",
    "top_p",
    "stop",
    "n",
    "stream",
)


def _sampling(changes: list[str]) -> Mapping[str, Mapping[str, float]]:
    sampling: dict[str, dict[str, float]] = {}
    for change in changes:
        name, _, value = change.partition("=")
        step, _, parameter = name.partition(".")
        try:
            sampling.setdefault(step, {})[parameter] = _SAMPLING[parameter](value)
        except (KeyError, ValueError):
            form = "write it as instances.temperature=0.5; max_tokens is at least 1"
            raise InputError(f"--sampling {change}: {form}; see --help") from None
    return sampling


def _named(text: str, option: str, form: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (name.strip() and sign and value):
        raise InputError(f"--{option} {text}: write it as {form}")
    return name.strip(), value


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip() or not (text.isascii() and text.isprintable()):
        # It may be a secret.
        raise InputError("--header: must be a name, a colon and a value in plain ASCII; write it as NAME:VALUE")
    return name.strip(), value.strip()


def _extra_body(text: str) -> Mapping[str, Any]:
    try:
        fields = json.loads(text)
        # Python reads NaN and numbers beyond all bounds, which no request can hold.
        json.dumps(fields, allow_nan=False)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        # It may hold a secret.
        raise InputError("--extra-body: not a JSON object; write it as '{\"NAME\": VALUE}'")
    if taken := [name for name in _OURS if name in fields]:
        raise InputError(f"--extra-body: {taken[0]} has an option of its own, or is not for you to set; see --help")
    return fields


def _concurrency(text: str) -> int | None:
    if text == "auto":
        return None
    try:
        return int(text)
    except ValueError:
        raise InputError(f"--concurrency {text}: must be a number, or auto") from None
