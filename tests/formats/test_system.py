"""System messages: those that ask for something belong to the instruction."""

from dataclasses import replace

import pytest

from selfinstruct.core.values import Instance, Task
from selfinstruct.formats.conversations import read_conversation
from selfinstruct.formats.pairs import read_pair
from selfinstruct.formats.system import under_system

TASK = Task("", "Write a short poem.", False, (Instance("", "Yo ho."),), "")


@pytest.mark.parametrize(
    "message",
    [
        "Answer only in rhymes like a pirate.",
        "You are a pirate.",
        "You are a helpful assistant that answers only in rhymes.",
        "You are a helpful assistant. Answer in German.",
        "You are an assistant for Acme's billing department.",
        "Be brief.",
        "You are an AI assistant that helps people find recipes.",
        "You are ChatGPT.\nCurrent date: 2024-05-01\nAnswer in rhymes.",
        "You are an AI assistant. User will give you a task. Think step-by-step and justify your steps.",
        "你是一个诗人。",
        "你是一个乐于助人的助手，只用英文回答。",
    ],
)
def test_one_that_asks_for_something_comes_before_the_instruction(message: str) -> None:
    found = under_system(TASK, [f" {message}\n"])
    assert found.task.instruction == f"{message}\n\nWrite a short poem."
    assert found.changed == ("system messages into the beginning of the instruction",)
    assert not found.not_kept


@pytest.mark.parametrize(
    "message",
    [
        "You are a helpful assistant.",
        "You're a helpful, respectful and honest AI assistant!",
        "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.",
        "You are ChatGPT, a large language model trained by OpenAI.",
        "You are an AI assistant.",
        "You are an AI assistant that helps people find information.",
        "You are ChatGPT, a large language model trained by OpenAI, based on the GPT-3.5 architecture.\n"
        "Knowledge cutoff: 2023-10\nCurrent date: 2024-05-01",
        "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\nYou are a helpful assistant",
        "你是一个乐于助人的人工智能助手。",
        "你是智能助手",
    ],
)
def test_one_that_only_introduces_the_model_is_not_kept_and_told(message: str) -> None:
    found = under_system(TASK, [message])
    assert found.task == TASK
    assert found.not_kept == ("system messages that only introduce the model",)
    assert not found.changed


def test_the_day_is_kept_where_it_is_asked_for() -> None:
    task = replace(TASK, instruction="Which day comes after today?")
    assert under_system(task, ["Current date: 2024-05-01"]).task.instruction.startswith("Current date: 2024-05-01\n\n")


def test_a_message_that_repeats_itself_is_looked_at_once() -> None:
    message = "你是" + "大语言" * 10_000
    assert under_system(TASK, [message]).task.instruction.startswith(message)


@pytest.mark.parametrize("message", ["", " ", None, "None", "nan"])
def test_none_is_none(message: str | None) -> None:
    assert under_system(TASK, [message]).task == TASK


def test_it_is_found_in_messages_and_in_fields() -> None:
    asked, answered = {"role": "user", "content": "Sing."}, {"role": "assistant", "content": "La."}
    system = {"role": "system", "content": "Be brief."}
    found = [
        read_conversation({"messages": [system, asked, answered]}),
        read_conversation({"messages": [system | {"role": "developer"}, asked, answered]}),
        read_conversation({"messages": [asked, answered], "system": "Be brief."}),
        read_pair({"instruction": "Sing.", "output": "La.", "system": "Be brief."}),
        read_pair({"question": "Sing.", "response": "La.", "system_prompt": "Be brief."}),
    ]
    assert [task and task.instruction for task in found] == ["Be brief.\n\nSing."] * 5
