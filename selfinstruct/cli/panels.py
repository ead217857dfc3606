"""How help pages order the options: those that matter most come first, then panel by panel."""

from collections.abc import Iterable, Mapping

# A page with fewer options than this is one list.
FEWEST = 16
OTHERS = "Other options"
PANELS: Mapping[str, str] = {
    "What matters most": "--n --output --lang --backend --model --base-url --serve --seeds --max-cost --dry-run",
    "The dataset": "--about --recipe --filters --similarity-threshold --avoid --instances-per-task --seed-only"
    " --truncate",
    "A judge": "--judge --judges --again --min-score --best-of --judge-model --judge-url --reward-model --reward-url"
    " --calibrate",
    "How the model is asked": "--ask --system --prompts --step-model --sampling --random-seed",
    "How the model is reached": "--backend-option --header --extra-body --timeout",
    "A server of the run's own": "--serve-python --serve-arg --replicas --serve-ray --serve-context --serve-log",
    "Pace": "--concurrency --rpm --tpm --give-up-after",
    "A large pool": "--dedup-workers --ray",
    "Caps and prices": "--max-requests --max-tokens --price-in --price-out --price-cached",
    "Waiting longer for less money": "--lane --lane-fallback --lane-price --batch --batch-leave",
    "What is shown": "--show-prompts --detail --json --config --help",
}
_TITLES = [*PANELS, OTHERS]
_PLACES = {
    flag: (panel, place) for panel, flags in enumerate(PANELS.values()) for place, flag in enumerate(flags.split())
}


def place_of(names: Iterable[str]) -> tuple[int, int]:
    """Return the panel of the option that goes by these names, and its place there; the last panel takes the rest."""
    return next((_PLACES[name] for name in names if name in _PLACES), (len(PANELS), 0))


def title(panel: int) -> str:
    """Return what stands above a panel."""
    return _TITLES[panel]
