"""The words of the page: each that is used is there, in each language, and none in vain."""

import re
from importlib.resources import files

from selfinstruct.core.scores import MARKS
from selfinstruct.decisions.values import ACTIONS, QUESTIONS, WHY, WRITTEN_ANEW
from selfinstruct.pool.reason_names import reasons_in
from selfinstruct.pool.reasons import reasons
from selfinstruct.review.assets import SCRIPTS, asset
from selfinstruct.review.queues import QUEUES
from selfinstruct.review.risks import RISKS
from selfinstruct.review.words import words_in

_PAGE = files("selfinstruct.review")
# Named by values: of queues, actions, reasons to reject, questions, risks.
_BY_VALUE = {*QUEUES, *(f"about_{each}" for each in QUEUES), *ACTIONS, *(f"said_{each}" for each in ACTIONS)}
_BY_VALUE |= {*WHY, WRITTEN_ANEW, *QUESTIONS, *RISKS, "all", "kept"}
_BY_VALUE |= {"seed", "claimed", "avoid", "instruction", "input", "output"}
_BY_VALUE |= {f"did_{each}" for each in ACTIONS if each != "undo"} | {"did_written_anew"}
_BY_VALUE |= {"category", "topic", "form", "model", "task", *MARKS}
_BY_VALUE |= {"noted", "leaning", "between_leanings"}
# Of previews.
_BY_VALUE |= {"between_sentences", "at_most", "at_least", "about"}
_BY_VALUE |= {f"{what}_{how}" for what in ("threshold", "filter") for how in ("lets_in", "takes_out")}
_BY_VALUE |= {f"of_these_{each}" for each in ("in", "out", "bare", "avoided")}
_BY_VALUE |= {f"said_{each}" for each in ("pick", "none", "anew", "edit_out", "restore_waits")}


def test_all_words_that_are_used_are_there() -> None:
    texts = [each.read_text(encoding="utf-8") for each in _PAGE.joinpath("templates").iterdir()]
    # In the lists of buttons and of keys.
    used = {name for text in texts for name in re.findall(r'\("[^"]+", "(\w+)"\)', text)}
    texts += [asset(name) for name in (*SCRIPTS, "away.js")]
    used |= {name for text in texts for name in re.findall(r"words\.(\w+)", text)}
    english, chinese = words_in("en"), words_in("zh")
    assert english.keys() == chinese.keys() == used | _BY_VALUE
    for name, words in english.items():
        assert sorted(re.findall(r"{\w*}", words)) == sorted(re.findall(r"{\w*}", chinese[name])), name


def test_each_reason_has_a_name_in_chinese_and_its_id_in_english() -> None:
    assert reasons_in("zh").keys() == reasons().keys()
    assert len({*reasons_in("zh").values()}) == len(reasons())
    assert not reasons_in("en")
