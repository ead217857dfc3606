"""The OpenAI wire format: every shape of answer that endpoints give is read, what is none is told apart."""

import json
from contextlib import suppress
from dataclasses import astuple
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core import wire
from selfinstruct.core.errors import Unavailable
from selfinstruct.core.values import Completion, Usage

COUNTS = st.integers(0, 2**53 - 1)
WORDS = [
    "choices", "message", "content", "refusal", "text", "finish_reason", "model", "usage",
    "prompt_tokens", "completion_tokens", "prompt_tokens_details", "cached_tokens",
]  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=3)
NESTED = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
)
CHOICE = st.fixed_dictionaries({}, optional={"message": NESTED, "text": NESTED, "finish_reason": NESTED})
ANY_SHAPE = NESTED | st.fixed_dictionaries(
    {"choices": st.lists(CHOICE, max_size=2)}, optional={"usage": NESTED, "model": NESTED}
)


def _chat(message: dict[str, Any], **more: Any) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": "stop"}
    return json.dumps({"id": "x", "model": "m", "choices": [choice], **more}).encode()


def _text(body: bytes) -> str:
    return wire.read(body).text


def test_a_chat_answer_is_read() -> None:
    usage = {
        "prompt_tokens": 30,
        "completion_tokens": 20,
        "prompt_tokens_details": {"cached_tokens": 25},
        "completion_tokens_details": {"reasoning_tokens": 12},
    }
    assert wire.read(_chat({"content": "Hi 你好"}, usage=usage)) == Completion(
        "Hi 你好", "stop", Usage(30, 20, 25, 12), "m"
    )


def test_a_plain_completion_is_read() -> None:
    body = b'{"model": "m", "choices": [{"text": " 1. Sing", "finish_reason": "length"}]}'
    assert wire.read(body) == Completion(" 1. Sing", "length", Usage(), "m")


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}, "ab"),
        ({"content": [{"type": "image", "url": "x"}, {"type": "text", "text": "b"}]}, "b"),
        ({"content": []}, ""),
        ({"content": None}, ""),
        ({}, ""),
        ({"content": None, "refusal": "I will not."}, "I will not."),
        ({"content": "", "refusal": "I will not."}, "I will not."),
        ({"content": "Sure.", "refusal": None}, "Sure."),
        ({"content": "Sure.", "reasoning_content": "Let me think."}, "Sure."),
        ({"content": None, "tool_calls": []}, ""),
    ],
    ids=str,
)
def test_whatever_shape_a_message_has_what_it_says_is_read(message: dict[str, Any], text: str) -> None:
    assert _text(_chat(message)) == text


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        {"prompt_tokens": None, "completion_tokens": None},
        {"prompt_tokens": "many", "completion_tokens": 2.5},
        {"prompt_tokens": -1, "completion_tokens": 10**30},
        {"prompt_tokens_details": None, "completion_tokens_details": None},
        {"prompt_tokens_details": {"cached_tokens": None}},
        {"prompt_tokens_details": "none", "completion_tokens_details": [1]},
        "many",
        [1],
    ],
    ids=str,
)
def test_tokens_that_are_not_told_count_as_none(usage: object) -> None:
    assert wire.read(_chat({"content": "Hi"}, usage=usage)).usage == Usage()


def test_no_more_tokens_are_cached_than_the_prompt_has_or_the_bill_would_be_negative() -> None:
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 5000}}
    usage["completion_tokens_details"] = {"reasoning_tokens": 99}
    assert wire.read(_chat({"content": "Hi"}, usage=usage)).usage == Usage(10, 5, 10, 5)


def test_what_only_the_total_counts_is_of_the_completion() -> None:
    usage: dict[str, object] = {"prompt_tokens": 100, "completion_tokens": 100, "total_tokens": 5200}
    usage["completion_tokens_details"] = {"reasoning_tokens": 5000}
    assert wire.read(_chat({"content": "Hi"}, usage=usage)).usage == Usage(100, 5100, 0, 5000)
    usage["total_tokens"] = 150
    assert wire.read(_chat({"content": "Hi"}, usage=usage)).usage == Usage(100, 100, 0, 100)


@pytest.mark.parametrize(
    "message",
    [
        {"content": f"<think>{'a' * 23}</think>\n{'b' * 12}" + "c"},
        {"content": "b" * 14, "reasoning_content": "a" * 38},
        {"content": "b" * 14, "reasoning": "a" * 38},
    ],
)
def test_reasoning_that_is_not_counted_is_estimated_by_its_share(message: dict[str, object]) -> None:
    usage = {"prompt_tokens": 10, "completion_tokens": 52}
    assert wire.read(_chat(message, usage=usage)).usage == Usage(10, 52, 0, 38)
    told = usage | {"completion_tokens_details": {"reasoning_tokens": 7}}
    assert wire.read(_chat(message, usage=told)).usage == Usage(10, 52, 0, 7)


def test_an_answer_that_names_no_model_has_none() -> None:
    assert wire.read(b'{"choices": [{"text": "Hi"}]}').model == ""


def test_lone_surrogates_are_replaced_wherever_they_stand() -> None:
    body = json.dumps({"model": "m\ud800", "choices": [{"text": "a\udfffb", "finish_reason": "s\ud800"}]}).encode()
    assert wire.read(body) == Completion("a\ufffdb", "s\ufffd", Usage(), "m\ufffd")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>502 Bad Gateway</html>",
        b'{"choices": [{"message": {"content": "half',
        b"\xff\xfe\x00",
        b"null",
        b"7",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": null}',
        b'{"choices": [null]}',
        b'{"choices": [{}]}',
        b'{"choices": [{"message": null}]}',
        b'{"choices": [{"message": {"content": 7}}]}',
        b'{"choices": [{"message": {"content": {"text": "no"}}}]}',
        b'{"choices": [{"message": {"content": [{"text": 7}]}}]}',
        b'{"error": {"message": "busy"}}',
        b"[" * 100_000,
    ],
    ids=lambda body: repr(body[:40]),
)
def test_what_holds_no_completion_is_worth_asking_again(body: bytes) -> None:
    with pytest.raises(Unavailable, match="not in the OpenAI format") as raised:
        wire.read(body)
    assert (raised.value.cause, raised.value.perhaps_billed) == ("garbled answer", True)
    assert len(str(raised.value)) < 500


@given(st.one_of(st.binary(), ANY_SHAPE.map(lambda value: json.dumps(value).encode())))
def test_any_body_is_read_or_told_apart(body: bytes) -> None:
    with suppress(Unavailable):
        completion = wire.read(body)
        for text in (completion.text, completion.finish_reason, completion.model):
            text.encode("utf-8")
        assert min(astuple(completion.usage)) >= 0


@given(text=st.text(), finish_reason=st.text(min_size=1), prompt=COUNTS, completion=COUNTS, model=st.text())
def test_what_is_written_is_read_back(text: str, finish_reason: str, prompt: int, completion: int, model: str) -> None:
    usage = Usage(prompt, completion)
    assert wire.read(wire.write(text, finish_reason, usage, model)) == Completion(text, finish_reason, usage, model)


def test_a_half_character_does_not_keep_an_answer_from_being_written() -> None:
    assert _text(wire.write("a\ud800b", "stop", Usage(), "m")) == "a?b"


def test_a_refused_prompt_has_a_body_that_says_so_and_costs_nothing() -> None:
    read = wire.read(wire.refusal("The prompt was filtered", "m"))
    assert read == Completion("The prompt was filtered", wire.PROMPT_REFUSED, Usage(), "m")
