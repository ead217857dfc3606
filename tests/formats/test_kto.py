"""Labelled answers, as TRL's KTO trainer reads them."""

from pathlib import Path

from selfinstruct.datafiles.verdicts import is_labelled_bad
from selfinstruct.formats.kto import FORMAT
from tests.formats.samples import PAIR


def test_it_is_json_lines_of_a_prompt_an_answer_and_its_label(tmp_path: Path) -> None:
    assert FORMAT.write([PAIR], tmp_path / "file") == 2
    prompt = '{"prompt": [{"role": "user", "content": "译成英文。\\n你好"}], "completion": [{"role": "assistant", '
    assert (tmp_path / "file").read_text(encoding="utf-8") == (
        f'{prompt}"content": "Hello."}}], "label": true}}\n{prompt}"content": "Helo"}}], "label": false}}\n'
    )


def test_an_import_leaves_out_what_is_labelled_as_bad() -> None:
    row = {"prompt": [{"role": "user", "content": "Hi"}], "completion": [{"role": "assistant", "content": "No"}]}
    assert is_labelled_bad(row | {"label": False})
    assert not is_labelled_bad(row | {"label": True})
