"""One file per reason to reject; the name of the file is the reason that is recorded.

A filter defines `check_instruction(instruction, language)`, `check_instance(draft, language)` or both. Each returns
None to keep, or a detail for the person who reviews what was dropped ("2 words"; "" where the reason says it all).
All filters are found by their names and tried in the order of their names; the first that objects gives the reason.
"""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from selfinstruct.languages import Language
from selfinstruct.types import Draft

CheckInstruction = Callable[[str, Language], str | None]
CheckInstance = Callable[[Draft, Language], str | None]


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


def filter_names() -> list[str]:
    """Return the names of all filters, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def load_filters(names: Sequence[str] | None = None) -> Filters:
    """Return the filters of these names, all by default, ready to use."""
    chosen = filter_names() if names is None else names
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in chosen}
    return Filters(
        instruction={n: m.check_instruction for n, m in modules.items() if hasattr(m, "check_instruction")},
        instance={n: m.check_instance for n, m in modules.items() if hasattr(m, "check_instance")},
    )
