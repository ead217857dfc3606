"""Planted faults: what share of them a judge finds, and how often it finds fault with what is sound.

    python -m benchmarks.planted FOLDER [--lang zh] [--each 10] [--once] [-- OPTIONS OF selfinstruct judge]
    python -m benchmarks.planted FOLDER -- --base-url http://localhost:8000/v1 --concurrency 8
    python -m benchmarks.planted FOLDER -- --serve llama.cpp --model model.gguf

Sound tasks, the seed tasks with their checked outputs, get one fault each. They are judged in runs in FOLDER, so that
the same command goes on after an end of any kind, and only reports where nothing is left to be judged:

- `first` holds each task once, as it is or with its fault, as a coin decides; `second` has the other one of the two;
- `again` has the sound tasks in the opposite order, `padded` with more words around the same output: neither should
  move a score.

`--once` makes `first` alone: for a judge that would remember the twin, such as a person.
"""
