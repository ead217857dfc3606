"""The demo model speaks languages that it has no vocabulary of, in the words that the prompt shows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from selfinstruct.backends.demo import model
from selfinstruct.core.question import Question
from selfinstruct.core.values import Request
from selfinstruct.languages import Language, Markers, find_language
from tests.backends.test_demo import INTEGER, SAMPLING, STRING, array, ask, of, values
from tests.support.rouge import rouge_l


@dataclass(frozen=True)
class Stranger:
    """A language that the demo model has no vocabulary of, and a prompt in it."""

    language: Language
    texts: tuple[str, ...]


FRENCH = Stranger(
    replace(
        find_language("en"),
        code="fr",
        name="French",
        markers=Markers("Tâche", "Consigne", "Entrée", "Sortie", "Étiquette", "Fin", "aucune", "[]"),
        yes=("oui",),
        no=("non",),
    ),
    (
        "Écris une lettre de remerciement à un voisin qui a arrosé les plantes pendant les vacances.",
        "Explique à un enfant de dix ans pourquoi la mer est salée, avec un exemple de la cuisine.",
        "Range ce courriel parmi les plaintes, les questions ou les éloges, selon son ton général.",
        "Trouve trois noms amusants pour une boulangerie de village qui ouvre seulement la nuit.",
        "Résume ce compte rendu de réunion en quatre phrases claires destinées à la directrice.",
        "Corrige les fautes d'accord dans le paragraphe suivant et signale celles que tu hésites à changer.",
    ),
)
JAPANESE = Stranger(
    replace(
        find_language("zh"),
        code="ja",
        name="Japanese",
        markers=Markers("課題", "指示", "入力", "出力", "ラベル", "終わり", "なし", "【】"),
        yes=("はい",),
        no=("いいえ",),
    ),
    (
        "休暇中に植物へ水をやってくれた隣人に、お礼の手紙を書いてください。",
        "なぜ海の水は塩辛いのか、台所の例を使って十歳の子どもに説明してください。",
        "この電子メールが苦情、質問、称賛のどれに当たるかを判断してください。",
        "夜だけ開いている村のパン屋に合う、楽しい名前を三つ考えてください。",
        "会議の議事録を、部長に渡せるように四つの文でまとめてください。",
    ),
)


@pytest.fixture(params=[FRENCH, JAPANESE], ids=["fr", "ja"])
def stranger(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Stranger:
    found: Stranger = request.param
    monkeypatch.setattr(model, "find_language", lambda _: found.language)
    return found


def request_in(stranger: Stranger, schema: dict[str, Any], *, proposes: bool, count: int = 8) -> Request:
    question = Question(stranger.language.code, stranger.texts, count, proposes)
    return Request("\n".join(stranger.texts), SAMPLING, schema=schema, question=question)


def test_a_stranger_s_language_gets_new_instructions_of_its_own_words(stranger: Stranger) -> None:
    request = request_in(stranger, of(instructions=array(STRING)), proposes=True)
    texts = [text for value in values(request, 20) for text in value["instructions"]]
    # Echoes, stumps and numbers are slips.
    new = [text for text in texts if text not in stranger.texts and len(text) > 3 and not text[0].isdigit()]
    assert len(new) > 0.75 * len(texts)
    tokens = [stranger.language.tokenize(text) for text in new]
    assert all(len(each) >= 8 for each in tokens)
    assert max(rouge_l(tokens[at], tokens[before]) for at in range(40) for before in range(at)) < 0.7
    shown = "".join(stranger.texts).casefold()
    assert all(char in shown for text in new for char in text.casefold() if char.isalpha())


def test_a_stranger_s_labels_are_found_again(stranger: Stranger) -> None:
    request = request_in(stranger, of(instructions=array(STRING)), proposes=True)
    texts = [text for value in values(request, 20) for text in value["instructions"]]
    labelled = next(text for text in texts if text.count("“") == 3)
    again = replace(stranger, texts=(labelled,))
    verdict = of(answers=array(of(number=INTEGER, is_classification={"type": "boolean"})))
    for value in values(request_in(again, verdict, proposes=False, count=1), 20):
        assert all(answer["is_classification"] for answer in value["answers"])
    instance = of(tasks=array(of(number=INTEGER, instances=array(of(output=STRING, input=STRING)))))
    for value in values(request_in(again, instance, proposes=False, count=1), 20):
        assert all(f"“{each['output']}”" in labelled for task in value["tasks"] for each in task["instances"])


def test_a_stranger_s_words_of_yes_and_no_input_are_used(stranger: Stranger) -> None:
    language = stranger.language
    schema = of(tasks=array(of(instruction=STRING, input=STRING, output=STRING)))
    found = values(request_in(stranger, schema, proposes=True), 20)
    assert any(task["input"] == language.markers.nothing for value in found for task in value["tasks"])
    verdict = of(answers=array(of(number=INTEGER, is_classification={"type": "boolean"})))
    request = request_in(stranger, verdict, proposes=False)
    assert request.question

    def in_text(answer: Mapping[str, Any]) -> str:
        return "\n".join(f"{each['number']}. {language.no[0]}" for each in answer["answers"])

    answers = ask(replace(request, question=replace(request.question, in_text=in_text)), 50)
    assert any(f"**{language.no[0].capitalize()}**" in answer.text for answer in answers)
