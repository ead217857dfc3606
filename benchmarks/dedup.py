"""The near-duplicate index: its time and memory on real instructions, beside what could be used in its place.

    python benchmarks/dedup.py exact instructions.txt.gz [--lang zh]
    python benchmarks/dedup.py growth instructions.txt.gz [--sizes 10000 100000]
    python benchmarks/dedup.py others instructions.txt.gz

The file holds an instruction a line, plain or gzipped. `exact` adds all of them in their order to the seed tasks of the
language and compares with `rouge_score`, timed on a sample of the same pairs; `growth` makes large pools of them by
replacing words; `others` decides on them, and on planted near-duplicates, with other means as well (MinHash needs
`pip install datasketch`). All on one core, every measurement in a process of its own; memory as Linux counts it.
"""

import argparse
import gc
import gzip
import importlib
import importlib.util
import multiprocessing
import os
import resource
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple, TypeVar

# Before numpy is imported, which reads them then.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel
from rich.console import Console
from rich.table import Table
from rouge_score import rouge_scorer

from selfinstruct.languages import find_language
from selfinstruct.resources import seed_file
from selfinstruct.seeds import read_seed_tasks
from selfinstruct.similarity import SimilarityIndex

THRESHOLD = 0.7
BATCHES = (256, 16, 1)
CANDIDATES = 4096
PERMUTATIONS = 128

T = TypeVar("T")
Tokens = list[str]
# Tells which of a batch are near to something earlier; what is to be kept is compared with what comes later.
Decide = Callable[[Sequence[Tokens], bool], list[bool]]


class Measured(NamedTuple):
    """Seconds, of these for tokenising; peak memory in MB; what was found near to something earlier."""

    seconds: float
    tokenising: float
    peak: float
    near: list[bool]


def alone(function: Callable[..., T], *args: Any) -> T:
    """Return the result of the function, called in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
        return executor.submit(function, *args).result()


def read(path: Path) -> list[str]:
    """Return the instructions of a file."""
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode().splitlines()


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield the items in batches."""
    return (items[start : start + size] for start in range(0, len(items), size))


def variants(pool: Sequence[Tokens], least: float, most: float) -> Iterator[Tokens]:
    """Yield instructions of the pool without end, a share of their words replaced by others drawn from the pool."""
    random, words = Random(1), list(chain.from_iterable(pool))
    while True:
        share = random.uniform(least, most)
        yield [random.choice(words) if random.random() < share else word for word in random.choice(pool)]


