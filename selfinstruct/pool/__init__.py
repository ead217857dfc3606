"""What the run knows and decides: the pool, what prompts lean towards, and what is admitted or rejected."""
