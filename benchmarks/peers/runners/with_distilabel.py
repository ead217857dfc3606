"""distilabel's SelfInstruct, then TextGeneration: `python with_distilabel.py URL N SEEDS CONCURRENCY`.

It has no n of its own: so many seeds are shown that n instructions come of them, five of each as is usual. A batch
holds as many as are to be in flight; the rest is as it comes.
"""

import json
import sys
from pathlib import Path

from distilabel.models import OpenAILLM
from distilabel.pipeline import Pipeline
from distilabel.steps import ExpandColumns, LoadDataFromDicts
from distilabel.steps.tasks import SelfInstruct, TextGeneration

EACH = 5


def build(url: str, n: int, seeds: str, batch: int) -> Pipeline:
    """Return the pipeline."""
    lines = Path(seeds).read_text(encoding="utf-8").splitlines()
    shown = [json.loads(line)["instruction"] for line in lines]
    rows = [{"input": shown[number % len(shown)], "round": number} for number in range(-(-n // EACH))]
    with Pipeline(name="peers") as pipeline:
        load = LoadDataFromDicts(data=rows, batch_size=batch)
        write = SelfInstruct(llm=_model(url), num_instructions=EACH, input_batch_size=batch)
        expand = ExpandColumns(columns=["instructions"], output_mappings={"instructions": "instruction"})
        respond = TextGeneration(llm=_model(url), input_batch_size=batch)
        load >> write >> expand >> respond
    return pipeline


def _model(url: str) -> OpenAILLM:
    return OpenAILLM(model="demo", base_url=url, api_key="none")


if __name__ == "__main__":
    made = build(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])).run()
    with Path("result.jsonl").open("w", encoding="utf-8") as file:
        for row in made["default"]["train"]:
            file.write(json.dumps({"instruction": row["instruction"], "output": row["generation"]}) + "\n")
