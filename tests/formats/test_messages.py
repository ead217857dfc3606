"""OpenAI chats."""

from pathlib import Path

from tests.formats.samples import written


def test_it_is_json_lines(tmp_path: Path) -> None:
    assert written("messages", tmp_path) == (
        '{"messages": [{"role": "user", "content": "写一首诗。"},'
        ' {"role": "assistant", "content": "春眠\\n不觉晓"}]}\n'
        '{"messages": [{"role": "user", "content": "褒还是贬？\\n好"}, {"role": "assistant", "content": "褒"}]}\n'
        '{"messages": [{"role": "user", "content": "褒还是贬？\\n  坏\\n"}, {"role": "assistant", "content": "贬"}]}\n'
    )
