"""Marks of turns and of reasoning in texts to import: taken off, or the task is left out; sound texts stay."""

from pathlib import Path

import pytest

from selfinstruct.core.errors import LeftOut
from selfinstruct.core.values import Instance, Task
from selfinstruct.datafiles.chat_marks import without_chat_marks
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.datafiles.tally import Tally

Q, A = "Name a sea bird that dives.", "A gannet dives."

TEMPLATE = (
    "Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n"
)

VICUNA = "A chat between a curious user and an artificial intelligence assistant. The assistant gives polite answers."


def _task(instruction: str = Q, output: str = A, given: str = "") -> Task:
    return Task("", instruction, False, (Instance(given, output),), "")


@pytest.mark.parametrize(
    "output",
    [
        f"{A}<|im_end|>",
        f"{A} <|endoftext|>",
        f"<s> {A}</s>",
        f"{A}<end_of_turn>\n",
        f"<think>\n\n</think>\n\n{A}",
        f"Gannets dive, I recall.\n</think>\n\n{A}",
        f"{A}<|im_end|>\n<|im_start|>user\nThanks!<|im_end|>\n<|im_start|>assistant\nWelcome.",
        f"{A}\n### Human: And a gull?\n### Assistant: No.",
    ],
)
def test_what_is_not_said_in_an_answer_is_taken_off(output: str) -> None:
    assert without_chat_marks(_task(output=output)) == _task()


@pytest.mark.parametrize(
    "instruction",
    [
        f"Human: {Q}\n\nAssistant:",
        f"\n\nHuman: {Q}\n\nAssistant: ",
        f"### Instruction:\n{Q}\n\n### Response:\n",
        f"[Round 1]\n\n问：{Q}\n\n答：",
        f"{TEMPLATE}### Instruction:\n{Q}\n\n### Response:",
        f"{VICUNA} USER: {Q} ASSISTANT:",
        f"下面是一个描述任务的指令，请写回答。\n\n### 指令：\n{Q}\n\n### 回答：",
        f"Q: {Q}\nA:",
        f"### Question: {Q}\n\n### Answer:",
        f"<human>: {Q}\n<bot>:",
    ],
)
def test_what_asks_a_model_to_go_on_is_taken_off(instruction: str) -> None:
    assert without_chat_marks(_task(instruction)) == _task()


def test_of_a_template_the_input_is_taken() -> None:
    text = f"{TEMPLATE}### Instruction:\n{Q}\n\n### Input:\nIn Wales.\n\n### Response:\n"
    assert without_chat_marks(_task(text)) == _task(given="In Wales.")
    assert without_chat_marks(_task(text.replace("In Wales.", ""))) == _task()
    assert without_chat_marks(_task(f"Task: {Q}\nInput: In Wales.\nOutput:")) == _task(given="In Wales.")


def test_a_ruler_goes_with_the_word_that_ends_the_answer() -> None:
    assert without_chat_marks(_task(f"{Q}\n\n###\n\n", f" {A} END")) == _task(output=f" {A}")
    assert without_chat_marks(_task(output="THE END")) == _task(output="THE END")


@pytest.mark.parametrize(
    "task",
    [
        _task("Human:你好\nAssistant:你好\nHuman:再问\nAssistant:"),
        _task("[Round 1]\n\n问：你好\n\n答：你好。\n\n[Round 2]\n\n问：再问\n\n答："),
        _task(f"[INST] {Q} [/INST]"),
        _task(f"{TEMPLATE}### Instruction:\n{Q}\n\n### Response: Let us think."),
        _task(f"{VICUNA} {Q}"),
        _task(f"SYSTEM: Be brief.\nUSER: {Q}\nASSISTANT:"),
        _task("Q: A gull?\nA: No.\nQ: A tern?\nA:"),
        _task("USER: A gull? ASSISTANT: No. USER: A tern? ASSISTANT:"),
        _task(f"<image>\n{Q}"),
        _task(f"{Q}\n<image>"),
        _task(given=f"<video>{Q}"),
        _task(f"{Q}<|im_end|>"),
        _task(given="tern<|eot_id|>"),
        _task(output=f"{A}\n\nHuman: And a gull?\n\nAssistant: No."),
        _task(output=f"{A}\n\n### Instruction:\nAnd a gull?\n\n### Response:\nNo."),
    ],
)
def test_what_cannot_be_taken_off_is_left_out(task: Task) -> None:
    with pytest.raises(LeftOut):
        without_chat_marks(task)


@pytest.mark.parametrize(
    "task",
    [
        _task("What does <|im_end|> stand for in a chat template?", "The token `<|im_end|>` ends a turn."),
        _task("What does the tag <think> do?", "Models write <think> before they reason."),
        _task("Write a dialogue of two.", "Hello.\n\nHuman: Hi.\n\nAssistant: Hello!"),
        _task("Human: an animal?\nAnswer yes or no."),
        _task("Go on with this.\nHuman: Hi!\nAssistant:", "Hello!"),
        _task("问：海鸟会潜水吗？"),
        _task("Name the fault.\nAnswer:"),
        _task("Question: does it dive?"),
        _task("Use the element <image> once.\n<image>\n</image>"),
        _task("List two questions with answers.", "问：甲？\n\n答：乙。"),
        _task("Show a fence.", "```\n<|im_end|>\n```"),
        _task("Strike it.", "a <s>gull</s> gannet"),
        _task("Write one message in ChatML.", "<|im_start|>user\\nHello!<|im_end|>"),
        _task(output="  def f():\r\n    pass\n"),
        _task(output="Human: a being. Assistant: a helper."),
        _task("Write a heading.", "### Instructions\n\nDive.\n\n### Responses\n\nNone."),
    ],
)
def test_sound_texts_stay(task: Task) -> None:
    assert without_chat_marks(task) == task


def test_it_is_told(tmp_path: Path) -> None:
    file, tally = tmp_path / "in.csv", Tally()
    file.write_text(f"instruction,output\n{Q},{A}</s>\n[INST] {Q} [/INST],{A}\n", encoding="utf-8")
    first, second = read_tasks(file, tally, mending=True)
    assert first == _task()
    assert isinstance(second, LeftOut)
    assert tally.lines() == [
        f"left out: 1 task with tokens of a chat template in the question (first: {file}, line 3)",
        f"changed: texts with marks of turns or reasoning into texts without them, once (first: {file}, line 2)",
    ]
