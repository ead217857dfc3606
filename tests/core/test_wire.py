"""The OpenAI wire format: every shape of answer that endpoints give is read, what is none is told apart."""

import json
from contextlib import suppress
from dataclasses import astuple
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selfinstruct.core import wire
from selfinstruct.core.endings import is_broken
from selfinstruct.core.errors import Unavailable
from selfinstruct.core.values import Completion, Usage

COUNTS = st.integers(0, 10**7)
WORDS = [
    "choices", "message", "content", "refusal", "text", "finish_reason", "model", "usage",
    "prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details", "cached_tokens", "type", "delta",
    "error", "native_finish_reason", "provider_specific_fields", "matched_stop", "reasoning", "reasoning_details",
]  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=3)
NESTED = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
)
CHOICE = st.fixed_dictionaries({}, optional={"message": NESTED, "text": NESTED, "finish_reason": NESTED})
THINKING = {"type": "thinking", "thinking": [{"type": "text", "text": "a"}]}
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
        (
            {
                "content": [
                    {"type": "thinking", "thinking": [{"type": "text", "text": "a"}]},
                    {"type": "text", "text": "b"},
                ]
            },
            "b",
        ),
        ({"content": [{"type": "reasoning", "text": "a"}, {"text": "b"}]}, "b"),
        ({"content": [{"type": "output_text", "text": "b"}]}, "b"),
        ({"content": None, "refusal": "I will not."}, "I will not."),
        ({"content": "", "refusal": "I will not."}, "I will not."),
        ({"content": "Sure.", "refusal": None}, "Sure."),
        ({"content": "Sure.", "reasoning_content": "Let me think."}, "Sure."),
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
        {"prompt_tokens": 10**7 + 1, "completion_tokens": 2**53 - 1, "total_tokens": 2**63},
        {"prompt_tokens": True, "completion_tokens": False, "total_tokens": -5},
        {"prompt_tokens": float("nan"), "completion_tokens": float("inf"), "total_tokens": 1e300},
        {"prompt_tokens": "1e3", "completion_tokens": "٣", "total_tokens": "-2"},
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


@pytest.mark.parametrize(
    ("usage", "read"),
    [
        ({"prompt_tokens": 12.0, "completion_tokens": "7"}, Usage(12, 7)),
        ({"input_tokens": 12, "output_tokens": 7}, Usage(12, 7)),
        ({"prompt_tokens": 12, "completion_tokens": 7, "prompt_cache_hit_tokens": 8}, Usage(12, 7, 8)),
        ({"prompt_tokens": 12, "completion_tokens": 7, "cached_tokens": 8}, Usage(12, 7, 8)),
        ({"prompt_tokens": 12, "completion_tokens": 7, "reasoning_tokens": 5}, Usage(12, 7, 0, 5)),
        ({"completion_tokens": 7, "total_tokens": 19}, Usage(12, 7)),
        ({"prompt_tokens": 12, "total_tokens": 19}, Usage(12, 7)),
        ({"prompt_tokens": "1,234", "completion_tokens": 7}, Usage(0, 7)),
        # Anthropic counts what was cached beside the prompt, others within.
        (
            {"input_tokens": 5, "cache_read_input_tokens": 40, "cache_creation_input_tokens": 2, "output_tokens": 7},
            Usage(47, 7, 40),
        ),
        ({"prompt_tokens": 47, "cache_read_input_tokens": 40, "completion_tokens": 7}, Usage(47, 7, 40)),
    ],
    ids=str,
)
def test_tokens_are_read_wherever_they_are_told(usage: object, read: Usage) -> None:
    assert wire.read(_chat({"content": "Hi"}, usage=usage)).usage == read


def test_a_number_of_five_thousand_digits_costs_no_answer() -> None:
    body = _chat({"content": "Hi"}, usage={"prompt_tokens": 1, "completion_tokens": 777})
    assert wire.read(body.replace(b"777", b"7" * 5000)) == Completion("Hi", "stop", Usage(1, 0), "m")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"choices": [{"text": "a\xffb"}]}', "a\ufffdb"),
        (b'{"choices": [{"text": "a\nb\tc"}]}', "a\nb\tc"),
        (b'\xef\xbb\xbf{"choices": [{"text": "ab"}]}', "ab"),
        (b'\n\n  {"choices": [{"text": "ab"}]}\n\n', "ab"),
        ('{"choices": [{"text": "好"}]}'.encode("utf-16"), "好"),
    ],
)
def test_one_bad_byte_costs_no_answer(body: bytes, text: str) -> None:
    assert _text(body) == text


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


# --- as many tokens as were allowed


