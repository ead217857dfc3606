"""What reviewers decided on a run: a journal that only grows, and what follows from it for the dataset."""
