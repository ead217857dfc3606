"""Whether the caps of a run are enough: told as it begins, and which ones would be, once one has stopped it."""

from collections.abc import Callable, Mapping

from selfinstruct.core.settings import Settings
from selfinstruct.pipeline.capped import Amounts, caps_to_reach
from selfinstruct.pipeline.plan import Plan
from selfinstruct.runs.building import already_spent, build_plan
from selfinstruct.runs.state import RunState

# What a run has taken for so many tasks says more of it than its seed tasks do.
_ENOUGH = 10
# The rest may take so many times as much.
_MOST = 1.2


def tell_of_caps(plan: Callable[[], Plan], settings: Settings, tell: Callable[[str], None]) -> None:
    """Tell of each cap that is likely to stop a run before it is through, by what it would be planned like."""
    if not settings.caps:
        return
    try:
        lines = plan().too_little
    except Exception:  # of a step of others, which the run itself is going to tell
        return
    for line in lines:
        tell(line)


def caps_for_the_rest(state: RunState, settings: Settings, least: Mapping[str, float]) -> Mapping[str, float]:
    """Return caps that are likely to let a run reach its target; none below the `least` that let it move on."""
    if not least:
        return least
    report, spent = state.report, already_spent(state)
    if report.grown < _ENOUGH:
        plan = build_plan(state, settings)
        return caps_to_reach(least, spent, plan.about, plan.spread[1])
    share = max(0, report.target - report.kept) / report.grown
    # What failed counts, too: it is going to happen again.
    counted, lists = report.growing(report.spent + report.held), report.price_lists
    requests = (spent.requests - sum(report.requests_of(step) for step in report.not_growing)) * share
    cost = counted.cost(lists) * share if lists else None
    return caps_to_reach(least, spent, Amounts(requests, counted.usage.total * share, cost), _MOST)
