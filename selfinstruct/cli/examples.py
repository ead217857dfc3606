"""An example or two for the help page of each command: what is typed, and what it does."""

from collections.abc import Mapping, Sequence

EXAMPLES: Mapping[str, Sequence[tuple[str, str]]] = {
    "generate": (
        ("selfinstruct generate -n 100 --backend demo", "try it, offline and free"),
        ("selfinstruct generate -n 1000 --model gpt-5-mini --dry-run", "what it will take"),
        ("selfinstruct generate -n 1000 --serve llama.cpp --model model.gguf", "a local model"),
        ("selfinstruct generate -n 2000 -o outputs/en-self-instruct-openai", "grow a run further"),
    ),
    "import": (("selfinstruct import alpaca_data.json -o outputs/mine", "then grow it with generate"),),
    "check": (("selfinstruct check --base-url http://localhost:8000/v1", ""),),
    "replay": (("selfinstruct replay outputs/mine -o outputs/new --similarity-threshold 0.6", ""),),
    "judge": (
        ("selfinstruct judge outputs/mine --max-cost 5 --price-in 1.25 --price-out 10", "for 5 at most"),
        ("selfinstruct replay outputs/mine -o outputs/best --min-score 4", "then: those that score 4 and more"),
    ),
    "review": (
        ("selfinstruct review outputs/mine", "a page in the browser"),
        ("selfinstruct review outputs/mine --export sample.csv --queue sample", "a sheet for someone else"),
    ),
    "decide": (
        ("selfinstruct decide outputs/mine reject 12.3 --why wrong", "as x and 1 on the page"),
        ("selfinstruct decide outputs/mine restore r57 r58 --reviewer ann", "several at one stroke"),
        ("selfinstruct decide outputs/mine undo --reviewer ann", "both are taken back"),
    ),
    "report": (
        ("selfinstruct report outputs/mine", ""),
        ("selfinstruct report outputs/mine --compare alpaca_data.json", "beside another dataset"),
    ),
    "export": (
        ("selfinstruct export outputs/mine --format sharegpt", ""),
        ("selfinstruct export outputs/mine --format hf --where 'output>=40'", ""),
    ),
    "status": (
        ("selfinstruct status", "all runs below outputs/"),
        ("selfinstruct status outputs/mine --json", "for another program"),
    ),
    "show": (
        ("selfinstruct show outputs/mine", "the latest of everything"),
        ("selfinstruct show outputs/mine --reason near_duplicate -n 50", "what was rejected for one reason"),
        ("selfinstruct show outputs/mine --decisions", "what reviewers decided, who and why"),
        ("selfinstruct show outputs/mine r57", "one rejection, with the completion that it came in"),
    ),
    "seeds check": (("selfinstruct seeds check my_seeds.jsonl --lang zh --strict", ""),),
}


def shown_below(command: str) -> str:
    """Return the examples of a command as its help page shows them, "" if it has none."""
    # Above, so that no terminal breaks the line of a command for its sake.
    lines = [
        line for typed, what in EXAMPLES.get(command, ()) for line in ([f"  # {what}"] if what else []) + [f"  {typed}"]
    ]
    return "\n".join(["\b", "Examples:", *lines]) if lines else ""
