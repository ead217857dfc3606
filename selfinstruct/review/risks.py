"""What makes an accepted record worth a second look, though no filter objects to it."""

from selfinstruct.core.values import Draft
from selfinstruct.filters.missing_input import may_lack_input
from selfinstruct.languages import Language
from selfinstruct.storage.browsing import Row

# How far below the threshold an instruction still counts as close to a seed task.
_CLOSE = 0.1
_LONG = 4_000
_SHORT = {"words": 12, "characters": 4}
# A refusal comes early; what follows in a long output is its matter.
_BEGINNING = 400
RISKS = ("close_to_seed", "near_refusal", "input_missing", "short_output", "long_output")


def risks_of(row: Row, language: Language, threshold: float) -> list[str]:
    """Return which of `RISKS` an accepted record has."""
    record = row.record
    output = record.output.strip()
    found = {
        "close_to_seed": threshold - _CLOSE <= row.seed_similarity <= threshold,
        "near_refusal": language.declining.search(output[:_BEGINNING]) is not None,
        "input_missing": may_lack_input(Draft(record.instruction[:_LONG], record.input, ""), language),
        "short_output": not row.is_classification and len(output) < _SHORT.get(language.size_unit, 4),
        "long_output": len(output) > _LONG,
    }
    return [name for name in RISKS if found[name]]
