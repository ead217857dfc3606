"""Distances of meanings: the figures against slow formulas, and a real endpoint on loopback that may misbehave."""

import json
import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import selfinstruct
from selfinstruct import EndpointRefused, InputError
from selfinstruct.survey.embedding import apart, novelsum, vendi
from tests.support.reviewed import write_tasks


def _vector(text: str) -> list[float]:
    return [byte - 127.5 for byte in blake2b(text.encode(), digest_size=12).digest()]


@contextmanager
def _endpoint(answer: Callable[[dict[str, Any]], tuple[int, Any]]) -> Iterator[str]:
    """Serve embeddings until the test is over."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, {"object": "list", "data": [{"id": "tiny", "object": "model"}]})

        def do_POST(self) -> None:
            self._say(*answer(json.loads(self.rfile.read(int(self.headers["content-length"])))))

        def _say(self, status: int, body: Any) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _embedded(body: dict[str, Any]) -> tuple[int, Any]:
    """Answer as servers do, not in the order of the texts."""
    rows = [{"object": "embedding", "index": at, "embedding": _vector(text)} for at, text in enumerate(body["input"])]
    return 200, {
        "object": "list",
        "data": rows[::-1],
        "model": "tiny",
        "usage": {"prompt_tokens": 1, "total_tokens": 1},
    }


def test_vectors_come_back_in_the_order_of_the_texts() -> None:
    texts = [f"text {number}" for number in range(120)]
    with _endpoint(_embedded) as url:
        embed, model = selfinstruct.embedder(url, "")
        assert model == "tiny"
        assert np.allclose(embed(texts), [_vector(text) for text in texts])


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: (400, {"error": {"message": "no such model"}}),
        lambda body: (200, {"object": "list", "data": _embedded(body)[1]["data"][:-1]}),
        lambda body: (200, {"object": "list", "data": [{"index": 0, "embedding": None}] * len(body["input"])}),
        lambda _: (200, {"object": "list", "data": None}),
        lambda _: (200, ["nothing"]),
    ],
)
def test_what_is_no_embedding_is_told(answer: Callable[[dict[str, Any]], tuple[int, Any]]) -> None:
    with _endpoint(answer) as url:
        embed, _ = selfinstruct.embedder(url, "tiny")
        with pytest.raises(EndpointRefused, match=url):
            embed(["one", "two"])


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(InputError, match="embeddings"):
        selfinstruct.embedder("localhost:8000", "")


def test_the_report_tells_how_far_meanings_lie_apart(tmp_path: Path) -> None:
    tasks = [(f"Name {number} good reasons to read more.", "", "Yes.") for number in range(30)]
    file = write_tasks(tmp_path / "some.json", tasks)
    with _endpoint(_embedded) as url:
        done = selfinstruct.write_report(file, embeddings=selfinstruct.embedder(url, ""), compare=file)
    found = done.survey.apart
    assert found
    assert (found.model, found.sample, found.of) == ("tiny", 30, 30)
    assert found.nearest.total == 30
    text = done.files[0].read_text("utf-8")
    assert 'id="apart"' in text
    assert "NovelSum" in text


def _unit(count: int, size: int, seed: int) -> Any:
    vectors = np.random.default_rng(seed).normal(size=(count, size))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize(("count", "size"), [(20, 5), (5, 20), (12, 12)])
def test_vendi_is_the_exponential_of_the_entropy_of_the_similarities(count: int, size: int) -> None:
    vectors = _unit(count, size, seed=count)
    eigenvalues = np.linalg.eigvalsh(vectors @ vectors.T / count)
    entropy = -sum(value * math.log(value) for value in eigenvalues if value > 1e-12)
    assert math.isclose(vendi(vectors), math.exp(entropy), rel_tol=1e-9)


def test_vendi_counts_what_is_different() -> None:
    assert math.isclose(vendi(np.eye(7)), 7)
    assert math.isclose(vendi(np.repeat(np.eye(3), 5, axis=0)), 3)


def test_novelsum_term_by_term() -> None:
    vectors = _unit(25, 6, seed=1)
    distances = 1 - vectors @ vectors.T
    total = 0.0
    for row in distances.tolist():
        ordered = sorted(row)
        density = 1 / sum(ordered[1:11])
        weighted = sum(distance / rank for rank, distance in enumerate(ordered, 1))
        total += math.sqrt(density) * weighted / sum(1 / rank for rank in range(1, 26))
    assert math.isclose(novelsum(distances), total / 25)


def test_the_nearest_of_each_and_one_text_alone() -> None:
    def embed(texts: Any) -> Any:
        return np.array([_vector(text) for text in texts])

    texts = [f"text {number}" for number in range(15)]
    found = apart(texts, 99, embed, "tiny")
    assert found
    assert found.nearest_spread
    unit = [np.array(_vector(text)) / np.linalg.norm(_vector(text)) for text in texts]
    nearest = [min(1 - float(one @ other) for other in unit if other is not one) for one in unit]
    assert math.isclose(found.nearest_spread.mean, sum(nearest) / 15)
    assert found.of == 99
    assert apart(["alone"], 1, embed, "tiny") is None
