"""The run folder: its lock, its SQLite file, what is written into it and read from it.

`store.Store` is what the rest of the program uses. It writes; `reading.Reading` reads, `folder.RunFolder` opens and locks.
"""
