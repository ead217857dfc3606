"""DataDesigner, a column of instructions and one of answers: `python with_data_designer.py URL N SEEDS CONCURRENCY`."""

import json
import sys
from pathlib import Path

import data_designer.config as dd
import pandas as pd
from data_designer.interface import DataDesigner

if __name__ == "__main__":
    url, n, seeds, concurrency = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    pool = [json.loads(line)["instruction"] for line in Path(seeds).read_text(encoding="utf-8").splitlines()]
    provider = dd.ModelProvider(name="loopback", endpoint=url, provider_type="openai", api_key="none")
    parameters = dd.ChatCompletionInferenceParams(max_parallel_requests=concurrency, max_tokens=1024)
    model = dd.ModelConfig(alias="demo", model="demo", provider="loopback", inference_parameters=parameters)
    config = dd.DataDesignerConfigBuilder(model_configs=[model])
    config.with_seed_dataset(dd.DataFrameSeedSource(df=pd.DataFrame({"seed_task": pool})))
    ask = "Here is a task:\n- {{ seed_task }}\n\nWrite one new task."
    prompts = {"instruction": ask, "output": "{{ instruction }}"}
    for name, prompt in prompts.items():
        config.add_column(dd.LLMTextColumnConfig(name=name, prompt=prompt, model_alias="demo"))
    designer = DataDesigner(artifact_path=Path("artifacts"), model_providers=[provider])
    made = designer.create(config, num_records=n, resume=dd.ResumeMode.IF_POSSIBLE)
    made.load_dataset()[["instruction", "output"]].to_json("result.jsonl", orient="records", lines=True)
