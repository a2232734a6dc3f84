"""tokenidp-sim as a process in a folder of its own: started, killed, started again on the same port."""

import json
import os
import random
import select
import signal
import socket
import ssl
import subprocess
import time

#: Seconds until a start counts as failed.
PATIENCE = 30


class Failure(Exception):
    """The simulator did not come up or did not end."""


class Simulator:
    """One simulator after the other on one state folder. `ready` is what the last one said when it answered."""

    def __init__(self, program, folder, *options):
        self.folder = folder
        self.state = folder / "state"
        self.complaints = folder / "stderr"
        self.port = free_port()
        self.arguments = [program, "serve", "--state", self.state, "--port", str(self.port), *options]
        self.process, self.began, self.ready, self.took = None, 0.0, None, 0.0

    def start(self):
        """Does not wait until it answers."""
        self.ready = None
        with open(self.complaints, "ab") as complaints:
            self.began = time.monotonic()
            self.process = subprocess.Popen(
                self.arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=quiet_environment(self.folder),
            )

    def is_ready(self, within):
        """Whether it answers within so many seconds. `took` is how many it needed since `start`."""
        if self.ready:
            return True
        if not select.select([self.process.stdout], [], [], max(0, within))[0]:
            return False
        line = self.process.stdout.readline()
        if not line:
            raise Failure(f"tokenidp-sim ended with {self.process.wait()} instead of starting: {self.said()}")
        self.took, self.ready = time.monotonic() - self.began, json.loads(line)
        return True

    def wait_until_ready(self):
        if not self.is_ready(PATIENCE):
            raise Failure(f"tokenidp-sim is not ready after {PATIENCE} s: {self.said()}")

    def kill(self):
        """No warning, no goodbye."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    def stop(self):
        """As its starter does it; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise Failure(f"tokenidp-sim does not end within {PATIENCE} s of SIGTERM") from None

    def said(self):
        """All that it wrote on stderr in all its lives."""
        return self.complaints.read_text(errors="replace").strip()

    def trust(self):
        """For clients of it, and of nothing else."""
        return ssl.create_default_context(cafile=self.ready["ca"])

    def admin_token(self):
        return (self.state / "admin-token").read_text().strip()


def free_port():
    # Below the ports that connections are given (32768 and up): while the server is down, none of them takes it.
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def quiet_environment(home):
    """Nothing preset: no proxies, no certificate bundles, no settings of anybody's."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {"LANG": "C.UTF-8", **kept, "HOME": str(home), "SWIFT_BACKTRACE": "enable=no"}
