"""Which steps of a run leave in batches, and what is out of it since earlier sessions."""

from collections.abc import Callable, Collection, Sequence

from selfinstruct.backends import BACKENDS, Backend, batch_price, batching_of
from selfinstruct.core.errors import InputError
from selfinstruct.core.settings import Settings
from selfinstruct.core.values import Request
from selfinstruct.endpoints.batches import Batches
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.group import Group
from selfinstruct.endpoints.routes import Routes
from selfinstruct.recipes import Recipe
from selfinstruct.steps.judge import NAME as JUDGE
from selfinstruct.storage.store import Store


def batched_steps(settings: Settings, recipe: Recipe) -> frozenset[str]:
    """Return the names of the steps whose requests leave in batches; `InputError` if none of the recipe's may.

    A judge at an address of its own is asked there as usual.
    """
    if not batching_of(settings.connection):
        return frozenset()
    steps = recipe.steps if settings.connection.batch == "all" else recipe.works_on
    names = {step.name for step in steps} - ({JUDGE} if settings.judging.urls else set())
    if not names:
        raise InputError("‹batch› steps: no step of this recipe can wait, each feeds the next prompts; choose all")
    return frozenset(names)


def with_batches(
    others: Group,
    store: Store,
    settings: Settings,
    recipe: Recipe,
    budget: Budget,
    name: str,
    opened: Callable[[], Backend],
) -> tuple[Group, Sequence[Request]]:
    """Return what is asked, with batches at the endpoint `name` as far as they are wanted or out; and what is out.

    `opened` opens the backend there. `InputError` if something is out at another endpoint.
    """
    wanted, connection = batched_steps(settings, recipe), settings.connection
    every = frozenset(step.name for step in recipe.steps)
    require_none_elsewhere(store, every, name)
    backend = BACKENDS.find(connection.backend)
    if not (batching := backend.batching):
        return others, ()
    patience = settings.pace.give_up_after or backend.patience
    batches = Batches(store, budget, lambda: batching.open(opened()), batching, name, batch_price(connection), patience)
    batches.reception.on_refused = store.note_refused
    out = batches.take_over(every)
    return (Routes(others, dict.fromkeys(wanted, batches), batches) if wanted or out else others), out


def require_none_elsewhere(store: Store, steps: Collection[str], name: str) -> None:
    """Raise `InputError` if requests of these steps are out in batches at another endpoint than that of this name."""
    for out in store.batches_out():
        batch = out.batch
        if batch.endpoint != name and any(request.kind in steps for request, *_ in store.requests_out(batch)):
            said = f"a batch of this run is out at {batch.endpoint}"
            raise InputError(f"‹base_urls›: {said}; name that first, so that its answers are collected")
