"""What the checks of both languages read outputs with."""

import json
import re
import shutil
import subprocess
from collections import Counter
from typing import Any

import pytest


def items(text: str) -> list[str]:
    """Return the lines of a numbered or bulleted list without their marks."""
    return re.findall(r"^(?:\d+\. ?|- )(.+)$", text, re.MULTILINE)


def numbered(text: str) -> list[str]:
    """Return the lines numbered 1, 2, 3 and so on; any other order of numbers fails."""
    found = re.findall(r"^(\d+)\. ?(.+)$", text, re.MULTILINE)
    assert [int(number) for number, _ in found] == list(range(1, len(found) + 1))
    return [line for _, line in found]


def figures(text: str) -> Counter[str]:
    """Count the figures of a text, thousands separators left out."""
    return Counter(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", text)))


def clock(text: str) -> int:
    """Return the minutes since midnight of a time such as 7:40, 16.20 or 6."""
    hours, _, minutes = text.replace(".", ":").partition(":")
    return 60 * int(hours) + int(minutes or 0)


def run_javascript(code: str) -> Any:
    """Run a script and parse the JSON that it prints; skip the test where there is no Node.js."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js")
    done = subprocess.run([node, "-e", code], capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)
