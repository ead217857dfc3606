"""Tables: CSV, Arrow, Parquet."""

import gzip
from pathlib import Path

import datasets
import pyarrow
import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Instance, Task
from selfinstruct.datafiles.reading import read_tasks

ROWS = [
    {"instruction": "Sort it, please.", "input": "b\na", "output": 'a "b"'},
    {"instruction": "写一首诗。", "input": "", "output": "春眠"},
]
TASKS = [("Sort it, please.", Instance("b\na", 'a "b"')), ("写一首诗。", Instance("", "春眠"))]


def _read(path: Path) -> list[tuple[str, Instance]]:
    tasks = list(read_tasks(path))
    return [(task.instruction, task.instances[0]) for task in tasks if isinstance(task, Task)]


@pytest.mark.parametrize(("separator", "suffix"), [(",", ".csv"), (";", ".csv"), ("\t", ".tsv"), ("\t", ".csv")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_by_the_names_in_its_first_line(tmp_path: Path, separator: str, suffix: str, encoding: str) -> None:
    lines = [
        ["instruction", "input", "output"],
        ['"Sort it, please."', '"b\na"', '"a ""b"""'],
        ["写一首诗。", "", "春眠"],
    ]
    text = "\r\n".join(map(separator.join, lines)) + "\r\n"
    (tmp_path / f"a{suffix}").write_bytes(text.encode(encoding))
    assert _read(tmp_path / f"a{suffix}") == TASKS
    (tmp_path / f"b{suffix}.gz").write_bytes(gzip.compress(text.encode(encoding)))
    assert _read(tmp_path / f"b{suffix}.gz") == TASKS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("instruction,output\nSort it.,Sorted.,and more\n", "line 2: has 3 fields, and the first line names 2"),
        ("instruction,output\nSort it.\n", "line 2: has 1 field, and the first line names 2"),
        ("instruction,output\nSort it.,caf\udce9\n", "line 2: not UTF-8; save the file as UTF-8"),
        ("sep=;\r\ninstruction;output\r\nSort it.\r\nx,y;z\r\n", "line 3: has 1 field, and the first line names 2"),
        *(
            (
                f"instruction,output\nSort it.,{damage}\n",
                f"line 2: “output” holds {damage}, which a spreadsheet has put in the place of a text; put that back",
            )
            for damage in ("#NAME?", "#REF!", "#DIV/0!", "#N/A", "########", "Err:508")
        ),
        ("text\nSort it.\n", "line 2: not a task in any known shape; its fields are text"),
    ],
)
def test_a_bad_row_does_not_end_the_file(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text + "x,y\n" * ("," in text and "sep" not in text), "utf-8", "surrogateescape")
    error, *others = read_tasks(path)
    assert str(error) == f"{path}, {told}"
    assert len(others) == ("," in text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('instruction,output\n"Sort it.,Sorted.\n', "line 2: not valid CSV: unexpected end of data"),
        ("output,output\nSort it.,Sorted.\n", "line 1: two columns are called “output”; name them otherwise"),
    ],
)
def test_what_is_no_csv_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        list(read_tasks(path))
    assert str(raised.value) == f"{path}, {told}"


def test_tables_that_were_put_together_are_read(tmp_path: Path) -> None:
    part = "\ufeffinstruction\toutput, as it is\tinput\nSort it.\tSorted.\t\n"
    (tmp_path / "a.tsv").write_text((part * 2).replace(", as it is", ""), encoding="utf-8")
    assert _read(tmp_path / "a.tsv") == [("Sort it.", Instance("", "Sorted."))] * 2
    (tmp_path / "b.tsv").write_text(part, encoding="utf-8")
    assert "its fields are instruction, output, as it is, input" in str(*read_tasks(tmp_path / "b.tsv"))


def test_what_spreadsheets_write_around_a_table_is_stepped_over(tmp_path: Path) -> None:
    """A line that names the separator, and the empty rows below."""
    for number, head in enumerate(("sep=;\r\n", '"SEP=;"\r\n', "\ufeffsep=;\n")):
        path = tmp_path / f"{number}.csv"
        path.write_text(
            f"{head}instruction;output\r\nSort it, please.;Sorted, so.\r\n;\r\n ; \r\n", "utf-8", newline=""
        )
        assert _read(path) == [("Sort it, please.", Instance("", "Sorted, so."))]
        assert len([*read_tasks(path)]) == 1


def test_an_error_of_a_spreadsheet_may_be_an_answer(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("instruction,output\nWhat does Excel show for 1/0?,#DIV/0!\n", encoding="utf-8")
    assert _read(tmp_path / "a.csv") == [("What does Excel show for 1/0?", Instance("", "#DIV/0!"))]


def test_a_field_that_says_that_there_is_nothing_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("instruction,input,output\nSort it.,\\N,Sorted.\n", encoding="utf-8")
    assert _read(tmp_path / "a.csv") == [("Sort it.", Instance("", "Sorted."))]


def test_an_empty_csv_has_no_tasks(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("")
    assert list(read_tasks(tmp_path / "a.csv")) == []


def test_arrow_is_read_as_a_file_and_as_a_stream(tmp_path: Path) -> None:
    table = pyarrow.Table.from_pylist(ROWS)
    for name, make in (
        ("file.arrow", pyarrow.ipc.new_file),
        ("file", pyarrow.ipc.new_file),
        ("b.arrow", pyarrow.ipc.new_stream),
    ):
        with make(str(tmp_path / name), table.schema) as writer:
            writer.write_table(table)
        assert _read(tmp_path / name) == TASKS
    (tmp_path / "c.arrow").write_bytes(b"no arrow")
    with pytest.raises(InputError, match=r"c\.arrow: cannot be read as a dataset: "):
        list(read_tasks(tmp_path / "c.arrow"))


def test_conversations_in_parquet_are_read(tmp_path: Path) -> None:
    turns = [{"role": "user", "content": "Hello?", "tool_calls": None}, {"role": "assistant", "content": "Hello."}]
    datasets.Dataset.from_list([{"messages": turns, "images": None}]).to_parquet(tmp_path / "a.parquet")
    assert _read(tmp_path / "a.parquet") == [("Hello?", Instance("", "Hello."))]
