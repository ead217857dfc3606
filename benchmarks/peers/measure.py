"""Measure this program and others on one loopback server; docs/comparison.md has the table.

    python -m benchmarks.peers.measure --venvs FOLDER [--only camel distilabel …] [--n 200] [--killed 500] [--camel 100]
        [--parts clean faults killed cap large] [--large 1000] [--limit 480]

FOLDER holds an environment for each program, by its name: camel, distilabel, curator, data_designer (README.md beside
this file says what is installed there); one that is not there is left out. Each program grows a dataset without faults,
again with the usual faults, and again with a `kill -9` half-way, after which the same command is started once more; one
that has a cap on spending gets a run with half the requests, too. `large` is a longer run without faults, as long for
all; it also says how many requests were in flight on average, and the load of the machine meanwhile. The figures go to
figures.json beside this file, the tables are printed by `python -m benchmarks.peers.tables`.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.peers.remains import lost, near_duplicates, records
from benchmarks.peers.server import server_for
from benchmarks.peers.sessions import Program, Session, run
from benchmarks.peers.tables import FIGURES
from tests.support.misbehaving_server import MisbehavingServer

IN_FLIGHT = 32
# Seconds in which a program has read an answer, also on a busy machine.
_ON_ITS_WAY = 1.0
_PARTS = ("clean", "faults", "killed", "cap", "large")
PACKAGES = {
    "selfinstruct": "selfinstruct",
    "camel": "camel-ai",
    "distilabel": "distilabel",
    "curator": "bespokelabs-curator",
    "data_designer": "data-designer",
}


def main() -> None:
    """Measure, and keep the figures beside those of other programs."""
    options = _options()
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    for name in options.only:
        python = Path(sys.executable) if name == "selfinstruct" else options.venvs.absolute() / name / "bin" / "python"
        if not python.exists():
            print(f"{name}: no environment at {python.parent.parent}", file=sys.stderr)
            continue
        program = Program(name, python, has_cap=name == "selfinstruct")
        with TemporaryDirectory() as folder:
            figures[name] = _measure(program, options, figures.get(name, {}), Path(folder))
        FIGURES.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _measure(program: Program, options: argparse.Namespace, known: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the figures of a program: those that are known, and those of the parts that are measured now."""
    n, to_kill = (options.camel, options.camel) if program.name == "camel" else (options.n, options.killed)
    figures = known | {"version": _version(program), "n": n, "n killed": to_kill, "n large": options.large}
    for part in options.parts:
        where, limit = folder / part, options.limit
        if part == "killed":
            enough = figures["clean"]["delivered"] * to_kill // n // 2
            figures[part] = _kill(program, to_kill, where, enough, limit)
        elif part == "large":
            figures[part] = _grow(program, options.large, where, limit, faults=False)
        elif part != "cap":
            figures[part] = _grow(program, n, where, limit, faults=part == "faults")
        elif program.has_cap:
            cap = figures["clean"]["requests"] // 2
            figures[part] = _grow(program, n, where, limit, faults=True, cap=cap) | {"cap": cap}
        print(program.name, part, figures.get(part), flush=True)
    return figures


def _grow(
    program: Program, n: int, folder: Path, limit: float, *, faults: bool, cap: int | None = None
) -> dict[str, Any]:
    """Grow a dataset; return what came of it and what it took."""
    more = [] if cap is None else [str(cap)]
    with server_for(program.name, faults=faults) as server:
        session = run(program, server, folder, [str(n), str(IN_FLIGHT), *more], limit)
        delivered = [each.text for each in server.deliveries]
        away, told = lost(folder, delivered)
        return _what_came(folder, session) | {
            "requests": len(server.asked),
            "delivered": len(delivered),
            "in flight": round(_in_flight(server), 1),
            "most in flight": server.busiest,
            "lost": away,
            "told apart": told,
        }


def _kill(program: Program, n: int, folder: Path, enough: int, limit: float) -> dict[str, Any]:
    """Kill a run once so many answers are delivered, then start it again; return what is lost and asked twice."""
    arguments = [str(n), str(IN_FLIGHT)]
    with server_for(program.name, faults=False) as server:
        run(program, server, folder, arguments, limit, lambda: len(server.deliveries) >= enough)
        # What was on its way when the kill came is in flight: nobody can have kept it.
        ended = time.monotonic() - _ON_ITS_WAY
        before, asked = [each for each in server.deliveries if each.time < ended], len(server.asked)
        away, told = lost(folder, [each.text for each in before])
        session = run(program, server, folder, arguments, limit)
        known = {each.prompt for each in before}
        return _what_came(folder, session) | {
            "delivered before": len(before),
            "lost": away,
            "told apart": told,
            "asked twice": sum(prompt in known for prompt in server.asked[asked:]),
            "requests after": len(server.asked) - asked,
        }


def _what_came(folder: Path, session: Session) -> dict[str, Any]:
    made = records(folder)
    return {
        "code": session.code,
        "told": session.told.replace(str(folder), "…") if session.code else "",
        "records": len(made),
        "empty": sum(not (each["output"] or "").strip() for each in made),
        "near duplicates": near_duplicates([each["instruction"] for each in made]),
        "seconds": round(session.seconds, 1),
        "cpu": round(session.cpu, 2),
        "load": round(session.load, 1),
        "memory": round(session.memory),
    }


def _in_flight(server: MisbehavingServer) -> float:
    """Return how many requests were worked on at a time, on average, from the first one to the last answer."""
    if not server.deliveries:
        return 0.0
    seconds = server.deliveries[-1].time - server.admitted[0].time
    return sum(server.latencies) / seconds if seconds else 0.0


def _version(program: Program) -> str:
    code = f"from importlib.metadata import version; print(version({PACKAGES[program.name]!r}))"
    return subprocess.run([program.python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--venvs", type=Path, default=Path("peers"), help="the folder of the environments")
    parser.add_argument("--only", nargs="+", choices=PACKAGES, default=list(PACKAGES))
    parser.add_argument("--parts", nargs="+", choices=_PARTS, default=list(_PARTS))
    parser.add_argument("--killed", type=int, default=500, help="tasks of the run that is killed")
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--camel", type=int, default=100, help="tasks for CAMEL, which asks one request at a time")
    parser.add_argument("--large", type=int, default=1000, help="tasks of the longer run")
    parser.add_argument(
        "--limit", type=float, default=480.0, help="seconds after which a program counts as one that hangs"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
