"""The files with everything in them, and their media types."""

FILES = {"everything.zip": "application/zip", "everything.sqlite": "application/vnd.sqlite3"}
