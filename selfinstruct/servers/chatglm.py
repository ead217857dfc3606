"""The `api.py` of a ChatGLM repository, which needs an older transformers: in an environment of its own."""

import sys
from pathlib import Path

from selfinstruct.core.errors import InputError
from selfinstruct.servers import Launch, ServerPlugin

_ON_OUR_PORT = Path(__file__).parent / "scripts" / "chatglm_api.py"


def _command(launch: Launch) -> list[str]:
    if not Path(launch.model).is_file():
        raise InputError(f"‹model› {launch.model}: ‹serving.server› chatglm starts an api.py; there is no such file")
    return [launch.python or sys.executable, str(_ON_OUR_PORT), str(launch.port), launch.model, *launch.args]


SERVER = ServerPlugin(
    about="the api.py of ChatGLM-6B or ChatGLM2-6B, with --backend chatglm",
    command=_command,
    backend="chatglm",
    path="",
    # The folder that the api.py lies in.
    called=lambda launch: Path(launch.model).absolute().parent.name,
    ready="/",
)
