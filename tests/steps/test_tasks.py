"""Whole tasks: what is read as instruction, input and output, and what is left in the text."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.values import Api, Draft, Instance, Item, Task
from selfinstruct.languages import find_language
from selfinstruct.recipes import build_recipe
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.steps.tasks import WholeTasks
from selfinstruct.steps.templates import Prompts
from tests.support.completions import NO_HINT
from tests.support.findings import proposals

Triple = tuple[str, str, str]


def _step(recipe: str, code: str) -> WholeTasks:
    step = build_recipe(recipe, find_language(code), 1).proposes
    assert isinstance(step, WholeTasks)
    return step


STEPS = {"en": _step("alpaca", "en"), "zh": _step("belle", "zh")}
codes = pytest.mark.parametrize("code", STEPS)


def drafts_in(text: str, code: str = "en", finish_reason: str = "stop") -> list[Draft]:
    """Return the draft of each task that is proposed."""
    drafts = []
    for proposal in proposals(STEPS[code], text, finish_reason):
        # Only its instance is cut, never the task: what became of it is told where the instance is.
        assert not proposal.cut
        (draft,) = proposal.drafts or ()
        assert draft.instruction == proposal.instruction
        drafts.append(draft)
    return drafts


def parse(text: str, code: str = "en") -> list[Triple]:
    return triples(drafts_in(text, code))


def triples(drafts: Sequence[Draft]) -> list[Triple]:
    return [(draft.instruction, draft.input, draft.output) for draft in drafts]


def render(tasks: Sequence[Triple], code: str, first: int = 4) -> str:
    """Write tasks as the prompts show them."""
    step, markers = STEPS[code], STEPS[code].language.markers
    shown = [step.show(Task("", text, False, (Instance(*parts),), "")) for text, *parts in tasks]
    return "".join(f"{markers.line(markers.task, number)}\n{text}\n" for number, text in enumerate(shown, first))


A, B = ("Name a fruit.", "", "Fig."), ("Sort them.", "b\na", "a\n\nb")
BOTH = [A, B]


@pytest.mark.parametrize(
    "form",
    [
        # As it is asked for, more or less.
        "[Task 4]\n{0}\n[Input]\nnone\n[Output]\n{2}\n[Task 5]\n{3}\n[Input]\n{4}\n[Output]\n{5}\n[End]",
        "[Task 4]\n{0}\n[Output]\n{2}\n\n[End]\n[Task 5]\n{3}\n[Input]\n{4}\n[Output]\n{5}\n[End]\n\nWas that it?",
        "Sure!\n\n[Task]\n{0}\n[Input] none\n[Output] {2}\n---\n[Task]\n{3}\n[Input] {4}\n[Output] {5}\n---\n",
        "[Task 4] {0}\n[Input] N/A\n[Output] {2}\n[Task 4] {3}\n[Input] {4}\n[Output] {5}",
        "**[Task 1]**\n{0}\n**[Input]**\nNone.\n**[Output]**\n{2}\n\n"
        "## [Task 3]\n{3}\n> [Input]:\n{4}\n[Output]：\n{5}",
        "【任务4】\n{0}\n【输入】\n<无输入>\n【输出】\n{2}\n【任务5】\n{3}\n【输入】\n{4}\n【输出】\n{5}\n【完】",
        "### Task 4\n{0}\n[Input]\nnone\n[Output]\n{2}\n### Task 5:\n{3}\n[Input]\n{4}\n[Output]\n{5}\n",
        "**Instruction:** {0}\n[Input]\nnone\n[Output]\n{2}\n**Instruction:** {3}\n[Input]\n{4}\n[Output]\n{5}\n",
        "[Task 4] On fruit\n[Instruction]\n{0}\n[Input]\nnone\n[Output]\n{2}\n[Task 5: Sorting]\n",
        "[Task 4]\n4. {0}\n[Input]\nnone\n[Output]\n{2}\n[Task 5]\nInstruction: {3}\n[Input]\n{4}\n[Output]\n{5}",
        "[Task 4]\n**Task:** {0}\n[Output]\n{2}\n【任务5】\n5、指令：{3}\n[输入]\n{4}\n[输出]\n{5}\n【End】",
        "```\n[Task 4]\n{0}\n[Input]\nnone\n[Output]\n{2}\n[Task 5]\n{3}\n[Input]\n{4}\n[Output]\n{5}\n```\n",
        "```text\n[Task 4]\n{0}\n[Input]\nnone\n[Output]\n{2}\n[Task 5]\n{3}\n[Input]\n{4}\n[Output]\n{5}\n[End]\n```",
        # As the ancestors' prompts have it.
        "###\n4. Instruction: {0}\n4. Input: <noinput>\n4. Output: {2}\n"
        "###\n5. Instruction: {3}\n5. Input:\n{4}\n5. Output:\n{5}\n###",
        "4. 指令: {0}\n4. 输入：<无输入>\n4. 输出：{2}\n###\n6. 指令：{3}\n6. 输入:\n{4}\n5. 输出:\n{5}\n",
        "Instruction: {0}\nInput: none\nOutput: {2}\n\nInstruction: {3}\nInput: {4}\nOutput: {5}",
        "4. 4. Instruction: {0}\nInput：无\n4. Output: {2}\n5. 5. Instruction: {3}\n输入: {4}\n**5. Output:** {5}",
        # As chat models like to write.
        "### Task 1\n**Instruction:** {0}\n**Input:** None (open question)\n**Output:** {2}\n\n---\n\n"
        "### Task 2\n**Instruction:** {3}\n**Input:**\n{4}\n**Output:**\n{5}\n\n---",
        "1. **Instruction:** {0}\n   - **Input:** None\n   - **Output:** {2}\n\n"
        "2. **Instruction:** {3}\n   - **Input:** {4}\n   - **Output:** {5}\n",
        "Task 1: {0}\nInput: none\nOutput: {2}\nTask 2: {3}\nInput: {4}\nOutput: {5}\nEnd:",
        "任务一：{0}\n输入：无\n输出：{2}\n任务二：{3}\n输入：{4}\n输出：{5}",
        "［任务4］\n{0}\n［输入］\n无\n［输出］\n{2}\n〖任务5〗\n{3}\n〖输入〗\n{4}\n〖输出〗\n{5}\n〖完〗",
        "[Task 4]\n{0}\n[Input]\nnone\n[/Input]\n[Output]\n{2}\n[/Output]\n[/Task]\n[Task 5]\n{3}\n"
        "[Input]\n{4}\n[Output]\n{5}\n[End]<|eot_id|>",
        "[Task 4]\n{0}\n[Input]\nnone\n[Expected Output]\n{2}\n[Task 5]\n{3}\n[Input]\n{4}\n[Response]\n{5}",
        "4. Instruction: {0}\nInput (optional): none\nOutput: {2}\n5. 指令：{3}\n输入（可选）：{4}\n输出：{5}\n\nEnd",
        "**Task 4 (Fruit):**\nInstruction: {0}\nInput: none\nOutput: {2}\n\n**Task 5 (Sorting)**\n{3}\n"
        "Input: {4}\nOutput: {5}",
        "**Task 4: {0}**\n\n**Input:** none\n\n**Output:** {2}\n\n**Task 5: {3}**\n**Input:** {4}\n**Output:** {5}",
        "### Instruction:\n{0}\n\n### Input:\n\n### Response:\n{2}\n\n"
        "### Instruction:\n{3}\n\n### Input:\n{4}\n\n### Response:\n{5}",
        "4. 指令：{0}\n4. 回答：{2}\n\n5. 指令：{3}\n5. 输入：{4}\n5. 回答：{5}",
        "Task 4\n{0}\nInput\nnone\nOutput\n{2}\n\nTask 5\n{3}\nInput\n{4}\nOutput\n{5}\n",
        "[Task 4]\nInstruction: {0}\nInput: none\nOutput: {2}\n\nInstruction: {3}\nInput: {4}\nOutput: {5}",
        "#### Task #1:\n{0}\n#### Output\n{2}\n#### Task #2:\n{3}\n#### Input\n{4}\n#### Output\n{5}\n**End**\n\nMore?",
    ],
)
@codes
def test_all_spellings_of_the_form_are_read(code: str, form: str) -> None:
    tasks = BOTH if "{3}" in form else [A]
    text = form.format(*(part for task in tasks for part in task))
    for answer in (text, text.replace("\n", "\r\n"), f"<think>\n[Output]\nno\n</think>\n{text}"):
        assert parse(answer, code) == tasks


def test_a_plain_completion_goes_on_after_the_heading() -> None:
    """The line that leads to it is read, too."""
    text = render(BOTH, "en")
    lead, _, answer = text.partition("\n")
    assert lead == "[Task 4]"
    assert parse(f"{lead}\n{answer}") == parse(f"{lead}\n {answer}") == BOTH


CODE = 'Run it:\n```python\nprint("Output:", f(x))\n```\nOutput:\n5\nInput: 6\nLabel: z\n**Output**\nInstruction 2:\nso'
PLAN = "# Plan\n### Steps\n1. plums\n\n2. figs\n###\nTask 1: buy\nTask 2: sell\n\n---\n## Output\n| a | b |\n|---|---|"
MARKED = "[Input] → [Output]\n1. [Input] is first\n2. [Output] is then\n[Task 1] buy\n[Task 2] sell\n[Inputs]\n[x] done"


@pytest.mark.parametrize("text", [CODE, PLAN, MARKED, '{"tasks": [{"instruction": "a"}]}', "[1] a\n【注】b", "Input:"])
@codes
def test_in_the_form_asked_for_nothing_else_cuts_a_text(code: str, text: str) -> None:
    tasks = [(f"Mend it.\n{text.partition('[Task')[0]}".strip(), text, text), B, ("Say it.", "", text)]
    assert parse(render(tasks, code), code) == tasks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The ancestors cut these at "###", and at "Output:".
        (f"4. Instruction: A\n4. Input: none\n4. Output: {PLAN}\n###\n5. Instruction: B\n5. Output: b",
         [("A", "", PLAN), ("B", "", "b")]),
        (f"4. Instruction: A\n4. Input: none\n4. Output: {CODE.replace('Instruction 2:', '-')}",
         [("A", "", CODE.replace("Instruction 2:", "-"))]),
        ("### Task 1\nA\n### Output\na\n### Steps\n### Task 2\nB\n### Output\nb",
         [("A", "", "a\n### Steps"), ("B", "", "b")]),
        # What only looks like a heading: its number does not go on, or it has none as the others have.
        ("Task 4: A\nInput:\nTask 1: a\nTask 2: b\nOutput: c\n\nTask 5: B\nOutput: b",
         [("A", "Task 1: a\nTask 2: b", "c"), ("B", "", "b")]),
        ("任务四：A\n输入：\n任务一：a\n任务二：b\n输出：c\n\n任务五：B\n输出：b",
         [("A", "任务一：a\n任务二：b", "c"), ("B", "", "b")]),
        ("**[Task 4]**\nA\n**[Output]**\n【任务】a\n【输入】b\n【输出】c\n**[Task 5]**\nB\n**[Output]**\nb",
         [("A", "", "【任务】a\n【输入】b\n【输出】c"), ("B", "", "b")]),
        ("4. Instruction: A\nOutput: Boil.\nInstruction: serve.\n\n5. Instruction: B\nOutput: b",
         [("A", "", "Boil.\nInstruction: serve."), ("B", "", "b")]),
        # Parts as the prompts show them do not take the place of a whole pair that is spelt otherwise.
        ("**[Task 4]**\nA\n**[Input]**\na\n**[Output]**\nb\n[Input]\nc\n[Output]\nd", [("A", "a", "b")]),
        # One task to a heading: what looks like a second instance is not read, an output is not added to.
        ("[Task 4]\nA\n[Input]\na\n[Output]\nb\n[Input]\nc\n[Output]\nd", [("A", "a", "b")]),
        ("[Task 4]\nA\n[Output]\nb\n[Input]\na", [("A", "a", "b")]),
        # Without an instruction or an output there is an unsound one.
        ("[Task 4]\n[Input]\na\n[Output]\nb", [("", "a", "b")]),
        ("[Task 4]\nA\n[Task 5]\nB\n[Output]\nb", [("A", "", ""), ("B", "", "b")]),
        ("[Task 4]\nA\n[Output]\n\n[Task 5]\nB\n[Output]\nb", [("A", "", ""), ("B", "", "b")]),
        ("Input and output are\nno markers here", []),
        ("I'm sorry, I can't help with that.", []),
        ("<think>[Task 4]\nA\n[Output]\na", []),
        ("", []),
        ('{"tasks": []}', []),
        ('4. Instruction: Count {"tasks": []}.\n4. Input: none\n4. Output: 0', [('Count {"tasks": []}.', "", "0")]),
        ("[Task 4]\n**Name it.**\n[Output]\na\n[Task 5]\n**任务描述：**说**出**它。\n[Output]\nb\n[En",
         [("Name it.", "", "a"), ("说**出**它。", "", "b")]),
        ("[Task 4]\n**A** and **B**\n[Output]\na\n\n(Continuing with tasks 6 to 23...)",
         [("**A** and **B**", "", "a")]),
        ("[Task 4]\nWrite a sentence that uses every letter of the alphabet.\n[Input]\nnone\n[Output]\na",
         [("Write a sentence that uses every letter of the alphabet.", "", "a")]),
        ("[Task 4]\nA\n[Output]\na\n[End Task 4]\n[Task 5]\nB\n[Output]\nb\n【任务5完】",
         [("A", "", "a"), ("B", "", "b")]),
        ("4. **A**\n   - **Input:** 1. x\n   - **Output:**\n1. y\n\n5. **B**\n   - **Output:** b",
         [("A", "1. x", "1. y"), ("B", "", "b")]),
        ("4. A\nInput:\n5. x\nOutput: y\n7. B\nOutput: b", [("", "5. x", "y\n7. B\nOutput: b")]),
        ("[Task 4]\nA\n[Input]\nNo text provided.\n[Output]\na", [("A", "", "a")]),
        ("[Task 4]\n1. Rinse.\n2. Dry.\n[Output]\na", [("1. Rinse.\n2. Dry.", "", "a")]),
        ("[Task 4]\n3.5 is what?\n[Output]\na", [("3.5 is what?", "", "a")]),
    ],
)  # fmt: skip
def test_answers_that_do_not_keep_to_the_form(text: str, found: list[Triple]) -> None:
    assert parse(text) == found


# --- structured answers

STRINGS = st.lists(
    st.characters(codec="utf-8") | st.sampled_from(["\n", '"', "\\", "{", '"]}', "[Output]\n", "<think>", "Output: "])
).map(lambda parts: "a" + "".join(parts) + "z")
JSON_TASKS = st.lists(st.tuples(STRINGS, STRINGS | st.just(""), STRINGS), min_size=1, max_size=4)


def in_json(task: Triple) -> dict[str, str]:
    return dict(zip(("instruction", "input", "output"), task, strict=True))


@given(JSON_TASKS, st.sampled_from([None, 2]))
def test_structured_answers_are_read_back(tasks: list[Triple], indent: int | None) -> None:
    text = json.dumps({"tasks": list(map(in_json, tasks))}, indent=indent, ensure_ascii=indent is None)
    assert parse(text) == tasks


@pytest.mark.parametrize("form", ["{}", "```json\n{}\n```\nMore?", "<think>[Output]\n</think>\n{}", "Sure: {}"])
def test_what_stands_around_a_structured_answer_does_no_harm(form: str) -> None:
    members = [*map(in_json, BOTH), {"instruction": 1}, {"input": "a", "output": "b"}, "C", None]
    assert parse(form.format(json.dumps({"tasks": members}))) == [*BOTH, ("", "a", "b")]


@pytest.mark.parametrize("form", ["[{}, {}]", "```json\n[\n{},\n{}\n]\n```", "{}\n{}\n", "1. {}\n2. {}"])
def test_tasks_may_be_a_structured_answer_themselves(form: str) -> None:
    assert parse(form.format(*(json.dumps(in_json(task)) for task in BOTH))) == BOTH


@pytest.mark.parametrize(
    ("member", "found"),
    [
        ({"input": [3, 1, 2]}, [("Name a fruit.", "[3, 1, 2]", "Fig.")]),
        ({"input": {"a": 1}}, [("Name a fruit.", '{"a": 1}', "Fig.")]),
        ({"input": []}, [A]),
        ({"instruction": "Is this JSON empty?", "input": []}, [("Is this JSON empty?", "[]", "Fig.")]),
        ({"output": {"a": 1}}, [("Name a fruit.", "", "")]),
        ({"output": "$\theta \neq \rho$"}, [("Name a fruit.", "", r"$\theta \neq \rho$")]),
        ({"input": None}, [A]),
        ({"output": 12}, [("Name a fruit.", "", "12")]),
        ({"output": True}, [("Name a fruit.", "", "true")]),
        ({"output": ["a"]}, [("Name a fruit.", "", '["a"]')]),
        ({"instruction": "Give JSON.", "output": {"a": "é"}}, [("Give JSON.", "", '{"a": "é"}')]),
        ({"instruction": "4. Name a fruit."}, [A]),
        ({"output": "Answer: Fig."}, [("Name a fruit.", "", "Fig.")]),
        ({"instruction": "Task 6: Name a fruit."}, [A]),
        ({"instruction": "[Task 5] Name a fruit."}, [A]),
        ({"instruction": "1. Rinse.\n2. Dry."}, [("1. Rinse.\n2. Dry.", "", "Fig.")]),
    ],
)
def test_structured_answers_that_do_not_keep_to_the_schema(member: dict[str, object], found: list[Triple]) -> None:
    assert parse(json.dumps({"tasks": [in_json(A) | member]})) == found


@given(JSON_TASKS, st.data())
def test_of_a_cut_structured_answer_only_the_last_task_is_lost(tasks: list[Triple], data: st.DataObject) -> None:
    starts, text = [], '{"tasks":['
    for task in tasks:
        starts.append(len(text))
        text += json.dumps(in_json(task), ensure_ascii=False) + ","
    at = data.draw(st.integers(len('{"tasks":['), len(text)))
    whole = tasks[: max(0, sum(start < at for start in starts) - 1)]
    drafts = drafts_in(text[:at], finish_reason="length")
    assert triples(drafts[: len(whole)]) == whole
    assert [draft.cut for draft in drafts] in ([*[""] * len(whole), "length"], [""] * len(whole))


@given(st.data(), st.sampled_from(sorted(STEPS)), st.integers(0, 4))
def test_an_answer_in_text_says_what_it_says_in_json(data: st.DataObject, code: str, shown: int) -> None:
    texts = st.sampled_from([A[0], B[0], CODE, PLAN, MARKED, "Dear Sir,\n\n    yes"])
    inputs = texts | st.just("")
    instructions = st.sampled_from([A[0], B[0], "Mend it.\n1. Then sort it.", "把下面的句子改成反问句"])
    tasks = data.draw(st.lists(st.tuples(instructions, inputs, texts), min_size=1, max_size=4))
    answer = {"tasks": list(map(in_json, tasks))}
    assert parse(STEPS[code].in_text(["a"] * shown, answer), code) == parse(json.dumps(answer), code) == tasks


# --- prompts


@pytest.mark.parametrize("api", ["chat", "completions"])
@codes
def test_the_demonstrations_of_a_prompt_are_read_back(code: str, api: Api) -> None:
    """So that a model which does as shown is understood."""
    step, seeds = STEPS[code], read_seed_tasks(seed_file(code))
    for start in range(0, len(seeds), 3):
        shown = seeds[start : start + 3]
        texts = [step.show(task) for task in shown]
        # In a chat prompt the rules follow below the list.
        listed = step.language.markers.under_headings(texts)
        assert listed in step.prompt(Prompts(prompts_folder() / code, api), texts, NO_HINT)
        assert parse(listed, code) == [
            (task.instruction, task.instances[0].input, task.instances[0].output) for task in shown
        ]


@codes
def test_a_completion_that_heeds_the_stops_holds_what_was_asked_for(code: str) -> None:
    step, shown = STEPS[code], ["a", "b", "c"]
    markers = step.language.markers
    end, after = step.stop(shown)
    assert (end, after) == (f"\n{markers.line(markers.end)}", f"\n{markers.line(markers.task, 4 + step.batch)}")
    text = render([A] * (step.batch + 9), code)
    assert parse(text.partition(after)[0], code) == [A] * step.batch
    assert parse(f"{render([A], code)}{end[1:]}\nMore".partition(end)[0], code) == [A]


def test_what_has_no_instance_is_shown_without_one() -> None:
    shown = "A\n[Input]\nnone\n[Output]\n"
    assert STEPS["en"].show(Item("1.0", "A", "")) == STEPS["en"].show(Task("1", "A", False, (), "")) == shown


@pytest.mark.parametrize("between", ["", "---", "***"])
@pytest.mark.parametrize(
    "remark",
    [
        "Let me know if you'd like more tasks!",
        "*I hope these examples are useful.*",
        "Would you like me to continue?",
        "希望这些任务对你有帮助！",
        "如果您需要更多指令，请告诉我。",
        "需要我继续吗？",
        "以上就是10个新任务。",
        "That completes the 20 new tasks. About half of them take up the rare kind.",
        "All 20 tasks are complete.",
        "*(20 tasks completed)*",
        "**Note:** About half of the tasks use the rare kind.",
        "I've written 20 new tasks following the format.",
        "These tasks cover a wide range of topics and formats.",
        "Happy to write more tasks!",
        "I hope this helps! 😊",
        "以上共3个任务，涵盖开放式问答等类型。",
        "以上任务约一半照顾到了所缺的类型。",
        "注：以上任务均为原创。",
        "全部完成。",
        "希望對您有所幫助！",
        "還需要更多任務嗎？",
    ],
)
@codes
def test_an_offer_after_the_last_task_belongs_to_none(code: str, remark: str, between: str) -> None:
    text = render([*BOTH, A], code) + f"\n{between}\n{remark}\n"
    assert parse(text, code) == [*BOTH, A]


@pytest.mark.parametrize(
    "remark",
    [
        "Let me know if you'd like more tasks!",
        "All 20 tasks are complete.",
        "以上就是10个新任务。",
        "**End**",
        "--- End ---",
        "<END>",
        "[Done]",
        "✅ Done!",
        "[/End]",
        "End of list.",
        "【完成】",
        "『完』",
        "（任务完）",
        "—— 完 ——",
        "```",
        "[Done]\n\n---\n\nAll 20 tasks are complete.",
    ],
)
@codes
def test_what_surely_is_of_no_task_may_stand_right_below_the_last_one(code: str, remark: str) -> None:
    assert parse(f"{render([*BOTH, A], code)}{remark}\n", code) == [*BOTH, A]


@pytest.mark.parametrize(
    "ending",
    [
        # A letter, a plan, a notice.
        "Let me know if you need more information.",
        "These tasks must be done by Friday.",
        "If you finish the tasks early, rest.",
        "希望大家按时完成任务。",
        "请继续努力。",
        "[Done] Milk",
        "All tasks are complete.",
        "以上各项须在周五前完成。",
        "```sh\nls\n```",
    ],
)
@codes
def test_the_last_line_of_an_output_stays(code: str, ending: str) -> None:
    letter = ("Write a note.", "", f"Dear all,\n\n{ending}")
    assert parse(render([A, ("Which state?", "", "[Done]")], code), code)[1][2] == "[Done]"
    assert parse(render([A, letter], code), code) == [A, letter]
    offer = ("Offer more.", "", "Yes.\n\nLet me know if you'd like more tasks!")
    assert parse(render([offer], code) + "[End]\n", code) == [offer]
    assert parse(render([offer, A], code), code) == [offer, A]


def test_an_input_that_is_not_in_brackets_is_no_instruction() -> None:
    text = "[Task 4]\nDouble it.\n[Input]\n2\n[Output]\n4\n[Task 5]\nHalve it.\nInput: 8\n[Output]\n4\n[End]"
    assert parse(text, "en") == [("Double it.", "2", "4"), ("Halve it.", "8", "4")]


@pytest.mark.parametrize(
    "below",
    [
        *(
            "\n\nExplanation: this task tests knowledge of fruit.",
            "\n\n(This task tests reading.)",
            "\n（本任务考查常识。）",
        ),
        *("\n\n*Note: The above example checks spelling.*", "\n\n该任务旨在测试分类能力。"),
    ],
)
def test_what_is_said_of_the_task_below_its_output_is_not_of_it(below: str) -> None:
    text = f"[Task 4]\nName a fruit.\n[Output]\nAn apple.{below}\n[Task 5]\nSing.\n[Output]\nLa.\n[End]"
    assert parse(text) == [("Name a fruit.", "", "An apple."), ("Sing.", "", "La.")]
    asked = text.replace("Name a fruit.", "Name a fruit. Explain what this task tests. 说明该任务旨在测试什么。")
    assert parse(asked)[0][2] == f"An apple.{below}"


@pytest.mark.parametrize("form", ["\\boxed{{\n{}\n}}\n{}", "\\boxed{{{}\n{}}}", "$$\\boxed{{\n{}\n{}\n[End]\n}}$$"])
def test_a_box_around_tasks_is_not_of_them(form: str) -> None:
    tasks = ("[Task 4]\nName a fruit.\n[Output]\nAn apple.", "[Task 5]\nSing.\n[Output]\n{La}")
    assert parse(form.format(*tasks)) == [("Name a fruit.", "", "An apple."), ("Sing.", "", "{La}")]
