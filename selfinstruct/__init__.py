"""Grow a few human-written seed tasks into an instruction-tuning dataset by prompting a language model.

    settings = Settings(target=100, language="zh", connection=Connection(backend="demo"))
    result = selfinstruct.generate(settings, Path("outputs/zh"))

The names in `__all__` are the public face; each is loaded when it is first used. `docs/api.md` has more examples.
"""
# ruff: noqa: I001, RUF022

from importlib import import_module
from typing import TYPE_CHECKING

from selfinstruct.core.version import __version__ as __version__

# fmt: off
if TYPE_CHECKING:
    from selfinstruct.api import (
        Result, SeedReport, check, check_seeds, export, generate, generate_async, import_tasks, open_run, plan,
        replay,
    )
    from selfinstruct.backends import BACKENDS, Backend, BackendOption, BackendPlugin, Opening
    from selfinstruct.testing import ScriptedBackend
    from selfinstruct.core.errors import (
        BackendError, EndpointRefused, InputError, PromptRefused, RunFolderError, SelfInstructError, Unavailable,
    )
    from selfinstruct.core.settings import (
        Asking, Caps, Connection, ImportSettings, Pace, Prices, ReplaySettings, RunSettings, Settings,
    )
    from selfinstruct.core.values import (
        Answer, Completion, Draft, Instance, Item, Question, Record, Rejection, Reply, Request, Sampling, Task,
        Usage,
    )
    from selfinstruct.exports.exporting import Export
    from selfinstruct.exports.selection import Selection, condition
    from selfinstruct.filters import FILTERS, Filter
    from selfinstruct.formats import FORMATS, Format
    from selfinstruct.languages import LANGUAGES, Language, Markers
    from selfinstruct.parsing.json_answers import object_schema, read_items
    from selfinstruct.pipeline.loop import Loop
    from selfinstruct.recipes import RECIPES, Recipe, RecipePlugin
    from selfinstruct.report.numbers import Report
    from selfinstruct.runs.observer import Observer
    from selfinstruct.runs.run import Run
    from selfinstruct.steps import Place, Step
    from selfinstruct.steps.findings import Finding, Instances, Nothing, Objection, Proposal, Review, Verdict
    from selfinstruct.steps.templates import Prompts

__all__ = [
    "Answer", "Asking", "BACKENDS", "Backend", "BackendError", "BackendOption", "BackendPlugin", "Caps",
    "Completion", "Connection", "Draft", "EndpointRefused", "Export", "FILTERS", "FORMATS", "Filter", "Finding",
    "Format", "ImportSettings", "InputError", "Instance", "Instances", "Item", "LANGUAGES", "Language", "Loop",
    "Markers", "Nothing", "Objection", "Observer", "Opening", "Pace", "Place", "Prices", "PromptRefused", "Prompts",
    "Proposal", "Question", "RECIPES", "Recipe", "RecipePlugin", "Record", "Rejection", "ReplaySettings", "Reply",
    "Report", "Request", "Result", "Review", "Run", "RunFolderError", "RunSettings", "Sampling", "ScriptedBackend",
    "SeedReport", "Selection", "SelfInstructError", "Settings", "Step", "Task", "Unavailable", "Usage", "Verdict",
    "check", "check_seeds", "condition", "export", "generate", "generate_async", "import_tasks", "object_schema",
    "open_run", "plan", "read_items", "replay",
]
# fmt: on

_MODULES = {
    "api": "Result SeedReport check check_seeds export generate generate_async import_tasks open_run plan replay",
    "backends": "BACKENDS Backend BackendOption BackendPlugin Opening",
    "testing": "ScriptedBackend",
    "core.errors": "BackendError EndpointRefused InputError PromptRefused RunFolderError SelfInstructError Unavailable",
    "core.settings": "Asking Caps Connection ImportSettings Pace Prices ReplaySettings RunSettings Settings",
    "core.values": "Answer Completion Draft Instance Item Question Record Rejection Reply Request Sampling Task Usage",
    "exports.exporting": "Export",
    "exports.selection": "Selection condition",
    "filters": "FILTERS Filter",
    "formats": "FORMATS Format",
    "languages": "LANGUAGES Language Markers",
    "parsing.json_answers": "object_schema read_items",
    "pipeline.loop": "Loop",
    "recipes": "RECIPES Recipe RecipePlugin",
    "report.numbers": "Report",
    "runs.observer": "Observer",
    "runs.run": "Run",
    "steps": "Place Step",
    "steps.findings": "Finding Instances Nothing Objection Proposal Review Verdict",
    "steps.templates": "Prompts",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
