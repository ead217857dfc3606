"""From a step to a request: what it shows, what it asks for, and how it is sampled."""

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from selfinstruct.core.forms import CONTINUATION, JSON, SHORT, TEXT, Form
from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.settings import Asking
from selfinstruct.core.values import Hint, Instance, Item, Task
from selfinstruct.languages import find_language
from selfinstruct.pipeline.jobs import JobMaker
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pipeline.worth import stand_in
from selfinstruct.pool.pool import Pool
from selfinstruct.pool.variety import Variety
from selfinstruct.recipes import Recipe, build_recipe
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.steps.templates import Templates
from tests.support.findings import drafts, proposals

ENGLISH = find_language("en")
RECIPE = build_recipe("self-instruct", ENGLISH, 2)
ALPACA = build_recipe("alpaca", ENGLISH, 1)
SEEDS = read_seed_tasks(seed_file("en"))
FOLDER = prompts_folder() / "en"
CLASSIFICATION, INPUT_FIRST, OUTPUT_FIRST = RECIPE.works_on


def maker(recipe: Recipe = RECIPE, *, asking: Asking = Asking(), pool: Pool | None = None, **more: Any) -> JobMaker:  # noqa: B008
    made: dict[str, Any] = {
        "pool": pool or Pool(SEEDS, ENGLISH, 0.7),
        "sizes": Sizes(recipe, asking),
        "templates": Templates(FOLDER),
        "variety": Variety.load(FOLDER),
        "random_seed": 3,
        "number": 1,
    }
    return JobMaker(recipe=recipe, language=ENGLISH, asking=asking, **(made | more))


def items(*instructions: str) -> tuple[Item, ...]:
    return tuple(Item(f"1.{at}", each, "input_first") for at, each in enumerate(instructions))


def test_a_proposal_shows_tasks_of_the_pool_and_leans_towards_something() -> None:
    job = maker().make(RECIPE.proposes, (), TEXT)
    by_id = {task.id: task.instruction for task in SEEDS}
    assert len(set(job.shown)) == 8
    assert job.items == ()
    for id_ in job.shown:
        assert " ".join(by_id[id_].split()) in job.request.prompt
    words = Variety.load(FOLDER).in_words(job.hint)
    assert all(words.values())
    assert all(word in job.request.prompt for word in words.values())


def test_only_what_the_prompt_names_is_recorded(tmp_path: Path) -> None:
    assert maker().make(RECIPE.proposes, (), SHORT).hint == Hint()
    own = tmp_path / "en"
    shutil.copytree(FOLDER, own)
    (own / "tasks.chat.txt").write_text("$demonstrations\n$count more, on $topic\n", encoding="utf-8")
    hint = maker(ALPACA, templates=Templates(own)).make(ALPACA.proposes, (), TEXT).hint
    assert hint == Hint(topic=hint.topic) != Hint()


@pytest.mark.parametrize(
    ("form", "is_weak", "simple"),
    [(TEXT, True, False), (SHORT, False, True), (CONTINUATION, False, False), (CONTINUATION, True, True)],
)
def test_a_weak_model_is_shown_simple_tasks(form: Form, is_weak: bool, simple: bool) -> None:
    sizes = Sizes(RECIPE, Asking(), is_weak=lambda: is_weak)
    with_input = {seed.id for seed in SEEDS if seed.instances[0].input}
    assert with_input.isdisjoint(maker(sizes=sizes).make(RECIPE.proposes, (), form).shown) == simple


def test_what_works_on_items_shows_them_in_their_order_and_leans_towards_nothing() -> None:
    job = maker().make(INPUT_FIRST, items("Name a fruit.", "Sort them."), TEXT)
    assert (job.shown, job.hint) == (("1.0", "1.1"), Hint())
    assert 0 < job.request.prompt.index("Name a fruit.") < job.request.prompt.index("Sort them.")


@pytest.mark.parametrize("form", [JSON, TEXT])
def test_the_question_says_what_the_prompt_asks_for(form: Form) -> None:
    jobs = maker()
    proposal = jobs.make(RECIPE.proposes, (), form)
    writing = jobs.make(INPUT_FIRST, items("Name a fruit.", "Sort them."), form)
    by_id = {task.id: task.instruction for task in SEEDS}
    for job, texts, count in (
        (proposal, tuple(by_id[id_] for id_ in proposal.shown), 10),
        (writing, ("Name a fruit.", "Sort them."), 2),
    ):
        question = job.request.question
        assert question
        assert (question.language, question.texts, question.count) == ("en", texts, count)
        assert question.proposes == job.step.proposes
        assert job.request.structured is (form is JSON)
        assert job.request.form == form.name
        assert job.request.schema
        assert job.request.kind == job.step.name


