"""Looks at what a kill has left on the disk."""

import shutil
import sqlite3
import tempfile

DATABASE = "grants.sqlite"


def drafts(state):
    """Names of files that were being written and that no start has taken away."""
    return sorted(file.name for file in state.iterdir() if file.name.startswith("."))


def flaws_of_database(state, scratch):
    """Sentences about what is wrong with the database of a simulator that does not run.

    A copy is looked at: opening the database would do the recovery that the next start has to do by itself.
    """
    with tempfile.TemporaryDirectory(dir=scratch) as copy:
        # Without -shm, which is an index of the log that every first opener makes anew.
        for name in (DATABASE, f"{DATABASE}-wal"):
            if (state / name).exists():
                shutil.copy(state / name, copy)
        database = sqlite3.connect(f"{copy}/{DATABASE}")
        try:
            return [f"integrity_check: {row}" for (row,) in database.execute("PRAGMA integrity_check") if row != "ok"]
        except sqlite3.DatabaseError as error:
            return [f"the database cannot be read: {error}"]
        finally:
            database.close()
