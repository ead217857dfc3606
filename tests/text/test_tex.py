"""Commands of TeX that were read as escapes have their backslash again; tabs and line breaks that are meant stay."""

import pytest

from selfinstruct.text.tex import with_commands


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3 \times 4 \text{m}, \tfrac{1}{2} and \theta.", r"3 \times 4 \text{m}, \tfrac{1}{2} and \theta."),
        ("\frac{\beta}{2} \begin{a} \bigl( \forall x", r"\frac{\beta}{2} \begin{a} \bigl( \forall x"),
        ("\rho \right) \rangle \rightarrow", r"\rho \right) \rangle \rightarrow"),
        ("a \neq b, $\nabla f$, $x\notin A$, $a\to b$", r"a \neq b, $\nabla f$, $x\notin A$, $a\to b$"),
        ("\\(f(x) = \nu\tan x\\)", r"\(f(x) = \nu\tan x\)"),
        ("a\tan\nto\tag\nu", None),
        ("eq = 1\neq = 2\n\tfrac := eq", None),
        ("It is $5\nu and\ni had $6.", None),
        ("$$\nu = 3\n$$", None),
        ("Dear Ann,\r\nright now\tthe list", None),
    ],
)
def test_commands_have_their_backslash_again(text: str, meant: str | None) -> None:
    assert with_commands(text) == (text if meant is None else meant)


@pytest.mark.parametrize("unit", ["$a", "\\(a", "\theta", "$\nu", "\n", " \n"])
def test_repetition_does_no_harm(unit: str) -> None:
    """More than linear time would be seen at once: the test would not end."""
    with_commands(unit * (100_000 // len(unit)))
