"""Grow a few human-written seed tasks into an instruction-tuning dataset by prompting a language model.

    settings = Settings(target=100, language="zh", connection=Connection(backend="demo"))
    result = selfinstruct.generate(settings, Path("outputs/zh"))

The names in `__all__` are the public face; each is loaded when it is first used. `docs/api.md` has more examples.
"""

from importlib import import_module

from selfinstruct.core.version import __version__

_MODULES = {
    "api": "check export find_run generate generate_async import_tasks open_run plan replay write_reviewed",
    "backends": "BACKENDS Backend BackendOption BackendPlugin Opening",
    "core.errors": "BackendError EndpointRefused InputError PromptRefused RunFolderError SelfInstructError ServerEnded"
    " ServerError Unavailable",
    "core.judge_settings": "JudgeSettings",
    "core.judging": "Judging",
    "core.lanes": "Lane",
    "core.question": "Question",
    "core.run_settings": "RunSettings",
    "core.scores": "Score",
    "core.settings": "Asking Caps Connection ImportSettings Pace Prices ReplaySettings Serving Settings Sharding",
    "core.values": "Answer Completion Draft Instance Item Nearest Record Rejection Reply Request Sampling Task Usage",
    "decisions.calibration": "Calibration",
    "decisions.values": "Decision",
    "exports.exporting": "Export",
    "exports.selection": "Selection condition",
    "filters": "FILTERS Filter",
    "formats": "FORMATS Format",
    "languages": "LANGUAGES Language Markers",
    "parsing.json_answers": "object_schema read_items",
    "pipeline.loop": "Loop",
    "pipeline.settling": "Settlement",
    "pool.reasons": "reasons sentence",
    "recipes": "RECIPES Recipe RecipePlugin",
    "report.course": "Outlook Stretch",
    "report.ideas": "Ideas",
    "report.numbers": "Report",
    "report.scores": "Scores",
    "report.trend": "Trend",
    "review.away.applying": "Applied apply_review",
    "review.away.exporting": "Sent export_review",
    "review.deciding": "decide take_back",
    "review.lessons": "Lesson lessons",
    "review.previews": "Preview",
    "review.serving": "serve_review",
    "runs.judge_planning": "plan_judging",
    "runs.judging": "calibrate judge judge_async",
    "runs.observer": "Observer",
    "runs.result": "JudgingResult Result",
    "runs.run": "Run",
    "runs.shown": "Latest Shown ShownCompletion ShownRejection ShownTask",
    "seeds.report": "SeedReport check_seeds",
    "servers": "SERVERS Launch Room ServerPlugin",
    "servers.serving": "Served serve",
    "steps": "Place Step",
    "steps.findings": "Finding Instances Judged Nothing Objection Proposal Review Verdict",
    "steps.templates": "Prompts",
    "survey.comparing": "Difference compare_surveys",
    "survey.embedding": "embedder",
    "survey.reporting": "Reported survey_of write_report",
    "survey.surveying": "Embeddings Survey",
    "testing": "ScriptedBackend",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}
__all__ = ["__version__", *_MODULE_OF]


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
