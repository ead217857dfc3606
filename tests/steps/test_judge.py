"""The judge: what it is asked, and how its verdicts are read."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core.resources import prompts_folder
from selfinstruct.core.values import Completion, Instance, Item, Usage
from selfinstruct.languages import find_language
from selfinstruct.steps.findings import Judged, Nothing
from selfinstruct.steps.judge import Judge
from selfinstruct.steps.templates import Prompts

CODES = ("en", "zh")
JUDGES = {code: Judge(language=find_language(code)) for code in CODES}
ITEM = Item("1.0", "Add the numbers.", "judge", written=(Instance("2, 3", "5"), Instance("", "None given.")))
WHOLE: dict[str, Any] = {
    "reason": "2 and 3 make 5.",
    "valid": True,
    "input_fits": True,
    "output_right": False,
    "helpfulness": 4,
    "correctness": 5,
    "clarity": 3,
}
LINES = (
    "Reason: 2 and 3\nmake 5.\nValid: yes\nInput fits: yes\nOutput right: no\n"
    "Helpfulness: 4\nCorrectness: 5\nClarity: 3"
)
HAN = "理由：2加3得5。\n指令成立：是\n输入合适：是\n输出可用：否\n有用：四分\n正确：5/5\n清楚：３分"


def found(text: str, code: str = "en", finish_reason: str = "stop") -> Judged | Nothing:
    (finding,) = JUDGES[code].parse(Completion(text, finish_reason, Usage(), "m"), [ITEM])
    assert isinstance(finding, Judged | Nothing)
    return finding


def marks(finding: Judged | Nothing) -> tuple[object, ...]:
    assert isinstance(finding, Judged)
    score = finding.score
    answers = (score.valid, score.input_fits, score.output_right)
    return (*answers, score.helpfulness, score.correctness, score.clarity)


READ = {
    "json": json.dumps(WHOLE),
    "fenced": f"Here it is:\n```json\n{json.dumps(WHOLE, indent=1)}\n```",
    "thought first": f"<think>\nClarity: 0\n</think>\n{json.dumps(WHOLE)}",
    "nested": json.dumps(
        {
            "Reason": "x",
            "questions": {"valid": "yes", "input fits": True, "Output_Right": "No."},
            "scores": {"helpfulness": {"score": 4, "reason": "y"}, "correctness": "5/5", "clarity": "3"},
        }
    ),
    "python": str(WHOLE),
    "lines": LINES,
    "bold": LINES.replace("Valid:", "**Valid:**").replace("Clarity: 3", "- **Clarity** (0-5): **3**"),
    "a table": "Reason: x\n| Valid | yes |\n| Input fits | yes |\n| Output right | no |\n"
    "| Helpfulness | 4 |\n| Correctness | 5 |\n| Clarity | 3 |",
    "mended": LINES.replace("Clarity: 3", "Clarity: 9") + "\nClarity: 3",
    "a draft before": json.dumps(WHOLE | {"clarity": 0}) + "\nOn second thought:\n" + json.dumps(WHOLE),
    "in Chinese": HAN,
}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("form", READ)
def test_a_verdict_is_read_in_whatever_form(code: str, form: str) -> None:
    assert marks(found(READ[form], code)) == (True, True, False, 4, 5, 3)


UNREADABLE = {
    "empty": "",
    "chat": "This is a fine task!",
    "refusal": "I'm sorry, I cannot judge this.",
    "out of range": LINES.replace("Correctness: 5", "Correctness: 7"),
    "two marks": LINES.replace("Clarity: 3", "Clarity: 3-4"),
    "no answer": LINES.replace("Valid: yes", "Valid: perhaps"),
    "cut": LINES.partition("Correctness")[0],
    "json cut": json.dumps(WHOLE)[:-30],
    **{
        name: json.dumps({key: value for key, value in WHOLE.items() if key != name})
        for name in WHOLE
        if name != "reason"
    },
    "null": json.dumps(WHOLE | {"clarity": None}),
    "a truth value": json.dumps(WHOLE | {"clarity": True}),
}


@pytest.mark.parametrize("form", UNREADABLE)
def test_what_cannot_be_read_is_no_score(form: str) -> None:
    finding = found(UNREADABLE[form])
    assert isinstance(finding, Nothing)
    assert finding.reason == "unjudged"


def test_the_score_is_the_mean_of_the_marks_and_tells_why() -> None:
    finding = found(LINES)
    assert isinstance(finding, Judged)
    assert (finding.score.value, finding.score.is_all_valid, finding.score.model) == (4, False, "m")
    assert finding.score.in_words() == (
        "4 of 5 (helpfulness 4, correctness 5, clarity 3; no: output_right): 2 and 3 make 5."
    )


@pytest.mark.parametrize("code", CODES)
def test_the_form_that_the_prompt_shows_is_no_verdict_if_it_is_copied(code: str) -> None:
    prompts = Prompts(Path(prompts_folder(None)) / code, "chat", structured=True)
    prompt = JUDGES[code].prompt(prompts, ["x"], {})
    assert isinstance(found(prompt[prompt.index("{") :], code), Nothing)


@given(st.text(max_size=200))
def test_no_text_trips_the_reader(text: str) -> None:
    found(text)
    found(f"{LINES}\n{text}")


@pytest.mark.parametrize("code", CODES)
def test_an_answer_in_text_is_read_as_the_value_that_it_was_made_of(code: str) -> None:
    judge = JUDGES[code]
    assert marks(found(judge.in_text(["x"], WHOLE), code)) == (True, True, False, 4, 5, 3)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["chat", "short", "completions"])
def test_prompts_show_one_task_and_neither_model_nor_place(code: str, kind: str) -> None:
    judge = JUDGES[code]
    prompts = Prompts(Path(prompts_folder(None)) / code, kind)
    judge.check(prompts)
    prompt = judge.prompt(prompts, [judge.show(ITEM)], {})
    assert prompt.count("Add the numbers.") == prompt.count("2, 3") == 1
    assert "None given." not in prompt
    assert ITEM.id not in prompt


def test_the_next_instance_without_a_score_is_shown() -> None:
    judge, finding = JUDGES["en"], found(LINES)
    assert isinstance(finding, Judged)
    shown = judge.show(Item("1.0", "Add.", "judge", written=ITEM.written, scores=(finding.score,)))
    assert shown == "[Instruction]\nAdd.\n[Input]\nnone\n[Output]\nNone given."


def test_the_schema_holds_the_reason_before_the_marks() -> None:
    schema = JUDGES["en"].schema(["x"])
    assert [*schema["properties"]] == schema["required"] == [*WHOLE]
