"""Preference pairs, as TRL's DPO trainer reads them."""

from pathlib import Path

from selfinstruct.formats.preference import FORMAT
from tests.formats.samples import PAIR


def test_it_is_json_lines_of_the_prompt_and_two_answers(tmp_path: Path) -> None:
    assert FORMAT.write([PAIR], tmp_path / "file") == 1
    assert (tmp_path / "file").read_text(encoding="utf-8") == (
        '{"prompt": [{"role": "user", "content": "译成英文。\\n你好"}],'
        ' "chosen": [{"role": "assistant", "content": "Hello."}],'
        ' "rejected": [{"role": "assistant", "content": "Helo"}]}\n'
    )
