"""Keys and the values of headers go from all that an endpoint says, however it writes them; nothing else does."""

import base64
import html
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core import wire
from selfinstruct.core.secrets import Secrets, texts_in
from selfinstruct.core.values import Usage

KEY = 'sk-hush/0123+"ab'
TOKEN = "tok-9f8e7d6c5b4a"
SECRETS = Secrets(KEY, {"X-Auth": f"Token {TOKEN}", "X-Title": "my program"}, ["deepseek/deepseek-v3"])
BASIC = base64.b64encode(b"admin:pass-word-1").decode()


@pytest.mark.parametrize("is_answer", [True, False], ids=["an answer", "no answer"])
@pytest.mark.parametrize(
    "written",
    [
        KEY,
        json.dumps(KEY)[1:-1],
        json.dumps(KEY)[1:-1].replace("/", "\\/"),
        "".join(char if char in '"\\/' else f"\\u{ord(char):04x}" for char in KEY).replace('"', '\\"'),
        quote(KEY, safe=""),
        html.escape(KEY),
        *(base64.b64encode(f"{before}{KEY} and more".encode()).decode() for before in ("", "a", "ab", "user:")),
        base64.urlsafe_b64encode(f"user:{KEY}".encode()).decode(),
        TOKEN,
        f"Token {TOKEN}",
    ],
)
def test_a_secret_is_blanked_in_whatever_form_it_is_written(written: str, is_answer: bool) -> None:
    body = f'{{"choices": "<html> {written} </html>"}}'.encode()
    blanked = SECRETS.blanked(body, is_answer=is_answer)
    assert b"***" in blanked
    for secret in (KEY[3:13], TOKEN[3:13], written[9:17]):
        assert secret.encode() not in blanked


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_secret_is_blanked_in_whatever_encoding_it_comes(encoding: str) -> None:
    body = json.loads(SECRETS.blanked(json.dumps({"a": f"好 {TOKEN}"}).encode(encoding), is_answer=True))
    assert body == {"a": "好 ***"}
    sound = json.dumps({"a": "好"}).encode(encoding)
    assert SECRETS.blanked(sound, is_answer=True) == sound


def test_what_basic_stands_for_is_secret_too() -> None:
    secrets = Secrets("none", {"Authorization": f"Basic {BASIC}"})
    for text in (BASIC, "admin:pass-word-1", "pass-word-1"):
        assert secrets.hidden(f"no: {text}.") == "no: ***."


@pytest.mark.parametrize(
    "text",
    [
        "Our password policy, and my program.",
        "deepseek/deepseek-v3",
        "1712345678",
        "\\u4f60\\u0041",
        "application/json",
        "\ud800",
    ],
)
def test_what_is_no_secret_stays_in_an_answer(text: str) -> None:
    headers = {"X-Title": "my program", "Accept": "application/json"}
    for key in ("password", "12345678", "none", KEY):
        body = text.encode("utf-8", "surrogatepass")
        assert Secrets(key, headers, ["deepseek/deepseek-v3"]).blanked(body, is_answer=True) == body


def test_in_values_texts_and_names_are_hidden_and_all_else_stays() -> None:
    value = {"error": [{f"of {TOKEN}": f"bad {TOKEN}", "code": 12345678, "none": None}]}
    assert SECRETS.hidden_in(value) == {"error": [{"of ***": "bad ***", "code": 12345678, "none": None}]}
    assert Secrets("12345678", {}).hidden_in(value)["error"][0]["code"] == 12345678


def test_texts_of_a_value_are_found() -> None:
    assert list(texts_in({"a": ["b", {"c": "d"}], "e": 1})) == ["b", "d"]


@given(st.text(), st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=8))
def test_an_answer_stays_one_and_does_not_hold_the_key(text: str, key: str) -> None:
    body = wire.write(f"{text} {key} {text}", "stop", Usage(), f"model {key}")
    read = wire.read(Secrets(f"{key}-1", {}).blanked(body, is_answer=True))
    assert read == wire.read(body)
    known = f"{key}-1"
    read = wire.read(
        Secrets(known, {}).blanked(wire.write(f". {known} {text}", "stop", Usage(), known), is_answer=True)
    )
    assert known not in f"{read.text}{read.model}"
