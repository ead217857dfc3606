"""What the reader of a step finds in a text, unwrapped, and held to what its kind of step may find."""

from collections.abc import Sequence

from selfinstruct.core.values import Completion, Draft, Item, Usage
from selfinstruct.steps import Step
from selfinstruct.steps.findings import Instances, Nothing, Proposal, Verdict


def said(text: str, finish_reason: str = "stop") -> Completion:
    """Return a completion with a text."""
    return Completion(text, finish_reason, Usage(), "m")


def waiting(step: Step, *instructions: str) -> list[Item]:
    """Return items with these instructions that wait for a step."""
    return [Item(f"1.{at}", each, step.name, step.name == "output_first") for at, each in enumerate(instructions)]


def proposals(step: Step, text: str, finish_reason: str = "stop") -> list[Proposal]:
    """Return what a step proposes."""
    findings = step.parse(said(text, finish_reason), ())
    found = [finding for finding in findings if isinstance(finding, Proposal)]
    assert found == findings
    return found


def verdicts(step: Step, text: str, count: int) -> list[bool | None]:
    """Return a verdict on each of so many items, None where the step finds nothing."""
    found = []
    for place, finding in enumerate(step.parse(said(text), waiting(step, *["Sing."] * count))):
        assert isinstance(finding, Verdict | Nothing)
        assert finding.item == place
        assert isinstance(finding, Verdict) or finding.reason == "unclassified"
        found.append(finding.is_classification if isinstance(finding, Verdict) else None)
    assert len(found) == count
    return found


def drafts(step: Step, text: str, instructions: Sequence[str], finish_reason: str = "stop") -> list[tuple[Draft, ...]]:
    """Return the drafts of each of some items with these instructions."""
    findings = step.parse(said(text, finish_reason), waiting(step, *instructions))
    found = [finding for finding in findings if isinstance(finding, Instances)]
    assert [finding.item for finding in found] == list(range(len(instructions)))
    return [finding.drafts for finding in found]
