"""The completion ends inside this instance, and the endpoint does not say that it is whole."""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return how the output ends."""
    return f"ends with “{draft.output[-20:]}”" if draft.cut == "endpoint" else None


FILTER = Filter(check_instance=check_instance)
