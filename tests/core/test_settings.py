"""Settings: what is out of its range is told by the name of the field, in one line."""

from collections.abc import Callable
from dataclasses import fields
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.settings import (
    Asking,
    Caps,
    Connection,
    ImportSettings,
    Pace,
    Prices,
    ReplaySettings,
    Settings,
)
from selfinstruct.core.values import Usage

PRICES = Prices(1.0, 2.0, 0.5)


def settings(**more: Any) -> Settings:
    return Settings(target=1, **more)


def prices(**more: float) -> Prices:
    return Prices(**({"prompt": 1.0, "completion": 1.0, "cached": 0.0} | more))


@pytest.mark.parametrize(
    ("make", "field", "bad"),
    [
        (Settings, "target", (0, -1)),
        (settings, "similarity_threshold", (0, -0.1, 1.1, nan)),
        (settings, "instances_per_task", (0, 6)),
        (ImportSettings, "similarity_threshold", (0, 2)),
        (ReplaySettings, "target", (0,)),
        (ReplaySettings, "similarity_threshold", (0, 1.5)),
        (ReplaySettings, "instances_per_task", (0, 99)),
        (Connection, "timeout", (0, -1, inf, nan)),
        (Pace, "concurrency", (0, -3)),
        (Pace, "requests_a_minute", (0,)),
        (Pace, "tokens_a_minute", (0,)),
        (Pace, "give_up_after", (0, inf, nan)),
        (Caps, "requests", (0,)),
        (Caps, "tokens", (-5,)),
        (Caps, "cost", (0, nan)),
        (prices, "prompt", (-1, inf, nan)),
        (prices, "completion", (-0.1,)),
        (prices, "cached", (-1, 1.5)),
    ],
)
def test_a_number_out_of_its_range_is_told_with_its_field(
    make: Callable[..., object], field: str, bad: tuple[float, ...]
) -> None:
    assert make(**{field: 1})
    for value in bad:
        with pytest.raises(InputError, match=rf"‹(\w+\.)?{field}›") as raised:
            make(**{field: value})
        assert "\n" not in str(raised.value)


def test_what_excludes_each_other_is_told() -> None:
    with pytest.raises(InputError, match=r"‹caps\.cost›: needs prices"):
        settings(caps=Caps(cost=1.0))
    assert settings(caps=Caps(cost=1.0), prices=PRICES)


@pytest.mark.parametrize(
    "url",
    ["localhost:8000", "ftp://a", "http://", "http://a:0", "http://u:p@a", "http://a/?b", "http://a#b"],
)
def test_an_address_that_is_none_is_told_and_never_a_password(url: str) -> None:
    with pytest.raises(InputError, match="‹base_urls›") as raised:
        Connection(base_urls=("http://localhost:8000/v1", url))
    assert "u:p" not in str(raised.value)


def test_secrets_are_not_shown() -> None:
    shown = repr(Connection(api_key="secret", headers={"a": "secret"}, extra_body={"a": "secret"}))
    assert "secret" not in shown


def test_of_what_differs_for_a_step_its_name_counts_more_than_its_label() -> None:
    sampling = {"instances": {"temperature": 0.1, "top_p": 0.2}, "input_first": {"temperature": 0.3}}
    asking = Asking(models={"instances": "m", "input_first": "n"}, sampling=sampling)
    assert asking.sampling_of("instances", "input_first") == {"temperature": 0.3, "top_p": 0.2}
    assert asking.sampling_of("instances", "output_first") == {"temperature": 0.1, "top_p": 0.2}
    assert asking.sampling_of("tasks", "tasks") == {}
    assert [asking.model_of("instances", name) for name in ("input_first", "output_first")] == ["n", "m"]
    assert asking.model_of("tasks", "tasks") == ""


def test_caps_are_none_or_some() -> None:
    assert not Caps()
    assert all(Caps(**{field.name: 1}) for field in fields(Caps))


def test_settings_are_values() -> None:
    assert settings(seeds=Path("a")) == settings(seeds=Path("a"))
    assert settings() != settings(language="zh")


def test_cached_tokens_cost_as_much_as_others_where_no_price_is_named() -> None:
    assert Prices(2.0, 8.0) == Prices(2.0, 8.0, 2.0)
    assert Prices(2.0, 8.0).cost(Usage(10**6, 0, cached_tokens=10**5)) == 2.0
