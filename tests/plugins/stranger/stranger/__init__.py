"""A filter, a format, a backend, a recipe with a step of its own, and a language."""
