"""What else speaks against a rejected record: a run keeps the first reason alone."""

from functools import cache
from typing import NamedTuple

from selfinstruct.core.errors import InputError
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.values import Draft, Record
from selfinstruct.filters import Filters, load_filters
from selfinstruct.languages import Language
from selfinstruct.pool.details import told_in
from selfinstruct.pool.reasons import sentence

# In characters: no key is to wait for filters on more.
_LONGEST = 50_000


class Objection(NamedTuple):
    """A reason, in a plain sentence, and what a filter found."""

    reason: str
    sentence: str
    detail: str


def objections(
    record: Record, settings: RunSettings, language: Language, page_language: str, without: str, *, is_cut: bool = False
) -> list[Objection]:
    """Return what the filters of a run say of a record as it is now, `without` the reason that is known.

    They see it alone: what only the whole answer shows, such as a repeat, is not among it, but for whether it `is_cut`.
    """
    if sum(map(len, (record.instruction, record.input, record.output))) > _LONGEST:
        return []
    found = []
    draft = Draft(
        record.instruction, record.input, record.output, cut=without.removeprefix("cut_by_") if is_cut else ""
    )
    for reason, each in _filters(settings.filters or "default", settings.recipe or "", language.code).items():
        details = [each.check_instruction(record.instruction, language)] if each.check_instruction else []
        if each.check_instance and record.output:
            details.append(each.check_instance(draft, language))
        said = [detail for detail in details if detail is not None]
        if said and reason != without:
            found.append(Objection(reason, sentence(reason, page_language), told_in(said[0], page_language)))
    return found


@cache
def _filters(specification: str, recipe: str, code: str) -> Filters:
    try:
        return load_filters(specification, recipe, code)
    except InputError:  # a filter of a package that is not installed here
        return load_filters("default", recipe, code)
