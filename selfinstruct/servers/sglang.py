"""SGLang: the folder of a model or its name on the hub, on GPUs."""

import sys

from selfinstruct.servers import Launch, ServerPlugin, room_of_models


def _command(launch: Launch) -> list[str]:
    launch.require_folder_or_name()
    return [
        *(launch.python or sys.executable, "-m", "sglang.launch_server", "--model-path", launch.model),
        *("--served-model-name", launch.name, "--host", launch.host, "--port", str(launch.port)),
        *("--api-key", launch.key),
        *(("--context-length", str(launch.context)) if launch.context else ()),
        *(("--max-running-requests", str(launch.slots)) if launch.slots else ()),
        *launch.args,
    ]


SERVER = ServerPlugin(
    about="fast on NVIDIA and AMD GPUs",
    command=_command,
    # It lists its models before it has tried itself out.
    ready="/health",
    room=room_of_models,
    on_each_gpu=True,
    takes_key=True,
)
