"""What `serve` starts: each kind of server with its own arguments, replicas, and what is told of those that fail."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from selfinstruct import (
    Connection,
    InputError,
    Request,
    Sampling,
    ServerEnded,
    ServerError,
    Serving,
    Unavailable,
    serve,
)
from selfinstruct.backends import BACKENDS, Opening
from selfinstruct.servers.gpus import shares, spreads
from selfinstruct.servers.ray_nodes import share
from tests.servers.conftest import Family, Programs, in_loop

_QUESTION = Request("Say yes.", Sampling(temperature=0.0, top_p=1.0, max_tokens=8))


async def answer(connection: Connection, url: str = "") -> bytes:
    """Return what is answered at an address, or at the only one."""
    address = url or connection.base_urls[0]
    backend = BACKENDS.find(connection.backend).open(Opening(connection, url=address))
    try:
        return (await backend.complete(_QUESTION)).body
    finally:
        await backend.close()


@pytest.mark.parametrize(
    ("server", "context", "slots"),
    [
        ("llama.cpp", 4096, 3),
        ("vllm", 2048, None),
        ("sglang", 2048, None),
        ("transformers", 2048, None),
        ("mlx", None, None),
    ],
)
@in_loop
async def test_each_is_started_with_its_own_arguments(
    programs: Programs, family: Family, server: str, context: int | None, slots: int | None
) -> None:
    model = str(programs.model if server == "llama.cpp" else programs.models)
    python = None if server == "llama.cpp" else programs.python
    lines: list[str] = []
    async with serve(
        Connection(model=model), Serving(server, python, context=2048), slots=3, noted=lines.append
    ) as served:
        assert b"yes" in await answer(served.connection)
        assert (served.room.context, served.room.slots) == (context, slots)
        assert served.connection.base_urls[0].startswith("http://127.0.0.1:")
        (line,) = lines
        assert line.startswith(f"{server}: ready on port ")
    assert not family.members()


@in_loop
async def test_the_api_py_of_chatglm_is_put_on_a_port_of_ours(family: Family, tmp_path: Path) -> None:
    script = tmp_path / "ChatGLM-6B" / "api.py"
    script.parent.mkdir()
    script.write_text(
        "import uvicorn\nfrom pathlib import Path\nfrom starlette.applications import Starlette\n"
        "from starlette.responses import JSONResponse\nfrom starlette.routing import Route\n"
        "async def create(request):\n"
        "    asked = await request.json()\n"
        "    return JSONResponse({'response': Path('words.txt').read_text() + asked['prompt'], 'status': 200})\n"
        "app = Starlette(routes=[Route('/', create, methods=['POST'])])\n"
        "if __name__ == '__main__':\n    uvicorn.run(app, host='0.0.0.0', port=8000, workers=1)\n"
    )
    (script.parent / "words.txt").write_text("heard: ")
    connection = Connection("chatglm", model=str(script))
    async with serve(connection, Serving("chatglm", Path(sys.executable))) as served:
        assert b"heard: Say yes." in await answer(served.connection)
        assert served.connection.model == "ChatGLM-6B"


@in_loop
async def test_replicas_share_the_gpus(programs: Programs, family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "4,5")
    async with serve(Connection(model=str(programs.models)), Serving("vllm", programs.python)) as served:
        assert list(served.names.values()) == ["vllm 1", "vllm 2"]
        seen = {
            word.decode()
            for pid in family.members(having="fake_server.py")
            for word in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            if word.startswith(b"CUDA_")
        }
        assert seen == {"CUDA_VISIBLE_DEVICES=4", "CUDA_VISIBLE_DEVICES=5"}
        for url in served.connection.base_urls:
            assert b"yes" in await answer(served.connection, url)
    assert not family.members()


def test_gpus_are_shared_out_evenly() -> None:
    assert shares(["0", "1", "2", "3"], 2) == [{"CUDA_VISIBLE_DEVICES": "0,1"}, {"CUDA_VISIBLE_DEVICES": "2,3"}]
    assert [each["CUDA_VISIBLE_DEVICES"] for each in shares(["0", "1"], 3)] == ["0", "1", "0"]
    assert shares(["0", "1"], 1) == [{}]
    assert shares([], 2) == [{}, {}]
    assert spreads(["--tensor-parallel-size=2"])
    assert spreads(["--tp", "2"])
    assert not spreads(["--dtype", "bfloat16", "--temp", "1"])


@pytest.mark.parametrize(
    ("gpus", "servers", "each"), [([2, 2], 4, 1), ([8, 4], 2, 4), ([1, 5], 2, 2), ([1, 1], 3, 0.5), ([1], 1, 1)]
)
def test_each_server_of_a_cluster_gets_the_most_gpus_that_nodes_can_give(
    gpus: list[int], servers: int, each: float
) -> None:
    assert share(gpus, servers) == each


@in_loop
async def test_one_that_does_not_come_up_takes_the_others_along(programs: Programs, family: Family) -> None:
    serving = Serving("llama.cpp", replicas=2, args=("--exit", "1", "--load-seconds", "0.3", "--with-family"))
    with pytest.raises(ServerError, match=r"llama.cpp [12] ended with exit code 1 before it was ready") as failure:
        async with serve(Connection(model=str(programs.model)), serving):
            raise AssertionError("it did not come up")
    assert failure.value.exit_code == 2
    assert failure.value.details[-2:] == ["there is not enough memory", "for model"]
    assert not family.members()


@in_loop
async def test_a_port_that_was_taken_meanwhile_is_another_one_then(programs: Programs, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    serving = Serving("llama.cpp", args=("--taken", str(taken)))
    async with serve(Connection(model=str(programs.model)), serving) as served:
        assert not taken.exists()
        assert b"yes" in await answer(served.connection)


def kill(family: Family, port: str = "") -> None:
    """Kill the servers, or the one at a port."""
    for pid in family.members(having=f"--port {port}"):
        os.kill(pid, signal.SIGKILL)


async def noted(lines: list[str], text: str) -> str:
    """Wait until a line with a text has been noted; return and forget it."""
    while not (found := [line for line in lines if text in line]):
        await asyncio.sleep(0.02)
    lines.remove(found[0])
    return found[0]


@in_loop
async def test_one_that_ends_is_started_again_once_while_the_others_go_on(programs: Programs, family: Family) -> None:
    lines: list[str] = []
    serving = Serving("llama.cpp", replicas=2)
    async with serve(Connection(model=str(programs.model)), serving, noted=lines.append) as served:
        urls = {name: url for url, name in served.names.items()}
        ports = {name: url.split(":")[2].partition("/")[0] for name, url in urls.items()}
        lines.clear()
        ended = asyncio.create_task(served.ended())
        killed = "{} was killed by signal 9 while it was needed; {}"
        for name, lost in (("llama.cpp 2", "the others go on"), ("llama.cpp 1", "")):
            kill(family, ports[name])
            assert await noted(lines, "again") == killed.format(name, "it is started again")
            assert f"on port {ports[name]}" in await noted(lines, f"{name}: ready")
            assert b"yes" in await answer(served.connection, urls[name])
            assert not ended.done()
            kill(family, ports[name])
            if lost:
                assert await noted(lines, "go on") == killed.format(name, lost)
                with pytest.raises(Unavailable, match="cannot connect"):
                    await answer(served.connection, urls[name])
        error = await ended
        assert isinstance(error, ServerEnded)
        assert str(error) == killed.format("llama.cpp 1", "the same command starts it again")
    assert not family.members()


@in_loop
async def test_one_that_does_not_come_up_again_is_lost(programs: Programs, family: Family) -> None:
    async with serve(Connection(model=str(programs.model)), Serving("llama.cpp")) as served:
        programs.add("llama-server", "--exit", "1")
        kill(family)
        error = await served.ended()
        assert str(error) == "llama.cpp ended with exit code 1 before it was ready; the same command starts it again"
        assert error.details[-1] == "for model"


@in_loop
async def test_what_is_being_waited_for_is_told(programs: Programs) -> None:
    lines: list[str] = []
    serving = Serving("llama.cpp", args=("--load-seconds", "1.5", "--chatter", "300000"))
    async with serve(Connection(model=str(programs.model)), serving, watch=lines.append):
        pass
    assert any(line.startswith(f"llama.cpp: loading {programs.model} … ") for line in lines)
    assert lines[-1].endswith(" · loading")


@pytest.mark.parametrize(
    ("connection", "serving", "message"),
    [
        (Connection(), Serving("llama.cpp"), r"‹serving.server› llama.cpp: needs the ‹model›"),
        (Connection(model="no.gguf"), Serving("llama.cpp"), r"‹model› no.gguf: .* no file of this name"),
        (
            Connection(model="x"),
            Serving("lama.cpp"),
            r"do you mean llama.cpp\? If not, choose one of: chatglm, llama",
        ),
        (Connection(model="x"), Serving("vllm"), r"there is no vllm on the PATH; pip install vllm into an environment"),
        (Connection(model="./x"), Serving("vllm"), r"‹model› ./x: must be the folder of a model, or its name"),
        (Connection("demo", model="x"), Serving("vllm"), r"is asked with ‹backend› openai, not demo"),
        (Connection(model="x"), Serving("chatglm"), r"is asked with ‹backend› chatglm, not openai"),
        (Connection("chatglm", model="x"), Serving("chatglm"), r"starts an api.py; there is no such file"),
        (Connection(model="x"), Serving("vllm", Path("no/python")), r"‹serving.python› no/python: there is no such"),
        (
            Connection(model="x"),
            Serving("transformers", ray="auto"),
            r"‹serving.ray›: transformers answers this machine alone",
        ),
    ],
)
@in_loop
async def test_what_is_missing_is_told_before_anything_is_started(
    connection: Connection, serving: Serving, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        async with serve(connection, serving):
            raise AssertionError("it was started")


def test_settings_of_a_server_need_one() -> None:
    with pytest.raises(InputError, match=r"‹serving.replicas›: is for a server of the run's own"):
        Serving(replicas=2)
    with pytest.raises(InputError, match=r"‹serving.context› 0: must be at least 1"):
        Serving("vllm", context=0)


@pytest.mark.parametrize("after", [0.0, 0.05, 0.3, 1.0])
@in_loop
async def test_a_start_that_is_given_up_leaves_nothing(programs: Programs, family: Family, after: float) -> None:
    async def start() -> None:
        serving = Serving("llama.cpp", replicas=2, args=("--load-seconds", "60"))
        async with serve(Connection(model=str(programs.model)), serving):
            raise AssertionError("it did not come up")

    starting = asyncio.create_task(start())
    await asyncio.sleep(after)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert not family.members()
