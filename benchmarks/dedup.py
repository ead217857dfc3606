"""The near-duplicate index: its time and memory on real instructions, beside what could be used in its place.

    python benchmarks/dedup.py exact|growth|others instructions.txt.gz [--lang zh] [--sizes 10000,…] [--parts N]

The file holds an instruction a line, plain or gzipped. `exact` adds them in their order to the seed tasks, and times
`rouge_score` on a sample of the same pairs; `growth` makes large pools of them by replacing words; `others` decides on
them and on planted near-duplicates with other means too. CPU time, a process for each measurement, as Linux counts
them.
"""

import argparse
import gzip
import importlib.util
import multiprocessing
import os
import resource
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import accumulate, chain, compress, islice
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import Any, TypeVar

# Before numpy is imported, which reads them then.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

from rapidfuzz import process
from rapidfuzz.distance import Indel
from rich.console import Console
from rich.table import Table
from rouge_score import rouge_scorer

from selfinstruct.core.resources import seed_file
from selfinstruct.core.settings import Sharding
from selfinstruct.dedup.near_duplicates import SimilarityIndex
from selfinstruct.dedup.placing import placed
from selfinstruct.languages import find_language
from selfinstruct.seeds.reading import read_seed_tasks

THRESHOLD = 0.7
SAMPLE = 50_000  # pairs that rouge_score is timed on
CANDIDATES = 4096  # timed at each size of the pool
PLANTED = 10_000  # with 0-30 % of their words replaced
# Words in one piece, threshold of the LSH. F = 0.7 is about 0.54 of what MinHash estimates: words in common of all.
MINHASH = ((1, 0.7), (1, 0.5), (3, 0.7), (3, 0.5))
T = TypeVar("T")
Tokens = list[str]
Means = Callable[..., list[bool]]


def alone(function: Callable[..., T], *args: Any) -> T:
    """Return the result of the function, called in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
        return executor.submit(function, *args).result()


def read(path: Path) -> list[str]:
    """Return the instructions of a file."""
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode().splitlines()


def variants(pool: Sequence[Tokens], least: float, most: float) -> Iterator[Tokens]:
    """Yield instructions of the pool without end, a share of their words replaced by others drawn from the pool."""
    random, words = Random(1), list(chain.from_iterable(pool))
    while True:
        share = random.uniform(least, most)
        yield [random.choice(words) if random.random() < share else word for word in random.choice(pool)]


def exact(path: Path, code: str, size: int) -> tuple[float, ...]:
    """Return seconds, those of tokenising, peak memory, near-duplicates, pairs, `rouge_score`'s seconds for a pair."""
    tokenize, index, random = find_language(code).tokenize, SimilarityIndex(THRESHOLD), Random(1)
    pool, texts = [task.instruction for task in read_seed_tasks(seed_file(code))], read(path)
    for text in pool:
        index.add(tokenize(text))
    earlier: list[int] = []
    tokenising, start = 0.0, process_time()
    for position in range(0, len(texts), size):
        batch, before = texts[position : position + size], process_time()
        tokens = list(map(tokenize, batch))
        tokenising += process_time() - before
        for text, near in zip(batch, index.add_new(tokens), strict=True):
            earlier.append(len(pool))
            pool += [] if near else [text]
    seconds, peak = process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1.024e-3
    drawn = random.choices(range(len(texts)), weights=earlier, k=SAMPLE)
    pairs = [(tokenize(pool[random.randrange(earlier[each])]), tokenize(texts[each])) for each in drawn]
    start = process_time()
    for target, prediction in pairs:
        rouge_scorer._score_lcs(target, prediction)
    pair = (process_time() - start) / SAMPLE
    return seconds, tokenising, peak, earlier[0] + len(texts) - len(pool), sum(earlier), pair


def growth(path: Path, code: str, sizes: Sequence[int], parts: int) -> Table:
    """Grow a pool from size to size; the memory is what this process has more than before, the tokens discarded.

    With `parts`, the index lies in so many processes; their CPU time is told, too, and their memory.
    """
    table = Table("pool", "ms a candidate", "parts: ms a candidate", "bytes an instruction", "parts: bytes")
    table.title = f"batches of 16 ({code}), {parts or 'no'} parts"
    made = variants(list(map(find_language(code).tokenize, read(path))), 0.4, 0.4)
    index = placed(THRESHOLD, Sharding(workers=parts or None))
    index.add_new([next(made)])
    before, before_there = held(os.getpid()), sum(map(held, children()))
    for size in sizes:
        while len(index) < size - CANDIDATES:
            index.add(next(made))
        tokens = list(islice(made, CANDIDATES))
        # What was added goes there, and gets its lists.
        index.nearest(tokens[0])
        there, start = sum(map(seconds_of, children())), process_time()
        for position in range(0, CANDIDATES, 16):
            index.add_new(tokens[position : position + 16])
        here, there = process_time() - start, sum(map(seconds_of, children())) - there
        del tokens
        sizes_of = held(os.getpid()) - before, sum(map(held, children())) - before_there
        spent = (f"{1000 * each / CANDIDATES:.3f}" for each in (here, there))
        table.add_row(f"{size:,}", *spent, *(f"{each / len(index):.0f}" for each in sizes_of))
        Console(stderr=True).print(table)
    index.close()
    return table


def children() -> list[int]:
    """Return the numbers of the processes that this one has started."""
    return list(map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()))


