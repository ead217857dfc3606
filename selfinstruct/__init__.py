"""Grow a few human-written seed tasks into an instruction-tuning dataset (Self-Instruct, arXiv 2212.10560)."""

__version__ = "0.1.0"
