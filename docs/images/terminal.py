"""Makes the pictures of a run on a terminal for the READMEs: a run with the demo backend, half-way.

    python docs/images/terminal.py [FOLDER]

They are put into FOLDER, by default beside this file. The texts and the price are made up; all else is as it was.
"""

import re
import sys
import time
from contextlib import chdir
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.cells import cell_len
from rich.console import Console

import selfinstruct
from selfinstruct import Caps, Connection, Loop, Observer, Prices, Settings, Settlement
from selfinstruct.cli.viewing import Watch

WIDTH = 88


class Photographer(Observer):
    """Takes the display once so many tasks are accepted, and ends the run."""

    def __init__(self, accepted: int) -> None:
        self._accepted = accepted
        self.console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor")

    def started(self, loop: Loop) -> None:
        """Begin to watch a run."""
        self._loop, self._watch = loop, Watch(loop, time.monotonic)

    def settled(self, settlement: Settlement) -> None:
        """Take the picture, if it is time."""
        self._watch.settled(settlement)
        view = self._watch.view()
        if self._loop.report.accepted >= self._accepted and not self._loop.stopped_by:
            self.console.print(view)
            self._loop.give_up()


def main(folder: Path, tasks: int = 1000, seconds: float = 1.5) -> None:
    """Make `run-en.svg` and `run-zh.svg` in a folder, of runs to so many tasks whose answers take so many seconds."""
    for lang in ("en", "zh"):
        photographer = Photographer(tasks // 2)
        settings = Settings(
            target=tasks,
            language=lang,
            connection=Connection(backend="demo", options={"seconds": f"{seconds}"}),
            caps=Caps(cost=5.0),
            prices=Prices(0.4, 1.6, 0.4),
            random_seed=1,
        )
        with TemporaryDirectory() as place, chdir(place):
            selfinstruct.generate(settings, Path("outputs", f"{lang}-self-instruct-demo"), observer=photographer)
        title = f"selfinstruct generate --lang {lang} -n {tasks} --backend demo"
        picture = mended(photographer.console.export_svg(title=title, unique_id="run"))
        path = folder / f"run-{lang}.svg"
        path.write_text(picture, encoding="utf-8")
        print(f"{path}: {path.stat().st_size:,} bytes")


def mended(picture: str) -> str:
    """Return a picture by rich that loads no fonts, and in which wide characters have room."""
    picture = re.sub(r"\s*@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    return re.sub(r'textLength="([\d.]+)"([^>]*>)([^<]*)', _widened, picture)


def _widened(found: re.Match[str]) -> str:
    length, rest, text = found.groups()
    # rich counts characters, and takes &#160; for a space.
    shown = re.sub(r"&[^;]+;", " ", text)
    return f'textLength="{float(length) * cell_len(shown) / max(1, len(shown)):g}"{rest}{text}'


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if sys.argv[1:] else Path(__file__).resolve().parent)
