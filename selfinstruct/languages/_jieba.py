"""jieba's words, the same for everybody.

`jieba.lcut` takes its dictionary from `jieba.cache` in the folder for temporary files, whoever wrote that, and leaves
9 MB there if there is none. It also takes over the words that other code of the process has added. To read the
dictionary that comes with the package, in our own way, takes no longer than to read the cache.
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
    with tokenizer.get_dict_file() as file:
        tokenizer.FREQ, tokenizer.total = _words_read(file.read().decode())
    tokenizer.initialized = True
    return tokenizer


def _words_read(dictionary: str) -> tuple[dict[str, int], int]:
    """Return how frequent each word is, 0 for what words only begin with, and the sum.

    jieba's own `gen_pfdict`, which goes from line to line, takes half as long again.
    """
    fields = dictionary.split()
    words, counts = fields[::3], [*map(int, fields[1::3])]
    found: dict[str, int] = {}
    longer, size = words, 1
    while longer := [word for word in longer if len(word) > size]:
        found.update(dict.fromkeys({word[:size] for word in longer}, 0))
        size += 1
    found.update(zip(words, counts, strict=True))
    return found, sum(counts)


def tagged(text: str) -> list[tuple[str, str]]:
    """Return the words of a text of up to a thousand characters, each with jieba's part of speech."""
    return [(pair.word, pair.flag) for pair in _tagger().cut(text[:1000])]


@cache
def _tagger() -> Any:
    import jieba.posseg

    return jieba.posseg.POSTokenizer(_tokenizer())
