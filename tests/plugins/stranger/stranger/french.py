"""French."""

import re
from pathlib import Path

from selfinstruct import Language, Markers


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_french(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(char < "ɐ" for char in letters) >= len(letters)


LANGUAGE = Language(
    code="fr",
    name="French",
    training_format="alpaca",
    markers=Markers(
        task="Tâche", instruction="Consigne", input="Entrée", output="Sortie", label="Étiquette", end="Fin",
        nothing="aucune", brackets="[]",
    ),  # fmt: skip
    tokenize=_tokens,
    size=lambda text: len(text.split()),
    size_unit="words",
    shortest=3,
    longest=150,
    short_answer=60,
    is_own_script=_is_french,
    yes=("oui",),
    no=("non",),
    home=Path(__file__).parent,
)
