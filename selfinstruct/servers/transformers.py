"""transformers serve: any model that the transformers package runs, on a GPU or a CPU."""

import json
from contextlib import suppress
from pathlib import Path

from selfinstruct.servers import UNKNOWN, Get, Launch, Room, ServerPlugin, count


def _command(launch: Launch) -> list[str]:
    launch.require_folder_or_name()
    return [
        *(launch.require_program("transformers", "'transformers[serving]'"), "serve", launch.model),
        *("--host", "127.0.0.1", "--port", str(launch.port), "--continuous-batching", *launch.args),
    ]


async def _room(launch: Launch, _: Get) -> Room:
    """Return the context as the user wants it, or as the folder of the model has it: the server does not tell."""
    context = launch.context
    with suppress(OSError, ValueError):
        trained = json.loads((Path(launch.model) / "config.json").read_text(encoding="utf-8"))
        context = context or count(trained.get("max_position_embeddings"))
    return Room(context) if context else UNKNOWN


SERVER = ServerPlugin(
    about="any model of the transformers package",
    command=_command,
    # It checks that each request names the model as it was started with.
    called=lambda launch: launch.model,
    room=_room,
    # It takes them, and does as if they were not there.
    refuses=frozenset({"response_format", "presence_penalty"}),
    on_each_gpu=True,
)
