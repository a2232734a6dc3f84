"""What all terminals have in common. A place starts the kiosk on its terminal and can: give a picture and the text of
what stands there (None: only the picture is there), resize, write over it as another process, be taken away."""

import os
import pathlib
import shlex
import signal
import subprocess
import time


class Place:
    #: How it is called, and what kiosk finds as TERM there.
    name, term = "", ""
    #: The steps of the story that can be tried there; none: all of them.
    steps = ()

    def __init__(self, kiosk, folder):
        self.kiosk, self.folder = kiosk, pathlib.Path(folder)
        self.folder.chmod(0o755)

    def command(self, options):
        """kiosk as a command that leaves its process number and the name of its terminal behind."""
        inside = self.folder / "inside"
        inside.write_text(
            "#!/bin/sh\n"
            f"tty >{self.folder}/tty\necho $$ >{self.folder}/pid\n"
            f"exec {shlex.join([self.kiosk, 'run', *options])} 2>{self.folder}/errors\n"
        )
        inside.chmod(0o755)
        return str(inside)

    def environment(self, **more):
        path = os.environ.get("PATH", "/usr/bin:/bin")
        return {"PATH": path, "HOME": str(self.folder), "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", **more}

    def write_over(self, text):
        with open((self.folder / "tty").read_text().strip(), "w") as terminal:
            terminal.write(text)

    def come_back(self):
        """What makes the screen whole again where nothing does it by itself."""

    def is_gone(self):
        # A process that has ended and was not waited for is gone as well.
        status = pathlib.Path(f"/proc/{(self.folder / 'pid').read_text().strip()}/status")
        return not status.exists() or "State:\tZ" in status.read_text()

    def last_words(self):
        errors = self.folder / "errors"
        words = errors.read_text(errors="replace").strip() if errors.exists() else ""
        return words or "kiosk says nothing"

    def end(self):
        """Whatever happened, nothing of it is left running."""


def end(process, by=signal.SIGTERM):
    """Asks a process to end, and makes it end."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(by)
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_for(condition, what, limit=15):
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited {limit} s in vain for {what}")
        time.sleep(0.1)
