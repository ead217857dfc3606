"""distilabel's MinHashDedup, as its documentation has it: `python dedup_distilabel.py FILE SEEDS`.

With pieces of five characters, as is usual there: words want a file that NLTK downloads.
"""

import json
import sys
import time
from pathlib import Path

from distilabel.steps import MinHashDedup

BATCH = 500

texts = Path(sys.argv[1]).read_text(encoding="utf-8").split("\n")[:-1]
began = time.process_time()
step = MinHashDedup(tokenizer="ngrams")
step.load()
dropped = 0
for at in range(0, len(texts), BATCH):
    (rows,) = step.process([{"text": text} for text in texts[at : at + BATCH]])
    dropped += sum(not row["keep_row_after_minhash_filtering"] for row in rows)
print(json.dumps({"cpu": time.process_time() - began, "dropped": dropped, "reckoned": False}))
