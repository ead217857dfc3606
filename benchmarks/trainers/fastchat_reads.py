"""Read a file as FastChat's train.py does, without its training loop: `python fastchat_reads.py MODEL FILE`.

Prints how many examples there are, and how many tokens of them a model would learn.
"""

import sys

import transformers
from fastchat.train import train

tokenizer = transformers.AutoTokenizer.from_pretrained(sys.argv[1], model_max_length=512, padding_side="right")
tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
data = train.make_supervised_data_module(tokenizer, train.DataArguments(data_path=sys.argv[2], lazy_preprocess=False))
examples = data["train_dataset"]
learnt = sum(int((examples[number]["labels"] != train.IGNORE_TOKEN_ID).sum()) for number in range(len(examples)))
assert learnt, "nothing to learn: each answer is masked"
print(f"{len(examples)} examples, {learnt} tokens to learn")