@pytest.mark.parametrize(
    ("usage", "cut"),
    [
        ({"completion_tokens": 99}, ""),
        ({"completion_tokens": 100}, "length"),
        ({"completion_tokens": 101}, "length"),
        ({"completion_tokens": 100, "completion_tokens_details": {"reasoning_tokens": 60}}, "length"),
        # Reasoning beside what is allowed: the text is whole.
        ({"completion_tokens": 160, "completion_tokens_details": {"reasoning_tokens": 80}}, ""),
        ({"completion_tokens": 40, "total_tokens": 140, "prompt_tokens": 40}, "length"),
        # What only the total counts is reasoning, which may have no limit.
        ({"completion_tokens": 8, "total_tokens": 600, "prompt_tokens": 90}, ""),
        ({"completion_tokens": 99, "total_tokens": 199}, ""),
        ({"output_tokens": 100}, "length"),
        ({"completion_tokens": "100"}, "length"),
        ({"completion_tokens": 2**53}, ""),
        ({}, ""),
        (None, ""),
    ],
    ids=str,
)
def test_what_has_as_many_tokens_as_were_allowed_counts_as_cut_though_it_says_stop(usage: object, cut: str) -> None:
    body = _chat({"content": "Hi"}, usage=usage)
    assert wire.read(body, max_tokens=100).cut == cut
    assert wire.read(body).cut == ""


def test_what_is_cut_otherwise_keeps_its_word() -> None:
    body = _chat({"content": "Hi"}, usage={"completion_tokens": 100})
    for word in ("content_filter", "length", "MAX_TOKENS"):
        assert wire.read(body.replace(b'"stop"', json.dumps(word).encode()), 100).finish_reason == word


# --- pieces of a stream, though nobody asked for one


def _stream(*pieces: object, end: str = "data: [DONE]\n\n") -> bytes:
    return ("".join(f"data: {json.dumps(piece)}\n\n" for piece in pieces) + end).encode()


def _piece(finish_reason: str | None = None, **delta: object) -> dict[str, Any]:
    return {"model": "m", "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]}


USED = {"model": "m", "choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 4}}


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (
            _stream(
                _piece(role="assistant", content=""), _piece(content="你"), _piece(content="好"), _piece("stop"), USED
            ),
            Completion("你好", "stop", Usage(3, 4), "m"),
        ),
        (_stream(_piece(content="Hi"), end=""), Completion("Hi", "", Usage(), "m")),
        (_stream(_piece(content="Hi"), _piece("length"), end='data: {"cho'), Completion("Hi", "length", Usage(), "m")),
        (_stream(_piece("length", content="Hi"), _piece("stop")), Completion("Hi", "length", Usage(), "m")),
        (_stream(_piece("null", content="Hi"), _piece("stop")), Completion("Hi", "stop", Usage(), "m")),
        (
            _stream(_piece(reasoning_content="Hm"), _piece(content="Hi"), _piece("stop")),
            Completion("Hi", "stop", Usage(), "m"),
        ),
        (b": wait\n\n" + _stream(_piece("stop", content="Hi")), Completion("Hi", "stop", Usage(), "m")),
        (b"event: message\n" + _stream(_piece("stop", content="Hi")), Completion("Hi", "stop", Usage(), "m")),
        (_stream(_piece("stop", content="Hi")).replace(b"\n", b"\r\n"), Completion("Hi", "stop", Usage(), "m")),
        (
            _stream({"choices": [{"text": "H"}]}, {"choices": [{"text": "i", "finish_reason": "stop"}]}),
            Completion("Hi", "stop", Usage(), ""),
        ),
        (
            _stream({"choices": [{"message": {"content": "Hi"}, "finish_reason": "stop"}]}),
            Completion("Hi", "stop", Usage(), ""),
        ),
        (
            _stream(_piece(content="Hi"), {"choices": [{"index": 1, "delta": {"content": "Ho"}}]}, _piece("stop")),
            Completion("Hi", "stop", Usage(), "m"),
        ),
    ],
)
def test_a_stream_is_put_together(body: bytes, read: Completion) -> None:
    assert wire.read(body) == read


@pytest.mark.parametrize(
    "body",
    [_stream(), b": wait\n\n", b"data: nonsense\n\n", _stream(7, [1]), _stream({"error": {"message": "busy"}})],
    ids=repr,
)
def test_a_stream_without_an_answer_is_none(body: bytes) -> None:
    with pytest.raises(wire.NoAnswer, match="not in the OpenAI format"):
        wire.read(body)


def test_a_stream_that_an_error_breaks_off_is_no_answer() -> None:
    with pytest.raises(wire.NoAnswer, match=r"broke off: .*overloaded"):
        wire.read(_stream(_piece(content="Hi"), {"error": {"message": "overloaded"}}))


