"""The recipe of the Self-Instruct paper (arXiv 2212.10560, section 2.2).

Instructions from 6 seed and 2 accepted demonstrations, then the classification step, then instances: output-first for
classification tasks, input-first for all others. The ancestor's sampling (temperature 0.7, top_p 0.5, presence
penalty 2 for instructions, temperature 0 elsewhere) suits GPT-3; today's models get temperature 1.0 for variety in
instructions. Weak ones lose the thread at that, and stop early at a penalty of 2: they get something in between.
Classification and instances go by batches, so that a task costs few prompt tokens; of long pieces not more than three
at once, as care falls towards the end of an answer.
"""

from dataclasses import replace
from functools import partial

from selfinstruct.core.values import Sampling
from selfinstruct.languages import Language
from selfinstruct.recipes import Recipe, RecipePlugin
from selfinstruct.steps.classification import Classification
from selfinstruct.steps.instances import WriteInstances
from selfinstruct.steps.instructions import Instructions


def _build(language: Language, instances_per_task: int) -> Recipe:
    writes = partial(
        WriteInstances,
        sampling=Sampling(temperature=0.7, top_p=0.95, max_tokens=4096),
        language=language,
    )
    classifying = Sampling(temperature=0.0, top_p=1.0, max_tokens=512)
    proposing = Sampling(temperature=1.0, top_p=0.95, max_tokens=2048)
    calm = replace(proposing, temperature=0.7, top_p=0.9, presence_penalty=1.0)
    return Recipe(
        proposes=Instructions(batch=10, few=5, sampling=proposing, calm=calm),
        works_on=(
            Classification(batch=20, sampling=classifying, language=language),
            writes(name="input_first", batch=3, instances=instances_per_task, output_first=False),
            # A label is drawn from at least two, so that labels can be balanced over the run.
            writes(name="output_first", batch=5, instances=max(2, instances_per_task), output_first=True),
        ),
        seed_demonstrations=6,
        accepted_demonstrations=2,
    )


RECIPE = RecipePlugin(about="instructions, then instances", build=_build)
