"""The index of this program, exact by ROUGE-L F1: `python dedup_selfinstruct.py FILE SEEDS`."""

import json
import sys
import time
from pathlib import Path

from selfinstruct.dedup.near_duplicates import SimilarityIndex
from selfinstruct.languages import find_language
from selfinstruct.seeds.reading import read_seed_tasks

BATCH, THRESHOLD = 256, 0.7

texts = Path(sys.argv[1]).read_text(encoding="utf-8").split("\n")[:-1]
tokenize, index = find_language("en").tokenize, SimilarityIndex(THRESHOLD)
began = time.process_time()
for task in read_seed_tasks(Path(sys.argv[2])):
    index.add(tokenize(task.instruction))
dropped = 0
for at in range(0, len(texts), BATCH):
    found = index.add_new([tokenize(text) for text in texts[at : at + BATCH]])
    dropped += sum(near is not None for near in found)
print(json.dumps({"cpu": time.process_time() - began, "dropped": dropped, "reckoned": False}))
