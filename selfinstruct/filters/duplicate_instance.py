"""The answer repeats an instance that it has given before."""

from selfinstruct.languages import Language
from selfinstruct.types import Draft, Instance


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the number of the instance that this one repeats, counted from 1."""
    earlier = draft.siblings[: draft.position]
    same = Instance(draft.input, draft.output)
    return f"same as instance {earlier.index(same) + 1}" if same in earlier else None
