"""How far the caps let a run come, before anything is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from selfinstruct.core.counts import Rough
from selfinstruct.core.settings import Caps
from selfinstruct.endpoints.enough import rounded_up


@dataclass(frozen=True)
class Amounts:
    """Requests, tokens and money; that is None where it is not known."""

    requests: float = 0
    tokens: float = 0
    cost: float | None = None


TOO_LITTLE = "is too little"


def cap_lines(
    caps: Caps, spent: Amounts, about: Amounts, spread: tuple[float, float], kept: int, missing: int
) -> Iterator[str]:
    """Yield a line for each cap: whether it leaves room for what `missing` tasks are `about` to take.

    What the run has `spent` counts, too; it holds as many tasks as are `kept` already.
    """
    for name, cap in vars(caps).items():
        need, before = getattr(about, name), getattr(spent, name) or 0
        if cap is None or need is None or not missing:
            continue
        left, (least, most) = max(0, cap - before), spread
        of_it = f", of which {_shown(name, before)} is spent," if before else ""
        told = f"‹caps.{name}› {_shown(name, cap)}{of_it}"
        if left >= most * need:
            yield f"{told} leaves room for that"
        elif left >= need:
            yield f"{told} leaves room for that, unless it takes more than usual"
        else:
            reached = f"about {Rough(kept + int(missing * left / need)):task}"
            surely = "will stop it" if left < least * need else "is likely to stop it"
            yield f"{told} is too little: it {surely} at {reached}"


def caps_to_reach(least: Mapping[str, float], spent: Amounts, about: Amounts, most: float) -> dict[str, float]:
    """Return caps that leave room for what is missing, even if it takes `most` times as much as is expected.

    None is below the `least` that lets the run move on.
    """
    found = dict(least)
    for name, cap in least.items():
        need, before = getattr(about, name), getattr(spent, name) or 0
        if need and before + most * need > cap:
            amount = rounded_up(before + most * need)
            found[name] = amount if name == "cost" else round(amount)
    return found


def _shown(name: str, amount: float) -> str:
    return f"{amount:,.4f}".rstrip("0").rstrip(".") if name == "cost" else f"{amount:,.0f}"
