"""One file per reason to reject; the name of the file is the reason that is recorded.

A filter defines `check_instruction(instruction, language)`, `check_instance(draft, language)` or both. Each returns
None to keep, or a detail for the person who reviews what was dropped ("2 words"; "" where the reason says it all).
All filters are found by their names and tried in the order of their names; the first that objects gives the reason.
"""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Draft, Instance
from selfinstruct.languages import Language

FILTER_SETS = ("default", "ancestor", "none")
_INDISPENSABLE = ("cut_by_length", "empty_output")
_FIRST_SCRIPTS = {"en": "self_instruct", "zh": "belle"}

CheckInstruction = Callable[[str, Language], str | None]
CheckInstance = Callable[[Draft, Language], str | None]
T = TypeVar("T")
OfAnswer = Callable[[Sequence[Instance], Language], T]


@dataclass(frozen=True)
class Filters:
    """The filters of a run, by reason."""

    instruction: dict[str, CheckInstruction]
    instance: dict[str, CheckInstance]

    def reject_instruction(self, instruction: str, language: Language) -> tuple[str, str] | None:
        """Return the reason and the detail of the first filter that objects, or None."""
        for reason, check in self.instruction.items():
            if (detail := check(instruction, language)) is not None:
                return reason, detail
        return None

    def reject_instance(self, draft: Draft, language: Language) -> tuple[str, str] | None:
        """Return the reason and the detail of the first filter that objects, or None."""
        for reason, check in self.instance.items():
            if (detail := check(draft, language)) is not None:
                return reason, detail
        return None


def once_an_answer(function: OfAnswer[T]) -> OfAnswer[T]:
    """Remember what a function makes of all instances of an answer, for the draft of it that is checked next.

    To look at all of them for each of them takes time for the square of their number. Answers are told apart by
    identity: to compare them would look at all of them, too.
    """
    last: tuple[Sequence[Instance], Language, T] | None = None

    def remembering(siblings: Sequence[Instance], language: Language) -> T:
        nonlocal last
        if last is None or last[0] is not siblings or last[1] is not language:
            last = (siblings, language, function(siblings, language))
        return last[2]

    return remembering


def filter_names() -> list[str]:
    """Return the names of all filters of our own, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg)


def load_filters(name: str = "default", recipe: str = "", code: str = "en") -> Filters:
    """Return a named set of filters, ready to use.

    `default` are all of our own; `ancestor` those of the scripts that a recipe comes from (without a recipe: the first
    scripts that there were for the language of this `code`); `none` those without which no record is whole.
    """
    if name not in FILTER_SETS:
        raise InputError(f"‹filters› {name}: unknown set of filters; choose one of: {', '.join(FILTER_SETS)}")
    if name == "ancestor":
        return _ancestors_filters(recipe, code)
    chosen = filter_names() if name == "default" else _INDISPENSABLE
    modules = {each: importlib.import_module(f"{__name__}.{each}") for each in chosen}
    return Filters(
        instruction={n: m.check_instruction for n, m in modules.items() if hasattr(m, "check_instruction")},
        instance={n: m.check_instance for n, m in modules.items() if hasattr(m, "check_instance")},
    )


def _ancestors_filters(recipe: str, code: str) -> Filters:
    from selfinstruct.filters import ancestor

    name = recipe.replace("-", "_") or _FIRST_SCRIPTS.get(code, "")
    if name not in {module.name for module in pkgutil.iter_modules(ancestor.__path__)}:
        raise InputError(f"‹filters› ancestor: {recipe or code} has no ancestor")
    module = importlib.import_module(f"{ancestor.__name__}.{name}")
    if code not in module.LANGUAGES:
        languages = " or ".join(module.LANGUAGES)
        raise InputError(f"‹filters› ancestor: those of {recipe} are for ‹language› {languages} only")
    return Filters(module.INSTRUCTION, module.INSTANCE)
