"""The templates by which training scripts turn records into text."""

from collections.abc import Mapping

# Stanford Alpaca's train.py.
WITH_INPUT = (
    "Below is an instruction that describes a task, paired with an input that provides further context. "
    "Write a response that appropriately completes the request.\n\n"
    "### Instruction:\n{instruction}\n\n### Input:\n{input}\n\n### Response:"
)
WITHOUT_INPUT = (
    "Below is an instruction that describes a task. "
    "Write a response that appropriately completes the request.\n\n"
    "### Instruction:\n{instruction}\n\n### Response:"
)
# A chat template of the kind that tokenizers bring along.
CHAT = (
    "{% for message in messages %}<|{{ message['role'] }}|>\n{{ message['content'] }}{{ eos_token }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)


def alpaca_prompt(example: Mapping[str, str]) -> str:
    """Return what Stanford Alpaca's training shows the model of a record."""
    return (WITH_INPUT if example.get("input", "") != "" else WITHOUT_INPUT).format_map(example)
