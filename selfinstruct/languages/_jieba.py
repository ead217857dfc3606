"""jieba's words, the same for everybody.

`jieba.lcut` takes its dictionary from `jieba.cache` in the folder for temporary files, whoever wrote that, and leaves
9 MB there if there is none. It also takes over the words that other code of the process has added. To read the
dictionary that comes with the package, in our own way, takes no longer than to read the cache.

The way through a text is found here, in two thirds of the time and less: jieba takes the logarithm of each word anew.
Characters that make no known words are cut by jieba's own model.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import log
from typing import Any

# What jieba takes for characters that make no words grows with the square of their number.
_LONG_RUN = re.compile("[\u3400-\u9fff]{1000}")
# As in jieba.
_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)")
_BREAK = re.compile(r"\r\n|.", re.DOTALL)


def cut(text: str) -> list[str]:
    """Return the words of a text, with all that stands between them.

    More than a thousand Han characters in a row are cut after each thousand.
    """
    ends = [0, *(found.end() for found in _LONG_RUN.finditer(text)), len(text)]
    return [word for start, end in pairwise(ends) for word in _words(text[start:end])]


def _words(text: str) -> Iterator[str]:
    """Yield what `jieba.Tokenizer.cut` yields."""
    # Every second one is a block of characters that may make words.
    for number, block in enumerate(_BLOCK.split(text)):
        if number % 2:
            yield from _words_of_block(block)
        else:
            yield from _BREAK.findall(block)


def _words_of_block(block: str) -> Iterator[str]:
    """Yield the words of the likeliest way through a block; single characters in a row may be words not known."""
    known, start, single = _tokenizer().FREQ, 0, 0
    for end in _ends(block):
        if end - start > 1:
            if single < start:
                yield from _unknown(block[single:start], known)
            yield block[start:end]
            single = end
        start = end
    if single < len(block):
        yield from _unknown(block[single:], known)


def _unknown(characters: str, known: dict[str, int]) -> Sequence[str]:
    return characters if len(characters) == 1 or known.get(characters) else _recognized(characters)


@lru_cache(1 << 16)
def _recognized(characters: str) -> tuple[str, ...]:
    from jieba import finalseg

    return tuple(finalseg.cut(characters))


def _ends(block: str) -> list[int]:
    """Return where the words of the likeliest way through a block end; of equal ways that with the longer word."""
    (known, logarithms), count = _frequencies(), len(block)
    # Of what begins at each place: how likely the best way to the end is, and where its first word ends.
    best, ends = [0.0] * (count + 1), [0] * count
    for start in range(count - 1, -1, -1):
        highest, end = None, start + 1
        frequency = known.get(block[start])
        while frequency is not None:
            if frequency:
                likely = logarithms[frequency] + best[end]
                if highest is None or likely >= highest:
                    highest, ends[start] = likely, end
            end += 1
            frequency = known.get(block[start:end]) if end <= count else None
        if highest is None:
            highest, ends[start] = logarithms[1] + best[start + 1], start + 1
        best[start] = highest
    found = [ends[0]]
    while found[-1] < count:
        found.append(ends[found[-1]])
    return found


@cache
def _frequencies() -> tuple[dict[str, int], dict[int, float]]:
    """Return how often each word occurs, 0 for a mere beginning of words; and how likely it is, by how often."""
    tokenizer = _tokenizer()
    total = log(tokenizer.total)
    return tokenizer.FREQ, {frequency: log(frequency) - total for frequency in {1, *tokenizer.FREQ.values()} - {0}}


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
