"""What a review may be asked for, and who reviews if nobody is named."""

from getpass import getuser

from selfinstruct.core.errors import InputError
from selfinstruct.review.words import LANGUAGES

# All of them are held in memory.
_MOST_SAMPLED = 10_000


def require_options(page_language: str, sample: int) -> None:
    """Raise `InputError` if there is no page in this language ("" for any), or no sample can be so large."""
    if page_language and page_language not in LANGUAGES:
        raise InputError(f"‹page_language› {page_language}: choose one of: {', '.join(LANGUAGES)}")
    if not 1 <= sample <= _MOST_SAMPLED:
        raise InputError(f"‹sample› {sample}: from 1 to {_MOST_SAMPLED:,} records")


def user_name() -> str:
    """Return the name of the user who runs the program."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"
