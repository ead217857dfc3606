"""The public face: its names, that each is there, and that to import it costs little."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import selfinstruct

NAMES = """
    Answer Applied Asking BACKENDS Backend BackendError BackendOption BackendPlugin Calibration Caps Completion
    Connection Decision Difference Draft Embeddings EndpointRefused Export FILTERS FORMATS Filter Finding Format
    Ideas ImportSettings InputError Instance Instances Item JudgeSettings Judged Judging JudgingResult LANGUAGES Lane
    Language Latest Launch Lesson Loop Markers Nearest Nothing Objection Observer Opening Outlook Pace Place
    Preview
    Prices PromptRefused Prompts Proposal Question RECIPES Recipe RecipePlugin Record Rejection ReplaySettings
    Reply Report Reported Request Result Review Room Run RunFolderError RunSettings SERVERS Sampling Score
    Scores ScriptedBackend SeedReport Selection SelfInstructError Sent Served ServerEnded ServerError
    ServerPlugin Serving Settings Settlement Sharding Shown ShownCompletion ShownRejection ShownTask Step
    Stretch Survey Task Trend Unavailable Usage Verdict apply_review calibrate check check_seeds compare_surveys
    condition decide embedder export export_review find_run generate generate_async import_tasks judge
    judge_async lessons object_schema open_run plan plan_judging read_items reasons replay sentence serve
    serve_review survey_of take_back write_report write_reviewed
"""


def test_these_are_the_public_names() -> None:
    assert sorted(selfinstruct.__all__) == sorted(["__version__", *NAMES.split()])


def test_type_checkers_see_the_same_names() -> None:
    stub = Path(selfinstruct.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    assert sorted(re.findall(r" as (\w+)$", stub, re.MULTILINE)) == sorted(NAMES.split())


@pytest.mark.parametrize("name", NAMES.split())
def test_each_is_there(name: str) -> None:
    found = getattr(selfinstruct, name)
    assert getattr(found, "__doc__", None) or name.isupper() or name == "Finding"
    assert name in dir(selfinstruct)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'gernerate'"):
        getattr(selfinstruct, "gernerate")  # noqa: B009


def test_to_import_it_loads_nothing_heavy() -> None:
    code = "import sys, selfinstruct; print(len(sys.modules)); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, modules = done.stdout.split("\n")[:2]
    assert int(count) < 150
    assert not {"openai", "datasets", "numpy", "jieba", "asyncio", "typer"} & set(modules.split())
