"""JSON read piece by piece: the same values whatever their layout, and the line of what is wrong."""

import io
import json
import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core import json_values
from selfinstruct.core.errors import InputError
from selfinstruct.core.json_values import read_values

GOOD = {"instruction": "Sort it.", "output": "Sorted."}
texts = st.text(max_size=8)
objects = st.recursive(
    st.dictionaries(texts, texts | st.integers() | st.none() | st.booleans(), max_size=3),
    lambda inner: st.dictionaries(texts, inner | st.lists(inner, max_size=2), max_size=2),
    max_leaves=6,
)


def _layouts(values: list[Any]) -> dict[str, str]:
    indented = [json.dumps(value, ensure_ascii=False, indent=2) for value in values]
    lines = [json.dumps(value) for value in values]
    return {
        "lines": "\n".join(lines),
        "lines with gaps": "\r\n\r\n".join(lines) + "\n",
        "lines with commas": ",\n".join(lines) + ",",
        "files put together": "".join(f"\ufeff{line}\n" for line in lines),
        "array": json.dumps(values),
        "indented array": json.dumps(values, indent=2, ensure_ascii=False),
        "array of lines": "[\n" + ",\n".join(lines) + ",\n]\n",
        "one after another": "\n".join(indented) + "\n",
        "lines with comments": "// {\n" + " // and\n/* {\n} */\n".join(lines) + " /* end */",
        "by hand": _by_hand(json.dumps(values, indent=1)) + "\n// end",
        "one after another, by hand": "\n\n/* next: */ ".join(map(_by_hand, indented)),
    }


def _by_hand(text: str) -> str:
    """Return indented JSON with comments, and commas after the last values."""
    text = re.sub(r"(?<=[^\[{])\n( *)([\]}])", r", // the \"last\n\1/* is: ] */\2", text)
    return re.sub(r"^( +)(?=\")", r"\1/* {\" **/ ", text, flags=re.MULTILINE)


@given(values=st.lists(objects, min_size=1, max_size=4), piece=st.integers(1, 50))
def test_values_are_the_same_in_any_layout_and_in_any_pieces(
    tmp_path_factory: pytest.TempPathFactory, values: list[Any], piece: int
) -> None:
    path = tmp_path_factory.mktemp("values") / "a.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_values, "_PIECE", piece)
        for layout, text in _layouts(values).items():
            path.write_text(text, encoding="utf-8")
            found = list(read_values(path))
            assert [value for _, value in found] == values, layout
            if layout in ("lines", "lines with commas"):
                assert [line for line, _ in found] == list(range(1, len(values) + 1))
            if layout == "array of lines":
                assert [line for line, _ in found] == list(range(2, len(values) + 2))


BAD = {
    '{"a": "b", "a": "c"}': "“a” stands twice in an object; leave one of them out",
    '{"a": {"": 1, "": 1}}': "“” stands twice in an object",
    '{"a": "\\ud83d"}': "half of a surrogate pair",
    '{"a": "caf\udce9"}': "not UTF-8; save the file as UTF-8",
}
BROKEN = {
    '{"a": "b" / 2}': "not valid JSON: Expecting ',' delimiter, found “/ 2}”",
    '{"a": "b"' + "," * 20_000 + "}": "not valid JSON: Expecting property name enclosed in double quotes, found “,,,",
    '{"a": /* "b"}': 'not valid JSON: Expecting value, found “/* "b"}',
    '{"a": ' + "9" * 5000 + "}": "not valid JSON: a number is too long",
    '{"a": ' * 20_000: "not valid JSON: nested too deeply",
    "{'a': 'b'}": "not valid JSON: Expecting property name enclosed in double quotes, found “'a'",
    '{"a": "x\0"}': "not valid JSON: Invalid control character",
}


@pytest.mark.parametrize(("written", "told"), [*BAD.items(), *BROKEN.items(), ("Dear all,", "found “Dear all")])
def test_a_bad_line_is_told_and_the_lines_after_it_are_read(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n{written}\n{json.dumps(GOOD)}\n", "utf-8", "surrogateescape")
    (_, first), (line, error), (_, last) = read_values(path)
    assert first == last == GOOD
    assert line == 2
    assert isinstance(error, InputError)
    assert str(error).startswith(f"{path}, line 2: ")
    assert told in str(error)


@pytest.mark.parametrize(("written", "told"), BAD.items())
def test_a_value_of_no_use_does_not_end_an_array(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(f"[{json.dumps(GOOD)},\n{written},\n{json.dumps(GOOD)}]", "utf-8", "surrogateescape")
    (_, first), (_, error), (_, last) = read_values(path)
    assert first == last == GOOD
    assert isinstance(error, InputError)
    assert f"line 2: {told}" in str(error).replace("not valid JSON: ", "")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        *((f"[\n{broken}", f"line 2: {told}") for broken, told in BROKEN.items()),
        ('[{"a": 1}', "line 1: the array is not closed with ]"),
        ('[{"a": 1}]\n{"a": 2}', "line 1: there is more after the array; write one array only, or JSON lines"),
        ('{\n"a": 1\n}\n{\n"a": }', "line 4: not valid JSON: Expecting value"),
        ("[" * 20_000, "line 1: not valid JSON: nested too deeply"),
    ],
)
def test_what_cannot_be_read_on_is_told_with_its_line(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        list(read_values(path))
    assert str(raised.value).startswith(f"{path}, {told}")
    assert len(str(raised.value)) < len(str(path)) + 200


def test_a_comment_without_an_end_hides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n/* the next:\n{json.dumps(GOOD)}\n")
    (_, first), (_, error), (_, last) = read_values(path)
    assert first == last == GOOD
    assert "line 2: not valid JSON: Expecting value, found “/* the next:”" in str(error)


class _Watched(io.StringIO):
    def read(self, size: int | None = -1) -> str:
        text = super().read(size)
        # What comes once 10,000 characters were read is too much.
        assert self.tell() < 10_000
        return text


@pytest.mark.parametrize("begins", ["", '{"a": "', '[{"a": "', '{\n"a": "', "[{'a': '", '[{"a": }'])
def test_a_value_without_an_end_is_not_read_to_its_end(begins: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_values, "LONGEST", 1000)
    monkeypatch.setattr(json_values, "_PIECE", 100)
    monkeypatch.setattr(json_values, "open_text", lambda _: nullcontext(_Watched(begins + "x" * 1_000_000)))
    with pytest.raises(InputError, match=r"line \d: (?:longer than 1,000 characters|not valid JSON: )"):
        list(read_values(Path("a.json")))


def test_not_a_number_is_read_as_python_writes_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"a": NaN}')
    ((_, value),) = read_values(tmp_path / "a.jsonl")
    assert value["a"] != value["a"]