def test_an_answer_in_the_form_of_the_prompt_is_read_as_the_answer() -> None:
    jobs = maker()
    proposal = jobs.make(RECIPE.proposes, (), TEXT).request.question
    writing = jobs.make(INPUT_FIRST, items("Name a fruit."), TEXT).request.question
    assert proposal
    assert writing
    text = proposal.in_text({"instructions": ["Sing.", "Dance."]})
    assert text
    assert text.startswith("9. Sing.")
    assert [each.instruction for each in proposals(RECIPE.proposes, text)] == ["Sing.", "Dance."]
    text = writing.in_text({"tasks": [{"number": 1, "instances": [{"input": "red", "output": "Fig."}]}]})
    assert text
    ((draft,),) = drafts(INPUT_FIRST, text, ["Name a fruit."])
    assert (draft.input, draft.output) == ("red", "Fig.")


def test_whole_demonstrations_are_shown_and_the_question_has_their_instructions() -> None:
    task = Task("9.0", "Name a fruit.", False, (Instance("red", "Fig."),), "9")
    pool = Pool(SEEDS, ENGLISH, 0.7)
    pool.accept(task)
    job = maker(ALPACA, pool=pool).make(ALPACA.proposes, (), TEXT)
    assert "9.0" in job.shown
    assert "Name a fruit.\n[Input]\nred\n[Output]\nFig." in job.request.prompt
    assert job.request.question
    assert "Name a fruit." in job.request.question.texts


def test_the_same_random_seed_makes_the_same_jobs_and_each_is_another() -> None:
    def prompts(**more: Any) -> list[str]:
        jobs = maker(**more)
        return [jobs.make(RECIPE.proposes, (), TEXT).request.prompt for _ in range(5)]

    assert prompts() == prompts()
    assert len(set(prompts())) == 5
    assert not set(prompts()) & set(prompts(random_seed=4))
    # A run that goes on makes the jobs that it would have made.
    assert prompts(number=3)[:3] == prompts()[2:]


def test_jobs_are_numbered_on() -> None:
    jobs = maker(number=41)
    numbers = [jobs.make(RECIPE.proposes, (), TEXT).number, jobs.make(CLASSIFICATION, items("Sing."), TEXT).number]
    assert numbers == [41, 42]


def test_a_plain_completion_goes_on_with_the_last_line_of_the_prompt() -> None:
    def lead(form: Form) -> str:
        job = maker().make(RECIPE.proposes, (), form)
        assert job.request.api == form.api
        assert not job.lead or job.request.prompt.endswith(f"\n{job.lead}")
        return job.lead

    assert (lead(TEXT), lead(SHORT), lead(CONTINUATION)) == ("", "", "9.")


def test_a_short_prompt_asks_for_few_items_and_shows_as_few() -> None:
    job = maker().make(RECIPE.proposes, (), SHORT)
    assert len(job.shown) == 5
    assert "Write 5 more tasks" in job.request.prompt
    assert job.request.question
    assert job.request.question.count == 5
    assert len(job.request.prompt) < len(maker().make(RECIPE.proposes, (), TEXT).request.prompt) / 2


def test_a_short_prompt_may_be_the_task_itself_and_what_comes_back_its_output() -> None:
    for step in (INPUT_FIRST, OUTPUT_FIRST):
        job = maker().make(step, items("Name a fruit."), SHORT)
        assert job.request.prompt == "Name a fruit."
        assert job.request.question
        text = job.request.question.in_text({"tasks": [{"instances": [{"input": "red", "output": "fig"}]}]})
        assert text == "fig"
        ((draft,),) = drafts(step, f"{job.lead}\n{text}", ["Name a fruit."])
        assert (draft.input, draft.output) == ("", "fig")


def test_what_is_wanted_of_a_step_goes_into_its_requests() -> None:
    sampling = {"instances": {"temperature": 0.1, "max_tokens": 300}, "input_first": {"temperature": 0.2}}
    asking = Asking(system="Be brief.", models={"instances": "big"}, sampling=sampling)
    jobs = maker(asking=asking)
    proposal, writing = (jobs.make(RECIPE.proposes, (), TEXT), jobs.make(INPUT_FIRST, items("Sing."), TEXT))
    assert [job.request.system for job in (proposal, writing)] == ["Be brief."] * 2
    assert [job.request.model for job in (proposal, writing)] == ["", "big"]
    assert proposal.request.sampling == RECIPE.proposes.sampling
    found = writing.request.sampling
    assert (found.temperature, found.max_tokens, found.top_p) == (0.2, 300, INPUT_FIRST.sampling.top_p)


