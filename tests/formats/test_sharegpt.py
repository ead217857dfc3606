"""ShareGPT's conversations."""

import json
from pathlib import Path

from tests.formats.samples import written


def test_it_is_an_array_of_conversations(tmp_path: Path) -> None:
    text = written("sharegpt", tmp_path)
    assert text.startswith('[\n    {\n        "id": "task_0",\n        "conversations": [\n            {\n')
    assert json.loads(text) == [
        {
            "id": "task_0",
            "conversations": [{"from": "human", "value": "写一首诗。"}, {"from": "gpt", "value": "春眠\n不觉晓"}],
        },
        {
            "id": "task_1",
            "conversations": [{"from": "human", "value": "褒还是贬？\n好"}, {"from": "gpt", "value": "褒"}],
        },
        {
            "id": "task_2",
            "conversations": [{"from": "human", "value": "褒还是贬？\n  坏\n"}, {"from": "gpt", "value": "贬"}],
        },
    ]
