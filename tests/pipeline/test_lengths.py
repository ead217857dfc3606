"""How long an answer may be, going by those before it."""

from selfinstruct.core.values import Completion, Hint, LogLine, Usage
from selfinstruct.pipeline.lengths import Lengths

LINE = LogLine(1, 1, 1, "instructions", (), Hint(), "", b"", 0.0, 2048, "json")
WORDS = "ferry lemon porridge island plum stone wave mist song card vote cook bread harbour lamp rope tide gull".split()
LOOP = "1. I can go home.\n2. I can go home.\n" * 40


def answer(tokens: int, text: str = "1. Sing.", ending: str = "stop") -> Completion:
    return Completion(text, ending, Usage(500, tokens), "m")


def learnt(*answers: Completion) -> Lengths:
    lengths = Lengths()
    for each in answers:
        lengths.learn(LINE, each)
    return lengths


def limit(lengths: Lengths) -> int | None:
    return lengths.limit("instructions", "json", expected=200)


def test_a_few_answers_say_nothing() -> None:
    assert limit(learnt()) is None
    assert limit(learnt(*[answer(300)] * 7)) is None


def test_an_answer_may_be_several_times_as_long_as_they_are() -> None:
    assert limit(learnt(*[answer(300)] * 8)) == 900
    assert limit(learnt(*[answer(10)] * 8)) == 256


def test_one_that_is_long_for_once_does_not_count_but_several_do() -> None:
    assert limit(learnt(*[answer(300)] * 49, answer(2000))) == 900
    longer = limit(learnt(*[answer(300)] * 40, *[answer(900, ending="length")] * 10))
    assert longer is not None
    assert longer >= 2700


def test_one_that_ended_in_a_loop_is_no_measure_and_makes_the_others_shorter() -> None:
    looping = answer(2048, LOOP, "length")
    assert limit(learnt(looping)) == 600
    assert limit(learnt(*[answer(100)] * 3, looping)) == 300
    assert limit(learnt(*[answer(300)] * 8, *[looping] * 20)) == 900


def test_once_there_are_enough_loops_answers_get_what_stands_before_them() -> None:
    assert limit(learnt(*[answer(2048, LOOP, "length")] * 3)) == 256
    story = " ".join(f"The {number} of {number} said it in a way that nobody had {number} heard." for number in WORDS)
    late = limit(learnt(*[answer(2048, f"{story} {LOOP}", "length")] * 3))
    assert late is not None
    assert 600 < late < 6000


def test_each_form_of_each_step_has_a_measure_of_its_own() -> None:
    lengths = learnt(*[answer(300)] * 8)
    assert lengths.limit("instructions", "short", 200) is None
    assert lengths.limit("input_first", "json", 200) is None
