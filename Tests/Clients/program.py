"""A program of somebody else's, with all it writes, and a limit on all waiting."""

import re
import subprocess
import threading
import time


class Failure(Exception):
    """A client did not do what it has to."""


class Program:
    def __init__(self, arguments, environment):
        self.name = str(arguments[0])
        self.process = subprocess.Popen(
            arguments,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self.lines = []
        self.changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            with self.changed:
                self.lines.append(line)
                self.changed.notify_all()
        with self.changed:
            self.lines.append(None)
            self.changed.notify_all()

    @property
    def written(self):
        return "".join(line for line in self.lines if line is not None)

    @property
    def has_ended(self):
        return bool(self.lines) and self.lines[-1] is None

    def wait_for(self, pattern, seconds):
        """The first group of the first match in what it has written."""
        with self.changed:
            self.changed.wait_for(lambda: self.has_ended or re.search(pattern, self.written), seconds)
        found = re.search(pattern, self.written)
        if not found:
            raise Failure(f"{self.name} did not write {pattern} within {seconds} s but: {tail(self.written)}")
        return found[1]

    def wait(self, seconds):
        """Its exit code, and all it has written."""
        deadline = time.monotonic() + seconds
        with self.changed:
            self.changed.wait_for(lambda: self.has_ended, seconds)
        try:
            return self.process.wait(max(0.1, deadline - time.monotonic())), self.written
        except subprocess.TimeoutExpired:
            raise Failure(f"{self.name} did not end within {seconds} s; it wrote: {tail(self.written)}") from None

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def run(arguments, environment, seconds):
    """Its exit code, and all it has written."""
    program = Program(arguments, environment)
    try:
        return program.wait(seconds)
    finally:
        program.close()


def tail(text):
    """The end of what was written, without the picture of a QR."""
    return "\n".join(line for line in text.splitlines() if "\x1b" not in line).strip()[-800:]
