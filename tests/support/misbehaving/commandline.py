"""The server's command line: each option is a field of the server."""

import argparse
import json
from collections.abc import Callable
from typing import Any

from tests.support.misbehaving.faults import ENDLESS, FAULTS
from tests.support.misbehaving.latency import LogNormal


def read_options(description: str) -> dict[str, Any]:
    """Return the fields that the command line sets."""
    options = vars(_parser(description).parse_args())
    return options | {"faults": dict(options["faults"]), "models": tuple(options["models"] or ["demo"])}


def _parser(description: str) -> argparse.ArgumentParser:
    faults = "\n".join(f"  {name:18} {meaning}" for name, meaning in (FAULTS | ENDLESS).items())
    parser = argparse.ArgumentParser(
        description=description,
        epilog=f"faults:\n{faults}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    repeated: dict[str, Any] = {"action": "append", "default": []}

    def add(name: str, told: str, kind: Callable[[str], Any] = int, **more: Any) -> None:
        default = f" (default: {more['default']})" if more.get("default") not in (None, [], "", {}) else ""
        parser.add_argument(name, type=kind, help=told + default, **more)

    add("--port", "0 for a free one, which is printed", default=8000)
    add("--seconds", "delay of every answer in seconds", float, default=0.0)
    add("--latency", "delays with a long tail, in seconds, in place of --seconds", _latency, metavar="MEDIAN,P99")
    add(
        "--fault",
        "one of those below and its probability; repeatable",
        _fault,
        dest="faults",
        metavar="NAME=P",
        **repeated,
    )
    add("--rpm", "most requests in a window (default: any number)", dest="requests_per_minute", metavar="N")
    add("--tpm", "most tokens in a window (default: any number)", dest="tokens_per_minute", metavar="N")
    add("--window", "length of the window of --rpm and --tpm in seconds", float, default=60.0)
    add("--context", "most tokens of a prompt and its max_tokens (default: any number)", metavar="N")
    add("--capacity", "most requests at once, the others get 503 (default: any number)", metavar="N")
    add("--key", "the only key that is let in (default: any)", str, default="")
    add("--quota", "good answers after which there is none left (default: any number)", metavar="N")
    add("--model", "a model that is served; repeatable (default: demo)", str, dest="models", metavar="NAME", **repeated)
    add("--refuse", "a parameter that is refused; repeatable", str, dest="refuses", metavar="NAME", **repeated)
    add("--odd", "what the fault of that name changes, as JSON", json.loads, metavar="JSON", default={})
    parser.add_argument("--canned", action="store_true", help="the same text for every request, which costs no time")
    add("--seed", "makes the same delays and faults", default=7)
    return parser


def _latency(text: str) -> LogNormal:
    median, p99 = map(float, text.split(","))
    return LogNormal(median, p99)


def _fault(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    if name not in FAULTS | ENDLESS or not 0 <= float(value) <= 1:
        raise argparse.ArgumentTypeError(f"{text}: not a fault of those below and a probability from 0 to 1")
    return name, float(value)
