"""How charts look: drawn by matplotlib, as SVG for a page in light or dark, as PNG for a paper."""

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfinstruct.core.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Colours that the colour-blind tell apart (Okabe and Ito 2008), without black and yellow, which a background may hide.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
REST = "#8c8c8c"
# What is drawn in it takes the colour of the page's text.
_TEXT = "#123456"
_FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei",
    "DejaVu Sans",
)  # fmt: skip
# Inches: so narrow that a telephone shows them whole, with letters that can be read.
WIDTH, HEIGHT = 5.4, 3.0
_DOTS_PER_INCH = 200


@dataclass(frozen=True)
class Chart:
    """A chart with the numbers behind it: a head and rows of a table. `draw` draws it into a figure of its size."""

    name: str
    title: str
    about: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    draw: Callable[["Figure"], None]
    height: float = HEIGHT


def can_draw() -> bool:
    """Return whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def require_matplotlib() -> None:
    """Raise `InputError` if charts cannot be drawn."""
    if not can_draw():
        raise InputError("charts are drawn by matplotlib, which is not installed: pip install 'selfinstruct[report]'")


def svg(chart: Chart, label: str) -> str:
    """Return a chart as an SVG element that scales with the page and takes its colours; `label` is read aloud."""
    written = StringIO()
    with _drawn(chart, _TEXT) as figure:
        # Without a date, the same numbers give the same file.
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    text = text[text.index("<svg") :].replace(_TEXT, "currentColor")
    size = re.search(r'viewBox="[^"]*"', text)
    assert size
    body = text[text.index(">", text.index("<svg")) + 1 :]
    # Names within a chart are to be its own on a page of many.
    body = re.sub(r'(id="|href="#|url\(#)', rf"\1{chart.name}-", body)
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" {size[0]}>{body}'


def png(chart: Chart, path: Path) -> None:
    """Write a chart as PNG, black on white; `OSError` if it cannot be written."""
    with _drawn(chart, "#000000") as figure:
        figure.savefig(path, format="png", dpi=_DOTS_PER_INCH, facecolor="white")


@contextmanager
def _drawn(chart: Chart, ink: str) -> Iterator["Figure"]:
    import matplotlib as mpl
    from matplotlib import font_manager
    from matplotlib.figure import Figure

    known = {font.name for font in font_manager.fontManager.ttflist}
    style: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "selfinstruct",
        "font.family": [name for name in _FONTS if name in known],
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 9,
        "legend.frameon": False,
        "axes.unicode_minus": False,
        "text.parse_math": False,
        "patch.edgecolor": ink,
    }
    style |= dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), ink)
    with mpl.rc_context(style), warnings.catch_warnings():
        # A browser finds a font for what ours lack.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        figure = Figure((WIDTH, chart.height), layout="constrained")
        chart.draw(figure)
        yield figure


def bars(axes: "Axes", names: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], unit: str) -> None:
    """Draw horizontal bars, the first name at the top; with several series, one beside the other."""
    thick = 0.8 / len(series)
    for number, (label, values) in enumerate(series):
        places = [at + thick * (number - (len(series) - 1) / 2) for at in range(len(names))]
        axes.barh(places, values, thick, label=in_legend(label), color=COLOURS[number])
    axes.set_yticks(range(len(names)), [_short(name) for name in names])
    axes.invert_yaxis()
    axes.set_xlabel(unit)
    if len(series) > 1:
        axes.legend()


def in_legend(label: str) -> str:
    """Return a label such that a legend shows it; matplotlib leaves out those that begin with an underscore."""
    return f"\u2009{label}" if label.startswith("_") else label


def _short(name: str) -> str:
    return name if len(name) <= 28 else f"{name[:27]}…"


def steps(axes: "Axes", edges: Sequence[float], series: Sequence[tuple[str, Sequence[int]]], unit: str) -> None:
    """Draw histograms over each other, each as the share of its values, in percent."""
    for number, (label, counts) in enumerate(series):
        total = sum(counts) or 1
        shares = [100 * count / total for count in counts]
        axes.stairs(shares, edges, label=in_legend(label), color=COLOURS[number], fill=len(series) == 1, linewidth=1.6)
    axes.set_xlabel(unit)
    axes.set_ylabel("%")
    if len(series) > 1:
        axes.legend()
