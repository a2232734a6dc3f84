"""A kiosk that says lines instead of drawing, and what it logs."""

import json
import os
import pathlib
import signal
import subprocess
import time


class Failure(Exception):
    """What a story was waiting for did not come."""


def wait(what, condition, seconds=90):
    """Seconds until the condition held."""
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise Failure(f"{what}: not within {seconds} s")


class Screen:
    """`kiosk run` without keys, or another command; started within a network where there is one."""

    def __init__(self, program, folder, options, network=None, command="run", launcher=(), log=None, environment=None):
        self.folder = pathlib.Path(folder)
        self.log = pathlib.Path(log or self.folder / "events")
        self.out, self.errors = self.folder / "said", self.folder / "complaints"
        words = [*launcher, program, command, "--plain", "--event-log", self.log, *options]
        if command == "run":
            words += ["--always-on", "--no-home"]
        if network:
            # A file of its own in the place of the machine's, to be written anew while the kiosk runs.
            script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"'
            words = ["unshare", "--mount", "sh", "-c", script, network.resolver, *words]
            words = network.screen.within(words)
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with open(self.out, "wb") as out, open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(
                [str(word) for word in words],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=errors,
                env={**kept, "LANG": "C.UTF-8", **(environment or {})},
            )

    def said(self):
        return self.out.read_text(errors="replace")

    def events(self, name):
        """Lines of the log so far; one that is half written is not there yet."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        lines = [json.loads(line) for line in text.split("\n")[:-1] if line]
        return [line for line in lines if line.get("event") == name]

    def hears(self, words, seconds=90):
        wait(f"{words!r} on the screen", lambda: words in self.said(), seconds)

    def event(self, name, number=1, seconds=90):
        return wait(f"{name} {number}", lambda: self.events(name)[number - 1 : number], seconds)[0]

    def code(self, number=1, seconds=90):
        return self.event("codes_shown", number, seconds)["user_code"]

    def end(self, seconds=20):
        """How it ends when it is asked to, or by itself."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def state(self):
        log = self.log.read_text(errors="replace") if self.log.exists() else "none"
        return f"said:\n{self.said()}\nlog:\n{log}\ncomplaints:\n{self.errors.read_text(errors='replace')}"
