"""Regular expressions that are compiled when something is first looked for."""

import re
from functools import cached_property
from typing import Any, cast


class _Late:
    """A pattern in all but the time of its compilation."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._said = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(*self._said)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        # Asked for once: later it is as quick as that of any other pattern.
        self.__dict__[name] = found
        return found

    def __eq__(self, other: object) -> bool:
        return self._compiled == other

    def __hash__(self) -> int:
        return hash(self._compiled)

    def __reduce__(self) -> tuple[Any, ...]:
        return pattern_of, self._said


def pattern_of(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern, compiled when something is first looked for; `re.error` only then.

    Those of a language take a third of a second together, and most commands look for few of them.
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))
