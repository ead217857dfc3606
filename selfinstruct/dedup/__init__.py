"""The exact near-duplicate decision."""
