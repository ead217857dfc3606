"""The dataset card."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from huggingface_hub import DatasetCard

from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.values import Instance, Task
from selfinstruct.decisions.counts import ReviewCounts
from selfinstruct.exports.cards import Statistics, dataset_card
from selfinstruct.report.numbers import Report

SEEDS = tuple(Task(f"{number}", f"Seed {number}", False, (Instance("", "o"),), "seed") for number in range(175))
IMPORTED = RunSettings("zh", 0.7, SEEDS, (), 7)
REPORT = Report(
    settings=replace(IMPORTED, recipe="self-instruct", backend="openai", filters="default"),
    target=1000,
    stages=Counter(accepted=1002, rejected=7),
    rejections=Counter({("instruction", "near_duplicate"): 80, ("task", "no_answer"): 7, ("instance", "refusal"): 9}),
    models=Counter({"small": 10, "large": 3}),
)
COUNTS = {"train": 980, "test": 20}


def _card(
    report: Report = REPORT,
    *,
    counts: Mapping[str, int] = COUNTS,
    licence: str = "other",
    terms: str = "",
    with_seeds: bool = False,
    statistics: Statistics | None = None,
    conditions: Sequence[str] = (),
    language: str = "en",
) -> str:
    return dataset_card(
        report,
        counts,
        statistics or Statistics(),
        licence,
        terms,
        with_seeds=with_seeds,
        conditions=conditions,
        language=language,
    )


def _front_matter(text: str) -> dict[str, object]:
    data: Any = DatasetCard(text).data
    told: dict[str, object] = data.to_dict()
    return told


def test_what_reviewers_did_stands_on_the_card() -> None:
    assert "Reviewed by hand" not in _card()
    reviewed = replace(REPORT, review=ReviewCounts(rejected=1, edited=1, restored=2, tasks=1))
    assert "is at most 0.7, unless a person restored or edited it\n" in _card(reviewed)
    told = "- **Reviewed by hand:** 1 record rejected, 1 edited, 2 restored; 1,003 tasks are left\n"
    assert told in _card(reviewed)
    only_rejected = replace(REPORT, review=ReviewCounts(rejected=3, tasks=-3))
    assert "is at most 0.7\n- **Reviewed by hand:** 3 records rejected, 0 edited, 0 restored" in _card(only_rejected)


def test_the_front_matter_is_what_the_hub_reads() -> None:
    assert _front_matter(_card(licence="cc-by-4.0")) == {
        "language": ["zh"],
        "license": "cc-by-4.0",
        "task_categories": ["text-generation"],
        "size_categories": ["1K<n<10K"],
        "tags": ["instruction-tuning", "synthetic"],
        "configs": [
            {
                "config_name": "default",
                "data_files": [
                    {"split": "train", "path": "data/train.parquet"},
                    {"split": "test", "path": "data/test.parquet"},
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("count", "size"),
    [
        (0, "n<1K"),
        (999, "n<1K"),
        (1000, "1K<n<10K"),
        (52_002, "10K<n<100K"),
        (10**6, "1M<n<10M"),
        (10**8, "100M<n<1B"),
    ],
)
def test_a_size_has_the_hub_s_name(count: int, size: str) -> None:
    assert _front_matter(_card(counts={"train": count}))["size_categories"] == [size]


def test_the_text_says_how_the_data_came_about() -> None:
    text = " ".join(_card(licence="mit", terms="No competing models.", with_seeds=True).split())
    for told in (
        "1,000 records of `instruction`, `input` and `output` (980 in train, 20 in test)",
        "**Language:** zh",
        "**Recipe:** self-instruct",
        "**Model:** small, large (backend: openai)",
        "**Seed tasks:** 175 given, in the data",
        "**Filters:** default; an instruction is kept only if its ROUGE-L F1 with every earlier one, seed tasks"
        " included, is at most 0.7",
        "**Licence:** mit",
        "**Terms of the teacher model:** No competing models.",
        "1,089 instructions proposed or imported, 1,009 of them sound and new; accepted as tasks: 1,002",
        "Rejected: 80 near_duplicate, 7 no_answer.",
    ):
        assert told in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Qwen/Qwen3-8B-Instruct:free", "Qwen/Qwen3-8B-Instruct:free"),
        ("gpt-oss_20b v1.5", "gpt-oss_20b v1.5"),
        ("m<script>alert(1)</script>", "`m<script>alert(1)</script>`"),
        ("m\n\n# Mine\n- **Licence:** mit", "`m # Mine - **Licence:** mit`"),
        ("m`](https://x.example)", "`m�](https://x.example)`"),
        ("https://x.example", "`https://x.example`"),
        ("m\x1b]0;title\x07\u202e", "`m�]0;title��`"),
        ("模型", "模型"),
        ("---", "`---`"),
        ("x" * 1000, "x" * 200),
    ],
)
def test_the_name_of_a_model_is_shown_as_text(name: str, shown: str) -> None:
    card = _card(replace(REPORT, models=Counter({name: 1})))
    assert f"\n- **Model:** {shown} (backend: openai)\n" in card


def test_of_many_models_the_card_names_some() -> None:
    models = Counter({f"m{number}": 100 - number for number in range(30)})
    told = "**Model:** m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, and 20 more (backend: openai)"
    assert told in _card(replace(REPORT, models=models))


def test_the_text_says_what_was_selected() -> None:
    statistics = Statistics(tasks=465)
    chosen = _card(statistics=statistics, conditions=["classification=yes", "output>=40"])
    assert "- **Selected:** classification=yes, output>=40 (465 of 1,000 tasks)\n" in chosen
    with_seeds = _card(statistics=statistics, conditions=["category=a\nb"], with_seeds=True)
    assert "- **Selected:** category=a b (465 of 1,175 tasks)\n" in with_seeds
    assert "Selected" not in _card(statistics=statistics)


JUDGED = replace(REPORT, judges=Counter({"strict": 1200, "wise": 3}))


@pytest.mark.parametrize(
    ("settings", "english", "chinese"),
    [
        ({}, "its scores rejected nothing", "没有因为分数淘汰任何内容"),
        ({"min_score": 0.0}, "its scores rejected nothing", "没有因为分数淘汰任何内容"),
        (
            {"judge": True, "min_score": 4.0},
            "an instance that scores below 4 is rejected (here 22)",
            "低于 4 分的实例一律淘汰（共 22 个）",
        ),
        (
            {"judge": True, "min_score": 3.5, "best_of": 3},
            "an instance that scores below 3.5 is rejected (here 22); of up to 3 outputs for each input, the one with"
            " the highest score is kept",
            "低于 3.5 分的实例一律淘汰（共 22 个）；每个输入最多写 3 个输出，留下得分最高的",
        ),
    ],
)
def test_who_judged_is_none_of_those_who_wrote(settings: Mapping[str, Any], english: str, chinese: str) -> None:
    low = Counter({("instance", "low_score"): 22}) if settings.get("min_score") else Counter[tuple[str, str]]()
    report = replace(JUDGED, settings=replace(REPORT.settings, **settings), rejections=REPORT.rejections + low)
    card = _card(report)
    assert f"- **Model:** small, large (backend: openai)\n- **Judge:** strict, wise; {english}\n" in card
    card = _card(report, language="zh")
    assert f"- **模型：** small, large（后端：openai）\n- **裁判：** strict, wise；{chinese}\n" in card
    assert "Judge" not in _card(REPORT)


def test_a_card_is_in_the_language_of_the_tasks_or_the_one_that_is_named() -> None:
    reviewed = replace(JUDGED, review=ReviewCounts(rejected=1, edited=1, restored=2, tasks=1))
    more: Any = {"statistics": Statistics(tasks=465), "conditions": ["output>=40"], "with_seeds": True}
    english, chinese = (_card(reviewed, language=each, **more) for each in ("en", "zh"))
    assert _card(reviewed, language="", **more) == chinese
    assert _card(replace(reviewed, settings=replace(REPORT.settings, language="en")), language="", **more) == (
        english.replace("- zh", "- en").replace("** zh", "** en")
    )
    assert "- **筛选：** output>=40（1,175 条任务中的 465 条）\n" in chinese
    assert "- **人工审阅：** 淘汰 1 条记录，修改 1 条，恢复 2 条，还剩 1,003 条任务\n" in chinese
    # Names of fields, formats, options and reasons are the same everywhere; all else is in the one language.
    assert _front_matter(chinese) == _front_matter(english)
    body = chinese.partition("\n# ")[2]
    assert not re.search(r"[a-z]{2,} (?!selfinstruct)[a-z]{2,}", re.sub(r"`[^`]*`", "", body))


def test_what_nobody_has_said_is_not_made_up() -> None:
    imported = replace(REPORT, settings=IMPORTED, models=Counter())
    text = _card(imported)
    assert "**Terms of the teacher model:** not stated by the author of this dataset (`--terms` of `export`" in text
    assert "**Licence:** other (`--license` of `export` names one)" in _card(licence="")
    assert _front_matter(_card(licence=""))["license"] == "other"
    assert "**Recipe:** imported" in text
    assert "none, the tasks were imported (backend: none)" in text
    assert "not in the data" in text


@pytest.mark.parametrize("licence", ["mine: all of it", "- [x", "a\nb: c", '"quoted" # not', "no", "许可证", "---"])
def test_whatever_the_licence_is_called_the_front_matter_is_read(licence: str) -> None:
    assert _front_matter(_card(licence=licence, terms=licence))["license"] == " ".join(licence.split())


def test_an_empty_test_part_is_left_out() -> None:
    text = _card(counts={"train": 9, "test": 0})
    assert "data/test.parquet" not in text
    assert "data/train.parquet" in text


def test_the_statistics_tell_of_every_record() -> None:
    statistics = Statistics()
    tasks = [
        Task("1.0", "Sing", False, (Instance("", "la"),), "1"),
        Task("1.1", "Add up", False, (Instance("1 2", "3"), Instance("10 20 30", "60")), "1"),
    ]
    assert list(statistics.noting(tasks)) == tasks
    assert statistics.tasks == 2
    text = _card(statistics=statistics)
    assert "| instruction | 3 | 6 | 4 | 6 |\n| input | 2 | 3 | 3 | 8 |\n| output | 3 | 2 | 1 | 2 |\n" in text
