"""Backends made dependable: retries, several addresses, rate limits, concurrency, and what may be spent.

`together.Endpoints` is what a run asks; it chooses among its `endpoint.Endpoint`s, and asks `budget.Budget` first.
"""
