"""Options of earlier versions are understood as what took their place."""

import pytest

from selfinstruct.cli.earlier import as_written_today


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("generate --n 5 --api completions", "generate --n 5 --ask continuation"),
        ("generate --api=completions --n 5", "generate --n 5 --ask continuation"),
        ("generate --structured off --n 5", "generate --n 5 --ask text"),
        ("generate --structured=on", "generate --ask json"),
        ("generate --structured off --api completions", "generate --ask continuation"),
        ("generate --api completion --n 5", "generate --n 5 --ask continuation"),
        ("generate --api chat --structured auto --n 5", "generate --n 5"),
        ("generate --n 5 --ask short", "generate --n 5 --ask short"),
        ("generate --api --n 5", "generate --api --n 5"),
        ("generate --structured=maybe --n 5 --api", "generate --structured=maybe --n 5 --api"),
        ("", ""),
    ],
)
def test_old_options_are_written_as_today(old: str, new: str) -> None:
    assert as_written_today(old.split()) == new.split()
