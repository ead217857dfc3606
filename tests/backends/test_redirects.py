"""Redirects are told and not followed: prompts and keys are for the address that the user names."""

import asyncio

import pytest

from selfinstruct.core.errors import BackendError, EndpointRefused, SelfInstructError, Unavailable
from selfinstruct.core.values import Request, Sampling
from tests.backends.opened import opened
from tests.support.raw_server import Raw, RawServer, whole

REQUEST = Request("Say yes.", Sampling(0.0, 1.0, 16))
SECRET = "sk-very-secret-1"


def _redirect(status: int, location: str) -> Raw:
    return Raw((whole(b"", f"{status} Elsewhere", f"location: {location}"),), "keep")


def _told(status: int, location: str) -> tuple[str, int]:
    """Return what is said when a completion is asked for, and how many requests arrived."""

    async def ask(url: str) -> BackendError:
        backend = opened("openai", url, model="m", api_key=SECRET, headers={"X-Key": SECRET}, timeout=60)
        try:
            await backend.complete(REQUEST)
        except BackendError as error:
            return error
        finally:
            await backend.close()
        raise AssertionError

    with RawServer(lambda *_: _redirect(status, location)) as server:
        error = asyncio.run(ask(server.url))
        assert isinstance(error, EndpointRefused)
        return str(error).replace(server.url, "URL"), len(server.asked)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308, 399])
def test_no_redirect_is_followed(status: int) -> None:
    told, asked = _told(status, "https://api.example.com/v1/chat/completions")
    where = "https://api.example.com/v1"
    assert (
        told
        == f"URL: HTTP {status} leads to {where}, which was not followed; set ‹base_urls› to {where} if you trust it"
    )
    assert asked == 1


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("/api/v2/chat/completions", "/api/v2"),
        ("../chat/completions/", "URL"),
        ("//other.example/v1/chat/completions", "http://other.example/v1"),
        ("http://127.0.0.1:9/chat/completions", "http://127.0.0.1:9"),
    ],
)
def test_an_address_to_set_is_told(location: str, where: str) -> None:
    told, _ = _told(307, location)
    assert f"{where}, which was not followed; set ‹base_urls› to " in told


@pytest.mark.parametrize(
    "location",
    ["https://login.example/?next=/v1", "mailto:a@b", "javascript:alert(1)", "http://[bad", "\xff\x80 \x1b[31m"],
)
def test_another_place_is_no_address_to_set(location: str) -> None:
    told, _ = _told(302, location)
    assert "check ‹base_urls›" in told
    assert told.isprintable()


@pytest.mark.parametrize(
    "location",
    [
        f"https://a.example/v1/chat/completions?key={SECRET}",
        f"https://user:{SECRET}@a.example/v1/chat/completions",
        f"https://a.example/{SECRET}/v1/chat/completions",
        f"https://{SECRET}.example/#{SECRET}",
    ],
)
def test_no_secret_is_told(location: str) -> None:
    assert SECRET not in _told(308, location)[0]


@pytest.mark.parametrize("status", [300, 304])
def test_a_redirect_to_nowhere_is_a_broken_connection(status: int) -> None:
    async def ask(url: str) -> None:
        backend = opened("openai", url, model="m", timeout=60)
        try:
            await backend.complete(REQUEST)
        finally:
            await backend.close()

    answer = Raw((whole(b"", f"{status} Odd"),), "close")
    with RawServer(lambda *_: answer) as server, pytest.raises(Unavailable) as caught:
        asyncio.run(ask(server.url))
    assert caught.value.perhaps_billed


def test_a_list_of_models_is_not_looked_for_elsewhere() -> None:
    async def ask(url: str) -> None:
        backend = opened("openai", url, api_key=SECRET)
        try:
            await backend.models()
        finally:
            await backend.close()

    elsewhere = _redirect(302, "https://api.example.com/v1/models")
    with (
        RawServer(lambda *_: elsewhere, models=elsewhere) as server,
        pytest.raises(SelfInstructError, match=r"leads to https://api\.example\.com/v1, which was not followed"),
    ):
        asyncio.run(ask(server.url))
