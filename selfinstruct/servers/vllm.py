"""vLLM: the folder of a model or its name on the hub, on GPUs."""

from selfinstruct.servers import Launch, ServerPlugin, room_of_models


def _command(launch: Launch) -> list[str]:
    launch.require_folder_or_name()
    return [
        *(launch.require_program("vllm", "vllm"), "serve", launch.model, "--served-model-name", launch.name),
        *("--host", "127.0.0.1", "--port", str(launch.port)),
        *(("--max-model-len", str(launch.context)) if launch.context else ()),
        *(("--max-num-seqs", str(launch.slots)) if launch.slots else ()),
        *launch.args,
    ]


SERVER = ServerPlugin(
    about="fast on NVIDIA and AMD GPUs",
    command=_command,
    environment=lambda launch: {"VLLM_API_KEY": launch.key},
    room=room_of_models,
    on_each_gpu=True,
)
