"""Lines on a terminal of some width: broken between words alone, and commands that can be copied."""

import fcntl
import os
import pty
import shlex
import struct
import sys
import termios
from io import StringIO
from pathlib import Path
from subprocess import Popen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from selfinstruct.cli.messages import fitted
from selfinstruct.cli.wrapping import cut, shortened, wrapped

WIDTHS = (60, 80, 100, 120)
SUMMARY = (
    "  rejected         15  other instances, and completions: 12 surplus_instance, 3 cut_by_length, 1 empty_output"
)
CHINESE = "instruction  把下面会上说的待办扒出来，谁、干什么，列个表，没定时间的写“待定”，别的不要（闲聊）。"
NEXT = [
    "next:",
    "  selfinstruct review outputs/end                    look through what was kept and what was rejected",
    "  selfinstruct export outputs/end --format sharegpt  write it in another shape",
]
LONG = "selfinstruct review 'outputs/my first run of June' --export disputed.csv --queue disputed --reviewer ann"


def test_what_fits_stays_as_it_is() -> None:
    assert [*wrapped([SUMMARY, *NEXT], 120)] == [SUMMARY, *NEXT]


def test_a_line_goes_on_below_its_own_text() -> None:
    first, second = wrapped([SUMMARY], 80)
    assert first == "  rejected         15  other instances, and completions: 12 surplus_instance,"
    assert second == " " * 23 + "3 cut_by_length, 1 empty_output"


def test_a_message_goes_on_a_little_further_in() -> None:
    assert [*wrapped(["one two three four five six seven"], 20)] == ["one two three four", "  five six seven"]


def test_a_number_stays_with_what_it_counts() -> None:
    assert [*wrapped(["they have asked for 1,200 tasks"], 26)] == ["they have asked for", "  1,200 tasks"]


@pytest.mark.parametrize("width", WIDTHS)
def test_chinese_breaks_where_a_line_may(width: int) -> None:
    lines = [*wrapped([CHINESE], width)]
    assert all(cell_len(line) <= width for line in lines)
    assert lines[0] + "".join(line[13:] for line in lines[1:]) == CHINESE
    assert not any(line[13:].startswith(tuple("，、。”）")) or line.endswith(("“", "（")) for line in lines[1:])


@pytest.mark.parametrize("width", WIDTHS)
def test_commands_below_each_other_are_told_alike(width: int) -> None:
    head, *lines = wrapped(NEXT, width)
    assert head == "next:"
    assert len(lines) == (2 if width > 110 else 4)
    assert all(len(line) <= width for line in lines)
    typed = [line.strip().partition("  ")[0] for line in lines if line.strip().startswith("selfinstruct ")]
    assert typed == ["selfinstruct review outputs/end", "selfinstruct export outputs/end --format sharegpt"]


@pytest.mark.parametrize("width", [40, *WIDTHS])
@pytest.mark.parametrize("before", ["", "to settle it: ", "a message that fills most of a line of 60 columns: "])
def test_a_command_can_be_pasted(width: int, before: str) -> None:
    text = "\n".join(wrapped([before + LONG], width))
    typed = text[text.index("selfinstruct ") :]
    # A shell leaves out a backslash at the end of a line, and goes on below.
    assert shlex.split(typed.replace("\\\n", "")) == shlex.split(LONG)
    assert typed.count("\n") == typed.count("\\\n")


def test_a_path_is_left_to_the_terminal() -> None:
    path = "/a/very/long/path" * 5
    assert [line.strip() for line in wrapped([f"wrote {path} (61,329 bytes)"], 60)] == ["wrote", path, "(61,329 bytes)"]


@given(st.text(st.sampled_from("ab 1,写（）。'\\-"), max_size=300), st.integers(20, 120))
def test_nothing_is_lost_but_spaces(text: str, width: int) -> None:
    lines = [*wrapped([text], width)]
    assert "".join("".join(lines).split(" ")) == text.replace(" ", "")
    assert all(line == line.rstrip(" ") for line in lines) or len(lines) == 1


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("as short as that", 20, "as short as that"),
        ("one two three four", 15, "one two three…"),
        ("one two, three", 12, "one two…"),
        ("很长的中文没有空格", 6, "很长的中文…"),
        ("two\nlines  here", 40, "two lines here"),
    ],
)
def test_a_text_is_cut_between_words(text: str, most: int, left: str) -> None:
    assert shortened(text, most) == left


@pytest.mark.parametrize(
    ("text", "columns", "left"),
    [
        ("写诗，写信，写歌", 16, "写诗，写信，写歌"),
        ("写诗，写信，写歌", 13, "写诗，写信…"),
        ("a " + "/path" * 9, 30, "a /path/path/path/path/path/p…"),
    ],
)
def test_a_line_of_the_display_is_cut_between_words_by_its_columns(text: str, columns: int, left: str) -> None:
    assert cut(text, columns) == left


def test_a_pipe_gets_lines_as_they_are() -> None:
    assert [*fitted([SUMMARY * 3], StringIO())] == [SUMMARY * 3]


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such terminals")
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_of_a_command_is_longer_than_the_terminal(width: int, tmp_path: Path) -> None:
    shown = _on_a_terminal(width, tmp_path, "generate", "--lang", "en", "-n", "900", "--model", "m", "--dry-run")
    assert "requests about " in shown
    assert all(cell_len(line) <= width for line in shown.splitlines())
    missing = _on_a_terminal(width, tmp_path, "show", "outputs/a-folder-that-is-not-there-and-has-a-long-name")
    assert missing.startswith("selfinstruct: error:")
    assert all(cell_len(line) <= max(width, 60) for line in missing.splitlines())


def _on_a_terminal(width: int, folder: Path, *typed: str) -> str:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    env = {name: value for name, value in os.environ.items() if name != "COLUMNS"} | {"OPENAI_API_KEY": "sk-none"}
    with Popen([sys.executable, "-m", "selfinstruct", *typed], stdout=theirs, stderr=theirs, cwd=folder, env=env):
        os.close(theirs)
        shown = b""
        try:
            while read := os.read(ours, 65536):
                shown += read
        except OSError:
            # The other side has been closed.
            pass
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")
