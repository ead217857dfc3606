"""The settings of a run, frozen."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Api

Structured = Literal["auto", "on", "off"]
MOST_INSTANCES = 5
# At one endpoint, where the user does not say how many.
MOST_IN_FLIGHT = 512


def _require(condition: bool, field: str, value: object, range_: str) -> None:
    if not condition:
        raise InputError(f"‹{field}› {value}: must be {range_}")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # Raises an error, which is a `ValueError`, for parts that are empty or too long.
        (parts.hostname or "").encode("idna")
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


@dataclass(frozen=True)
class Connection:
    """How the model is reached, and how it is asked.

    `base_urls` are endpoints that share the work (none: the backend's own); `models` and `sampling` are by the name of
    a step; `concurrency` None means as many as the endpoint takes; limits are for each endpoint, a minute. `refused`
    are the parameters that a model is known not to take, by its name.
    """

    backend: str = "openai"
    model: str | None = None
    models: Mapping[str, str] = dataclasses.field(default_factory=dict)
    sampling: Mapping[str, Mapping[str, float]] = dataclasses.field(default_factory=dict)
    base_urls: tuple[str, ...] = ()
    api_key: str | None = None
    api: Api = "chat"
    structured: Structured = "auto"
    system: str = ""
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    extra_body: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    concurrency: int | None = None
    requests_a_minute: int | None = None
    tokens_a_minute: int | None = None
    timeout: float = 600.0
    give_up_after: float = 600.0
    random_seed: int | None = None
    refused: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise `InputError` for a number out of its range, or an address that is none."""
        for url in self.base_urls:
            if "@" in url:
                # It may be a password.
                raise InputError("‹base_urls›: holds a user name; leave it out and use ‹headers› 'Authorization: …'")
            if "?" in url or "#" in url:
                raise InputError("‹base_urls›: holds more than an address; leave out what begins with ? or #")
            if not _is_address(url):
                raise InputError(f"‹base_urls› {url}: not an address; write it as http://localhost:8000/v1")
        for field, value in (
            ("concurrency", self.concurrency),
            ("requests_a_minute", self.requests_a_minute),
            ("tokens_a_minute", self.tokens_a_minute),
        ):
            _require(value is None or value >= 1, field, value, "at least 1")
        if self.structured == "on" and self.api != "chat":
            raise InputError(f"‹structured› on: needs ‹api› chat, not {self.api}")
        for field, seconds in (("timeout", self.timeout), ("give_up_after", self.give_up_after)):
            _require(0 < seconds < inf, field, seconds, "a number of seconds above 0")


@dataclass(frozen=True)
class Prices:
    """Prices in money for a million tokens: of the prompt, of those of it that were cached, of the completion."""

    prompt: float
    completion: float
    cached: float

    def __post_init__(self) -> None:
        """Raise `InputError` for prices that no cap can be kept with."""
        for field, value in (("prompt", self.prompt), ("completion", self.completion), ("cached", self.cached)):
            _require(0 <= value < inf, f"prices.{field}", f"{value:g}", "a sum of money, at least 0")
        _require(self.cached <= self.prompt, "prices.cached", f"{self.cached:g}", "at most ‹prices.prompt›")


@dataclass(frozen=True)
class Caps:
    """The most that a run may spend in all its sessions together; None for no cap."""

    requests: int | None = None
    tokens: int | None = None
    cost: float | None = None

    def __post_init__(self) -> None:
        """Raise `InputError` for a number out of its range."""
        for field, value in (("requests", self.requests), ("tokens", self.tokens), ("cost", self.cost)):
            _require(value is None or value > 0, f"caps.{field}", value, "above 0")

    def __bool__(self) -> bool:
        return (self.requests, self.tokens, self.cost) != (None, None, None)


@dataclass(frozen=True)
class Settings:
    """What the user asked for.

    Of these, `language`, `recipe`, the backend, `similarity_threshold`, `filters`, `instances_per_task` (and the seed
    tasks) make the pool what it is: a run keeps them for good. All others may change from one start to the next.
    Without `seeds`, a run goes on with those it has, and a new one begins with those that come along; it also keeps the
    instructions of the files to `avoid`.
    """

    folder: Path
    language: str
    target: int
    prompts: Path
    seeds: Path | None = None
    avoid: tuple[Path, ...] = ()
    recipe: str = "self-instruct"
    seed_only: bool = False
    similarity_threshold: float = 0.7
    filters: str = "default"
    instances_per_task: int = 1
    random_seed: int | None = None
    connection: Connection = Connection()
    caps: Caps = Caps()
    prices: Prices | None = None

    def __post_init__(self) -> None:
        """Raise `InputError` for a number out of its range, or a cap that cannot be kept."""
        _require(self.target >= 1, "target", self.target, "at least 1")
        instances = self.instances_per_task
        _require(1 <= instances <= MOST_INSTANCES, "instances_per_task", instances, f"from 1 to {MOST_INSTANCES}")
        threshold = self.similarity_threshold
        _require(0 < threshold <= 1, "similarity_threshold", threshold, "above 0 and at most 1")
        if self.caps.cost is not None and self.prices is None:
            raise InputError("‹caps.cost›: needs prices; name them with ‹prices.prompt› and ‹prices.completion›")

    def fixed(self) -> dict[str, Any]:
        """Return the settings that a run keeps, by the name of their option."""
        return {
            "--lang": self.language,
            "--recipe": self.recipe,
            "--backend": self.connection.backend,
            "--similarity-threshold": self.similarity_threshold,
            "--filters": self.filters,
            "--instances-per-task": self.instances_per_task,
        }
