"""jieba's words, the same for everybody.

`jieba.lcut` takes its dictionary from `jieba.cache` in the folder for temporary files, whoever wrote that, and leaves
9 MB there if there is none. It also takes over the words that other code of the process has added. To read the
dictionary that comes with the package takes half a second, just as long as to read the cache.
"""

import re
from functools import cache
from itertools import pairwise
from typing import Any

# What jieba takes for characters that make no words grows with the square of their number.
_LONG_RUN = re.compile("[\u3400-\u9fff]{1000}")


def cut(text: str) -> list[str]:
    """Return the words of a text, with all that stands between them.

    More than a thousand Han characters in a row are cut after each thousand.
    """
    ends = [0, *(found.end() for found in _LONG_RUN.finditer(text)), len(text)]
    return [word for start, end in pairwise(ends) for word in _tokenizer().cut(text[start:end])]


@cache
def _tokenizer() -> Any:
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def tagged(text: str) -> list[tuple[str, str]]:
    """Return the words of a text of up to a thousand characters, each with jieba's part of speech."""
    return [(pair.word, pair.flag) for pair in _tagger().cut(text[:1000])]


@cache
def _tagger() -> Any:
    import jieba.posseg

    return jieba.posseg.POSTokenizer(_tokenizer())
