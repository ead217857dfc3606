"""Which steps of a run leave in batches, to which endpoint, and what is out of it since earlier sessions."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from selfinstruct.backends import BACKENDS, Backend, Batching, batch_price, batching_of
from selfinstruct.core.errors import LOST, InputError
from selfinstruct.core.settings import Settings
from selfinstruct.core.values import Request
from selfinstruct.endpoints.batches import Batches
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.group import Group
from selfinstruct.endpoints.routes import Routes
from selfinstruct.recipes import Recipe
from selfinstruct.runs.asked import name_of, open_first
from selfinstruct.runs.judges import judges_connection
from selfinstruct.servers import ends_with_its_run
from selfinstruct.servers.serving import Served
from selfinstruct.steps.judge import NAME as JUDGE
from selfinstruct.storage.store import Store


def batched_steps(settings: Settings, recipe: Recipe) -> Mapping[str, float]:
    """Return the steps whose requests leave in batches, with the share of the usual price that tokens cost there.

    A judge at an address of its own judges in batches there if these are known to be sold at that address, and is asked
    as usual if not; so is a reward model. `InputError` if no step may leave in batches, or one would not where nothing
    else is answered.
    """
    if not (batching := batching_of(settings.connection)):
        return {}
    steps = recipe.steps if settings.connection.batch == "all" else recipe.works_on
    prices = {step.name: _price(settings) for step in steps}
    if settings.judging.urls and JUDGE in prices:
        prices[JUDGE] = batching.price(settings.judging.urls[0])
        if prices[JUDGE] == 1:
            del prices[JUDGE]
    if settings.reward:
        prices.pop(JUDGE, None)
    if not prices:
        raise InputError("‹batch› steps: no step of this recipe can wait, each feeds the next prompts; choose all")
    _require_all(settings, recipe, prices)
    return prices


def _price(settings: Settings) -> float:
    """Return the share of the usual price that tokens cost in batches; nobody sells those of a server of our own."""
    return 1.0 if settings.serving.server else batch_price(settings.connection)


def _require_all(settings: Settings, recipe: Recipe, batched: Collection[str]) -> None:
    """Raise `InputError` if the server of the run's own answers batches alone, and a step would ask it as usual."""
    server = settings.serving.server
    elsewhere = {JUDGE} if settings.judging.is_elsewhere else set()
    if server and ends_with_its_run(server) and (others := sorted(_steps(recipe) - elsewhere - {*batched})):
        told = f"‹serving.server› {server} answers batches alone, and {', '.join(others)} would be asked as usual"
        raise InputError(f"‹batch› {settings.connection.batch}: {told}; choose all")


def forget_lost(store: Store) -> None:
    """Count as failed what is out at servers of the run's own: they have ended with the sessions that had them."""
    lost = [out.batch for out in store.batches_out() if ends_with_its_run(out.batch.endpoint)]
    with store.together(durable=bool(lost)):
        for request, *_ in [each for batch in lost for each in store.requests_out(batch)]:
            if request.errand:
                store.fail(request.errand.attempt, LOST, perhaps_billed=False)


@dataclass(frozen=True)
class _Place:
    """An endpoint that requests of some steps may leave for in batches, or are out at."""

    served: Served
    steps: frozenset[str]

    @property
    def url(self) -> str:
        return next(iter(self.served.connection.base_urls), "")

    @property
    def name(self) -> str:
        return name_of(self.served, self.url)


def with_batches(
    others: Group, store: Store, settings: Settings, recipe: Recipe, budget: Budget, served: Served | None
) -> tuple[Group, Sequence[Request]]:
    """Return what is asked, with batches at the first address as far as they are wanted or out; and what is out.

    Where nothing is `served`, but asked by a backend of the caller's, nothing leaves in batches. `InputError` if
    something is out at another endpoint.
    """
    places = [*_places(settings, recipe, served)] if served else []
    _require_none_elsewhere(store, _steps(recipe), places)
    batching = BACKENDS.find(settings.connection.backend).batching
    if not (places and batching):
        return others, ()
    prices, requests = batched_steps(settings, recipe), list[Request]()
    of_step: dict[str, Group] = {}
    out: dict[int, Group] = {}
    for place in places:
        price = prices.get(JUDGE, 1.0) if place.steps == {JUDGE} else _price(settings)
        batches = _batches(store, settings, budget, place, batching, price)
        found = batches.take_over(place.steps, out)
        requests += found
        out |= {each.errand.attempt: batches for each in found if each.errand}
        of_step = {step: batches for step in prices if step in place.steps} | of_step
    return (Routes(others, of_step, out) if of_step or out else others), requests


def _places(settings: Settings, recipe: Recipe, served: Served) -> Iterator[_Place]:
    """Yield the judge's own place, if it has one, and the one for all steps."""
    if settings.judging.urls:
        yield _Place(Served(judges_connection(settings)), frozenset({JUDGE}))
    yield _Place(served, _steps(recipe))


def _steps(recipe: Recipe) -> frozenset[str]:
    return frozenset(step.name for step in (recipe.works_on if recipe.is_for_judging else recipe.steps))


def _batches(
    store: Store, settings: Settings, budget: Budget, place: _Place, batching: Batching, price: float
) -> Batches:
    batching = replace(batching, outlasts=not ends_with_its_run(place.name))
    patience = settings.pace.give_up_after or BACKENDS.find(settings.connection.backend).patience

    def opened() -> Backend:
        return open_first(place.served, settings.asking, settings.random_seed, store.refused)

    batches = Batches(store, budget, lambda: batching.open(opened()), batching, place.name, price, patience)
    batches.reception.on_refused = store.note_refused
    return batches


def _require_none_elsewhere(store: Store, steps: Collection[str], places: Sequence[_Place]) -> None:
    """Raise `InputError` if requests of these steps are out in batches at another endpoint than those of the places."""
    for out in store.batches_out():
        batch = out.batch
        here = {step for place in places if place.name == batch.endpoint for step in place.steps}
        if any(request.kind in steps and request.kind not in here for request, *_ in store.requests_out(batch)):
            said = f"a batch of this run is out at {batch.endpoint}"
            raise InputError(f"‹base_urls›: {said}; name that first, so that its answers are collected")
