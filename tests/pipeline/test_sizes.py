"""What is too long for the model gets smaller, until there is nothing left to take away."""

from dataclasses import replace

from selfinstruct.core.forms import CONTINUATION, SHORT
from selfinstruct.core.settings import Asking
from selfinstruct.languages import find_language
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.recipes import build_recipe
from selfinstruct.steps import Step

_OURS = build_recipe("self-instruct", find_language("en"), 1)
# Both steps that write work on five items at once.
RECIPE = replace(_OURS, works_on=(_OURS.works_on[0], *(replace(each, batch=5) for each in _OURS.works_on[1:])))
CLASSIFICATION, INPUT_FIRST, _ = RECIPE.works_on


def _shortened(sizes: Sizes, step: Step) -> list[tuple[int, int]]:
    """Let every request be too long; return the items and tokens of each after the first."""
    tried = []
    while sizes.shorten(step, sizes.items(step), sizes.max_tokens(step)):
        tried.append((sizes.items(step), sizes.max_tokens(step)))
    return tried


def test_they_begin_as_the_recipe_has_them() -> None:
    sizes = Sizes(RECIPE, Asking())
    assert {step.name: (sizes.items(step), sizes.max_tokens(step)) for step in RECIPE.steps} == {
        "instructions": (8, 2048),
        "classification": (20, 512),
        "input_first": (5, 4096),
        "output_first": (5, 4096),
    }


def test_the_tokens_of_an_answer_are_those_that_the_user_wants() -> None:
    sizes = Sizes(
        RECIPE,
        Asking(sampling={"input_first": {"max_tokens": 1000, "temperature": 0.1}, "classification": {"top_p": 0.5}}),
    )
    assert (sizes.max_tokens(INPUT_FIRST), sizes.max_tokens(CLASSIFICATION)) == (1000, 512)


def test_what_only_goes_on_with_a_text_never_gets_much_more_than_it_should_take() -> None:
    sizes = Sizes(RECIPE, Asking(), {"instructions": 40.0})
    assert (sizes.max_tokens(RECIPE.proposes, CONTINUATION), sizes.max_tokens(RECIPE.proposes, SHORT)) == (1200, 2048)


def test_first_the_prompt_shows_less_then_the_answer_is_to_be_shorter() -> None:
    assert _shortened(Sizes(RECIPE, Asking()), RECIPE.proposes) == [
        (4, 2048),
        (2, 2048),
        (1, 2048),
        *((items, tokens) for tokens in (1024, 512, 256, 128) for items in (8, 4, 2, 1)),
    ]


def test_an_item_that_was_asked_for_alone_leaves_the_batch_as_it_is() -> None:
    sizes = Sizes(RECIPE, Asking())
    assert sizes.shorten(INPUT_FIRST, 1, 4096)
    assert (sizes.items(INPUT_FIRST), sizes.max_tokens(INPUT_FIRST)) == (5, 2048)


def test_an_answer_that_is_to_be_short_gets_no_shorter() -> None:
    assert _shortened(Sizes(RECIPE, Asking(sampling={"input_first": {"max_tokens": 200}})), INPUT_FIRST) == [
        (2, 200),
        (1, 200),
    ]


def test_a_step_shrinks_alone() -> None:
    sizes = Sizes(RECIPE, Asking())
    _shortened(sizes, INPUT_FIRST)
    assert (sizes.items(CLASSIFICATION), sizes.max_tokens(CLASSIFICATION)) == (20, 512)
    assert sizes.items(RECIPE.proposes) == 8


def test_requests_that_left_before_it_shrank_do_not_shrink_it_again() -> None:
    sizes = Sizes(RECIPE, Asking())
    assert all(sizes.shorten(INPUT_FIRST, 5, 4096) for _ in range(10))
    assert (sizes.items(INPUT_FIRST), sizes.max_tokens(INPUT_FIRST)) == (2, 4096)
    _shortened(sizes, INPUT_FIRST)
    assert sizes.shorten(INPUT_FIRST, 1, 4096)
    assert not sizes.shorten(INPUT_FIRST, 1, 128)


def test_where_only_the_answer_is_too_long_the_prompt_stays() -> None:
    sizes, tried = Sizes(RECIPE, Asking()), []
    while sizes.shorten(INPUT_FIRST, sizes.items(INPUT_FIRST), sizes.max_tokens(INPUT_FIRST), answer=True):
        tried.append((sizes.items(INPUT_FIRST), sizes.max_tokens(INPUT_FIRST)))
    assert tried == [(5, tokens) for tokens in (2048, 1024, 512, 256, 128)]
