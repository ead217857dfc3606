"""mlx_lm.server: the folder of a model or its name on the hub, on Apple silicon."""

from selfinstruct.servers import Launch, ServerPlugin


def _command(launch: Launch) -> list[str]:
    launch.require_folder_or_name()
    return [
        *(launch.require_program("mlx_lm.server", "mlx-lm"), "--model", launch.model),
        *("--host", "127.0.0.1", "--port", str(launch.port)),
        *(("--decode-concurrency", str(launch.slots)) if launch.slots else ()),
        *launch.args,
    ]


SERVER = ServerPlugin(
    about="on Apple silicon",
    command=_command,
    called=lambda launch: launch.model,
    # It answers before its model is loaded.
    warms_up=True,
    refuses=frozenset({"response_format"}),
)
