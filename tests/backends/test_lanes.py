"""How requests change in a lane, at which address, and what their tokens cost there."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.backends import BACKENDS, Opening, forms_of, lane_of, lane_price
from selfinstruct.backends.openai.lanes import LANES
from selfinstruct.core.errors import EndpointRefused, InputError, Unavailable
from selfinstruct.core.settings import Asking, Connection, Serving, Settings
from selfinstruct.core.values import Reply, Request, Sampling
from tests.backends.test_openai_meanings import RefusingServer
from tests.support.lane_server import LaneServer

DOCS = Path(__file__).parents[2] / "docs"
REQUEST = Request("Say yes.", Sampling(0.0, 1.0, 16), kind="check")


def _complete(url: str, lane: str, **connection: Any) -> Reply:
    async def ask() -> Reply:
        how = Connection(model="demo", base_urls=(url,), lane=lane, **connection)
        backend = BACKENDS.find("openai").open(Opening(how, url=url, form="text", lane=lane))
        try:
            return await backend.complete(REQUEST)
        finally:
            await backend.close()

    return asyncio.run(ask())


def test_flex_goes_with_the_request_whatever_else_does() -> None:
    with LaneServer() as server:
        _complete(server.url, "flex", extra_body={"service_tier": "default", "seed": 1})
        _complete(server.url, "batch-chat")
    assert [body.get("service_tier") for body in server.bodies] == ["flex", None]
    assert server.bodies[0]["seed"] == 1
    assert server.answered == {"flex": 1, "batch-chat": 1}


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (
            "https://dashscope.aliyuncs.com/compatible-mode/v1",
            "https://batch.dashscope.aliyuncs.com/compatible-mode/v1",
        ),
        (
            "https://batch.dashscope.aliyuncs.com/compatible-mode/v1",
            "https://batch.dashscope.aliyuncs.com/compatible-mode/v1",
        ),
        ("https://ark.cn-beijing.volces.com/api/v3", "https://ark.cn-beijing.volces.com/api/v3/batch"),
        ("http://localhost:8000/v1/", "http://localhost:8000/v1/batch"),
    ],
)
def test_batch_chats_have_an_address_of_their_own(url: str, asked: str) -> None:
    assert LANES["batch-chat"].address(url) == asked
    assert LANES["flex"].address(url) == url


@pytest.mark.parametrize(
    ("lane", "url", "price"),
    [
        ("flex", "", 0.5),
        ("flex", "https://api.openai.com/v1", 0.5),
        ("flex", "https://mine.openai.azure.com/openai/v1", 0.5),
        ("flex", "https://generativelanguage.googleapis.com/v1beta/openai", 0.5),
        ("flex", "https://api.groq.com/openai/v1", 1.0),
        ("flex", "https://notopenai.azure.com.example.org/v1", 1.0),
        ("flex", "http://localhost:8000/v1", 1.0),
        ("batch-chat", "https://dashscope.aliyuncs.com/compatible-mode/v1", 0.5),
        ("batch-chat", "https://batch.dashscope.aliyuncs.com/compatible-mode/v1", 0.5),
        ("batch-chat", "https://ark.cn-beijing.volces.com/api/v3", 0.5),
        ("batch-chat", "https://api.openai.com/v1", 1.0),
    ],
)
def test_tokens_cost_less_only_where_that_is_known(lane: str, url: str, price: float) -> None:
    connection = Connection(lane=lane, base_urls=(url,) if url else ())
    assert lane_price(connection) == price
    assert lane_price(replace(connection, lane_price=0.3), url) == 0.3


def test_several_addresses_count_at_the_dearest_of_them() -> None:
    connection = Connection(lane="flex", base_urls=("https://api.openai.com/v1", "http://localhost:1/v1"))
    assert lane_price(connection) == 1.0
    assert lane_price(Connection(base_urls=connection.base_urls)) == 1.0


@pytest.mark.parametrize(
    ("beside", "headers", "price"),
    [
        ({}, {}, None),
        ({"service_tier": "flex"}, {}, None),
        ({"service_tier": None}, {}, None),
        ({"service_tier": "default"}, {}, 1.0),
        ({"service_tier": 7}, {}, None),
        ({}, {"x-gemini-service-tier": "flex"}, None),
        ({}, {"x-gemini-service-tier": "STANDARD"}, 1.0),
    ],
)
def test_an_answer_may_tell_that_it_came_in_another_lane(
    beside: dict[str, Any], headers: dict[str, str], price: float | None
) -> None:
    body = {"choices": [{"message": {"content": "yes"}, "finish_reason": "stop"}], **beside}
    with RefusingServer(status=200, body=body, told=headers) as server:
        assert _complete(server.url, "flex").price == price
        assert _complete(server.url, "").price is None


@pytest.mark.parametrize(
    ("status", "said", "lacks_room"),
    [
        (429, {"message": "Resource unavailable", "code": "resource_unavailable"}, True),
        (429, {"message": "Flex tier capacity exceeded", "code": None}, True),
        (429, {"message": "Rate limit reached for requests per min", "code": "rate_limit_exceeded"}, False),
        (498, {"message": "capacity_exceeded", "code": None}, True),
        (503, {"message": "The model is overloaded", "code": None}, True),
        (408, {"message": "Request timed out", "code": None}, True),
        (500, {"message": "The server had an error", "code": None}, False),
    ],
)
def test_want_of_room_is_told_from_asking_too_fast(status: int, said: dict[str, Any], lacks_room: bool) -> None:
    with RefusingServer(status=status, body={"error": said}) as server, pytest.raises(Unavailable) as caught:
        _complete(server.url, "flex")
    assert caught.value.lacks_room == lacks_room
    assert caught.value.perhaps_billed == (status in (408, 500, 503))


@pytest.mark.parametrize(
    ("lane", "status", "said"),
    [
        ("flex", 400, {"message": "Invalid service_tier argument", "param": "service_tier"}),
        ("flex", 400, {"message": "Flex is not available for this model", "param": None}),
        ("flex", 422, {"message": "Extra inputs are not permitted: service_tier", "param": None}),
        ("batch-chat", 404, {"message": "Not found", "param": None}),
    ],
)
def test_a_model_that_the_lane_does_not_have_is_no_question_of_the_prompt(
    lane: str, status: int, said: dict[str, Any]
) -> None:
    told = rf"demo is not to be had in the lane {lane}.*leave ‹lane› out"
    with RefusingServer(status=status, body={"error": said}) as server, pytest.raises(EndpointRefused, match=told):
        _complete(server.url, lane)


def test_what_does_not_go_together_is_told_before_anything_is_asked() -> None:
    with pytest.raises(InputError, match="unknown to the backend openai; its lanes are flex, batch-chat"):
        lane_of(Connection(lane="fast"))
    with pytest.raises(InputError, match="unknown to the backend demo; it has none"):
        lane_of(Connection("demo", lane="flex"))
    with pytest.raises(InputError, match="takes chats only"):
        forms_of(Connection(lane="flex"), Asking("continuation"))
    with pytest.raises(InputError, match=r"‹lane_fallback›: is for requests in a lane"):
        Connection(lane_fallback=True)
    with pytest.raises(InputError, match="a server of the run's own has none"):
        Settings(1, connection=Connection(model="m", lane="flex"), serving=Serving("vllm"))
    assert "continuation" not in [form.name for form in forms_of(Connection(lane="flex"), Asking())]


@pytest.mark.parametrize("page", ["lanes.md", "lanes.zh.md"])
def test_the_table_of_vendors_is_what_holds(page: str) -> None:
    lines = (DOCS / page).read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    vendors = [row for row in rows if len(row) == 7 and row[1].startswith("`")]
    assert len(vendors) == 7
    for _, lane, address, how, _, price, source in vendors:
        asked = LANES[lane.strip("`")]
        assert asked.price(address.strip("`")) == float(price)
        fields = [f'"{name}": "{value}"' for name, value in asked.fields.items()]
        assert all(field in how for field in fields)
        assert "https://" in source
