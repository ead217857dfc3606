"""What each step makes of a structured answer, whole, cut, mangled, or not quite in its schema."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selfinstruct.core.values import Draft
from selfinstruct.languages import LANGUAGES, find_language
from selfinstruct.recipes import build_recipe
from selfinstruct.steps import Step
from selfinstruct.steps.classification import Classification
from selfinstruct.steps.findings import Proposal
from selfinstruct.steps.instances import WriteInstances
from tests.support.findings import drafts, proposals, verdicts

Pairs = list[tuple[str, str]]
Verdicts = list[bool | None]

LANGUAGE = find_language("en")
RECIPE = build_recipe("self-instruct", LANGUAGE, 1)
STEPS: list[Step] = [*RECIPE.steps]
INSTANCES = [step for step in STEPS if isinstance(step, WriteInstances)]
INPUT_FIRST, OUTPUT_FIRST = INSTANCES

# Texts as they are to come out: without white space around, and with nothing that could be a list number.
TEXTS = st.lists(
    st.characters(codec="utf-8") | st.sampled_from(["\n", '"', "\\", "{", '"]}', "[Output]\n", "<think>", "Output: "])
).map(lambda parts: "a" + "".join(parts) + "z")
OUTPUTS = TEXTS | st.sampled_from(
    ["", "    if x:\n        y()", '{"tasks": [{"title": "wash"}]}', "[End]", "---\na\n---"]
)


def propose(text: str) -> list[str]:
    return [proposal.instruction for proposal in proposals(RECIPE.proposes, text)]


def classify(text: str, count: int, code: str = "en") -> Verdicts:
    steps = build_recipe("self-instruct", find_language(code), 1).works_on
    return verdicts(next(step for step in steps if isinstance(step, Classification)), text, count)


def instantiate(text: str, count: int = 1, step: WriteInstances = INPUT_FIRST, *, cut: bool = False) -> list[Pairs]:
    found = drafts(step, text, ["Sing."] * count, "length" if cut else "stop")
    return [[(draft.input, draft.output) for draft in each] for each in found]


def tasks(answer: dict[int, Pairs]) -> list[dict[str, Any]]:
    return [
        {"number": number, "instances": [{"input": given_input, "output": output} for given_input, output in instances]}
        for number, instances in answer.items()
    ]


def schema_of(step: Step) -> dict[str, Any]:
    schema = step.schema(["Sing."])
    assert schema
    return schema


def objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if schema["type"] == "object":
        yield schema
        for inner in schema["properties"].values():
            yield from objects(inner)
    elif schema["type"] == "array":
        yield from objects(schema["items"])
    else:
        assert schema["type"] in ("string", "integer", "boolean")
        assert set(schema) == {"type"}


@pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])
def test_schemas_are_fit_for_strict_mode(step: Step) -> None:
    schema = schema_of(step)
    assert json.loads(json.dumps(schema)) == schema
    found = list(objects(schema))
    assert found
    for each in found:
        assert set(each) == {"type", "properties", "required", "additionalProperties"}
        assert each["required"] == list(each["properties"])
        assert each["additionalProperties"] is False


def test_a_label_comes_before_its_input() -> None:
    """As the endpoint keeps the order of the properties."""
    orders = [list(list(objects(schema_of(step)))[-1]["properties"]) for step in INSTANCES]
    assert orders == [["input", "output"], ["output", "input"]]


@given(st.lists(TEXTS), st.sampled_from([None, 2]), st.booleans())
def test_instructions_are_read_back(instructions: list[str], indent: int | None, numbered: bool) -> None:
    said = [f" {number}. {text}\n" if numbered else text for number, text in enumerate(instructions, 9)]
    assert propose(json.dumps({"instructions": said}, indent=indent)) == instructions


@pytest.mark.parametrize(
    ("said", "instruction"),
    [
        ("1. Name three rivers.", "Name three rivers."),
        ("12) Name three rivers.", "Name three rivers."),
        ("(3) Name three rivers.", "Name three rivers."),
        ("4、写一首诗。", "写一首诗。"),
        ("1. 2. Sing", "2. Sing"),
        ("3.5 is rounded to what?", "3.5 is rounded to what?"),
        ("2001: who made this film?", "2001: who made this film?"),
        ("3 apples: 1. red, 2. green", "3 apples: 1. red, 2. green"),
        ("**Sing** of `x`.\n1. Loud", "**Sing** of `x`.\n1. Loud"),
        ('{"instructions": ["a"]}', '{"instructions": ["a"]}'),
    ],
)
def test_an_instruction_loses_its_list_number_and_nothing_else(said: str, instruction: str) -> None:
    assert propose(json.dumps({"instructions": [said]})) == [instruction]


@pytest.mark.parametrize(
    "said",
    [
        {"tasks": ["Name a bird.", "Sing."]},
        {"9": "Name a bird.", "10": "Sing."},
        {"instructions": ["9. Name a bird.\n10. Sing."]},
        {"tasks": [{"id": 9, "task": "Name a bird."}, {"id": 10, "指令": "Sing."}]},
    ],
)
def test_instructions_may_stand_under_other_names_and_in_one_string(said: object) -> None:
    assert propose(json.dumps(said, ensure_ascii=False)) == ["Name a bird.", "Sing."]


def test_only_strings_are_instructions() -> None:
    items = [1, None, True, ["Hum."], {"instruction": 1}, {"text": "Hop."}, "", " \n", "1.", "Sing."]
    assert propose(json.dumps({"instructions": items})) == ["Sing."]
    assert propose('{"instructions": "Sing."}') == []


@pytest.mark.parametrize(
    "form", ['{{"instructions": [{}, {}]}}', "[{}, {}]", "{}\n{}\n", "Sure!\n```json\n{}\n{}\n```"]
)
def test_an_instruction_may_stand_in_an_object(form: str) -> None:
    objects = [{"id": number, "instruction": text} for number, text in enumerate(["Sing.", "Hum."], 1)]
    assert propose(form.format(*map(json.dumps, objects))) == ["Sing.", "Hum."]


def test_a_string_without_an_end_is_cut_whatever_the_finish_reason() -> None:
    """Servers call it "stop" when a model gives up in the middle of a string."""
    parts = {"input": "", "output": "Ice is light."}
    whole_tasks = build_recipe("alpaca", LANGUAGE, 1).proposes
    cases: list[tuple[Callable[[str], Sequence[Proposal | Draft]], str]] = [
        (lambda text: proposals(RECIPE.proposes, text), json.dumps({"instructions": ["Sing.", "Say why"]})),
        (lambda text: proposals(whole_tasks, text), json.dumps({"tasks": [{"instruction": "Say why.", **parts}]})),
        (lambda text: drafts(INPUT_FIRST, text, ["Say why."])[0], json.dumps({"tasks": tasks({1: [("", "Light.")]})})),
    ]
    for found, text in cases:
        within, beyond = text.rindex('"') - 1, text.rindex('"') + 1
        assert [_cut(each) for each in found(text[:within])][-1] == "endpoint"
        assert [_cut(each) for each in found(text[:beyond])][-1] == ""


def _cut(found: Proposal | Draft) -> str:
    return found.drafts[0].cut if isinstance(found, Proposal) and found.drafts else found.cut


def test_reasoning_in_a_string_is_no_output() -> None:
    """A grammar leaves a model no other place to think aloud."""
    said = {"number": 1, "instances": [{"input": "<think>a</think>b", "output": "<think>\nc\n</think>\n\nd"}]}
    assert instantiate(json.dumps({"tasks": [said]})) == [[("b", "d")]]
    said["instances"] = [{"input": "", "output": "<think>\nc"}]
    assert instantiate(json.dumps({"tasks": [said]})) == [[("", "")]]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("form", ["{}", "```json\n{}\n```", "Sure:\n{}", "<think>a</think>{}"])
def test_json_that_was_written_twice_is_read(form: str, indent: int | None) -> None:
    for answer, read in (
        ({"instructions": ['Say "a".', "Sing:\n1. la"]}, lambda text: propose(text)),
        ({"tasks": tasks({1: [("a", 'b "c"\nd')]})}, lambda text: instantiate(text)),
    ):
        once = json.dumps(answer, indent=indent)
        twice = json.dumps(once)
        assert read(form.format(twice)) == read(form.format(twice[1:-1])) == read(once) != []


@given(st.data())
def test_verdicts_count_for_their_number(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 20))
    verdicts = data.draw(st.dictionaries(st.integers(-1, count + 5), st.booleans()))
    assume(0 not in verdicts and (1 in verdicts or max(verdicts, default=0) <= count))
    items = [{"number": number, "is_classification": verdict} for number, verdict in verdicts.items()]
    found = classify(json.dumps({"answers": items}), count)
    assert found == [verdicts.get(number) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("answers", "verdicts"),
    [
        ([{"number": "1", "is_classification": "yes"}, {"number": 2, "is_classification": "No."}], [True, False]),
        ([{"number": 1, "is_classification": True}, {"number": 1, "is_classification": False}], [None, None]),
        ([{"is_classification": True}, {"is_classification": False}], [True, False]),
        ([{"is_classification": True}], [None, None]),
        ([{"number": 1, "is_classification": 1}, {"number": 2, "is_classification": None}], [None, None]),
        ([{"number": True, "is_classification": True}, [{"number": 2}], "yes", None, 3], [None, None]),
        ([{"number": 1}, {"number": [2], "is_classification": {"yes": True}}], [None, None]),
        ({"1": "yes", "2": "no"}, [True, False]),
        ("1. yes\n2. no", [None, None]),
    ],
)
def test_verdicts_that_do_not_keep_to_the_schema(answers: object, verdicts: Verdicts) -> None:
    assert classify(json.dumps({"answers": answers}, indent=1), 2) == verdicts


def test_a_cut_number_is_no_number() -> None:
    assert classify('{"answers":[{"is_classification":true,"number":2},{"is_classification":true,"number":1', 12) == [
        None, True, *[None] * 10
    ]  # fmt: skip


@given(
    st.dictionaries(st.integers(1, 5), st.lists(st.tuples(TEXTS, OUTPUTS), max_size=3)),
    st.sampled_from(INSTANCES),
    st.sampled_from([None, 2]),
)
def test_instances_are_read_back(answer: dict[int, Pairs], step: WriteInstances, indent: int | None) -> None:
    assume(1 in answer or 5 not in answer)
    text = json.dumps({"tasks": tasks(answer)}, indent=indent)
    assert instantiate(text, 4, step) == [answer.get(number, []) for number in range(1, 5)]


@pytest.mark.parametrize("spelling", ["", " ", "none", "None.", "<noinput>", "N/A", "-", None])
def test_no_input_in_any_spelling_is_empty(spelling: str | None) -> None:
    assert instantiate(json.dumps({"tasks": [{"number": 1, "instances": [{"input": spelling, "output": "3"}]}]})) == [
        [("", "3")]
    ]


def test_no_input_is_spelt_in_the_language() -> None:
    for code in LANGUAGES.names():
        (step, _) = (each for each in build_recipe("self-instruct", find_language(code), 1).works_on[1:])
        assert isinstance(step, WriteInstances)
        language = find_language(code)
        for spelling in (language.markers.nothing, *language.no_input_in_brackets):
            assert instantiate(json.dumps({"tasks": tasks({1: [(f"（{spelling}）", "3")]})}), 1, step) == [[("", "3")]]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([{"number": "2", "instances": [{"output": "a"}]}], [[], [("", "a")]]),
        ([{"instances": [{"input": "", "output": "a"}]}], [[], []]),
        ([{"number": 1, "instances": {"input": "", "output": "a"}}], [[], []]),
        ([{"number": 1, "instances": [{"input": "a"}, {"input": "b", "output": None}, "c", ["d"]]}], [[], []]),
        ([{"number": 1, "instances": [{"input": 3, "output": "a"}, {"input": ["b"], "output": "b"}]}],
         [[("3", "a"), ('["b"]', "b")], []]),
        ([{"number": 1, "instances": [{"input": "3", "output": 3}, {"input": "", "output": ["4"]}]}],
         [[("3", "3"), ("", '["4"]')], []]),
        ([{"task": 2, "instances": [{"label": "a", "Input": "b"}]}], [[], [("b", "a")]]),
        ([{"task": "Task 1", "input": "b", "output": "a"}, {"number": 2, "instances": [{"输入": "d", "输出": "c"}]}],
         [[("b", "a")], [("d", "c")]]),
        ([{"number": 2, "instances": [{"output": "a"}]}, {"number": 2, "instances": [{"output": "b"}]}], [[], []]),
        ([[{"number": 1, "instances": [{"output": "a"}]}], 1, None, "[Output]\na"], [[], []]),
        ({"number": 1, "instances": [{"output": "a"}]}, [[], []]),
    ],
)  # fmt: skip
def test_instances_that_do_not_keep_to_the_schema(said: object, found: list[Pairs]) -> None:
    assert instantiate(json.dumps({"tasks": said}), 2) == found


def test_the_only_task_needs_no_number() -> None:
    assert instantiate('{"tasks": [{"instances": [{"input": "a", "output": "b"}]}]}') == [[("a", "b")]]


@pytest.mark.parametrize("step", INSTANCES)
@given(answer=st.dictionaries(st.integers(1, 3), st.lists(st.tuples(TEXTS, OUTPUTS), max_size=2), min_size=1))
def test_instances_before_a_cut_are_never_lost(step: WriteInstances, answer: dict[int, Pairs]) -> None:
    """And one draft of a cut completion is marked so."""
    text, whole = '{"tasks":[', []
    for number, instances in answer.items():
        text += f'{{"number":{number},"instances":['
        for pair in instances:
            members = list(zip(("input", "output"), pair, strict=True))
            text += json.dumps(dict(members[::-1] if step.output_first else members), ensure_ascii=False)
            whole.append((number, pair, len(text)))
            text += ","
        text = text.removesuffix(",") + "]},"
    for end in range(len(text)):
        found = drafts(step, text[:end], ["Sing."] * 3, "length")
        for number, each in enumerate(found, 1):
            before = [pair for task, pair, place in whole if task == number and place <= end]
            assert [(draft.input, draft.output) for draft in each][: len(before)] == before
        begun = sum(map(len, found)) - sum(place <= end for *_, place in whole)
        assert begun in (0, 1)
        assert sum(bool(draft.cut) for each in found for draft in each) == any(found)


@pytest.mark.parametrize(
    ("text", "step", "found"),
    [
        ('{"number": 1, "instances": [{"input": "a", "outp', INPUT_FIRST, []),
        ('{"number": 1, "instances": [{"input": "a", "output": "b\\n', INPUT_FIRST, [("a", "b")]),
        ('{"number": 1, "instances": [{"output": "good", "inp', OUTPUT_FIRST, [("", "good")]),
        ('{"number": 1, "instances": [{"output": "good", "input": "The be', OUTPUT_FIRST, [("The be", "good")]),
        ('{"number": 1, "instances": [{"output": "good", "input": "The "b""}', OUTPUT_FIRST, [('The "b"', "good")]),
    ],
)
def test_of_an_instance_that_is_cut_there_is_what_was_written(text: str, step: WriteInstances, found: Pairs) -> None:
    assert instantiate('{"tasks": [' + text, 1, step, cut=True) == [found]


WHOLE = json.dumps(
    {
        "instructions": ['Sing "la".', "Écris."],
        "answers": [{"number": 1, "is_classification": True}],
        "tasks": tasks({1: [("a", "b")], 2: [("{c}", '["d"]')]}),
    }
)


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(WHOLE)),
            st.integers(0, 9),
            st.sampled_from([*'"\\{}[],:1\n\x00', "null", "[[", '"}', "```", "</think>", "\\ud800", '{"tasks":[']),
        ),
        max_size=5,
    ),
    st.integers(0, len(WHOLE)),
    st.booleans(),
)
def test_mangled_answers_give_what_can_be_read(edits: list[tuple[int, int, str]], end: int, cut: bool) -> None:
    text = WHOLE
    for at, length, put in edits:
        text = text[:at] + put + text[at + length :]
    text = text[: end or None]
    assert all(each and each == each.strip() for each in propose(text))
    assert set(classify(text, 3)) <= {True, False, None}
    for step in INSTANCES:
        found = drafts(step, text, ["Sing."] * 3, "length" if cut else "stop")
        marked = sum(bool(draft.cut) for each in found for draft in each)
        assert marked == any(found) if cut else marked <= 1
        assert all("\ud800" not in draft.output for each in found for draft in each)


def test_a_label_before_an_output_is_none_of_it() -> None:
    said = json.dumps({"tasks": [{"number": 1, "instances": [{"input": "1 + 2", "output": "**Answer:** 3"}]}]})
    assert instantiate(said) == [[("1 + 2", "3")]]


PROSE = [
    "The harbour lies on the coast of Liguria and is deep.",
    "Ships bring oil and grain there from all sides.",
]
SHORT = "The pier was built of stone by the people who lived the"


@pytest.mark.parametrize(
    ("outputs", "is_cut"),
    [
        ([*PROSE, SHORT], True),
        ([PROSE[0], "yes", PROSE[1], "x = 1", SHORT], True),
        ([*PROSE, SHORT + "re."], False),
        ([*PROSE, "Genoa"], False),
        ([*PROSE, "The Old Harbour of the People of Genoa"], False),
        ([*PROSE, "- a rope as long as the pier\n- a lamp"], False),
        ([*PROSE, "The sum of all that was paid for the pier is 12"], False),
        ([PROSE[0], SHORT], False),
        ([SHORT, *PROSE, SHORT], False),
        ([*PROSE, SHORT, PROSE[0]], False),
    ],
)
def test_a_string_that_was_closed_for_its_writer(outputs: list[str], is_cut: bool) -> None:
    instruction = "Describe the pier of Genoa."
    numbered: list[dict[str, Any]] = [
        {"number": at, "instances": [{"input": "", "output": each}]} for at, each in enumerate(outputs, 1)
    ]
    found = drafts(INPUT_FIRST, json.dumps({"tasks": numbered}), [instruction] * len(outputs))
    assert [draft.cut for (draft,) in found] == [""] * (len(outputs) - 1) + ["endpoint" * is_cut]
    whole = [{"instruction": instruction, "input": "", "output": each} for each in outputs]
    step = build_recipe("alpaca", LANGUAGE, 1).proposes
    proposed = [each.drafts or () for each in proposals(step, json.dumps({"tasks": whole}))]
    assert [draft.cut for (draft,) in proposed] == [draft.cut for (draft,) in found]


def test_a_letter_may_end_without_a_mark() -> None:
    members: list[dict[str, Any]] = [
        {"number": at, "instances": [{"input": "", "output": each}]} for at, each in enumerate([*PROSE, SHORT], 1)
    ]
    found = drafts(INPUT_FIRST, json.dumps({"tasks": members}), ["Say it."] * 2 + ["Write a letter to Ann."])
    assert not found[-1][0].cut
