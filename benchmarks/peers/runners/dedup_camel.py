"""CAMEL's filter for near-duplicates: `python dedup_camel.py FILE SEEDS`.

It compares an instruction with one after the other of those before it. That takes hours for the whole file, so that a
sample of the comparisons is timed and the rest reckoned.
"""

import json
import sys
import time
from pathlib import Path

from camel.datagen.self_instruct.filter.filter_function import RougeSimilarityFilter

POOL, CANDIDATES = 500, 10

texts = Path(sys.argv[1]).read_text(encoding="utf-8").split("\n")[:-1]
seeds = len(Path(sys.argv[2]).read_text(encoding="utf-8").splitlines())
step = len(texts) // (POOL + CANDIDATES)
sample = texts[::step]
judge = RougeSimilarityFilter(sample[:POOL])
began = time.process_time()
kept = sum(judge.apply(text) for text in sample[POOL : POOL + CANDIDATES])
cpu = time.process_time() - began
pairs = sum(range(seeds, seeds + len(texts)))
found = {"cpu": cpu * pairs / (POOL * CANDIDATES), "dropped": None, "reckoned": True, "kept of the sample": kept}
print(json.dumps(found))
