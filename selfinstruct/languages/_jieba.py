"""jieba's words, the same for everybody.

`jieba.lcut` takes its dictionary from `jieba.cache` in the folder for temporary files, whoever wrote that, and leaves
9 MB there if there is none. It also takes over the words that other code of the process has added. To read the
dictionary that comes with the package takes half a second, just as long as to read the cache.
"""

from functools import cache
from typing import Any


def cut(text: str) -> list[str]:
    """Return the words of a text, with all that stands between them."""
    return list(_tokenizer().cut(text))


@cache
def _tokenizer() -> Any:
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
