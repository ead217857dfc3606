"""transformers serve: any model that the transformers package runs, on a GPU or a CPU."""

from selfinstruct.servers import Launch, ServerPlugin, room_of_folder


def _command(launch: Launch) -> list[str]:
    launch.require_folder_or_name()
    return [
        *(launch.require_program("transformers", "'transformers[serving]'"), "serve", launch.model),
        *("--host", "127.0.0.1", "--port", str(launch.port), "--continuous-batching", *launch.args),
    ]


SERVER = ServerPlugin(
    about="any model of the transformers package",
    command=_command,
    # It checks that each request names the model as it was started with.
    called=lambda launch: launch.model,
    room=room_of_folder,
    # It takes them, and does as if they were not there.
    refuses=frozenset({"response_format", "presence_penalty"}),
    on_each_gpu=True,
)
