"""vLLM: the folder of a model or its name on the hub, on GPUs."""

from selfinstruct.servers import Launch, ServerPlugin, room_of_models


def program(launch: Launch) -> str:
    """Return the program of vLLM; `InputError` if it or the model is missing."""
    launch.require_folder_or_name()
    return launch.require_program("vllm", "vllm")


def of_engine(launch: Launch) -> list[str]:
    """Return the arguments that go to the engine, whichever way it is asked."""
    return [
        *("--served-model-name", launch.name),
        *(("--max-model-len", str(launch.context)) if launch.context else ()),
        *(("--max-num-seqs", str(launch.slots)) if launch.slots else ()),
        *launch.args,
    ]


def _command(launch: Launch) -> list[str]:
    there = ("--host", launch.host, "--port", str(launch.port))
    return [program(launch), "serve", launch.model, *there, *of_engine(launch)]


SERVER = ServerPlugin(
    about="fast on NVIDIA and AMD GPUs",
    command=_command,
    environment=lambda launch: {"VLLM_API_KEY": launch.key},
    room=room_of_models,
    on_each_gpu=True,
    takes_key=True,
)
