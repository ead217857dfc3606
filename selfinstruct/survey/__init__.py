"""A survey of a dataset: how it came about, how new and how varied it is, what it cost, how good people found it.

One file a chapter. All numbers are plain values, so that page, figures, dataset card and `--json` show the same.
"""
