"""vLLM's run-batch, which answers a file of requests and ends, behind a program of ours that takes batches."""

import sys

from selfinstruct.servers import Launch, ServerPlugin, room_of_folder
from selfinstruct.servers.vllm import of_engine, program

_DESK = "import sys; sys.path[:] = {path!r}; from selfinstruct.servers.run_batch.over_http import main; main()"


def _command(launch: Launch) -> list[str]:
    answers = [program(launch), "run-batch", "--model", launch.model, *of_engine(launch)]
    # It needs nothing of vLLM's environment.
    return [sys.executable, "-I", "-c", _DESK.format(path=sys.path), str(launch.port), launch.name, *answers]


SERVER = ServerPlugin(
    about="vLLM's run-batch, with --batch all",
    command=_command,
    environment=lambda launch: {"SELFINSTRUCT_SERVER_KEY": launch.key},
    room=room_of_folder,
    only_batches=True,
)
