"""Settings cut to what a server of the run's own has room for."""

from dataclasses import replace

from selfinstruct.core.errors import InputError
from selfinstruct.core.settings import Asking, Settings
from selfinstruct.recipes import recipe_of
from selfinstruct.servers.serving import Served


def fitted(settings: Settings, served: Served) -> Settings:
    """Return the settings with which a run asks the servers that were started for it.

    Answers take no more than half of the context, as many requests are in flight as there are slots, unless the user
    says how many, and no JSON is asked for where none can be enforced.
    """
    return replace(
        settings,
        connection=served.connection,
        asking=fitting(_within(settings, served.room.context), served),
        pace=replace(settings.pace, concurrency=settings.pace.concurrency or served.room.slots),
    )


def fitting(asking: Asking, served: Served) -> Asking:
    """Return the way of asking; `InputError` if the user insists on what the servers do not take."""
    if asking.form == "json" and "response_format" in served.refuses:
        raise InputError("‹form› json: this server takes no schema; use auto or text")
    return asking


def _within(settings: Settings, context: int | None) -> Asking:
    """Return the way of asking with answers of at most half the context."""
    asking, sampling = settings.asking, dict(settings.asking.sampling)
    if not context:
        return asking
    for step in recipe_of(settings).steps:
        wanted = asking.sampling_of(step.label, step.name).get("max_tokens", step.sampling.max_tokens)
        sampling[step.name] = {**sampling.get(step.name, {}), "max_tokens": min(int(wanted), context // 2)}
    return replace(asking, sampling=sampling)
