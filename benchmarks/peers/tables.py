"""Print the tables of docs/comparison.md, or of its Chinese page: `python -m benchmarks.peers.tables [--lang zh]`.

They are made of figures.json, which `benchmarks.peers.measure` and `benchmarks.peers.dedup` write.
"""

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).parent / "figures.json"
NAMES = {
    "selfinstruct": "selfinstruct",
    "camel": "CAMEL",
    "distilabel": "distilabel",
    "curator": "curator",
    "data_designer": "DataDesigner",
}
Figures = Mapping[str, Any]


def _plain(*path: str) -> Callable[[Figures, str], str]:
    def cell(figures: Figures, lang: str) -> str:
        value: Any = figures
        for name in path:
            value = value[name]
        return f"{value:,}" if isinstance(value, int) else str(value)

    return cell


def _of_n(run: str, n: str = "n") -> Callable[[Figures, str], str]:
    def cell(figures: Figures, lang: str) -> str:
        return f"{figures[run]['records']:,} / {figures[n]:,}"

    return cell


def _if_run(run: str, cell: Callable[[Figures, str], str]) -> Callable[[Figures, str], str]:
    def found(figures: Figures, lang: str) -> str:
        return cell(figures, lang) if run in figures else {"en": "not run", "zh": "没有测"}[lang]

    return found


def _end(run: str) -> Callable[[Figures, str], str]:
    hung = {"en": "hung", "zh": "卡住"}

    def cell(figures: Figures, lang: str) -> str:
        code = figures[run]["code"]
        return hung[lang] if code is None else str(code)

    return cell


def _seconds(run: str) -> Callable[[Figures, str], str]:
    def cell(figures: Figures, lang: str) -> str:
        return f"{figures[run]['cpu']:.1f}"

    return cell


def _memory(run: str) -> Callable[[Figures, str], str]:
    def cell(figures: Figures, lang: str) -> str:
        return f"{figures[run]['memory']:,} MB"

    return cell


def _not_on_disk(figures: Figures, lang: str) -> str:
    return f"{figures['killed']['lost']:,} / {figures['killed']['told apart']:,}"


def _cap(figures: Figures, lang: str) -> str:
    if "cap" not in figures:
        return {"en": "no cap", "zh": "没有上限"}[lang]
    return f"{figures['cap']['requests']:,} / {figures['cap']['cap']:,}"


def _dedup(figures: Figures, lang: str) -> str:
    found = figures.get("dedup")
    if not found:
        return {"en": "no such step", "zh": "没有这一步"}[lang]
    if found["reckoned"]:
        return {"en": "about ", "zh": "约 "}[lang] + f"{round(found['cpu'], -3):,.0f}"
    return f"{found['cpu']:.1f}"


_ROWS: tuple[tuple[str, str, Callable[[Figures, str], str]], ...] = (
    ("version", "版本", _plain("version")),
    ("**no faults**: records / asked for", "**没有故障**：得到 / 要求的条数", _of_n("clean")),
    ("of these without an output", "其中没有 output 的", _plain("clean", "empty")),
    ("of these near-duplicates", "其中近似重复的", _plain("clean", "near duplicates")),
    ("requests", "请求数", _plain("clean", "requests")),
    ("most requests in flight", "最高并发请求数", _plain("clean", "most in flight")),
    ("CPU seconds", "CPU 秒", _seconds("clean")),
    ("peak memory", "内存峰值", _memory("clean")),
    ("**longer**: records / asked for", "**更多任务**：得到 / 要求的条数", _if_run("large", _of_n("large", "n large"))),
    ("of these without an output", "其中没有 output 的", _if_run("large", _plain("large", "empty"))),
    ("of these near-duplicates", "其中近似重复的", _if_run("large", _plain("large", "near duplicates"))),
    ("requests", "请求数", _if_run("large", _plain("large", "requests"))),
    ("CPU seconds", "CPU 秒", _if_run("large", _seconds("large"))),
    ("peak memory", "内存峰值", _if_run("large", _memory("large"))),
    ("**usual faults**: exit code", "**常见故障**：退出码", _end("faults")),
    ("records / asked for", "得到 / 要求的条数", _of_n("faults")),
    ("of these without an output", "其中没有 output 的", _plain("faults", "empty")),
    ("**`kill -9`**: answers on no disk / delivered", "**`kill -9`**：磁盘上没有的 / 已送达的回复", _not_on_disk),
    ("same prompts asked again", "同一提示词再次请求", _plain("killed", "asked twice")),
    ("requests until done", "此后到完成的请求数", _plain("killed", "requests after")),
    ("exit code of the same command", "同一命令的退出码", _end("killed")),
    ("records / asked for", "得到 / 要求的条数", _of_n("killed", "n killed")),
    ("**cap**: requests sent / allowed", "**上限**：发出 / 允许的请求数", _cap),
    ("**dedup** of 52,002 instructions, CPU seconds", "**52,002 条指令去重**，CPU 秒", _dedup),
)


def table(figures: Mapping[str, Figures], lang: str) -> str:
    """Return the table as Markdown, a column a program."""
    programs = [name for name in NAMES if name in figures]
    head = ["", *(NAMES[name] for name in programs)]
    lines = [_line(head), "|---|" + "---:|" * len(programs)]
    for english, chinese, cell in _ROWS:
        told = chinese if lang == "zh" else english
        lines.append(_line([told, *(cell(figures[name], lang) for name in programs)]))
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lang", choices=("en", "zh"), default="en")
    print(table(json.loads(FIGURES.read_text(encoding="utf-8")), parser.parse_args().lang))


if __name__ == "__main__":
    main()
