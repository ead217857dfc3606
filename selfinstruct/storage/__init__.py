"""The run folder: its lock, its SQLite file, what is written into it and read from it.

The rest of the program uses `store.Store`. It writes, `reading.Reading` reads, and `folder.RunFolder` opens and locks.
"""
