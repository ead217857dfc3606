"""A run folder opened, made ready, settled, replayed, imported into."""
