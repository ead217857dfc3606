"""Which step a line of the log belongs to, and what was sent, as a run that has not kept it can still tell."""

from dataclasses import dataclass
from functools import cached_property
from random import Random

from selfinstruct.core.errors import InputError
from selfinstruct.core.forms import CONTINUATION, FORMS, TEXT
from selfinstruct.core.resources import prompts_folder
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.values import Item, LogLine, Request, Task
from selfinstruct.languages import find_language
from selfinstruct.pipeline.examples import Examples
from selfinstruct.pool.variety import Variety
from selfinstruct.recipes import build_recipe, judging_recipe
from selfinstruct.steps import Step
from selfinstruct.steps.templates import LEANING, Prompts
from selfinstruct.storage.store import Store


@dataclass
class Rebuilder:
    """Builds requests from the log of a run, the recipe as it is now, and our own templates."""

    store: Store
    settings: RunSettings

    @cached_property
    def _steps(self) -> dict[str, Step]:
        language, instances = find_language(self.settings.language), self.settings.instances_per_task or 1
        known, reward = self.settings, bool(self.settings.reward)
        judging = {step.name: step for step in judging_recipe(None, language, reward=reward).works_on}
        if known.recipe is None:
            return judging
        try:
            judges, best_of = int(known.judge or 0), known.best_of or 1
            recipe = build_recipe(known.recipe, language, instances, judges=judges, best_of=best_of, reward=reward)
            return judging | {step.name: step for step in recipe.steps}
        except InputError:  # the recipe of a package that is not installed here
            return judging

    def step(self, line: LogLine) -> Step | None:
        """Return the step that a line belongs to; None for an import, or where the recipe does not have it now."""
        return self._steps.get(line.step)

    def request(self, line: LogLine) -> Request | None:
        """Return what was likely sent for a line; None if its step, or what it showed, is not there."""
        step, shown = self.step(line), [self._shown(id_) for id_ in line.items]
        known = [each for each in shown if each]
        if step is None or len(known) < len(shown):
            return None
        language = find_language(self.settings.language)
        folder = prompts_folder(language.home) / language.code
        # Where the form is not known, a line holds the end of its prompt only if the completion continues that.
        form = FORMS.get(line.form) or (CONTINUATION if line.lead else TEXT)
        if line.items and not step.proposes and step.shows_examples and not form.few:
            seeds, drawn = self.settings.seed_tasks, Random(f"{self.settings.random_seed}:{line.request}")
            step = step.with_examples(Examples([step], seeds).draw(step, drawn))
        prompts, step = Prompts(folder, form.template, form.structured), step.asked_in(form)
        try:
            hint = dict.fromkeys(LEANING, "") | Variety.load(folder).in_words(line.hint)
            prompt = step.prompt(prompts, [step.show(each) for each in known], hint)
        except Exception:  # the templates of a step may be elsewhere, and what it showed of an item gone
            return None
        return Request(prompt, step.sampling, form.api, kind=step.name, form=form.name)

    def _shown(self, id_: str) -> Task | Item | None:
        seed = next((seed for seed in self.settings.seed_tasks if seed.id == id_), None)
        return seed or self.store.task(id_) or self.store.item(id_)
