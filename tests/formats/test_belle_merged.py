"""BELLE's input and target."""

from pathlib import Path

from tests.formats.samples import written


def test_it_is_json_lines(tmp_path: Path) -> None:
    assert written("belle-merged", tmp_path) == (
        '{"input": "写一首诗。", "target": "春眠\\n不觉晓"}\n'
        '{"input": "褒还是贬？\\n好", "target": "褒"}\n'
        '{"input": "褒还是贬？\\n  坏\\n", "target": "贬"}\n'
    )
