"""What ChatGLM-6B's P-Tuning reads."""

from pathlib import Path

from tests.formats.samples import written


def test_it_is_json_lines(tmp_path: Path) -> None:
    assert written("chatglm", tmp_path) == (
        '{"prompt": "写一首诗。", "response": "春眠\\n不觉晓", "history": []}\n'
        '{"prompt": "褒还是贬？\\n好", "response": "褒", "history": []}\n'
        '{"prompt": "褒还是贬？\\n  坏\\n", "response": "贬", "history": []}\n'
    )
