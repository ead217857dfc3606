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
    "en": {"category": "rewriting", "topic": "beekeeping", "form": "a question", "persona": "a nurse"},
    "zh": {"category": "改写", "topic": "养蜂", "form": "问句", "persona": "护士"},
}
# In a run without a field of its own.
COUNTS = {"labels": "1", "limits": "0", "about": "", "narrow": ""}
EXAMPLES = {
    "en": ("Spam or not?", ('Win a "phone"!', "spam"), ("Lunch?", "not")),
    "zh": ("是不是垃圾短信？", ("点击领取“手机”！", "是"), ("中午吃什么？", "不是")),
}
# Those of templates, and `json`, which shows a chat template as it asks for an answer in JSON.
KINDS = ("chat", "json", "short", "completions")
TEMPLATES = ("chat", "short", "completions")


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
    text, *instances = EXAMPLES[code]
    shown = Task("", text, True, tuple(Instance(*parts) for parts in instances), "seed")
    step = steps(code)[name].with_examples([shown])
    tasks = [Task("", text, False, (Instance(*parts),), "seed") for text, *parts in TASKS[code]]
    return step.prompt(templates(code, kind), [step.show(task) for task in tasks], HINTS[code] | COUNTS)


def templates(code: str, kind: str) -> Prompts:
    return Prompts(prompts_folder() / code, "chat" if kind == "json" else kind, structured=kind == "json")


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
    found = {str(path.relative_to(GOLDEN)) for code in LANGUAGES.names() for path in (GOLDEN / code).rglob("*.*")}
    assert found == {str(Path(code, f"{name}.{kind}.txt")) for code, name, kind in PROMPTS}


@pytest.mark.parametrize(("code", "name", "kind"), PROMPTS)
def test_own_templates_pass_their_check(code: str, name: str, kind: str) -> None:
    steps(code)[name].check(templates(code, kind))


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


@pytest.mark.parametrize("kind", TEMPLATES)
@pytest.mark.parametrize("name", steps("en"))
def test_a_template_that_is_missing_is_named(tmp_path: Path, name: str, kind: str) -> None:
    for other in {*TEMPLATES} - {kind}:
        (tmp_path / f"{name}.{other}.txt").write_text("$demonstrations $instructions", encoding="utf-8")
    with pytest.raises(InputError, match="cannot read the file") as raised:
        steps("en")[name].check(Prompts(tmp_path, kind))
    assert str(raised.value).startswith(f"{tmp_path / name}.{kind}.txt: ")


def test_the_required_field_is_enough(tmp_path: Path) -> None:
    own = prompts(tmp_path, "$demonstrations")
    steps("en")["instructions"].check(own)
    assert steps("en")["instructions"].prompt(own, ["Sing.", "Dance."], NO_HINT) == "1. Sing.\n2. Dance."


# --- lines that are sent in some prompts only


def chosen(folder: Path, template: str, *, structured: bool = False, **fields: object) -> str:
    (folder / "any.chat.txt").write_text(template, encoding="utf-8")
    return Prompts(folder, "chat", structured).render("any", **fields)


@pytest.mark.parametrize(
    ("count", "sent"), [("", "Go on.\nNone.\nStop."), (0, "Go on.\nNone.\nStop."), (3, "Go on.\nAt most 3.\nStop.")]
)
def test_what_stands_in_a_condition_is_sent_where_it_holds(tmp_path: Path, count: object, sent: str) -> None:
    text = "# $count\nGo on.\n@if count\nAt most $count.\n@end\n@unless $count \nNone.\n@end\nStop.\n"
    assert chosen(tmp_path, text, count=count) == sent


@pytest.mark.parametrize(("structured", "sent"), [(True, "In JSON:\nb"), (False, "In lines.\na")])
def test_every_template_may_tell_json_from_text_and_conditions_may_stand_in_each_other(
    tmp_path: Path, structured: bool, sent: str
) -> None:
    text = (
        "@if json\nIn JSON:\n@if more\na\n@end\n@unless more\nb\n@end\n@end\n"
        "@unless json\nIn lines.\n@unless more\na\n@end\n@end\n"
    )
    assert chosen(tmp_path, text, structured=structured, more="") == sent


def test_a_field_that_holds_a_condition_is_sent_as_it_is(tmp_path: Path) -> None:
    assert chosen(tmp_path, "$what", what="@if x\n@end") == "@if x\n@end"


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("$demonstrations\n@if nobody\nx\n@end", r"unknown field \$nobody; the fields are \$demonstrations, "),
        ("$demonstrations\n@if json\n$nobody\n@end", r"unknown field \$nobody"),
        ("$demonstrations\n@if json\nx", "without its @end"),
        ("$demonstrations\n@end", "line 2: @end without @if"),
        ("@if json\nx\n@end", r"lacks \$demonstrations"),
    ],
)
def test_a_bad_condition_is_named(tmp_path: Path, template: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint) as raised:
        steps("en")["instructions"].check(prompts(tmp_path, template))
    assert str(raised.value).startswith(f"{tmp_path / 'instructions'}.chat.txt")


@pytest.mark.parametrize("code", LANGUAGES.names())
def test_prompts_name_no_marker_line_where_json_is_asked_for(code: str) -> None:
    """Two forms at once confuse a model; the headings of what is shown stay."""
    markers = find_language(code).markers
    words = (markers.output, markers.label, markers.end)
    for name in steps(code):
        if name != "tasks":
            assert not [word for word in words if markers.line(word) in render(code, name, "json")]
        said = (prompts_folder() / code / f"{name}.chat.txt").read_text(encoding="utf-8")
        assert "@unless json" in said
