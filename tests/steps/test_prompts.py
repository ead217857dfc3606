"""Templates: what is sent, to the letter, and errors that name the file."""

import os
from pathlib import Path

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.resources import prompts_folder
from selfinstruct.core.values import Instance, Task
from selfinstruct.languages import LANGUAGES, find_language
from selfinstruct.recipes import RECIPES, build_recipe
from selfinstruct.steps import Step
from selfinstruct.steps.templates import Prompts
from tests.support.completions import NO_HINT

GOLDEN = Path(__file__).parents[1] / "golden"
TASKS = {
    "en": (
        ("Sort the letter to the editor: for, against or neither?", "Down with $demonstrations!", "against"),
        ("A ticket costs $20. How much do\n  three cost?", "", "### Result\n$60"),
        ("Write a thank-you note to Zoë.", "", "Dear Zoë,\n\nthanks!"),
    ),
    "zh": (
        ("判断读者来信是赞成、反对还是中立。", "我不同意$demonstrations！", "反对"),
        ("一张票$20，三张\n  多少钱？", "", "### 结果\n$60"),
        ("给邻居写一条感谢的微信。", "", "王姐：\n\n谢谢！"),
    ),
}
HINTS = {
    "en": {"category": "rewriting", "topic": "beekeeping", "form": "a question"},
    "zh": {"category": "改写", "topic": "养蜂", "form": "问句"},
}
KINDS = ("chat", "short", "completions")


def steps(code: str) -> dict[str, Step]:
    """Return the steps of all recipes for a language."""
    recipes = [
        build_recipe(name, find_language(code), 2 if name == "self-instruct" else 1)
        for name, plugin in RECIPES
        if not plugin.languages or code in plugin.languages
    ]
    return {step.name: step for recipe in recipes for step in recipe.steps}


PROMPTS = [(code, name, kind) for code in LANGUAGES.names() for name in steps(code) for kind in KINDS]


def render(code: str, name: str, kind: str) -> str:
    step = steps(code)[name]
    tasks = [Task("", text, False, (Instance(*parts),), "seed") for text, *parts in TASKS[code]]
    return step.prompt(Prompts(prompts_folder() / code, kind), [step.show(task) for task in tasks], HINTS[code])


@pytest.mark.parametrize(("code", "name", "kind"), PROMPTS)
def test_prompts_are_as_they_were_when_last_looked_at(code: str, name: str, kind: str) -> None:
    golden = GOLDEN / code / f"{name}.{kind}.txt"
    rendered = render(code, name, kind) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(rendered, encoding="utf-8", newline="\n")
    known = golden.read_text(encoding="utf-8") if golden.exists() else ""
    assert rendered == known, f"{golden} differs; if it should, run again with UPDATE_GOLDEN=1 and look at the change"


def test_every_golden_file_belongs_to_a_prompt() -> None:
    found = {str(path.relative_to(GOLDEN)) for path in GOLDEN.rglob("*.*")}
    assert found == {str(Path(code, f"{name}.{kind}.txt")) for code, name, kind in PROMPTS}


@pytest.mark.parametrize(("code", "name", "kind"), PROMPTS)
def test_own_templates_pass_their_check(code: str, name: str, kind: str) -> None:
    steps(code)[name].check(Prompts(prompts_folder() / code, kind))


@pytest.mark.parametrize("code", TASKS)
def test_plain_completions_start_where_the_answer_does(code: str) -> None:
    markers = find_language(code).markers
    first, fourth = markers.line(markers.task, 1), markers.line(markers.task, 4)
    ends = {name: render(code, name, "completions").rpartition("\n")[2] for name in steps(code)}
    assert ends == {
        "instructions": "4.",
        "classification": "1.",
        "input_first": first,
        "output_first": first,
        "tasks": fourth,
    }


# --- templates of one's own


def prompts(folder: Path, template: str | bytes, name: str = "instructions") -> Prompts:
    data = template.encode() if isinstance(template, str) else template
    (folder / f"{name}.chat.txt").write_bytes(data)
    return Prompts(folder, "chat")


@pytest.mark.parametrize("start", ["# Says $what\n#\n\n", "\ufeff# A byte order mark\n", "# CRLF\r\n\r\n", "\n\n", ""])
def test_comments_and_blank_lines_around_are_not_sent(tmp_path: Path, start: str) -> None:
    own = prompts(tmp_path, f"{start}Go on:\n# 1\n\n${{demonstrations}}5 for $$5\n \n\n")
    assert own.render("instructions", demonstrations="$1 $x ") == "Go on:\n# 1\n\n$1 $x 5 for $5"


@pytest.mark.parametrize("name", ["instructions", "classification", "input_first", "output_first", "tasks"])
@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("# One\n# Two\n\n$nobody", r"unknown field \$nobody; the fields are \$(demonstrations|instructions), "),
        ("# One\n# Two\n\n5 $", r"line 4, col 3; write a dollar sign as \$\$"),
        ("# One\n# Two\n\n$5", r"line 4, col 1; write a dollar sign as \$\$"),
        ("# $demonstrations, $instructions\n\nGo on.", r"lacks \$(demonstrations|instructions)"),
        ("$$demonstrations $$instructions", r"lacks \$(demonstrations|instructions)"),
        ("", r"lacks \$(demonstrations|instructions)"),
        (b"\xff\xfe$", "not valid UTF-16-LE; save the file as UTF-8"),
        (b"\xff$", "line 1: not UTF-8; save the file as UTF-8"),
    ],
)
def test_a_template_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, template: str | bytes, complaint: str
) -> None:
    with pytest.raises(InputError, match=complaint) as raised:
        steps("en")[name].check(prompts(tmp_path, template, name))
    assert str(raised.value).startswith(f"{tmp_path / name}.chat.txt")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", steps("en"))
def test_a_template_that_is_missing_is_named(tmp_path: Path, name: str, kind: str) -> None:
    for other in {*KINDS} - {kind}:
        (tmp_path / f"{name}.{other}.txt").write_text("$demonstrations $instructions", encoding="utf-8")
    with pytest.raises(InputError, match="cannot read the file") as raised:
        steps("en")[name].check(Prompts(tmp_path, kind))
    assert str(raised.value).startswith(f"{tmp_path / name}.{kind}.txt: ")


def test_the_required_field_is_enough(tmp_path: Path) -> None:
    own = prompts(tmp_path, "$demonstrations")
    steps("en")["instructions"].check(own)
    assert steps("en")["instructions"].prompt(own, ["Sing.", "Dance."], NO_HINT) == "1. Sing.\n2. Dance."
