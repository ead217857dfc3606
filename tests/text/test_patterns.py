"""Patterns that are compiled when something is first looked for."""

import pickle
import re

import pytest

from selfinstruct.text.patterns import pattern_of


def test_a_late_pattern_finds_what_a_compiled_one_finds() -> None:
    late, compiled = pattern_of(r"(?P<word>[a-z]+)\d", re.IGNORECASE), re.compile(r"(?P<word>[a-z]+)\d", re.IGNORECASE)
    for text in ("Ab1 c2", "", "12"):
        assert [found.groupdict() for found in late.finditer(text)] == [
            found.groupdict() for found in compiled.finditer(text)
        ]
        assert late.sub("-", text) == compiled.sub("-", text)
        assert bool(late.match(text)) == bool(compiled.match(text))
    assert (late.pattern, late.flags, late) == (compiled.pattern, compiled.flags, compiled)


def test_it_goes_to_another_process_as_it_is() -> None:
    sent = pickle.loads(pickle.dumps(pattern_of("a+", re.IGNORECASE)))
    assert sent.findall("aA b a") == ["aA", "a"]


def test_a_pattern_that_is_none_is_told_when_it_is_first_used() -> None:
    late = pattern_of("(")
    with pytest.raises(re.error):
        late.search("a")
