"""`alpaca_data.json`."""

import json
from pathlib import Path

from selfinstruct.formats import alpaca
from tests.formats.samples import LABEL, POEM, written


def test_it_is_an_array_indented_by_4(tmp_path: Path) -> None:
    assert written("alpaca", tmp_path) == (
        "[\n"
        "    {\n"
        '        "instruction": "写一首诗。",\n'
        '        "input": "",\n'
        '        "output": "春眠\\n不觉晓"\n'
        "    },\n"
        "    {\n"
        '        "instruction": "褒还是贬？",\n'
        '        "input": "好",\n'
        '        "output": "褒"\n'
        "    },\n"
        "    {\n"
        '        "instruction": "褒还是贬？",\n'
        '        "input": "  坏\\n",\n'
        '        "output": "贬"\n'
        "    }\n"
        "]\n"
    )


def test_it_is_what_json_itself_writes(tmp_path: Path) -> None:
    assert alpaca.FORMAT.write([POEM, LABEL], tmp_path / "file") == 3
    text = (tmp_path / "file").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=4) + "\n"


def test_no_records_are_an_empty_array(tmp_path: Path) -> None:
    assert alpaca.FORMAT.write([], tmp_path / "file") == 0
    assert (tmp_path / "file").read_text(encoding="utf-8") == "[]\n"
