"""BELLE's conversations."""

from pathlib import Path

from tests.formats.samples import written


def test_it_is_json_lines(tmp_path: Path) -> None:
    assert written("belle-conversations", tmp_path) == (
        '{"id": "0", "conversations": [{"from": "human", "value": "写一首诗。"},'
        ' {"from": "assistant", "value": "春眠\\n不觉晓"}]}\n'
        '{"id": "1", "conversations": [{"from": "human", "value": "褒还是贬？\\n好"},'
        ' {"from": "assistant", "value": "褒"}]}\n'
        '{"id": "2", "conversations": [{"from": "human", "value": "褒还是贬？\\n  坏\\n"},'
        ' {"from": "assistant", "value": "贬"}]}\n'
    )
