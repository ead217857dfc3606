"""The runs in which planted faults and their sound twins are judged."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from random import Random

import selfinstruct
from benchmarks.planted.faults import Pair
from selfinstruct.core.scores import Score
from selfinstruct.core.values import Record

# Words around an output that add nothing to it.
AROUND = {
    "en": (
        "Of course! I'm happy to help you with that. Here is what you asked for:\n\n",
        "\n\nI hope that this is of help to you. If there is anything else that you would like, just let me know!",
    ),
    "zh": (
        "好的，很高兴为您解答！下面就是您要的内容：\n\n",
        "\n\n希望以上内容对您有所帮助。如果还有其他需要，请随时告诉我！",
    ),
}
# Instructions that say how long or in which form the output is to be: more words would break them.
_STRICT = re.compile(
    r"\b(only|just|nothing|words?|letters?|characters?|sentences?|lines?|single)\b|只|字|句|别|直接|一行", re.I
)
NAMES = ("first", "second", "again", "padded")
_KEY = "pairs.json"
Scores = Mapping[Record, Score | None]


def padded(pair: Pair, code: str) -> Record | None:
    """Return the sound task with more words around its output, None where that would be a fault."""
    if pair.kind == "wrong label" or _STRICT.search(pair.sound.instruction) or "```" in pair.sound.output:
        return None
    before, after = AROUND[code]
    return replace(pair.sound, output=f"{before}{pair.sound.output}{after}")


def parts(pairs: Sequence[Pair], code: str) -> dict[str, list[Record]]:
    """Return the records of each run, by its name."""
    first, second = list[Record](), list[Record]()
    # Of each kind every other pair, so that half of what is judged is sound.
    for at, pair in enumerate(sorted(pairs, key=lambda pair: pair.kind)):
        sound, faulty = (first, second) if at % 2 else (second, first)
        sound.append(pair.sound)
        faulty.append(pair.faulty)
    for records in (first, second):
        Random(len(records)).shuffle(records)
    sound_ones = {pair.sound for pair in pairs}
    again = [record for record in (*first, *second) if record in sound_ones][::-1]
    more = [longer for pair in pairs if (longer := padded(pair, code))]
    return dict(zip(NAMES, (first, second, again, more), strict=True))


def make(folder: Path, pairs: Sequence[Pair], code: str, names: Sequence[str] = NAMES) -> None:
    """Write the pairs, and import the records of each run into a folder of its own."""
    folder.mkdir(parents=True)
    records_of = parts(pairs, code)
    for name in names:
        records = records_of[name]
        file = folder / f"{name}.json"
        file.write_text(json.dumps([*map(asdict, records)], ensure_ascii=False, indent=1), encoding="utf-8")
        # What is faulty is to get in, too.
        settings = selfinstruct.ImportSettings(language=code, filters="none", similarity_threshold=1.0)
        result = selfinstruct.import_tasks([file], folder / name, settings)
        if result.report.accepted != len(records):
            sys.exit(
                f"{folder / name}: {len(records) - result.report.accepted} of {len(records)} tasks were not imported"
            )
    whole = {"language": code, "pairs": [*map(asdict, pairs)]}
    (folder / _KEY).write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")


def made(folder: Path) -> tuple[str, list[Pair]] | None:
    """Return the language and the pairs that stand in a folder, None if there are none."""
    if not (folder / _KEY).exists():
        return None
    whole = json.loads((folder / _KEY).read_text("utf-8"))
    return whole["language"], [
        Pair(each["kind"], Record(**each["sound"]), Record(**each["faulty"])) for each in whole["pairs"]
    ]


def judge(folder: Path, options: Sequence[str]) -> None:
    """Let a judge score what it has not scored yet; ends where it ends in an error."""
    for name in NAMES:
        if not (folder / name).exists():
            continue
        command = (sys.executable, "-m", "selfinstruct", "judge", str(folder / name), *options)
        if code := subprocess.run(command, check=False).returncode:
            sys.exit(code)


def scores_in(folder: Path, name: str) -> Scores:
    """Return what the judge says of the records of a run, None of what has no verdict; nothing if there is no run."""
    if not (folder / name).exists():
        return {}
    with selfinstruct.open_run(folder / name) as run:
        return {
            Record(task.instruction, each.input, each.output): score
            for task in run.tasks()
            for each, score in zip(task.instances, task.scores or (None,) * len(task.instances), strict=True)
        }
