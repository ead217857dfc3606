"""Backends made dependable: retries, several addresses, rate limits, concurrency, and what may be spent.

A run asks `group.Endpoints`, which asks `budget.Budget` first and chooses among its `endpoint.Endpoint`s.
"""
