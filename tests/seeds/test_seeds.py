"""Seed files: read as they are, checked, and the ones that come along."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.resources import seed_file
from selfinstruct.core.values import Hint, Instance, Task
from selfinstruct.languages import LANGUAGES, find_language
from selfinstruct.seeds.checking import check_seed_tasks
from selfinstruct.seeds.reading import read_seed_tasks
from tests.conftest import Command

SELF_INSTRUCT_LINE = {
    "id": "seed_task_4",
    "name": "rhyme",
    "instruction": "Find a word that rhymes.",
    "instances": [{"input": "moon", "output": "spoon"}, {"input": "hat", "output": "cat"}],
    "is_classification": False,
}


def test_json_lines_and_an_array_read_the_same(tmp_path: Path) -> None:
    other = SELF_INSTRUCT_LINE | {"id": "seed_task_5", "is_classification": True}
    lines, array = tmp_path / "a.jsonl", tmp_path / "b.json"
    lines.write_text(json.dumps(SELF_INSTRUCT_LINE) + "\r\n\n" + json.dumps(other), encoding="utf-8")
    array.write_text("\ufeff" + json.dumps([SELF_INSTRUCT_LINE, other], indent=2), encoding="utf-8")
    assert read_seed_tasks(lines) == read_seed_tasks(array)
    assert read_seed_tasks(lines)[0] == Task(
        "seed_task_4",
        "Find a word that rhymes.",
        is_classification=False,
        instances=(Instance("moon", "spoon"), Instance("hat", "cat")),
        origin="seed",
    )


@pytest.mark.parametrize("page", ["seeds.md", "seeds.zh.md"])
def test_the_example_of_the_page_is_a_seed_file(tmp_path: Path, page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    path = tmp_path / "seeds.jsonl"
    path.write_text(text.partition("```json\n")[2].partition("```")[0], encoding="utf-8")
    assert [(task.id, task.is_classification) for task in read_seed_tasks(path)] == [
        ("a1", False),
        ("a2", True),
        ("a3", False),
    ]


@pytest.mark.parametrize("output", ["", " \n", "\u200b"])
def test_an_instance_without_an_output_is_no_example(tmp_path: Path, output: str) -> None:
    whole = {"input": "moon", "output": "spoon"}
    for instances in ([{"input": "", "output": output}], [whole, {"input": "hat", "output": output}]):
        path = _seeds(tmp_path, SELF_INSTRUCT_LINE, SELF_INSTRUCT_LINE | {"id": "b", "instances": instances})
        with pytest.raises(InputError, match=r"line 2: an instance has an empty “output”; write one"):
            read_seed_tasks(path)


@pytest.mark.parametrize("none", [{}, {"id": None}, {"id": ""}])
def test_what_has_no_id_is_given_one(tmp_path: Path, none: dict[str, Any]) -> None:
    row = {name: value for name, value in SELF_INSTRUCT_LINE.items() if name != "id"} | none
    path = _seeds(tmp_path, row, row)
    assert [task.id for task in read_seed_tasks(path)] == ["seed_task_0", "seed_task_1"]
    path = _seeds(tmp_path, row | {"id": "seed_task_1"}, row)
    with pytest.raises(InputError, match="line 2: id 'seed_task_1' stands in line 1 already, and is given to what has"):
        read_seed_tasks(path)


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ({"instruction": "a", "input": "", "output": "b"}, "instruction, input, output"),
        ({"prompt": "a", "response": "b"}, "prompt, response"),
        ({"data": [SELF_INSTRUCT_LINE]}, "data"),
        ({"x" * 10_000: 1}, "x" * 40 + "…"),
        ({f"k{number}": 1 for number in range(25)}, ", ".join(f"k{number}" for number in range(20)) + ", and 5 more"),
    ],
)
def test_other_shapes_are_told_with_what_they_have_and_what_is_wanted(
    tmp_path: Path, row: dict[str, Any], fields: str
) -> None:
    with pytest.raises(InputError) as refused:
        read_seed_tasks(_seeds(tmp_path, row))
    assert f"; its fields are {fields}; write it as {{" in str(refused.value)


def test_seeds_check_refuses_what_a_run_would_refuse(tmp_path: Path, command: Command) -> None:
    done = command("seeds", "check", seed_file("zh"), "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search(r"only \d of 175 seed tasks are in English; choose the --lang they are in", done.stderr)


def _seeds(folder: Path, *rows: Any) -> Path:
    path = folder / "seeds.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_near_duplicates_inside_a_file_are_reported(tmp_path: Path, command: Command) -> None:
    rows = [
        {"id": name, "instruction": text, "instances": [{"input": "", "output": "……"}]}
        for name, text in (("a", "用一句话概括下面这段话。"), ("b", "判断对错。"), ("c", "请用一句话概括下面这段话"))
    ]
    path = tmp_path / "zh.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    done = command("seeds", "check", path)
    assert done.returncode == 0
    assert "Chinese" in done.stdout
    assert re.search(r"near-duplicates: 0\.\d\d  a ~ c", done.stdout)
    assert command("seeds", "check", path, "--strict").returncode == 1


def test_what_a_seed_file_says_does_not_play_with_the_terminal(tmp_path: Path, command: Command) -> None:
    odd = "a\x1b]0;owned\x07\x1b[2J\u202e"
    rows = [
        {"id": f"{odd}{number}", "instruction": f"{odd}Do it. [bold]", "instances": [{"input": "", "output": odd}]}
        for number in range(2)
    ]
    path = tmp_path / "seeds.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = command("seeds", "check", path)
    assert "a�]0;owned��[2J�0 ~ a" in done.stdout
    assert not any(char in done.stdout + done.stderr for char in "\x1b\x07\u202e")


@pytest.mark.parametrize("code", LANGUAGES.names())
def test_our_own_seeds_meet_every_rule(command: Command, code: str) -> None:
    done = command("seeds", "check", seed_file(code), "--strict")
    assert done.returncode == 0, done.stdout
    assert find_language(code).name in done.stdout
    assert "missed" not in done.stdout


def _missed(tasks: list[Task]) -> set[str]:
    return {finding.rule for finding in check_seed_tasks(tasks, find_language("en"), 0.7) if not finding.met}


def _instructed(tasks: list[Task], change: Callable[[str], str]) -> list[Task]:
    return [replace(task, instruction=change(task.instruction)) for task in tasks]


@pytest.mark.parametrize(("count", "instances"), [(1, "1"), (2, "1 to 2")])
def test_what_is_alike_everywhere_is_told_as_one_number(count: int, instances: str) -> None:
    seed = next(task for task in read_seed_tasks(seed_file("en")) if task.is_classification)
    tasks = [replace(seed, id=str(number), instances=seed.instances[: number + 1]) for number in range(count)]
    found = {each.rule: each.found for each in check_seed_tasks(tasks, find_language("en"), 0.7)}
    assert found["tasks in each category"] == f"{count} in 1 category"
    assert found["instances of each of those"] == instances
    length = find_language("en").size(seed.instruction)
    assert found["words in an instruction"] == str(length)


@pytest.mark.parametrize(
    ("given", "found", "missed"),
    [
        (0, "no category is given", ("20 tasks without a category",)),
        (19, "19 in 1 category", ("1 task without a category",)),
        (20, "20 in 1 category", ()),
    ],
)
def test_a_task_without_a_category_is_in_none(given: int, found: str, missed: tuple[str, ...]) -> None:
    tasks = [
        replace(task, hint=Hint("code" if at < given else ""))
        for at, task in enumerate(read_seed_tasks(seed_file("en"))[:20])
    ]
    (finding,) = (
        each for each in check_seed_tasks(tasks, find_language("en"), 0.7) if each.rule == "tasks in each category"
    )
    assert (finding.found, finding.missed, finding.met) == (found, missed, not missed)


@pytest.mark.parametrize("is_twice", [False, True])
def test_near_duplicates_are_told_at_the_very_top(command: Command, tmp_path: Path, is_twice: bool) -> None:
    seeds = Path(seed_file("zh")).read_text("utf-8").splitlines()[:3]
    again = json.dumps(json.loads(seeds[0]) | {"id": "again"}, ensure_ascii=False)
    (tmp_path / "seeds.jsonl").write_text("\n".join([*seeds, *[again][:is_twice]]) + "\n", encoding="utf-8")
    head = " ".join(command("seeds", "check", tmp_path / "seeds.jsonl").stdout.partition("What follows")[0].split())
    assert ("usable with --seeds; some are near-duplicates of each other" in head) == is_twice


@pytest.mark.parametrize(
    ("lang", "instruction", "is_far_off"),
    [
        ("en", "Write a haiku about the late train.", False),
        ("en", "Turn this into a sonnet for my boss's leaving do", False),
        ("en", "Write a poem about the shepherds of our village", True),
        ("zh", "写一副春联，公司前台贴", False),
        ("zh", "把这段话翻译成文言文", False),
        ("zh", "写一首诗，讲我们村的木匠", True),
    ],
)
def test_a_form_of_verse_is_no_far_off_place(lang: str, instruction: str, is_far_off: bool) -> None:
    words = find_language(lang).seed_words
    assert words
    assert bool(words.far_off.search(instruction)) == is_far_off


@pytest.mark.parametrize(("set_far_off", "found", "met"), [(8, "8", True), (9, "9", False), (17, "8.3", False)])
def test_a_share_just_beyond_its_limit_does_not_look_as_if_it_met_it(set_far_off: int, found: str, met: bool) -> None:
    seeds, count = read_seed_tasks(seed_file("en")), 100 if set_far_off < 10 else 204
    plain = [
        replace(seeds[0], instruction=f"Name a river, number {number}", instances=(Instance("", "Ob."),))
        for number in range(count)
    ]
    far_off = [replace(task, instruction=f"{task.instruction}, for the parish") for task in plain[:set_far_off]]
    every = far_off + plain[set_far_off:]
    (finding,) = (
        each
        for each in check_seed_tasks(every, find_language("en"), 0.7)
        if each.rule == "set in a village, a craft or the like, %"
    )
    assert (finding.found, finding.met) == (found, met)


def test_each_rule_is_missed_by_a_set_that_breaks_it() -> None:
    tasks = read_seed_tasks(seed_file("en"))
    labelled = [task for task in tasks if task.is_classification]
    code = [replace(task, hint=Hint("code")) for task in tasks]
    no_input = [replace(task, instances=(Instance("", "Yes, of course."),)) for task in tasks]
    gap = replace(tasks[0], instances=(Instance("[insert text]", "a"), Instance("b", "c")))
    long = replace(tasks[0], instruction="very " * 150 + "long")
    assert _missed(tasks) == set()
    assert "seed tasks" in _missed(tasks[1:])
    assert "tasks in each category" in _missed(code)
    assert "classification tasks, %" in _missed([replace(task, is_classification=False) for task in tasks])
    one_label = [replace(task, instances=task.instances[:1]) for task in labelled]
    assert "instances of each of those" in _missed(one_label)
    assert {"tasks with an input, %", *(f"tasks with an output of {size} words or more" for size in (60, 300))} <= (
        _missed(no_input)
    )
    assert "instructions with a question mark, %" in _missed(_instructed(tasks, "{}?".format))
    assert "different first words" in _missed(_instructed(tasks, "Please {}".format))
    few = tasks[:20]
    assert "requests without a full stop, as people type" in _missed(_instructed(few, "{}.".format))
    assert "inputs that no word announces" in _missed(_instructed(few, lambda _: "Who was it?"))
    assert "words of a dataset, not of a person" in _missed(_instructed(few, "{} The input is short.".format))
    assert "limits of length or form, %" in _missed(_instructed(few, "{} At most 20 words.".format))
    assert "set in a village, a craft or the like, %" in _missed(_instructed(few, "{} It is for the parish.".format))
    passage = "\n".join(("word " * 30, "Is it so?"))
    repeated = replace(tasks[0], instances=(Instance(passage, "a"), Instance(passage, "b")))
    assert "passages that stand in two inputs" in _missed([repeated, *few])
    assert "words in an instruction" in _missed([long, *tasks[1:]])
    assert "words in an output" in _missed([replace(tasks[0], instances=(Instance("", ""),)), *tasks[1:]])
    assert "placeholders in inputs" in _missed([gap, *tasks[1:]])
    twice = _missed([replace(tasks[1], id="again"), *tasks[1:]])
    assert {"near-duplicates", "highest ROUGE-L of two"} <= twice
    assert "mean of each one's highest" in _missed(tasks + [replace(task, id=f"{task.id} again") for task in tasks])


@pytest.mark.parametrize(
    ("code", "found", "not_found"),
    [
        ("en", "What does this traceback mean?", "What do I owe?"),
        ("en", "fix the grammar in the email below", "Am I free this evening?"),
        ("en", "Tidy up my meeting notes", "Label the customer's feeling."),
        ("zh", "下面这封邮件帮我改得客气一点", "我该付多少钱？"),
        ("zh", "这段报错是什么意思", "今天晚上吃什么"),
    ],
)
def test_an_instruction_says_that_something_comes_with_it(code: str, found: str, not_found: str) -> None:
    words = find_language(code).seed_words
    assert words is not None
    assert words.announces_input.search(found)
    assert not words.announces_input.search(not_found)


def test_of_a_set_that_repeats_itself_not_every_pair_is_listed() -> None:
    tasks = [replace(read_seed_tasks(seed_file("en"))[0], id=f"{number}") for number in range(100)]
    found = {finding.rule: finding for finding in check_seed_tasks(tasks, find_language("en"), 0.7)}
    near = found["near-duplicates"]
    assert (near.found, len(near.missed), near.missed[-1]) == ("4950", 1001, "and 3,950 more")
    assert found["highest ROUGE-L of two"].found == "1.00"


@pytest.mark.parametrize(
    ("name", "separator", "encoding"), [("a.csv", ",", "utf-8"), ("a.csv", ";", "utf-8-sig"), ("a.tsv", "\t", "utf-8")]
)
def test_a_table_is_read_as_in_an_import(tmp_path: Path, name: str, separator: str, encoding: str) -> None:
    rows = [
        ("instruction", "input", "output"),
        ("Block my card", "", "It is blocked"),
        ("A complaint?", "so slow", "yes"),
        ("A complaint?", "thank you", "no"),
    ]
    (tmp_path / name).write_text("".join(f"{separator.join(row)}\n" for row in rows), encoding=encoding)
    tasks = read_seed_tasks(tmp_path / name)
    assert [(task.id, task.origin, task.instruction, len(task.instances)) for task in tasks] == [
        ("seed_task_0", "seed", "Block my card", 1),
        ("seed_task_1", "seed", "A complaint?", 2),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("instruction,output\nSort it.\n", "a.csv, line 2: has 1 field, and the first line names 2"),
        ("ticket,reply\nSlow.,Sorry.\n", "a.csv, line 2: not a task in any known shape; its fields are ticket, reply"),
        ("instruction,output\n", "a.csv: holds no seed tasks"),
        ("instruction,output\nSort it., \n", "a.csv: “Sort it.”: an instance has an empty “output”"),
    ],
)
def test_a_table_that_is_of_no_use_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(told)):
        read_seed_tasks(tmp_path / "a.csv")


@pytest.mark.parametrize("count", [3, 12, 60])
def test_of_a_small_set_no_more_is_wanted_than_it_can_have(count: int) -> None:
    ours = [replace(task, hint=Hint()) for task in read_seed_tasks(seed_file("en"))]
    found = {each.rule: each for each in check_seed_tasks(ours[:count], find_language("en"), 0.7)}
    assert found["tasks in each category"].found == "no category is given"
    wanted = [int(each.wanted.split()[2]) for each in found.values() if each.wanted.startswith("at least ")]
    assert len(wanted) == 4
    assert max(wanted) <= count
