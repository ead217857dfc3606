"""How the page ends: with answers under way, and without a word on them."""

import asyncio
import logging
from pathlib import Path
from threading import Event

import httpx
import pytest

import selfinstruct
from selfinstruct.review import serving
from selfinstruct.review.desk import Desk


def test_answers_that_are_cut_short_leave_no_trace(
    run: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun, may_end = Event(), Event()

    def counts(_: Desk) -> dict[str, object]:
        begun.set()
        may_end.wait(60)
        return {}

    monkeypatch.setattr(serving, "_LAST_ANSWERS", 0.1)
    monkeypatch.setattr(Desk, "counts", counts)

    async def ended() -> None:
        addresses: asyncio.Queue[str] = asyncio.Queue()
        serve = asyncio.ensure_future(selfinstruct.serve_review(run, ready=addresses.put_nowait))
        address = await addresses.get()
        async with httpx.AsyncClient(base_url=address[: address.index("/enter")], follow_redirects=True) as client:
            await client.get(address)
            asked = asyncio.ensure_future(client.get("/counts"))
            await asyncio.to_thread(begun.wait, 60)
            serve.cancel()
            with pytest.raises(asyncio.CancelledError):
                await serve
            may_end.set()
            with pytest.raises(httpx.HTTPError):
                (await asked).raise_for_status()

    with caplog.at_level(logging.DEBUG):
        asyncio.run(ended())
    assert [each for each in caplog.records if each.name.startswith("uvicorn") and each.levelno > logging.INFO] == []
