"""The templates and lists that the prompts of a run are made of: the program's own, and the user's before them."""

from collections.abc import Sequence
from pathlib import Path

from selfinstruct.core.errors import InputError
from selfinstruct.core.forms import FORMS, Form
from selfinstruct.core.resources import prompts_folder
from selfinstruct.core.settings import Settings
from selfinstruct.languages import find_language
from selfinstruct.pool.variety import LISTS, Variety
from selfinstruct.steps import Step
from selfinstruct.steps.templates import Templates


def templates_of(settings: Settings) -> Templates:
    """Return where the prompt templates of the language lie."""
    language = find_language(settings.language)
    own = settings.prompts / language.code if settings.prompts else None
    return Templates(prompts_folder(language.home) / language.code, own)


def load_variety(settings: Settings) -> Variety:
    """Return what requests may lean towards, by our lists and the user's, and what all are to be about."""
    templates = templates_of(settings)
    return Variety.load(templates.folder, templates.own, settings.about)


def check_templates(steps: Sequence[Step], settings: Settings, forms: Sequence[Form]) -> None:
    """Raise `InputError` if a template cannot be used, or that of the first form is not there."""
    templates = templates_of(settings)
    if templates.own:
        _require_of_use(templates.own)
    for step in steps:
        for form in forms:
            prompts = templates.of(form)
            if form is forms[0] or prompts.has(step.template):
                step.check(prompts)
            if settings.about and step.proposes:
                prompts.require_shown(step.template, "about")


def note_on_lists(settings: Settings, *, is_new: bool) -> tuple[str, ...]:
    """Return a line, as a run begins, if its seed tasks are the user's and what prompts name beside them is ours."""
    if not (is_new and settings.seeds) or load_variety(settings).is_narrow:
        return ()
    return (
        "beside your seed tasks, prompts name topics and people of all fields;"
        " for a dataset of one field, say which with ‹about›",
    )


def _require_of_use(folder: Path) -> None:
    """Raise `InputError` if a folder of the user's own holds nothing that is read, or a list that no prompt names."""
    named = [path.name.split(".")[:-1] for path in sorted(folder.glob("*.txt"))]
    lists = {parts[0] for parts in named if len(parts) == 1}
    known = ", ".join(f"{name}.txt" for name in LISTS)
    if others := sorted(lists - {*LISTS}):
        raise InputError(
            f"{folder / others[0]}.txt: no list has this name; they are {known}; rename it, or move it away"
        )
    kinds = {form.template for form in FORMS.values()}
    if not (lists or any(parts[-1] in kinds for parts in named)):
        raise InputError(
            f"{folder}: holds no template and no list; put there what is to differ from prompts/{folder.name} of"
            f" selfinstruct, such as {LISTS[1]}.txt, or leave out ‹prompts›"
        )
