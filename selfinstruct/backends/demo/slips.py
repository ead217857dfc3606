"""What models get wrong about the form of an answer in text: numbering, words of yes and no, other forms, remarks."""

import re

from selfinstruct.backends.demo.voice import Voice
from selfinstruct.core.question import Question

_ENTRY = re.compile(r"(\d+)\.[ \t]*(.*)")
_MARK = re.compile(r"^([^\W\d][^\d\n:：]{0,20}[:：]\s*)([0-5])$", re.MULTILINE)
_STYLES = ("{0}) {1}", "{0}、{1}", "**{0}.** {1}", "{0}. **{1}**", "({0}) {1}\n", "{0}． {1}")


def with_remarks(text: str, voice: Voice, *, only_reasoning: bool) -> str:
    """Return an answer, now and then with chatter or reasoning around it."""
    if not only_reasoning and voice.slips(0.1):
        text = f"{voice.random.choice(voice.words.chatter)}\n\n{text}"
    if not only_reasoning and voice.slips(0.05):
        text = f"{text}\n\n{voice.words.chatter[-1]}"
    return f"<think>\n{voice.words.reasoning}\n</think>\n\n{text}" if voice.slips(0.03) else text


def as_models_write(text: str, question: Question, voice: Voice, *, goes_on: bool) -> str:
    """Return an answer in a form that is not quite that of the prompt; one that `goes_on` from there keeps to it."""
    found = [_ENTRY.fullmatch(line) for line in text.split("\n")]
    entries = [(int(each[1]), each[2]) for each in found if each]
    if len(entries) == len(found):
        return _numbered(entries, question, voice, goes_on=goes_on)
    return _MARK.sub(lambda each: each[1] + _mark(each[2], voice), text)


def _mark(mark: str, voice: Voice) -> str:
    """Return a mark in one of the ways in which models write it, now and then out of range or missing."""
    if voice.slips(0.02):
        return voice.random.choice(("-", "6", "?"))
    return voice.random.choice((f"{mark}/5", f"**{mark}**", f"{mark}.")) if voice.slips(0.2) else mark


def _numbered(entries: list[tuple[int, str]], question: Question, voice: Voice, *, goes_on: bool) -> str:
    """Return a list, now and then in another style; the numbers of new entries may skip one, or repeat one."""
    style = voice.random.choice(_STYLES) if not goes_on and voice.slips(0.25) else "{0}. {1}"
    verdicts = {voice.yes: True, voice.no: False}
    shift, lines = 0, []
    for number, text in entries:
        if text in verdicts:
            text = _verdict(number, yes=verdicts[text], voice=voice)
        lines.append(style.format(number + shift, text))
        if question.proposes and voice.slips(0.02):
            shift += voice.random.choice((-1, 1))
    return "\n".join(lines)


def _verdict(number: int, *, yes: bool, voice: Voice) -> str:
    if not voice.slips(0.01):
        return voice.verdict(yes=yes)
    both = f"{voice.verdict(yes=yes)}\n{number}. {voice.verdict(yes=not yes)}"
    return both if voice.slips(0.25) else voice.random.choice(voice.words.chatter)
