"""Everything that depends on the language of a dataset, one file each.

A language is a module here that defines `LANGUAGE`, a seed file `seeds/<code>_seed_tasks.jsonl` and a folder
`prompts/<code>/`. It is found by its name; nothing else lists the languages. Other packages have theirs as entry points
in the group `selfinstruct.languages`, by their code.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from selfinstruct.core.errors import InputError
from selfinstruct.core.plugins import Missing, Plugins
from selfinstruct.text.blank import is_blank

# A new language may leave out what it has no words for yet.
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Markers:
    """The words by which a prompt of the language names the parts of an answer, and others that models use for them.

    The first seven are those of the prompts; `nothing` stands where there is no input, `brackets` around a word that
    begins a part, `gap` between a word and its number. `other_inputs`, `other_outputs` and `other_ends` are others,
    `before_outputs` what models set before an output that has its place already; `other_parts` are words for parts that
    nobody asked for, such as the difficulty, `explanations` those for one that says why; `examples` stand before the
    number of an instance, `other_tasks` before that of an item in a list, such as the ordinal prefix of "第3条",
    `counting_words` after it, such as 条; `closing_words`, in brackets or between rulers, close an answer. `numerals`
    are numbers written as words, from one on without a gap; `quotes` are quotation marks in pairs. Parsers
    look for the words of all languages in every answer.
    """

    task: str
    instruction: str
    input: str
    output: str
    label: str
    end: str
    nothing: str
    brackets: str = "[]"
    gap: str = " "
    other_inputs: tuple[str, ...] = ()
    other_outputs: tuple[str, ...] = ()
    other_ends: tuple[str, ...] = ()
    before_outputs: tuple[str, ...] = ()
    other_parts: tuple[str, ...] = ()
    explanations: tuple[str, ...] = ()
    closing_words: tuple[str, ...] = ()
    other_tasks: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counting_words: tuple[str, ...] = ()
    numerals: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()

    def line(self, word: str, number: int | None = None) -> str:
        """Return the marker line for a part, such as `[Input]`, `[Task 3]` or `【任务3】`."""
        opening, closing = tuple(self.brackets)
        return f"{opening}{word}{'' if number is None else f'{self.gap}{number}'}{closing}"

    def under_headings(self, texts: Iterable[str], first: int = 1) -> str:
        """Return texts one after another, each under the marker line of a task."""
        return "\n".join(f"{self.line(self.task, number)}\n{text}" for number, text in enumerate(texts, first))


@dataclass(frozen=True)
class SeedLimits:
    """What the seed tasks of a language must keep to, with sizes as `Language.size` counts them.

    An instruction has from `shortest` to `longest`, an output at most `longest_output`; some outputs have
    `long_output` or more, a few a `page`. The instructions begin with at least `first_words` different words (0: any
    number will do).
    """

    shortest: int = 3
    longest: int = 150
    longest_output: int = 600
    long_output: int = 60
    page: int = 300
    first_words: int = 0


@dataclass(frozen=True)
class SeedWords:
    """By which words it is seen that seed tasks read like what people send.

    `announces_input` is found in an instruction that says that something comes with it ("the email below", "my
    notes"), `of_datasets` where it does so as nobody would ("the input", "label each"), `sets_form` where it limits the
    form of the answer ("exactly", "no superlatives"; `Language.sets_limit` sees limits of length), `far_off` in a text
    from a village, a craft, a heritage or the like, where few people's tasks come from.
    """

    announces_input: re.Pattern[str]
    of_datasets: re.Pattern[str] = _NEVER
    sets_form: re.Pattern[str] = _NEVER
    far_off: re.Pattern[str] = _NEVER


def lower_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation: tokens for a language that spaces its words."""
    return re.findall(r"[^\W_]+", text.lower())


def count_words(text: str) -> int:
    """Return the number of words, split at white space as in Self-Instruct's length filter."""
    return len(text.split())


@dataclass(frozen=True)
class Language:
    """What the steps and filters must know about a language. Only the first four fields have no default.

    `is_own_script` tells whether an instruction is written in the language, as far as its script and its commonest
    words tell. `is_foreign` tells whether an output is surely written in another one: it may be where
    `names_languages` is found in the task, or where the task shows a script that is none of its `scripts` (as
    `selfinstruct.text.scripts` calls them). `training_format` names the format of its training file; its `seeds/` and
    `prompts/` lie in `home`, or with the program's own.

    `tokenize` gives the tokens that ROUGE-L compares, `size` the length of a text in `size_unit`: a sound instruction
    has from `shortest` to `longest`, and only an output of up to `short_answer` can be a mere refusal.

    `asks` tells whether an instruction asks for anything, as far as that can be told, and does not only tell something.
    `asks_for_media` is found in an instruction that wants more than text, `placeholder` where a gap was left to be
    filled in, `described` in a text that only says what should stand there, perhaps by its `kind`, which
    `asks_to_write` finds in an instruction that wants one written, `scaffolding` where words of the prompt were taken
    over. `refusal` is found in an output that
    declines as only a model would, `of_itself` in one where a model says what it is, `declining` in one that declines
    as people do, too, `asks_for_input` in one that asks for what the task should have given, `chat` in one that talks
    to the user around the answer; the last three say nothing where `gives_voice` is found in the instruction (it asks
    for someone's words: a letter, a dialogue), or `reworks` (it asks for a text in other words) and there is a text.
    `shows_refusals` is found in an instruction that asks how an assistant declines, so that `refusal` says nothing.
    `chat` names two groups: the `user`, of whom an output may speak where `has_users` is found in the instruction and
    `thinks` not in the output, perhaps a `nod`, with which the answer to a question may begin, and a `count` of words,
    which is sound where the task asks for it. `hands_over` is found where a model hands over a text that it has
    written, perhaps by its `kind`, or offers to change it, whoever speaks in this text. `leads_on` is found in an
    output whose last sentence is not complete. `service_note` matches how a note of an error begins that a gateway
    wrote into an output, which may be right where `shows_notes` is found in the task; `advertises` is found in an
    advertisement at its end, `publishes` in a task that may ask for one. `names_labels` is found in an instruction that
    says from which labels to choose; one of its groups is the list of them. `wants_more` is found in one that asks for
    more than one label. `needs_input` is found in one that speaks of a text which it does not hold, `may_need_input` in
    one that may speak of one.

    `delivers` is found in an output that speaks of a file or a canvas that no text brings, `mixes_forms` returns the
    words in which a text, for a task, mixes two forms of the script, "" for none; `changes_form` those of an output in
    another form than the instruction, for which the input gives no reason.

    `no_input` matches the whole of a way to say "this task has no input", in lower case, with letters and digits only;
    the words of `no_input_in_brackets` say so only in brackets, since they may be a real input elsewhere.
    `asks_of_a_word` is found in an instruction whose input is a word or a sign, so that such a word is a real input;
    `may_be_none` in one that may rightly be answered by such a word. `yes` and `no` are how an answer to a
    yes-or-no question may begin; `of_verdict` are the names that the members of a judge's verdict go by, that of the
    prompt first; `closing_remark` matches the whole of a line in which a model speaks of the tasks that it has written.
    `cannot_be_done` matches how prompts tell a model to begin where a task cannot be done. `sets_limit` is found in an
    instruction that says how long the answer may be; `verb_and_noun`
    returns what an instruction tells to do, and to what. `other_forms` are other forms of single characters in the
    markers, such as those of traditional Chinese.
    """

    code: str
    name: str
    markers: Markers
    is_own_script: Callable[[str], bool]
    is_foreign: Callable[[str], bool] = lambda _: False
    scripts: frozenset[str] = frozenset()
    names_languages: re.Pattern[str] = _NEVER
    training_format: str = "alpaca"
    home: Path | None = None
    tokenize: Callable[[str], list[str]] = lower_words
    size: Callable[[str], int] = count_words
    size_unit: str = "words"
    shortest: int = 3
    longest: int = 150
    short_answer: int = 60
    seed_limits: SeedLimits = SeedLimits()
    seed_words: SeedWords | None = None
    asks: Callable[[str], bool] = lambda _: True
    asks_for_media: re.Pattern[str] = _NEVER
    refusal: re.Pattern[str] = _NEVER
    of_itself: re.Pattern[str] = _NEVER
    declining: re.Pattern[str] = _NEVER
    asks_for_input: re.Pattern[str] = _NEVER
    chat: re.Pattern[str] = re.compile("(?!)(?P<user>)")
    hands_over: re.Pattern[str] = re.compile("(?!)(?P<kind>)")
    shows_refusals: re.Pattern[str] = _NEVER
    has_users: re.Pattern[str] = _NEVER
    thinks: re.Pattern[str] = _NEVER
    service_note: re.Pattern[str] = _NEVER
    shows_notes: re.Pattern[str] = _NEVER
    advertises: re.Pattern[str] = _NEVER
    publishes: re.Pattern[str] = _NEVER
    scaffolding: re.Pattern[str] = _NEVER
    leads_on: re.Pattern[str] = _NEVER
    names_labels: re.Pattern[str] = _NEVER
    wants_more: re.Pattern[str] = _NEVER
    needs_input: re.Pattern[str] = _NEVER
    may_need_input: re.Pattern[str] = _NEVER
    gives_voice: re.Pattern[str] = _NEVER
    reworks: re.Pattern[str] = _NEVER
    placeholder: re.Pattern[str] = _NEVER
    described: re.Pattern[str] = re.compile("(?!)(?P<kind>)")
    asks_to_write: re.Pattern[str] = re.compile("(?!)(?P<kind>)")
    no_input: re.Pattern[str] = _NEVER
    no_input_in_brackets: tuple[str, ...] = ()
    asks_of_a_word: re.Pattern[str] = _NEVER
    may_be_none: re.Pattern[str] = _NEVER
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    of_verdict: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    other_forms: Mapping[str, str] = field(default_factory=dict)
    closing_remark: re.Pattern[str] = _NEVER
    cannot_be_done: re.Pattern[str] = _NEVER
    delivers: re.Pattern[str] = _NEVER
    mixes_forms: Callable[[str, str], str] = lambda _, __: ""
    changes_form: Callable[[str, str, str], str] = lambda _, __, ___: ""
    sets_limit: re.Pattern[str] = _NEVER
    verb_and_noun: Callable[[str], tuple[str, str] | None] = lambda _: None


LANGUAGES = Plugins("language", "language", __name__, "LANGUAGE", Language)


def find_language(code: str) -> Language:
    """Return the language of that code; `InputError` names the known ones when there is none."""
    try:
        return LANGUAGES.find(code)
    except Missing as error:
        named = [each.code for each in all_languages() if each.name.lower() == code.strip().lower()]
        if not named:
            raise
        raise InputError(f"‹language› {code}: unknown language; do you mean {named[0]}?") from error


@cache
def all_languages() -> tuple[Language, ...]:
    """Return all languages."""
    return tuple(map(find_language, LANGUAGES.names()))


def guess_language(texts: Sequence[str]) -> Language:
    """Return the language whose script most of the texts are written in."""
    return max(all_languages(), key=lambda language: sum(map(language.is_own_script, texts)))


def means_nothing(text: str) -> bool:
    """Return whether a text is blank, or only says, in any language, that there is nothing, perhaps with a remark."""
    remark = "[(（]" if text.endswith((")", "）")) else r"\s[-–—]+\s|——"
    stem = re.split(remark, text, maxsplit=1)[0]
    letters = "".join(char for char in (stem or text).casefold() if char.isalnum())
    return (
        is_blank(text)
        or text.strip() in _NO_WORDS
        or any(
            letters == each.markers.nothing.casefold()
            or each.no_input.fullmatch(letters) is not None
            or (letters in each.no_input_in_brackets and text[0] in "(（<＜[【")
            for each in all_languages()
        )
    )


def is_given_word(text: str, instruction: str) -> bool:
    """Return whether a text is a word or a sign that the instruction, in any language, says it is about.

    A way to say in so many words that there is no input is none, nor is the mark by which prompts say so: who is asked
    what "this abbreviation" means, and writes 无 for it, gives none.
    """
    if text.strip(" .。").casefold() in _marks_of_nothing():
        return False
    is_word = text[:1] not in ("", *"(（<＜[【") and len(text.split()) == 1 and not _SPEAKS_OF_INPUT.search(text)
    return is_word and any(each.asks_of_a_word.search(instruction) for each in all_languages())


@cache
def _marks_of_nothing() -> frozenset[str]:
    words = {each.markers.nothing.casefold(): each.other_forms for each in all_languages()}
    return frozenset({"n/a", *words, *(form for word, forms in words.items() for form in forms.get(word, ""))})


_SPEAKS_OF_INPUT = re.compile("input|输入|輸入", re.IGNORECASE)
_NO_WORDS = ("-", "–", "—", "——", "/", "...", "…", "……", '""', "''", "“”")
