"""What the report says on the terminal: the comparison, and a command that works."""

from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, Settings


def test_the_comparison_is_told_and_the_run_is_called_as_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, seed in (("my acme", 1), ("other", 2)):
        selfinstruct.generate(Settings(12, connection=Connection("demo"), random_seed=seed), f"outputs/{name}")
    alone = selfinstruct.write_report("outputs/my acme")
    page = Path("outputs/my acme/report.html").read_text(encoding="utf-8")
    assert "selfinstruct review &#39;outputs/my acme&#39;" in page
    beside = selfinstruct.write_report("outputs/my acme", compare="outputs/other").lines()
    assert [*beside[: len(alone.lines())]] == [*alone.lines()]
    head, *rows = beside[len(alone.lines()) :]
    assert head.endswith("  more than chance")
    assert "my acme" in head
    assert len(rows) > 5
    assert all(row.endswith((" yes", " no", " not tested")) for row in rows)
