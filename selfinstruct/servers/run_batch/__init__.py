"""Files and batches as OpenAI has them, on this machine: each batch is answered by a `vllm run-batch` of its own.

A process of its own, started as `over_http.py` says. One batch is answered at a time, in the order in which they
came. What lies in the folder of the server goes with it, so a batch that is not known was ended with an earlier server,
and is told as cancelled. What `run-batch` reads and writes is in `docs/batches.md`.
"""
