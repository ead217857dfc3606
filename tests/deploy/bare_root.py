"""A root folder in which the steps of an image are run, where no image can be built.

It stands for the base image: the programs and the Python of this machine, its own /etc, and what lies in /opt, where
pip may look. It needs to be root, and `unshare`.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_SHARED = ("usr", "bin", "sbin", "lib", "lib64", *(f"opt/{each.name}" for each in Path("/opt").glob("*")))
# Where it was built for: its library is found by that path.
_PYTHON = sys.base_prefix
_BASE_PATH = f"{_PYTHON}/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What reaches a package index is the machine's own affair.
_PASSED_ON = re.compile("(?i)pip_|.*_proxy$|ssl_")


@dataclass
class Stage:
    """A stage of a Dockerfile in a root folder of its own."""

    root: Path
    variables: dict[str, str] = field(default_factory=lambda: {"PATH": _BASE_PATH})
    user: str = "0"
    folder: str = "/"
    command: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make what a base image has."""
        for name in (*_SHARED, "proc", "dev", "tmp", _PYTHON.strip("/")):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        (self.root / "tmp").chmod(0o1777)
        shutil.copytree("/etc", self.root / "etc", symlinks=True, ignore_dangling_symlinks=True)

    def run(self, *command: str, read_only: bool = False, **given: Any) -> "subprocess.Popen[str]":
        """Start a command there, as the user, in the folder and with the variables of the stage."""
        root = shlex.quote(str(self.root))
        mounts = [f"mount --bind {root} {root}"]
        mounts += [f"mount --rbind /{each} {root}/{each}" for each in (*_SHARED, "dev") if Path("/", each).is_dir()]
        mounts += [
            f"mount --bind {shlex.quote(_PYTHON)} {root}{shlex.quote(_PYTHON)}",
            f"mount -t proc proc {root}/proc",
        ]
        if read_only:
            writable = ("tmp", "data")
            mounts += [f"mount --bind {root}/{each} {root}/{each}" for each in writable]
            mounts += [f"mount -o remount,bind,ro {root}"]
        variables = {name: value for name, value in os.environ.items() if _PASSED_ON.match(name)} | self.variables
        inside = ["chroot", f"--userspec={self.user}:{self.user}", str(self.root), "/usr/bin/env", "-i"]
        inside += [f"--chdir={self.folder}", *(f"{name}={value}" for name, value in variables.items()), *command]
        script = "\n".join(["set -e", *mounts, f"exec {shlex.join(inside)}"])
        return subprocess.Popen(["unshare", "--mount", "sh", "-c", script], text=True, **given)


def build(dockerfile: Path, source: Path, work: Path) -> Stage:
    """Take the steps of a Dockerfile and return its last stage."""
    stages: dict[str, Stage] = {}
    stage = Stage(work / "nothing")
    text = dockerfile.read_text("utf-8").replace("\\\n", " ")
    for line in (each for each in text.splitlines() if each and not each.startswith("#")):
        instruction, _, rest = line.partition(" ")
        match instruction:
            case "FROM":
                name = rest.partition(" AS ")[2] or "last"
                stage = stages[name] = Stage(work / name)
            case "COPY":
                _copy(stage, rest, stages, source)
            case _:
                _take(stage, instruction, rest)
    return stage


def _take(stage: Stage, instruction: str, rest: str) -> None:
    match instruction:
        case "RUN":
            assert stage.run("sh", "-c", rest).wait() == 0, rest
        case "ENV":
            for each in shlex.split(rest):
                name, _, value = each.partition("=")
                stage.variables[name] = value.replace("$PATH", stage.variables["PATH"])
        case "USER":
            stage.user = rest
        case "WORKDIR":
            stage.folder = rest
        case "ENTRYPOINT":
            stage.command = json.loads(rest)
        case "CMD":
            pass
        case other:
            raise AssertionError(f"no such step here: {other}")


def _copy(stage: Stage, rest: str, stages: dict[str, Stage], source: Path) -> None:
    *names, to = shlex.split(rest)
    base = source
    if names[0].startswith("--from="):
        base = stages[names.pop(0).removeprefix("--from=")].root
    target = stage.root / to.strip("/")
    for name in names:
        place = base / name.strip("/")
        if place.is_dir():
            shutil.copytree(place, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(place, target)
