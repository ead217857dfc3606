"""The command line of this program: `python with_selfinstruct.py URL N SEEDS CONCURRENCY [CAP]`; CAP is on requests."""

import subprocess
import sys

url, n, seeds, concurrency, *cap = sys.argv[1:]
program = [sys.executable, "-m", "selfinstruct"]
command = [*program, "generate", "--n", n, "--base-url", url, "--seeds", seeds, "--output", "run"]
command += ["--concurrency", concurrency, *(("--max-requests", *cap) if cap else ())]
code = subprocess.run(command).returncode
export = [*program, "export", "run", "--format", "alpaca-jsonl", "--output", "result.jsonl"]
exported = subprocess.run(export).returncode
sys.exit(code or exported)
