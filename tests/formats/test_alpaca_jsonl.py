"""Alpaca as JSON lines."""

from pathlib import Path

from tests.formats.samples import written


def test_it_is_json_lines(tmp_path: Path) -> None:
    assert written("alpaca-jsonl", tmp_path) == (
        '{"instruction": "写一首诗。", "input": "", "output": "春眠\\n不觉晓"}\n'
        '{"instruction": "褒还是贬？", "input": "好", "output": "褒"}\n'
        '{"instruction": "褒还是贬？", "input": "  坏\\n", "output": "贬"}\n'
    )
