"""Prompt tokens for each accepted task, beside what the Self-Instruct scripts send for the same.

    python benchmarks/prompt_tokens.py [--n 2000]

Makes a run on the demo backend in each language and adds up the prompt tokens that its folder records, which the demo
backend estimates: one for 4 ASCII characters, two for 3 Chinese ones.
"""

import argparse
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.table import Table

# Sent anew for every single instruction: 31 examples for the classification step; for the instances 1,300 tokens
# output-first to 1,560 input-first, of which the lesser is counted.
ANCESTOR = {"classification": 810, "instances": 1300}
STEPS = {"classification": ("classification",), "instances": ("input_first", "output_first")}


def prompt_tokens(language: str, target: int) -> dict[str, float]:
    """Return the prompt tokens for an accepted task, by step, of a run of `target` tasks."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "selfinstruct", "generate", "--backend", "demo", "--output", folder]
        options = ["--lang", language, "--n", str(target), "--random-seed", "1"]
        subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
        with closing(sqlite3.connect(Path(folder) / "run.sqlite")) as db:
            rows = db.execute("SELECT step, sum(prompt_tokens) FROM completions GROUP BY step")
            return {step: tokens / target for step, tokens in rows}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=2000, help="accepted tasks of each run")
    target = parser.parse_args().n
    ours = {language: prompt_tokens(language, target) for language in ("en", "zh")}
    table = Table("step", "en", "zh", "Self-Instruct", title=f"prompt tokens for an accepted task ({target:,} tasks)")
    table.add_row("instructions", *(f"{tokens['instructions']:.0f}" for tokens in ours.values()), "")
    totals = dict.fromkeys(ours, 0.0)
    for row, steps in STEPS.items():
        for language, tokens in ours.items():
            totals[language] += sum(tokens[step] for step in steps)
        figures = (f"{sum(tokens[step] for step in steps):.0f}" for tokens in ours.values())
        table.add_row(row, *figures, f"{ANCESTOR[row]:,}")
    theirs = sum(ANCESTOR.values())
    table.add_row("classification + instances", *(f"{total:.0f}" for total in totals.values()), f"{theirs:,}")
    table.add_row("share of theirs", *(f"{total / theirs:.1%}" for total in totals.values()), "")
    Console().print(table)


if __name__ == "__main__":
    main()
