"""CAMEL's SelfInstructPipeline, as its documentation has it: `python with_camel.py URL N SEEDS CONCURRENCY`.

It asks one request at a time, so that the concurrency is left out.
"""

import json
import sys
from pathlib import Path

from camel.agents import ChatAgent
from camel.datagen.self_instruct import SelfInstructPipeline
from camel.models import ModelFactory
from camel.types import ModelPlatformType

url, n, seeds = sys.argv[1], int(sys.argv[2]), sys.argv[3]
model = ModelFactory.create(
    model_platform=ModelPlatformType.OPENAI_COMPATIBLE_MODEL, model_type="demo", url=url, api_key="none"
)
pipeline = SelfInstructPipeline(
    agent=ChatAgent(model=model), seed=seeds, num_machine_instructions=n, data_output_path="data_output.json"
)
pipeline.generate()
tasks = json.loads(Path("data_output.json").read_text(encoding="utf-8"))
with Path("result.jsonl").open("w", encoding="utf-8") as file:
    for task in tasks:
        output = next((each["output"] for each in task["instances"]), "")
        file.write(json.dumps({"instruction": task["instruction"], "output": output}) + "\n")
