"""Seed files: read, and checked by the rules for a seed set."""