def test_once_a_model_has_said_that_it_is_too_much_less_is_shown_and_asked_for() -> None:
    sizes = Sizes(RECIPE, Asking())
    jobs = maker(sizes=sizes)
    sizes.shorten(RECIPE.proposes, 8, 2048)
    assert len(jobs.make(RECIPE.proposes, (), TEXT).shown) == 4
    while sizes.max_tokens(RECIPE.proposes) == 2048:
        sizes.shorten(RECIPE.proposes, sizes.items(RECIPE.proposes), 2048)
    job = jobs.make(RECIPE.proposes, (), TEXT)
    assert (len(job.shown), job.request.sampling.max_tokens) == (8, 1024)


def test_what_the_pool_has_little_of_is_leaned_towards() -> None:
    weights = Variety.load(FOLDER).weights["category"]
    pool, keys = Pool(SEEDS, ENGLISH, 0.7), [key for key, weight in weights.items() if weight]
    common, random = keys[:-1], Random(1)
    for _ in range(3000):
        pool.count_hint(Hint(random.choice(common)))
    jobs = maker(pool=pool)
    hints = [jobs.make(RECIPE.proposes, (), TEXT).hint.category for _ in range(60)]
    assert hints.count(keys[-1]) > 30


def test_label_tasks_and_limits_are_asked_for_as_the_pool_lacks_them() -> None:
    def asked(recipe: Recipe, *, is_classification: bool, instruction: str) -> str:
        pool = Pool(SEEDS, ENGLISH, 0.7)
        for number in range(300):
            instance = Instance("", "la")
            pool.accept(Task(f"{number}.0", instruction, is_classification, (instance,), str(number)))
        return maker(recipe, pool=pool).make(recipe.proposes, (), TEXT).request.prompt

    few, many = "In exactly 4 of the 10", "None of them asks for one of a few labels"
    assert few in asked(RECIPE, is_classification=False, instruction="Sing.")
    assert many in asked(RECIPE, is_classification=True, instruction="Sing.")
    assert "None of them says how long" in asked(RECIPE, is_classification=False, instruction="Sing in 20 words.")
    assert "At most 4 of the 10 may say" in asked(RECIPE, is_classification=False, instruction="Sing.")
    # Nobody finds out there which ones they are.
    prompt = asked(ALPACA, is_classification=False, instruction="Sing.")
    assert "In exactly 2 of the 20" in prompt or "In exactly 3 of the 20" in prompt


def test_what_writes_instances_shows_seed_tasks_with_theirs() -> None:
    jobs, prompts = maker(), set()
    for step in (INPUT_FIRST, OUTPUT_FIRST):
        for _ in range(30):
            prompt = jobs.make(step, items("Name a fruit."), TEXT).request.prompt
            prompts.add(prompt)
            found = [task for task in SEEDS if f"]\n{task.instruction}\n" in prompt]
            assert 3 <= len(found) <= 6
            assert all(step.takes(stand_in(task)) for task in found)
    assert len(prompts) == 60


def test_where_only_few_items_fit_into_a_prompt_its_examples_are_shorter() -> None:
    sizes = Sizes(RECIPE, Asking())
    long = len(maker(sizes=sizes).make(INPUT_FIRST, items("Sing."), TEXT).request.prompt)
    sizes.shorten(INPUT_FIRST, 3, 4096)
    assert len(maker(sizes=sizes).make(INPUT_FIRST, items("Sing."), TEXT).request.prompt) < long - 1000


def test_seed_tasks_that_all_are_too_long_or_of_another_kind_are_not_shown() -> None:
    long = Task("s", "Sing.", False, (Instance("", "la " * 5000),), "seed")
    job = maker(pool=Pool([long], ENGLISH, 0.7)).make(INPUT_FIRST, items("Hum."), TEXT)
    assert "la la" not in job.request.prompt
    assert "how they were answered" not in job.request.prompt


def test_the_schema_goes_along_as_json() -> None:
    for step in (*RECIPE.steps, *ALPACA.steps):
        job = maker(ALPACA if step in ALPACA.steps else RECIPE).make(
            step, () if step.proposes else items("Sing."), JSON
        )
        assert json.loads(json.dumps(job.request.schema)) == job.request.schema
