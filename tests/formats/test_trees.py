"""Trees of messages: the first question, with the reply that people ranked best."""

from typing import Any

import pytest

from selfinstruct.core.errors import InputError, LeftOut
from selfinstruct.core.values import Instance
from selfinstruct.datafiles.shapes import task_in
from selfinstruct.formats.trees import find_tree

Q = "Name a sea bird that dives."


def _reply(text: str, **about: Any) -> dict[str, Any]:
    return {"message_id": text, "role": "assistant", "text": text, "replies": [], **about}


def _tree(*replies: dict[str, Any], **about: Any) -> dict[str, Any]:
    question = {"message_id": "q", "role": "prompter", "text": Q, "replies": [*replies], **about}
    return {"message_tree_id": "q", "tree_state": "ready_for_export", "prompt": question}


@pytest.mark.parametrize(
    "replies",
    [
        [_reply("Cow.", rank=1), _reply("Gannet.", rank=0, replies=[_reply("Why?", role="prompter")])],
        [_reply("Cow.", rank=None), _reply("Gannet.", rank=2)],
        [_reply("Gannet."), _reply("Cow.")],
        [_reply("Cow.", rank=0, deleted=True), _reply("Dog.", rank=1, review_result=False), _reply("Gannet.", rank=2)],
    ],
)
def test_the_best_reply_is_the_answer(replies: list[dict[str, Any]]) -> None:
    found = task_in(_tree(*replies))
    assert (found.task.instruction, found.task.instances) == (Q, (Instance("", "Gannet."),))


@pytest.mark.parametrize("tree", [_tree(), _tree(_reply("Cow.", deleted=True)), _tree(_reply("Gannet."), deleted=True)])
def test_what_people_threw_out_is_left_out(tree: dict[str, Any]) -> None:
    with pytest.raises(LeftOut, match="trees of messages"):
        find_tree(tree)


def test_a_tree_without_texts_is_an_error_and_other_prompts_are_no_tree() -> None:
    with pytest.raises(InputError):
        find_tree({"prompt": {"text": 5, "replies": []}})
    for prompt in ("Sing.", {"text": "Sing."}, [{"role": "user", "content": "Sing."}]):
        assert find_tree({"prompt": prompt}) is None
