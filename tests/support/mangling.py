"""Mangled completions of every step in both languages: what the demo model says, cut, mixed and damaged by a seed."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.support.completions import Original, originals

LONGEST = 200_000  # characters; giants are longer
STRANGE = (
    *map(chr, range(32)),
    *"\x7f\x85\xa0\u0301\u200b\u200d\u200e\u200f\u2028\u202a\u202e\u2066\u2069\u3000\ufeff\ufffd\uffff\ue000",
    *("\ud800", "\udbff", "\udc00", "\udfff", "\ud83d\ude42", "\U0010ffff"),
    *"İßﬃ²①１🙂",
)
HUGE_NUMBER = "\0"
WRONG: tuple[Any, ...] = (
    *(None, True, -1, 10**30, 0.5, float("nan"), float("inf"), HUGE_NUMBER),
    *("", "no", "\ud800", [], {}, [[]], [{}]),
)
MARKER_LINES = "[Task 1],[Output],**Input:**,Output:,【任务2】,【输出】,[End],### Label,1. ,- ".split(",")
DRESSES = [("**", "**"), ("# ", ""), ("> ", ""), ("- ", ""), ("| ", " |"), ("`", "`"), ("__", "__"), ("  ", "  ")]
TAGS = ("<think>", "</think>", "<THINKING>", "</reasoning>", "<think", "</think", "<think></think>")
NUMBERS = ("0", "-1", "1", "7", "99999", "9" * 5000, "１２", "②", "三", "1.5", "1e9", "NaN")
NO_COMPLETIONS = [
    *(b"", b"\0", b"null", b"[]", b"{}", b'"text"', b"NaN", b"1" * 5000, b'{"choices":[]}', b'{"error":{"code":503}}'),
    b"<html><head><title>502 Bad Gateway</title></head></html>",
]


@dataclass(frozen=True)
class Case:
    """A mangled completion: the sound one that it was, and its body."""

    original: Original
    body: bytes


def mangled(seed: int, number: int) -> Case:
    """Return the mangled completion of that number; the same seed always gives the same."""
    random = Random(f"{seed}:{number}")
    original, other = random.choices(originals(), k=2)
    text = original.text
    for edit in random.choices(EDITS, k=random.choice((0, 1, 1, 1, 2, 2, 3, 6))):
        text = edit(random, text, other.text)[:LONGEST]
    body = _body(random, text)
    if random.random() < 0.1:
        body = random.choice(DAMAGES)(random, body)
    return Case(original, body)


# --- texts


def _cut(random: Random, text: str, other: str) -> str:
    return text[: random.randrange(len(text) + 1)]


def _behead(random: Random, text: str, other: str) -> str:
    return text[random.randrange(len(text) + 1) :]


def _shuffle(random: Random, text: str, other: str) -> str:
    lines = text.split("\n")
    return "\n".join(random.sample(lines, len(lines)))


def _double(random: Random, text: str, other: str) -> str:
    return "\n".join(line for line in text.split("\n") for _ in range(random.choice((1, 1, 2, 3))))


def _join(random: Random, text: str, other: str) -> str:
    return random.choice(("", " ", "\n", "\n\n", "\r")).join((text, other))


def _mix(random: Random, text: str, other: str) -> str:
    return _shuffle(random, f"{text}\n{other}", "")


def _sprinkle(random: Random, text: str, other: str) -> str:
    drawn = random.choices(STRANGE, k=random.choice((1, 3, 30)))
    return _scattered(random, text, drawn)


def _scattered(random: Random, text: str, pieces: list[str]) -> str:
    """Return the text with pieces put in at random places."""
    places = sorted(random.randrange(len(text) + 1) for _ in pieces)
    starts = [0, *places]
    parts = [text[start:end] + piece for start, end, piece in zip(starts, places, pieces, strict=False)]
    return "".join((*parts, text[starts[-1] :]))


def _renumber(random: Random, text: str, other: str) -> str:
    return re.sub(r"\d+", lambda _: random.choice(NUMBERS), text)


def _dress(random: Random, text: str, other: str) -> str:
    before, after = random.choice(DRESSES)
    return "\n".join(f"{before}{line}{after}" for line in text.split("\n"))


def _fence(random: Random, text: str, other: str) -> str:
    return _scattered(random, f"```json\n{text}", ["```"] * random.choice((0, 0, 1, 5)))


def _think(random: Random, text: str, other: str) -> str:
    return _scattered(random, text, random.choices(TAGS, k=random.choice((1, 2, 9))))


def _in_one_line(random: Random, text: str, other: str) -> str:
    return text.replace("\n", random.choice(("", " "))) * random.choice((1, 1, 1, 10, 100))


def _nest(random: Random, text: str, other: str) -> str:
    opening = random.choice(("[", "{", '{"a":', '{"tasks":[', "(", "**", "_", "“", "<think>", "\\", '"'))
    return opening * random.choice((1, 10, 100, 1000, 10_000)) + text


def _mark(random: Random, text: str, other: str) -> str:
    line = random.choice(MARKER_LINES)
    return _scattered(random, text, [f"\n{line}\n"] * random.choice((1, 10, 10, 100, 1000)))


def _misquote(random: Random, text: str, other: str) -> str:
    old, new = random.choice(
        [('"', "'"), ('"', "“"), ('",', '"'), ("]", ",]"), ("}", ",}"), ("true", "True"), ("\\n", "\n"), (":", "="),
         ("{", "{{"), ("\\", ""), ("\n", "\\n"), (",", ",,"), ('"', '""'), ("[", "{"), (" ", "")]
    )  # fmt: skip
    return text.replace(old, new, random.choice((1, 2, -1)))


def _retype(random: Random, text: str, other: str) -> str:
    """Put values of wrong types into an answer in JSON."""
    try:
        return _dumped(_retyped(random, json.loads(text), 0.1), ascii_only=False)
    except (ValueError, RecursionError):
        return text


def _retyped(random: Random, value: Any, share: float) -> Any:
    if random.random() < share:
        return random.choice(WRONG)
    if isinstance(value, dict):
        return {key: _retyped(random, each, share) for key, each in value.items()}
    return [_retyped(random, each, share) for each in value] if isinstance(value, list) else value


def _dumped(value: Any, *, ascii_only: bool) -> str:
    """Return the JSON of a value, a number of 5000 digits where it holds HUGE_NUMBER."""
    said: str = json.dumps(value, ensure_ascii=ascii_only)
    return said.replace(json.dumps(HUGE_NUMBER), "1" * 5000)


Edit = Callable[[Random, str, str], str]
EDITS: tuple[Edit, ...] = (
    _cut, _behead, _shuffle, _double, _join, _mix, _sprinkle, _renumber, _dress, _fence, _think, _in_one_line, _nest,
    _mark, _misquote, _retype,
)  # fmt: skip


# --- bodies


def _body(random: Random, text: str) -> bytes:
    """Return a body that holds the text in one of the forms that there are, now and then with wrong types."""
    message: dict[str, Any] = {"role": "assistant", "content": text}
    form = random.random()
    if form < 0.1:
        message["content"] = [{"type": "text", "text": text[:9]}, {"type": "x"}, {"type": "text", "text": text[9:]}]
    elif form < 0.15:
        message |= {"content": None, "refusal": text}
    reason = random.choice(("stop", "stop", "stop", "length", "content_filter", "tool_calls", None, "\ud800"))
    choice = {"text": text} if form > 0.8 else {"message": message}
    usage = {"prompt_tokens": 30, "completion_tokens": 9, "prompt_tokens_details": {"cached_tokens": 3}}
    answer = {"model": "m\udfff", "choices": [choice | {"finish_reason": reason}], "usage": usage}
    if random.random() < 0.1:
        answer = _retyped(random, answer, 0.1)
    # As escapes or as bytes that are no UTF-8: the lone surrogates.
    return _dumped(answer, ascii_only=random.random() < 0.7).encode("utf-8", "surrogatepass")


def _torn(random: Random, body: bytes) -> bytes:
    return body[: random.randrange(len(body) + 1)]


def _spoilt(random: Random, body: bytes) -> bytes:
    at = random.randrange(len(body) + 1)
    return body[:at] + random.randbytes(random.choice((1, 1, 4))) + body[at + 1 :]


def _replaced(random: Random, body: bytes) -> bytes:
    return random.choice(NO_COMPLETIONS)


def _preceded(random: Random, body: bytes) -> bytes:
    return random.choice((b"\xef\xbb\xbf", b"\xff\xfe", b" ", b"\0", b"data: ", b"<!DOCTYPE html>", body)) + body


def _nested(random: Random, body: bytes) -> bytes:
    return random.choice((b"[", b'{"choices":', b'{"choices":[')) * 100_000 + body


def _encoded(random: Random, body: bytes) -> bytes:
    return body.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass")


def _respelt(random: Random, body: bytes) -> bytes:
    return body.replace(*random.choice(((b":", b":-"), (b'"', b"'"), (b"\\", b""), (b"[", b""), (b"}", b""))))


Damage = Callable[[Random, bytes], bytes]
DAMAGES: tuple[Damage, ...] = (_torn, _spoilt, _replaced, _preceded, _nested, _encoded, _respelt)