def held(process: int) -> int:
    """Return how many bytes of memory a process has."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize()


def seconds_of(process: int) -> float:
    """Return the CPU time of a process."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def ours(stream: Sequence[Tokens], kept: Sequence[bool]) -> list[bool]:
    """Decide with the index, which keeps what it finds new."""
    index = SimilarityIndex(THRESHOLD)
    return [near is not None for at in range(0, len(stream), 256) for near in index.add_new(stream[at : at + 256])]


def scan(stream: Sequence[Tokens], kept: Sequence[bool]) -> list[bool]:
    """Decide by comparing every pair, one character a word."""
    characters: dict[str, str] = {}
    texts = ["".join(characters.setdefault(word, chr(len(characters))) for word in tokens) for tokens in stream]
    pool, earlier, near = list(compress(texts, kept)), [0, *accumulate(kept)], []
    for start in range(0, len(texts), 256):
        batch, before = texts[start : start + 256], earlier[start : start + 257]
        scores = process.cdist(batch, pool[: before[-1]], scorer=Indel.normalized_similarity, score_cutoff=THRESHOLD)
        near += [bool((row[:end] > THRESHOLD).any()) for row, end in zip(scores, before, strict=False)]
    return near


def minhash(width: int, threshold: float, stream: Sequence[Tokens], kept: Sequence[bool]) -> list[bool]:
    """Decide with MinHash over `width` words in one piece: what the LSH finds at this threshold is reported."""
    datasketch: Any = importlib.import_module("datasketch")
    lsh, near = datasketch.MinHashLSH(threshold=threshold, num_perm=128), []
    for number, (tokens, keep) in enumerate(zip(stream, kept, strict=True)):
        hashed = datasketch.MinHash(num_perm=128)
        pieces = {" ".join(tokens[start : start + width]) for start in range(max(1, len(tokens) - width + 1))}
        hashed.update_batch([piece.encode() for piece in pieces])
        near.append(bool(lsh.query(hashed)))
        if keep:
            lsh.insert(number, hashed)
    return near


def decide(path: Path, code: str, means: Means, kept: Sequence[bool]) -> tuple[list[bool], float, float]:
    """Decide on the instructions and on planted ones near to these; also return seconds and megabytes."""
    tokens = list(map(find_language(code).tokenize, read(path)))
    tokens += list(islice(variants(tokens, 0, 0.3), PLANTED))
    start = process_time()
    return means(tokens, kept), process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1.024e-3


def table_of_exact(path: Path, code: str) -> Table:
    """Measure each size of batch three times; medians."""
    table = Table("", "seconds", "tokenising", "peak memory", "rouge_score: a pair", "all", "times ours")
    for size in (256, 16, 1):
        runs = [alone(exact, path, code, size) for _ in range(3)]
        seconds, tokenising, peak, near, pairs, pair = map(median, zip(*runs, strict=True))
        ours = f"batches of {size}", f"{seconds:.2f}", f"{tokenising:.2f}", f"{peak:.0f} MB"
        table.add_row(*ours, f"{pair * 1e6:.1f} µs", f"{pair * pairs / 3600:.1f} h", f"{pair * pairs / seconds:,.0f}")
    table.title = f"{len(read(path)):,} instructions ({code}), {near:,.0f} near-duplicates, {pairs:,.0f} pairs"
    return table


def table_of_others(path: Path, code: str) -> Table:
    """Hold all means against ours, which decides as `rouge_score` does."""
    means: dict[str, Means] = {"every pair with rapidfuzz": scan}
    installed = importlib.util.find_spec("datasketch")
    for width, threshold in MINHASH if installed else ():
        means[f"MinHash, words by {width}, {threshold}"] = partial(minhash, width, threshold)
    ran = {"ours": alone(decide, path, code, ours, ())}
    truth = ran["ours"][0]
    ran |= {name: alone(decide, path, code, each, [not near for near in truth]) for name, each in means.items()}
    title = f"{len(truth) - PLANTED:,} instructions ({code}), {PLANTED:,} planted: {sum(truth):,} near-duplicates"
    table = Table("", "seconds", "peak memory", "missed", "wrongly reported", title=title)
    table.caption = None if installed else "without MinHash: pip install datasketch"
    for name, (said, seconds, peak) in ran.items():
        missed, wrong = (sum(a > b for a, b in zip(*both, strict=True)) for both in ((truth, said), (said, truth)))
        table.add_row(name, f"{seconds:.1f}", f"{peak:.0f} MB", f"{missed:,} ({missed / sum(truth):.1%})", f"{wrong:,}")
    return table


def main() -> None:
    """Print the table of one part."""
    parts: dict[str, Callable[..., Table]] = {"exact": table_of_exact, "growth": growth, "others": table_of_others}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=parts)
    parser.add_argument("file", type=Path, help="instructions, one a line, plain or .gz")
    parser.add_argument("--lang", default="en", help="en or zh")
    parser.add_argument("--sizes", default="10000,100000,1000000", help="of the pool, for growth")
    parser.add_argument("--parts", type=int, default=0, help="processes that hold the index, for growth")
    args = parser.parse_args()
    more = (list(map(int, args.sizes.split(","))), args.parts) if args.part == "growth" else ()
    Console().print(f"load before: {os.getloadavg()[0]:.2f}", parts[args.part](args.file, args.lang, *more))


if __name__ == "__main__":
    main()
