"""Seed files: read and validated, and held against what is asked of a seed set."""
