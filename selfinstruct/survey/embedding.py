"""How far the meanings of tasks lie apart, by embeddings of an OpenAI-compatible endpoint."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import EndpointRefused, InputError
from selfinstruct.survey.values import Histogram, Spread, histogram, spread

if TYPE_CHECKING:
    import openai

EDGES = tuple(number / 20 for number in range(21))
# Instructions that are embedded; the figures of samples of other sizes cannot be compared.
EMBEDDED = 1_000
_BATCH, _AT_ONCE, _RETRIES = 50, 4, 4
_NEIGHBOURS = 10
_LONGEST = 4_000

Vectors = NDArray[np.float64]
# Returns a vector for each text.
Embedder = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True)
class Apart:
    """How far `sample` instructions lie apart, drawn from `of`; distances are one less the cosine.

    `vendi` is how many really different instructions there seem to be, from 1 to the size of the sample (Friedman and
    Dieng 2023); `novelsum` grows with distances, near ones weighing more, the more so in a dense place (Yang et al.
    2025, with powers 1 and 0.5, and the sample itself for the density). Compare both only for the same model and size.
    """

    model: str
    sample: int
    of: int
    nearest: Histogram
    nearest_spread: Spread | None
    vendi: float
    novelsum: float


def apart(texts: Sequence[str], of: int, embed: Embedder, model: str) -> Apart | None:
    """Return how far texts lie apart, a part of them if they are many; None if there are fewer than two."""
    drawn = texts[:: max(1, -(-len(texts) // EMBEDDED))]
    if len(drawn) < 2:
        return None
    vectors = embed([each[:_LONGEST] for each in drawn])
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    distances = np.clip(1 - vectors @ vectors.T, 0, 2)
    nearest = np.where(np.eye(len(drawn), dtype=bool), np.inf, distances).min(axis=1).tolist()
    return Apart(
        model,
        len(drawn),
        of,
        histogram(nearest, EDGES),
        spread(nearest),
        vendi(vectors),
        novelsum(distances),
    )


def vendi(vectors: Vectors) -> float:
    """Return the Vendi score of vectors of length 1: the exponential of the entropy of their similarities."""
    # X·Xᵀ and Xᵀ·X have the same eigenvalues but for zeros; the smaller one is cheaper.
    shorter = vectors if vectors.shape[0] <= vectors.shape[1] else vectors.T
    eigenvalues = np.linalg.eigvalsh(shorter @ shorter.T / vectors.shape[0])
    shares = eigenvalues[eigenvalues > 1e-12]
    return float(np.exp(-(shares * np.log(shares)).sum()))


def novelsum(distances: Vectors) -> float:
    """Return NovelSum of a matrix of distances: the mean over all of how far the others are from each."""
    ordered = np.sort(distances, axis=1)
    neighbours = ordered[:, 1 : _NEIGHBOURS + 1]
    density = 1 / np.maximum(neighbours.sum(axis=1), 1e-9)
    weights = 1 / np.arange(1, len(distances) + 1)
    return float(((ordered @ weights) / weights.sum() * np.sqrt(density)).mean())


def embedder(url: str, model: str) -> tuple[Embedder, str]:
    """Return what embeds texts at an endpoint, and the name of its model: the only one there if none is named.

    The key is read from OPENAI_API_KEY; local endpoints need none. `EndpointRefused` if it cannot be
    asked.
    """
    import openai

    if not url.startswith(("http://", "https://")):
        raise InputError(f"‹embeddings› {url}: write the address of an endpoint, such as http://localhost:8000/v1")
    client = openai.OpenAI(base_url=url, api_key=os.environ.get("OPENAI_API_KEY") or "none", max_retries=_RETRIES)
    name = model or _only_model(client, url)

    def embed(texts: Sequence[str]) -> Vectors:
        batches = [texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH)]
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            found = [*threads.map(lambda batch: [*_embedded(client, url, name, batch)], batches)]
        return np.array([vector for batch in found for vector in batch], dtype=np.float64)

    return embed, name


def _embedded(client: "openai.OpenAI", url: str, model: str, texts: Sequence[str]) -> Iterator[Sequence[float]]:
    import openai

    try:
        answer = client.embeddings.create(input=[*texts], model=model)
        vectors = [each.embedding for each in sorted(answer.data, key=lambda each: each.index)]
        if len(vectors) != len(texts) or len({len(vector) for vector in vectors}) != 1:
            raise EndpointRefused(
                f"{url}: {model} returned {Count(len(vectors)):embedding} for {Count(len(texts)):text}"
            )
    except openai.APIStatusError as error:
        raise EndpointRefused(f"{url}: HTTP {error.status_code}: {error.message[:300]}") from None
    except openai.APIError as error:
        raise EndpointRefused(f"{url}: {error} Is a server running there?") from None
    except (TypeError, AttributeError, ValueError):
        raise EndpointRefused(
            f"{url}: {model} returned no embeddings; name another model with ‹embeddings_model›"
        ) from None
    yield from vectors


def _only_model(client: "openai.OpenAI", url: str) -> str:
    import openai

    try:
        names = [each.id for each in client.models.list().data]
    except openai.APIError as error:
        raise EndpointRefused(f"{url}: {error} Is a server running there?") from None
    if len(names) != 1:
        raise EndpointRefused(f"{url} serves {Count(len(names)):model}; name one with ‹embeddings_model›")
    return names[0]
