"""Yes or no: all spellings, and whose answer it is."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selfinstruct.languages import LANGUAGES
from selfinstruct.recipes import build_recipe
from selfinstruct.steps.classification import Classification
from tests.support.findings import verdicts

KNOWN = dict(LANGUAGES)
STEPS = {
    code: step
    for code, language in KNOWN.items()
    for step in build_recipe("self-instruct", language, 1).works_on
    if isinstance(step, Classification)
}

Verdicts = list[bool | None]

YES = {
    "en": (
        "yes|Yes.|YES!|**Yes**|`yes`|“Yes”|(yes)|True|classification|Yes, one of two labels.|"
        "yes - the labels are named|Yes: no text is composed|yes\n   no other answer fits|Write a poem? yes|"
        "Sort the mail: Yes|Sort the mail. Yes|Sort the mail → yes|Is it one? Yes.|Classification: yes|- yes|→ yes"
    ).split("|"),
    "zh": (
        "是|是。|**是**|“是”|（是）|【是】|是的|是，标签只有两个|对|属于分类任务|分类任务|yes|Yes。|True|"
        "是否为分类任务：是|是分类任务吗？是|判断好评差评：是。|分类任务→是"
    ).split("|"),
}
NO = {
    "en": (
        "no|No.|NO!|**No**|`no`|“No”|(no)|False|not a classification task|generation|"
        "No, the text is composed. Yes or no would not do.|no - the answer is free text|Write a poem: no|"
        "Write a poem → No|Is it one? No.|Classification: no|Classification task? No|- no"
    ).split("|"),
    "zh": (
        "否|否。|**否**|“否”|（否）|不是|不是分类任务|不属于|非分类任务|没有固定标签|否，答案要自己写|生成任务|no|"
        "No。|False|是否为分类任务：否|是分类任务吗？否|写一首诗：否|分类任务：否"
    ).split("|"),
}
UNUSABLE = {
    "en": ("|maybe|none of these|nothing|yesterday|notable|It depends.|unclear|Write a poem|n|?").split("|"),
    "zh": ("|也许|看情况|写一首诗|none|？|可能").split("|"),
}
CASES = [
    (code, answer, verdict)
    for verdict, answers in ((True, YES), (False, NO), (None, UNUSABLE))
    for code in KNOWN
    for answer in answers[code]
]
STYLES = (
    "{}. {}",
    "{}) {}",
    "({}) {}",
    "{}、{}",
    "{}： {}",
    "**{}.** {}",
    "Task {}: {}",
    "任务{}：{}",
    "- {}. {}",
    "{}.\n {}",
)


def parse(text: str, count: int, code: str = "en") -> Verdicts:
    return verdicts(STEPS[code], text, count)


@pytest.mark.parametrize(("code", "answer", "verdict"), CASES)
def test_every_spelling_is_read(code: str, answer: str, verdict: bool | None) -> None:
    assert parse(f"1. {answer}\n2. {answer}", 2, code) == [verdict, verdict]


@pytest.mark.parametrize("code", KNOWN)
def test_every_word_of_the_language_is_read(code: str) -> None:
    for verdict, words in ((True, KNOWN[code].yes), (False, KNOWN[code].no)):
        for word in words:
            assert [parse(f"1. {spelt}", 1, code) for spelt in (word, word.upper(), f"**{word}.**")] == [[verdict]] * 3


@given(st.sampled_from(sorted(KNOWN)), st.sampled_from(STYLES), st.data())
def test_answers_count_for_their_number(code: str, style: str, data: st.DataObject) -> None:
    """In any order, with some missing, some unusable, and some for numbers that were not asked for."""
    count = data.draw(st.integers(1, 20))
    answers = {True: YES[code], False: NO[code], None: UNUSABLE[code][:4]}
    given_to = data.draw(st.dictionaries(st.integers(0, count + 5), st.sampled_from([True, False, None])))
    lines = [style.format(number, data.draw(st.sampled_from(answers[each]))) for number, each in given_to.items()]
    chatter = data.draw(st.sampled_from(["", "Sure:\n\n", "<think>1. no\n2. yes</think>\n"]))
    text = chatter + "\n".join(data.draw(st.permutations(lines))) + "\n\nThose were all."
    wanted = [given_to.get(number) for number in range(1, count + 1)]
    assume(any(each is not None for each in wanted))
    assume(0 not in given_to and (1 in given_to or max(given_to) <= count))
    assert parse(text, count, code) == wanted


@pytest.mark.parametrize("first", [0, 1, 9])
def test_answers_that_count_otherwise(first: int) -> None:
    """From 0, or on after the prompt's: the numbers count if there is one for each task."""
    answers = [{"number": first + at, "is_classification": at == 0} for at in range(3)]
    in_text = "\n".join(f"{each['number']}. {'yes' if each['is_classification'] else 'no'}" for each in answers)
    for text in (in_text, json.dumps({"answers": answers})):
        assert parse(text, 3) == [True, False, False]
        assert parse(text, 4) == ([True, False, False, None] if first == 1 else [None] * 4)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. yes\n1. no\n2. no", [None, False]),
        ("1. yes\n1. Yes.\n2. no", [True, False]),
        ("yes\nno", [True, False]),
        ("Yes.\n\n**No**\n", [True, False]),
        ("- no\n- yes", [False, True]),
        ("yes\nmaybe", [True, None]),
        ("yes", [None, None]),
        ("yes\nno\nno", [None, None]),
        ("3. yes\n0. no", [None, None]),
        ('1. yes\n2. No, it wants {"answers": [{"number": 2, "is_classification": true}]}.', [True, False]),
        ("I am sorry, I can't help with that.", [None, None]),
        ("<think>1. yes\n2. no", [None, None]),
        ("", [None, None]),
    ],
)
def test_answers_that_contradict_or_cannot_be_told_apart(text: str, found: Verdicts) -> None:
    assert parse(text, 2) == found


