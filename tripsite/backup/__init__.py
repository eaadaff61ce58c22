"""The whole log in one file, and back: what a disk that broke, or a move to another database, asks for.

`docs/backing-up.md` describes the file. `making` writes it from one snapshot of the database, `restoring` reads it.
"""
