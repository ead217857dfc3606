"""The tasks that the golden texts show, and how they are written."""

from pathlib import Path

from selfinstruct.core.values import Hint, Instance, Task
from selfinstruct.formats import FORMATS

POEM = Task("3.0", "写一首诗。", False, (Instance("", "春眠\n不觉晓"),), "3", Hint("creation"))
LABEL = Task("3.1", "褒还是贬？", True, (Instance("好", "褒"), Instance("  坏\n", "贬")), "3", Hint("classification"))
TASKS = (POEM, LABEL)
# The formats that need no pairs of outputs.
OF_ALL_TASKS = [name for name in FORMATS.names() if not FORMATS.find(name).is_of_pairs]
# What the others get: two outputs for one input, the better one first.
PAIR = Task("4.0", "译成英文。", False, (Instance("你好", "Hello."), Instance("你好", "Helo")), "4")


def written(name: str, folder: Path) -> str:
    """Return the text of the file that a format makes of the tasks."""
    path = folder / "file"
    FORMATS.find(name).write(TASKS, path)
    return path.read_text(encoding="utf-8")
