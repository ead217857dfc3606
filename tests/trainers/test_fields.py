"""How training scripts get at the fields of the data, reproduced as facts; the scripts themselves need a GPU."""

import json
from pathlib import Path
from typing import Any

import datasets
import pytest

from tests.trainers.conftest import Exported
from tests.trainers.templates import alpaca_prompt

languages = pytest.mark.parametrize("lang", ["zh", "en"])


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


@languages
@pytest.mark.parametrize("name", ["alpaca", "llama-factory"])
def test_stanford_alpaca(exported: Exported, lang: str, name: str) -> None:
    """train.py: json.load; one of two templates by `example.get("input", "") != ""`; output and the end of text."""
    path = exported(lang, name)
    with (path / "train.json" if path.is_dir() else path).open(encoding="utf-8") as file:
        examples = json.load(file)
    prompts = [alpaca_prompt(example) for example in examples]
    assert len({"### Input:" in prompt for prompt in prompts}) == 2
    assert all(
        f"### Instruction:\n{example['instruction']}\n" in p for example, p in zip(examples, prompts, strict=True)
    )
    assert all(isinstance(value, str) for example in examples for value in example.values())
    assert all(example["instruction"] and example["output"] for example in examples)


@languages
def test_belle(exported: Exported, lang: str) -> None:
    """sample_generator.py: turns of `from` human and assistant in turn, each with a text for its `value`."""
    for example in _lines(exported(lang, "belle-conversations")):
        assert isinstance(example["id"], str)
        said = [(sentence["from"].lower(), sentence["value"]) for sentence in example["conversations"]]
        assert [speaker for speaker, _ in said] == ["human", "assistant"] * (len(said) // 2)
        assert all(isinstance(value, str) and value for _, value in said)


@languages
def test_fastchat(exported: Exported, lang: str) -> None:
    """train.py: json.load; the roles human and gpt are mapped, and each must be the one whose turn it is."""
    with exported(lang, "sharegpt").open(encoding="utf-8") as file:
        raw_data = json.load(file)
    roles = {"human": "USER", "gpt": "ASSISTANT"}
    for example in raw_data:
        source = example["conversations"]
        assert roles[source[0]["from"]] == "USER"
        for number, sentence in enumerate(source):
            assert roles[sentence["from"]] == ("USER", "ASSISTANT")[number % 2]
            assert isinstance(sentence["value"], str)
            assert sentence["value"]


@languages
def test_chatglm_p_tuning(exported: Exported, tmp_path: Path, lang: str) -> None:
    """main.py: `load_dataset` by the extension; rows without prompt or response are left out; history by pairs."""
    path = exported(lang, "chatglm")
    extension = path.name.split(".")[-1]
    examples = datasets.load_dataset(
        extension, data_files={"train": str(path)}, split="train", cache_dir=str(tmp_path / "cache")
    )
    for query, answer, history in zip(examples["prompt"], examples["response"], examples["history"], strict=True):
        prompt = "".join(f"[Round {turn}]\n问：{old}\n答：{said}\n" for turn, (old, said) in enumerate(history))
        prompt += f"[Round {len(history)}]\n问：{query}\n答："
        assert prompt == f"[Round 0]\n问：{query}\n答："
        assert query
        assert answer


@languages
def test_llama_factory(exported: Exported, lang: str) -> None:
    """Its loader: a described file of a known type; instruction and input joined by a line end are the question.

    The package itself pins older versions of what other trainers need, so that it is not installed beside them.
    """
    folder = exported(lang, "llama-factory")
    described = json.loads((folder / "dataset_info.json").read_text(encoding="utf-8"))
    assert list(described) == ["selfinstruct_train", "selfinstruct_test"]
    merged = {row["prompt"] for row in _lines(exported(lang, "prompt-completion"))}
    for attributes in described.values():
        assert set(attributes) <= {"file_name", "formatting", "columns"}
        assert attributes["formatting"] in ("alpaca", "sharegpt")
        file = folder / attributes["file_name"]
        assert file.suffix in (".arrow", ".csv", ".json", ".jsonl", ".parquet", ".txt")
        columns = attributes["columns"]
        assert set(columns) == {"prompt", "query", "response"}
        for example in json.loads(file.read_text(encoding="utf-8")):
            question = "\n".join(example[columns[each]] for each in ("prompt", "query") if example[columns[each]])
            assert question in merged
            assert isinstance(example[columns["response"]], str)
            assert example[columns["response"]]


@languages
def test_openai_fine_tuning(exported: Exported, lang: str) -> None:
    """Its rules for chats: JSON lines in UTF-8, ten or more; known roles; an answer; no message without content."""
    path = exported(lang, "messages")
    assert path.suffix == ".jsonl"
    lines = path.read_bytes().decode("utf-8", errors="strict").splitlines()
    assert len(lines) >= 10
    for line in lines:
        example = json.loads(line)
        assert set(example) == {"messages"}
        assert any(message["role"] == "assistant" for message in example["messages"])
        for message in example["messages"]:
            assert set(message) == {"role", "content"}
            assert message["role"] in ("system", "user", "assistant")
            assert isinstance(message["content"], str)
            assert message["content"].strip()
