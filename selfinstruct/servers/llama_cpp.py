"""llama.cpp: a GGUF file, on a CPU or a GPU; its `llama-server` on the PATH, or the xllamacpp package."""

import sys
from importlib.util import find_spec
from pathlib import Path

from selfinstruct.core.errors import InputError
from selfinstruct.servers import Get, Launch, Room, ServerPlugin, count

_WHEEL = Path(__file__).parent / "scripts" / "llama_cpp_wheel.py"
_SLOTS = 4
# Of each slot; no longer than what the model was trained with.
_CONTEXT = 8192


def _command(launch: Launch) -> list[str]:
    if not Path(launch.model).is_file():
        raise InputError(f"‹model› {launch.model}: llama.cpp serves a GGUF file; there is no file of this name")
    slots = launch.slots or _SLOTS
    tokens = slots * (launch.context or _CONTEXT)
    if program := launch.program("llama-server"):
        return [
            *(program, "--model", launch.model, "--alias", launch.name, "--host", launch.host),
            *("--port", str(launch.port), "--parallel", str(slots), "--ctx-size", str(tokens), *launch.args),
        ]
    if not launch.python and not find_spec("xllamacpp"):
        raise InputError(
            "‹serving.server› llama.cpp: not installed; pip install 'selfinstruct[llama-cpp]', or put a llama-server"
            " on the PATH"
        )
    settings = {"port": launch.port, "alias": launch.name, "n_parallel": slots, "n_ctx": tokens}
    return [
        *(launch.python or sys.executable, str(_WHEEL), launch.model, f"host={launch.host}"),
        *(f"{name}={value}" for name, value in settings.items()),
        *launch.args,
    ]


async def _room(_: Launch, get: Get) -> Room:
    props = await get("/props") or {}
    return Room(count(props.get("default_generation_settings", {}).get("n_ctx")), count(props.get("total_slots")))


SERVER = ServerPlugin(
    about="a GGUF file, with llama-server on the PATH or pip install 'selfinstruct[llama-cpp]'",
    command=_command,
    environment=lambda launch: {"LLAMA_API_KEY": launch.key},
    slots=_SLOTS,
    room=_room,
    takes_key=True,
)
