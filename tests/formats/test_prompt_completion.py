"""Prompt and completion."""

from pathlib import Path

from tests.formats.samples import written


def test_it_is_json_lines(tmp_path: Path) -> None:
    assert written("prompt-completion", tmp_path) == (
        '{"prompt": "写一首诗。", "completion": "春眠\\n不觉晓"}\n'
        '{"prompt": "褒还是贬？\\n好", "completion": "褒"}\n'
        '{"prompt": "褒还是贬？\\n  坏\\n", "completion": "贬"}\n'
    )
