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
    markers=Markers(
        task="Tâche",
        instruction="Consigne",
        input="Entrée",
        output="Sortie",
        label="Étiquette",
        end="Fin",
        nothing="aucune",
    ),
    tokenize=_tokens,
    is_own_script=_is_french,
    yes=("oui",),
    no=("non",),
    home=Path(__file__).parent,
)
