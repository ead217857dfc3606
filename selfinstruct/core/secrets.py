"""Keys and the values of headers, blanked wherever an endpoint repeats them, before anything is kept or shown."""

import base64
import binascii
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

_SHORTEST = 8
_LONGEST_WORD = 15
_BLANK = "***"
_TELLING_NAME = re.compile(r"auth|key|token|secret|cookie|pass|credential|sign|session", re.IGNORECASE)
# An ASCII character, written as JSON allows but hardly anyone does; not the quote and the backslash.
_ESCAPED = re.compile(rb"\\u00(2[013-9a-f]|[346][0-9a-f]|5[0-9abd-f]|7[0-9a-e])", re.IGNORECASE)


class Secrets:
    """What an endpoint is told and nobody else may see.

    With a key such as "password", answers would lose that word: from their texts only what is no plain word is taken
    out; what stands beside these texts is to lose it, too.
    Texts of `others`, such as fields of a body, may stand in an answer, too: one may be the name of a model.
    """

    def __init__(self, key: str, headers: Mapping[str, str], others: Iterable[str] = ()) -> None:
        texts = [key, *(text for name, value in headers.items() for text in _parts(name, value))]
        self._everywhere = _forms(text for text in texts if not _is_word(text))
        self._words = _forms(filter(_is_word, texts))
        self._elsewhere = _forms([*texts, *(text for value in headers.values() for text in _split(value)), *others])

    def hidden(self, text: str) -> str:
        """Return a text that is no answer without any of them."""
        return _in_text(text, self._elsewhere)

    def hidden_in(self, value: Any) -> Any:
        """Return a JSON value that is no answer without any of them."""
        return _in_value(value, self._elsewhere)

    def words_hidden_in(self, value: Any) -> Any:
        """Return a JSON value that stands beside the texts of an answer without those that are plain words."""
        return _in_value(value, self._words) if self._words else value

    def blanked(self, body: bytes, *, is_answer: bool) -> bytes:
        """Return a body without them; one in UTF-16 becomes one in UTF-8 where they stood in it."""
        plain, forms = _in_utf8(body), self._everywhere if is_answer else self._elsewhere
        blanked = _without(plain, forms)
        return body if blanked == plain else blanked


def _in_value(value: Any, forms: tuple[bytes, ...]) -> Any:
    if isinstance(value, str):
        return _in_text(value, forms)
    if isinstance(value, list):
        return [_in_value(each, forms) for each in value]
    if isinstance(value, dict):
        return {_in_text(name, forms): _in_value(each, forms) for name, each in value.items()}
    return value


def _in_text(text: str, forms: tuple[bytes, ...]) -> str:
    return _without(text.encode("utf-8", "surrogatepass"), forms).decode("utf-8", "surrogatepass")


def _without(body: bytes, forms: Iterable[bytes]) -> bytes:
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), body) if b"\\u00" in body else body
    blanked = plain
    for form in forms:
        blanked = blanked.replace(form, _BLANK.encode())
    return body if blanked == plain else blanked


def _in_utf8(body: bytes) -> bytes:
    encoding = json.detect_encoding(body)
    if encoding.startswith("utf-8"):
        return body
    return body.decode(encoding, "replace").encode("utf-8", "replace")


def _is_word(text: str) -> bool:
    """Tell whether a text may well stand in an answer by chance: a word, or a number."""
    return len(text) <= _LONGEST_WORD and (text.isalpha() or text.isdecimal())


def _parts(name: str, value: str) -> Iterator[str]:
    """Yield what is secret of a header: of “Bearer KEY” the second part, too, of “Basic KEY” what that stands for."""
    for text in _split(value):
        if _TELLING_NAME.search(name) or any(char.isdigit() for char in text):
            yield text
    if value.lower().startswith("basic "):
        try:
            user = base64.b64decode(value[6:].strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return
        yield from (user, user.partition(":")[2])


def _split(value: str) -> tuple[str, ...]:
    return (value, *value.split())


def _forms(texts: Iterable[str]) -> tuple[bytes, ...]:
    """Return the forms in which endpoints repeat texts, longer ones first."""
    found = {form.encode() for text in texts if len(text) >= _SHORTEST for form in _written(text)}
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


def _written(text: str) -> Iterator[str]:
    """Yield a text as it is, and as it stands in JSON, in an address, in HTML, and anywhere in base64."""
    in_json = json.dumps(text)[1:-1]
    yield from (text, in_json, in_json.replace("/", "\\/"), quote(text, safe=""), quote(text), quote_plus(text))
    yield from (html.escape(text), html.escape(text, quote=False))
    for before in range(3):
        packed = base64.b64encode(bytes(before) + text.encode()).decode()
        # Only these characters depend on nothing that stands around the text.
        inner = packed[-(-8 * before // 6) : 8 * (before + len(text.encode())) // 6]
        yield from (inner, inner.translate(str.maketrans("+/", "-_")))


def texts_in(value: Any) -> Iterator[str]:
    """Yield all texts of a JSON value but the names of its members."""
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(each)
