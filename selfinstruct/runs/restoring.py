"""Brings back instructions that reviewers restored and that have no output yet: they wait for their instances."""

import json

from selfinstruct.core.values import Hint
from selfinstruct.decisions.applying import waiting_for_instances
from selfinstruct.pipeline.settling import RESTORE
from selfinstruct.runs.state import RunState


def bring_back(state: RunState) -> None:
    """Let each restored instruction wait for its first step, once; the log keeps it, so that a replay does the same."""
    restored = dict.fromkeys(record.instruction for record, _ in waiting_for_instances(state.report.standings))
    if not restored or state.settings.recipe is None:
        return
    for line in state.store.log(RESTORE):
        for instruction in json.loads(line.body)["instructions"]:
            restored.pop(instruction, None)
    if restored:
        body = json.dumps({"instructions": [*restored]}, ensure_ascii=False)
        state.settler.settle(state.store.record(0, 0, RESTORE, (), Hint(), "", body.encode("utf-8", "replace")))
