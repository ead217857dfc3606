"""Two curator.LLM classes, one for instructions and one for answers: `python with_curator.py URL N SEEDS CONCURRENCY`.

It has no n of its own: so many prompts are sent that n instructions come of them, ten of each.
"""

import json
import sys
from pathlib import Path
from random import Random

from bespokelabs import curator

EACH, DEMONSTRATIONS = 10, 8


class Instructions(curator.LLM):
    """Writes new instructions after seed tasks."""

    def prompt(self, row: dict) -> str:
        """Return what is asked."""
        shown = "\n".join(f"- {text}" for text in row["seeds"])
        return f"Here are some tasks:\n{shown}\n\nWrite {EACH} new tasks, one a line, without numbers."

    def parse(self, row: dict, response: str) -> list[dict]:
        """Return the instructions of an answer."""
        return [{"instruction": line.strip()} for line in response.split("\n") if line.strip()]


class Answers(curator.LLM):
    """Answers an instruction."""

    def prompt(self, row: dict) -> str:
        """Return what is asked."""
        return row["instruction"]

    def parse(self, row: dict, response: str) -> dict:
        """Return a record."""
        return {"instruction": row["instruction"], "output": response}


if __name__ == "__main__":
    url, n, seeds, concurrency = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    pool = [json.loads(line)["instruction"] for line in Path(seeds).read_text(encoding="utf-8").splitlines()]
    random = Random(1)
    rows = [{"seeds": random.sample(pool, DEMONSTRATIONS)} for _ in range(-(-n // EACH))]
    params = {"base_url": url, "api_key": "none", "max_concurrent_requests": concurrency}
    params |= {"max_requests_per_minute": 1_000_000, "max_tokens_per_minute": 1_000_000_000}
    models = [kind(model_name="demo", backend="openai", backend_params=params) for kind in (Instructions, Answers)]
    made = models[1](models[0](rows).dataset).dataset
    with Path("result.jsonl").open("w", encoding="utf-8") as file:
        for row in made:
            file.write(json.dumps({"instruction": row["instruction"], "output": row["output"]}) + "\n")
