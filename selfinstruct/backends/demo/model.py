"""What the demo model says to a request: made up after its schema, in JSON or in the form that the prompt shows."""

import json
from random import Random

from selfinstruct.backends.demo import slips
from selfinstruct.backends.demo.answers import Author
from selfinstruct.backends.demo.borrowed import borrow_words
from selfinstruct.backends.demo.voice import Voice
from selfinstruct.backends.demo.words import written_words
from selfinstruct.core.question import Question
from selfinstruct.core.values import Request
from selfinstruct.languages import find_language, guess_language


def say(request: Request, random: Random) -> str:
    """Return a completion, now and then a refusal instead; the same `random` gives the same."""
    question = request.question or Question(guess_language([request.prompt]).code, (), 1)
    language = find_language(question.language)
    words = written_words(language.code) or borrow_words(language, question.texts, request.prompt)
    voice = Voice(words, language, random)
    if voice.slips(0.005):
        return random.choice(words.refusals)
    text = _answer(request, question, voice)
    if request.api == "completions":
        return text.removeprefix(request.prompt.rpartition("\n")[2])
    return slips.with_remarks(text, voice, only_reasoning=request.structured)


def _answer(request: Request, question: Question, voice: Voice) -> str:
    if request.schema is None:
        return voice.text(2, 5)
    structured = request.structured and request.api == "chat"
    value = Author(request.schema, question, voice, structured=structured).answer()
    text = question.in_text(value) if isinstance(value, dict) and not structured else None
    if text is None:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return slips.as_models_write(text, question, voice, goes_on=request.api == "completions")
