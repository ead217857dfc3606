"""A dry run on the terminal, or as JSON."""

from typing import TYPE_CHECKING

from selfinstruct.cli.machine import plan_json
from selfinstruct.cli.messages import show, show_object
from selfinstruct.cli.process import Told

if TYPE_CHECKING:
    from selfinstruct.pipeline.plan import Plan


def show_plan(plan: "Plan", *, show_prompts: bool, as_json: bool) -> None:
    """Print a plan; then raise what keeps its server from starting, if anything does."""
    if as_json:
        show_object(plan_json(plan, show_prompts=show_prompts))
    else:
        *lines, last = plan.lines(show_prompts=show_prompts)
        show([*lines, last if show_prompts else f"{last}; ‹show_prompts› shows the prompts, too"])
    if plan.obstacle:
        raise Told(plan.obstacle, plan.obstacle.exit_code)
