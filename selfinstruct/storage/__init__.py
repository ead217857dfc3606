"""The run folder: its lock, its SQLite file, what is written into it and read from it.

`store.Store` is what the rest of the program knows of it. It writes; all that is only read is in `reading.Reading`.
"""
