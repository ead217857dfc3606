# ruff: noqa: UP006, UP007, UP035 -- it may be an older Python than ours that runs this.
"""Serves a GGUF file with the xllamacpp package; run by the interpreter of the environment that has it.

The first argument is the file. The others are NAME=VALUE: `host`, `port`, `alias`, or any simple field of its
`CommonParams`.
The key is in the environment, where other users do not see it.
"""

import os
import signal
import sys
from typing import Any, List, Union

try:
    import xllamacpp
except ImportError as error:
    sys.exit(f"cannot import xllamacpp: {error}")


def _value(now: Union[bool, int, float, str], text: str) -> Union[bool, int, float, str]:
    """Return a text as a value of the type that the field has now."""
    if isinstance(now, bool):
        return text.lower() in ("1", "true", "yes", "on")
    if isinstance(now, (int, float)):
        return type(now)(text)
    return text


def _params(model: str, settings: List[str]) -> Any:
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.api_keys = [os.environ["LLAMA_API_KEY"]]
    for setting in settings:
        name, _, text = setting.partition("=")
        if name == "alias":
            params.model_alias = {text}
        elif name == "host":
            params.hostnames = [text]
        elif not isinstance(getattr(params, name, None), (bool, int, float, str)):
            sys.exit(f"{name}: xllamacpp has no such setting; the fields of its CommonParams are")
        else:
            setattr(params, name, _value(getattr(params, name), text))
    return params


def _main() -> None:
    # It loads in a call that lets no handler of Python's run.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        server = xllamacpp.Server(_params(sys.argv[1], sys.argv[2:]))
    except (RuntimeError, ValueError) as error:
        sys.exit(f"xllamacpp: {error}")
    while server:
        signal.pause()


if __name__ == "__main__":
    _main()
