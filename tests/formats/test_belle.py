"""`Belle.train.json`."""

import io
import json

from selfinstruct.formats import belle
from selfinstruct.types import Record


def test_it_is_json_lines_with_chinese_unescaped() -> None:
    file = io.StringIO()
    belle.write([Record("写诗", "", "春\n眠"), Record("译成英文", "好", "good")], file)
    assert file.getvalue() == (
        '{"instruction": "写诗", "input": "", "output": "春\\n眠"}\n'
        '{"instruction": "译成英文", "input": "好", "output": "good"}\n'
    )


def test_a_record_is_one_line_for_every_reader() -> None:
    file = io.StringIO()
    text = "a\u2028b\u2029c\x85d"
    belle.write([Record(text, "", text)], file)
    (line,) = file.getvalue().splitlines()
    assert json.loads(line)["output"] == text
