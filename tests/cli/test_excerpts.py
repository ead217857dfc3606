"""What the READMEs show of seed tasks and samples, and what 1,000 tasks take: as they really are."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from tests.conftest import Command

ROOT = Path(__file__).parents[2]
PAGES = {"en": "README.md", "zh": "README.zh.md"}
# In characters: an answer of a few lines.
LEAST = {"en": 100, "zh": 60}
SHOWN = ("reason", "instruction", "input", "output", "detail", "similarity", "nearest_instruction")
# They speak for themselves.
REASONS = {"en": ("near_duplicate", "placeholder", "refusal"), "zh": ("near_duplicate", "asks_for_media", "chat")}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _seed(lang: str) -> str:
    """Return the shortest seed task that has an input and is no classification task."""
    seeds = _lines(ROOT / "seeds" / f"{lang}_seed_tasks.jsonl")
    fit = [seed for seed in seeds if seed["instances"][0]["input"] and not seed["is_classification"]]
    return min(map(_shown, fit), key=len)


def _record(lang: str) -> str:
    """Return the shortest record of the sample that has an input and an output of a few lines."""
    folder = ROOT / "outputs" / f"sample-{lang}"
    text = next(folder.glob("*.json")).read_text(encoding="utf-8")
    records = json.loads(text) if lang == "en" else [json.loads(line) for line in text.splitlines()]
    fit = [record for record in records if record["input"] and len(record["output"]) >= LEAST[lang]]
    return min(map(_shown, fit), key=len)


def _short(value: object) -> object:
    """Return a value as people read it: of a float, four decimal places."""
    return round(value, 4) if isinstance(value, float) else value


def _rejections(lang: str) -> str:
    """Return the sample's shortest rejection for each of three reasons."""
    lines = _lines(ROOT / "outputs" / f"sample-{lang}" / "rejected.jsonl")
    shown = {
        reason: [
            _shown({name: _short(line[name]) for name in SHOWN if line.get(name)})
            for line in lines
            if line["reason"] == reason
        ]
        for reason in REASONS[lang]
    }
    return "\n".join(min(each, key=len) for each in shown.values())


@pytest.mark.parametrize("lang", PAGES)
def test_the_excerpts_are_what_stands_there(lang: str) -> None:
    path = ROOT / PAGES[lang]
    excerpts = {"seed": _seed(lang), "record": _record(lang), "rejections": _rejections(lang)}
    for marker, excerpt in excerpts.items():
        _hold(path, rf"(<!-- {marker} -->\n```json\n)(.*?)(```\n)", f"{excerpt}\n")


WORDS = {
    "en": (
        "{name}, measured: the {tasks} tasks accepted for `outputs/sample-{lang}`, scaled up",
        "{name}, expected by `--dry-run`",
    ),
    "zh": ("{name}，实测：`outputs/sample-{lang}` 入选的 {tasks} 条，按比例放大", "{name}，`--dry-run` 的预估"),
}
# The recipe of the ancestor that whoever reads this page comes from.
ANCESTORS = {
    "en": ("alpaca", "English, recipe `alpaca`, expected by `--dry-run`"),
    "zh": ("belle", "中文，`belle` 配方，`--dry-run` 的预估"),
}
LANGUAGES = {"en": {"en": "English", "zh": "Chinese"}, "zh": {"en": "英文", "zh": "中文"}}


def test_what_a_thousand_tasks_take_is_measured(command: Command, tmp_path: Path) -> None:
    measured = {lang: _measured(lang) for lang in PAGES}
    expected = {lang: _expected(lang, command, tmp_path) for lang in PAGES}
    for page, name in PAGES.items():
        rows = [
            " | ".join([words.format(name=LANGUAGES[page][lang], tasks=measured[lang][0], lang=lang), *numbers[1:]])
            for words, found in zip(WORDS[page], (measured, expected), strict=True)
            for lang, numbers in found.items()
        ]
        recipe, words = ANCESTORS[page]
        rows.append(" | ".join([words, *_expected(page, command, tmp_path, "--recipe", recipe)[1:]]))
        table = "".join(f"| {row} |\n" for row in rows)
        _hold(ROOT / name, r"(<!-- takes -->\n\|[^\n]*\n\|[-:|]*\n)(.*?)(<!-- / -->)", table)


def _measured(lang: str) -> list[str]:
    """Return how many tasks a sample has, and what a thousand like them would have taken."""
    with selfinstruct.open_run(ROOT / "outputs" / f"sample-{lang}") as run:
        report = run.report
    numbers = sum(report.requests.values()), report.usage.prompt_tokens, report.usage.completion_tokens
    return [f"{report.accepted}", *(_rounded(number * 1000 / report.accepted) for number in numbers)]


def _expected(lang: str, command: Command, tmp_path: Path, *more: str) -> list[str]:
    """Return the same of what a dry run with `more` options says."""
    options = (*more, "--lang", lang, "-n", 1000, "--dry-run", "--random-seed", 1, "-o", tmp_path / lang)
    planned = command("generate", *options).stdout
    found = re.search(r"requests about ([\d,]+).*\ntokens about ([\d,]+) prompt \+ ([\d,]+) completion", planned)
    assert found
    return ["1000", *(_rounded(int(number.replace(",", ""))) for number in found.groups())]


def _rounded(number: float) -> str:
    return f"{float(f'{number:.2g}'):,.0f}"


def _hold(path: Path, pattern: str, due: str) -> None:
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text, flags=re.DOTALL)
    assert found
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text[: found.start(2)] + due + text[found.end(2) :], encoding="utf-8")
    else:
        assert found[2] == due, "renew it with UPDATE_GOLDEN=1"


def _vendors() -> list[str]:
    lines = re.findall(r"^selfinstruct (generate .*-o outputs/.*)", _text("en"), re.MULTILINE)
    return [line for line in lines if "--model MODEL" not in line]


def _text(lang: str) -> str:
    return (ROOT / PAGES[lang]).read_text(encoding="utf-8")


@pytest.mark.parametrize("line", _vendors())
def test_the_line_of_each_vendor_is_understood(line: str, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    dry = "" if "--dry-run" in line else " --dry-run"
    assert command(*f"{line}{dry}".split()).returncode == 0
