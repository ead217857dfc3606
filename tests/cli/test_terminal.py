"""What a server says is shown as text."""

from selfinstruct.cli.messages import printable


def test_nothing_moves_the_cursor_or_sets_the_title() -> None:
    assert printable("\x1b[2J\x1b]0;title\x07boom\r\n\u202eמים") == "�[2J�]0;title�boom���מים"
    assert printable("3 of 5 · 你好，“ok” …") == "3 of 5 · 你好，“ok” …"