# --- no answer


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({"message": {"content": None}, "finish_reason": "stop"}, "without text .finish_reason 'stop', 4 tokens."),
        ({"message": {"content": " \n\u200b\ufeff\u00a0"}, "finish_reason": "stop"}, "without text"),
        ({"message": {"content": []}, "finish_reason": "stop"}, "without text"),
        ({"message": {}, "finish_reason": "content_filter"}, "content_filter"),
        ({"message": {"content": "", "tool_calls": []}, "finish_reason": "tool_calls"}, "tool_calls"),
        (
            {"message": {"content": "", "reasoning_content": "Hm"}, "finish_reason": "length"},
            "nothing but reasoning; allow",
        ),
        ({"message": {"content": "<think>\nHm"}, "finish_reason": "length"}, "nothing but reasoning; allow"),
        ({"message": {"content": "<think>Hm</think>\n"}, "finish_reason": "stop"}, "nothing but reasoning; allow"),
        ({"text": "", "finish_reason": "length"}, "without text"),
    ],
    ids=str,
)
def test_an_answer_without_text_is_told_with_what_it_took(choice: dict[str, Any], told: str) -> None:
    usage = {"prompt_tokens": 3, "completion_tokens": 4}
    with pytest.raises(wire.NoAnswer, match=told) as raised:
        wire.read(json.dumps({"model": "m", "choices": [choice], "usage": usage}).encode())
    error = raised.value
    assert (error.cause, error.is_empty, error.perhaps_billed) == ("empty answer", True, True)
    assert (error.completion.usage.total, error.completion.model, error.completion.text) == (7, "m", "")


def test_a_text_that_speaks_of_reasoning_is_one() -> None:
    for text in ("Write <think> before it.", "<thinker>", "x <think>y</think>"):
        assert _text(_chat({"content": text})) == text


@pytest.mark.parametrize(
    ("beside", "cut"),
    [
        ({"input_sensitive": True}, "content_filter"),
        ({"output_sensitive": True}, "content_filter"),
        ({"input_sensitive": False, "output_sensitive": False}, ""),
        ({"done_reason": "length"}, "length"),
        ({"incomplete_details": {"reason": "max_output_tokens"}, "status": "incomplete"}, "length"),
        ({"incomplete_details": None, "status": "completed"}, ""),
    ],
)
def test_what_stands_beside_the_choices_tells_a_cut(beside: dict[str, Any], cut: str) -> None:
    assert wire.read(_chat({"content": "Hi"}, **beside)).cut == cut


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<!DOCTYPE html><html><head><title>Sign in</title>", "an HTML page: Sign in"),
        (b" <HTML><body><h1>502  Bad\nGateway</h1>", "an HTML page: 502 Bad Gateway"),
        (b"<html>", "an HTML page"),
        (b"<400> InternalError.Algo: bad", "<400> InternalError.Algo: bad"),
        (b"upstream connect error\n or disconnect", "upstream connect error or disconnect"),
        (b"", "an empty body"),
    ],
)
def test_the_words_of_what_is_no_answer_are_told(body: bytes, told: str) -> None:
    with pytest.raises(wire.NoAnswer) as raised:
        wire.read(body)
    assert str(raised.value) == f"an answer that is not in the OpenAI format: {told}"


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
    cause = "HTML page" if body.startswith(b"<html>") else "garbled answer"
    assert (raised.value.cause, raised.value.perhaps_billed) == (cause, True)
    assert len(str(raised.value)) < 500


BODIES = ANY_SHAPE.map(lambda value: json.dumps(value).encode())
STREAMS = st.lists(BODIES, max_size=4).map(lambda bodies: b"".join(b"data: %b\n\n" % body for body in bodies))


@given(st.one_of(st.binary(), BODIES, STREAMS), st.integers(0, 3))
def test_any_body_is_read_or_told_apart(body: bytes, max_tokens: int) -> None:
    with suppress(wire.NoAnswer):
        completion = wire.read(body, max_tokens)
        assert completion.text
        for text in (completion.text, completion.finish_reason, completion.model):
            text.encode("utf-8")
        assert min(astuple(completion.usage)) >= 0


WHOLE_TEXT = st.text().map(lambda text: f".{text}")


@given(text=WHOLE_TEXT, finish_reason=st.text(min_size=1), prompt=COUNTS, completion=COUNTS, model=st.text())
def test_what_is_written_is_read_back(text: str, finish_reason: str, prompt: int, completion: int, model: str) -> None:
    assume(not is_broken(finish_reason))
    usage = Usage(prompt, completion)
    assert wire.read(wire.write(text, finish_reason, usage, model)) == Completion(text, finish_reason, usage, model)


def test_a_half_character_does_not_keep_an_answer_from_being_written() -> None:
    assert _text(wire.write("a\ud800b", "stop", Usage(), "m")) == "a?b"


def test_a_refused_prompt_has_a_body_that_says_so_and_costs_nothing() -> None:
    read = wire.read(wire.refusal("The prompt was filtered", "m"))
    assert read == Completion("The prompt was filtered", wire.PROMPT_REFUSED, Usage(), "m")