@pytest.mark.parametrize(
    "text",
    [
        '{\n  "1": "no",\n  "2": "yes",\n  "3": "no"\n}',
        '{"1": false, "2": true, "3": false}',
        '{"Task 1": "No.", "Task 2": "Yes, one of two labels.", "Task 3": "No."}',
        '{"answers": {"1": false, "2": true, "3": false}}',
        '[{"number": 1, "is_classification": false}, {"number": 2, "is_classification": true},'
        ' {"number": 3, "is_classification": false}]',
        '[{"number": 1, "answer": "no"}, {"number": 2, "answer": "yes"}, {"number": 3, "answer": "no"}]',
        '{"answers": [{"number": 1, "classification": false}, {"number": 2, "classification": true},'
        ' {"number": 3, "classification": false}]}',
        "1 no\n2 yes\n3 no",
        "| 1 | no |\n| 2 | yes |\n| 3 | no |",
        "1, 否\n2, 是\n3, 否",
        "1 否。\n2 是。\n3 否。",
        "1\tfalse\n2\ttrue\n3\tfalse",
    ],
)
def test_answers_in_shapes_that_models_make_up(text: str) -> None:
    """A model that was told of no schema, or does not follow it."""
    assert parse(text, 3, "zh" if "否" in text else "en") == [False, True, False]


def test_a_plain_completion_goes_on_after_its_first_number() -> None:
    """As admission puts prompt and completion together."""
    completion = " yes\n2. no\n3. no\n\nTasks:\n1. Sing."
    assert parse("1.\n" + completion.partition(*STEPS["en"].stop(["a", "b", "c"]))[0], 3) == [True, False, False]


@given(st.sampled_from(sorted(KNOWN)), st.lists(st.booleans(), min_size=1, max_size=20))
def test_an_answer_in_text_says_what_it_says_in_json(code: str, given_to: list[bool]) -> None:
    step, shown = STEPS[code], ["Sing."] * len(given_to)
    answers = [{"number": number, "is_classification": each} for number, each in enumerate(given_to, 1)]
    answer = {"answers": answers}
    assert parse(step.in_text(shown, answer), len(given_to), code) == given_to
    assert parse(json.dumps(answer), len(given_to), code) == given_to


ANSWER = "Sure!\n\n1. yes\n2. **No**\n(3) 是。\n4、否\nno\n<think>\n</think>\n- yes: no\n"
NASTY = st.sampled_from(
    [*"\x00\x1b\x85\u200b\u200f\u202e\u2028\ufeff\ud800\udfff\r\n*_<>[(1２①十.:：？→", "İ", "\U0010ffff"]
)


@given(
    st.lists(st.sampled_from(ANSWER.split("\n")) | st.text(NASTY, max_size=5), max_size=30),
    st.sampled_from(["\n", "", " ", "\r\n"]),
    st.integers(0, 200),
    st.integers(0, 5),
)
def test_mangled_answers_give_a_verdict_or_none_for_each(pieces: list[str], joint: str, cut: int, count: int) -> None:
    for code in KNOWN:
        assert set(parse(joint.join(pieces)[:cut], count, code)) <= {True, False, None}


@pytest.mark.parametrize(
    "unit", ["1. yes\n", "yes\n", "1. ", "no:", "→", "：", "*", "是", "不", " ", "\r", "1. yes\n1. no\n"]
)
def test_repetition_does_no_harm(unit: str) -> None:
    """More than linear time would be seen at once: the test would not end."""
    for code in KNOWN:
        assert len(parse(unit * (200_000 // len(unit)), 2, code)) == 2