def peak_memory() -> float:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def resident_memory() -> int:
    """Return the memory that this process has now, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def exact(path: Path, code: str, size: int) -> Measured:
    """Add the instructions in their order to the seed tasks; the tokenizer is loaded with these, before the clock."""
    tokenize, texts, index = find_language(code).tokenize, read(path), SimilarityIndex(THRESHOLD)
    for task in read_seed_tasks(seed_file(code)):
        index.add(tokenize(task.instruction))
    near: list[bool] = []
    tokenising, start = 0.0, perf_counter()
    for batch in batches(texts, size):
        before = perf_counter()
        tokens = list(map(tokenize, batch))
        tokenising += perf_counter() - before
        near += [neighbour is not None for neighbour in index.add_new(tokens)]
    return Measured(perf_counter() - start, tokenising, peak_memory(), near)


def rouge_score(path: Path, code: str, near: list[bool], sample: int) -> tuple[int, float]:
    """Return how many pairs were decided, and the seconds that `rouge_score` takes for one, from a sample."""
    random, tokenize, texts = Random(1), find_language(code).tokenize, read(path)
    pool = [task.instruction for task in read_seed_tasks(seed_file(code))]
    earlier = []
    for text, dropped in zip(texts, near, strict=True):
        earlier.append(len(pool))
        pool += [] if dropped else [text]
    drawn = random.choices(range(len(texts)), weights=earlier, k=sample)
    pairs = [(tokenize(pool[random.randrange(earlier[each])]), tokenize(texts[each])) for each in drawn]
    start = perf_counter()
    for target, prediction in pairs:
        rouge_scorer._score_lcs(target, prediction)
    return sum(earlier), (perf_counter() - start) / sample


def growth(path: Path, code: str, sizes: Sequence[int]) -> list[tuple[float, float]]:
    """Return the milliseconds a candidate and the bytes an instruction takes at each size of the pool."""
    made = variants(list(map(find_language(code).tokenize, read(path))), 0.4, 0.4)
    index = SimilarityIndex(THRESHOLD)
    index.add_new([next(made)])
    before, figures = resident_memory(), []
    for size in sizes:
        while len(index) < size - CANDIDATES:
            index.add(next(made))
        candidates = list(islice(made, CANDIDATES))
        start = perf_counter()
        for batch in batches(candidates, 16):
            index.add_new(batch)
        seconds = perf_counter() - start
        del candidates, batch
        gc.collect()
        figures.append((1000 * seconds / CANDIDATES, (resident_memory() - before) / len(index)))
    return figures


def ours() -> Decide:
    """Decide with the index."""
    index = SimilarityIndex(THRESHOLD)

    def decide(batch: Sequence[Tokens], keep: bool) -> list[bool]:
        return [found is not None for found in (index.add_new(batch) if keep else map(index.nearest, batch))]

    return decide


def scan() -> Decide:
    """Decide by comparing every pair, one character a word."""
    characters: dict[str, str] = {}
    pool: list[str] = []

    def decide(batch: Sequence[Tokens], keep: bool) -> list[bool]:
        texts = ["".join(characters.setdefault(word, chr(len(characters))) for word in each) for each in batch]
        earlier = len(pool)
        pool.extend(texts if keep else [])
        scores = process.cdist(texts, pool, scorer=Indel.normalized_similarity, score_cutoff=0.7, dtype=np.float64)
        return [bool((row[: earlier + number] > THRESHOLD).any()) for number, row in enumerate(scores)]

    return decide


def minhash(width: int, threshold: float) -> Decide:
    """Decide with MinHash over `width` words in one piece: what the LSH finds at this threshold is reported."""
    datasketch: Any = importlib.import_module("datasketch")
    lsh = datasketch.MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    keys = count()

    def decide_one(tokens: Tokens, keep: bool) -> bool:
        hashed = datasketch.MinHash(num_perm=PERMUTATIONS)
        pieces = {" ".join(tokens[start : start + width]) for start in range(max(1, len(tokens) - width + 1))}
        hashed.update_batch([piece.encode() for piece in pieces])
        found = bool(lsh.query(hashed))
        if keep:
            lsh.insert(next(keys), hashed)
        return found

    return lambda batch, keep: [decide_one(tokens, keep) for tokens in batch]


# F = 0.7 means that of the words of both, 54 % are common ones: the Jaccard similarity that MinHash estimates.
MEANS: dict[str, Callable[[], Decide]] = {"ours": ours, "every pair with rapidfuzz": scan} | {
    f"MinHash, {'words' if width == 1 else '3-shingles'}, {threshold}": partial(minhash, width, threshold)
    for width, threshold in ((1, 0.7), (1, 0.5), (3, 0.7), (3, 0.5))
}


def decide_all(path: Path, code: str, means: Callable[[], Decide], planted: int) -> Measured:
    """Decide on the instructions without near-duplicates, then, untimed, on planted ones near to these."""
    tokens = list(map(find_language(code).tokenize, read(path)))
    index = SimilarityIndex(THRESHOLD)
    found = list(chain.from_iterable(map(index.add_new, batches(tokens, 256))))
    pool = [each for each, neighbour in zip(tokens, found, strict=True) if neighbour is None and each]
    del tokens, index, found
    decide, start = means(), perf_counter()
    near = [said for batch in batches(pool, 256) for said in decide(batch, True)]
    seconds, peak = perf_counter() - start, peak_memory()
    queries = list(islice(variants(pool, 0, 0.3), planted))
    return Measured(seconds, 0, peak, near + [said for batch in batches(queries, 256) for said in decide(batch, False)])


def table_of_exact(args: argparse.Namespace) -> Table:
    """Measure each size of batch some times, `rouge_score` once."""
    ran = {size: [alone(exact, args.file, args.lang, size) for _ in range(args.runs)] for size in BATCHES}
    near = ran[BATCHES[0]][0].near
    pairs, pair = alone(rouge_score, args.file, args.lang, near, args.sample)
    title = f"{len(near):,} instructions ({args.lang}), {sum(near):,} near-duplicates, {pairs:,} pairs"
    table = Table("", "seconds", "of these tokenising", "peak memory", "rouge_score / ours", title=title)
    for size, runs in ran.items():
        seconds, tokenising, peak = (median(run[column] for run in runs) for column in range(3))
        ratio = f"{pairs * pair / seconds:,.0f}"
        table.add_row(f"batches of {size}", f"{seconds:.2f}", f"{tokenising:.2f}", f"{peak:.0f} MB", ratio)
    table.add_row(f"rouge_score, {pair * 1e6:.1f} µs a pair", f"{pairs * pair:,.0f}")
    return table


def table_of_growth(args: argparse.Namespace) -> Table:
    """Grow a pool from size to size, once."""
    table = Table("pool", "ms a candidate", "bytes an instruction", title=f"batches of 16 ({args.lang})")
    for size, (milliseconds, held) in zip(args.sizes, alone(growth, args.file, args.lang, args.sizes), strict=True):
        table.add_row(f"{size:,}", f"{milliseconds:.3f}", f"{held:.0f}")
    return table


def table_of_others(args: argparse.Namespace) -> Table:
    """Hold all means against ours, which decides as `rouge_score` does."""
    missing = not importlib.util.find_spec("datasketch")
    means = {name: each for name, each in MEANS.items() if not (missing and "MinHash" in name)}
    ran = {name: alone(decide_all, args.file, args.lang, each, args.planted) for name, each in means.items()}
    truth = ran["ours"].near
    title = f"{len(truth) - args.planted:,} instructions ({args.lang}), {args.planted:,} planted"
    caption = "without MinHash: pip install datasketch" if missing else ""
    table = Table("", "seconds", "peak memory", "missed", "wrongly reported", title=title, caption=caption)
    for name, run in ran.items():
        missed = sum(near and not said for near, said in zip(truth, run.near, strict=True))
        wrong = sum(said and not near for near, said in zip(truth, run.near, strict=True))
        share = f"{missed:,} of {sum(truth):,} ({missed / sum(truth):.1%})"
        table.add_row(name, f"{run.seconds:.1f}", f"{run.peak:.0f} MB", share, f"{wrong:,}")
    return table


def main() -> None:
    """Print the table of one part."""
    parts = {"exact": table_of_exact, "growth": table_of_growth, "others": table_of_others}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=parts)
    parser.add_argument("file", type=Path, help="instructions, one a line, plain or .gz")
    parser.add_argument("--lang", default="en", help="en or zh")
    parser.add_argument("--runs", type=int, default=3, help="exact: the median of so many runs counts")
    parser.add_argument("--sample", type=int, default=50_000, help="exact: pairs that rouge_score is timed on")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="growth: pools")
    parser.add_argument("--planted", type=int, default=10_000, help="others: with 0-30 %% of their words replaced")
    args = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.2f}")
    Console().print(parts[args.part](args))


if __name__ == "__main__":
    main()
