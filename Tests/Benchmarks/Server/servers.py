"""The servers that are measured, each running as long as its `with` lasts: the simulator, and its peers on gunicorn."""

import json
import os
import pathlib
import random
import select
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
GRANT = "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=tokenidp-tv-app&device_code="
START_SECONDS = 30


class Failure(Exception):
    """Something could not be measured, in a sentence."""


class Server:
    """A program that answers polls. `codes` names a file with the device codes of its pending grants, in no order."""

    name = path = ca = port = codes = None

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()

    def start(self, command, **options):
        with open(self.folder / "messages", "wb") as messages:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=messages, **options)

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def keep_codes(self, codes):
        """In the order of the database each poll would touch the same page as the one before."""
        random.Random(1).shuffle(codes)
        self.codes = self.folder / "codes"
        self.codes.write_text("\n".join(codes) + "\n")

    def complain(self, what):
        raise Failure(f"{self.name} {what}:\n{(self.folder / 'messages').read_text(errors='replace')[-2000:]}")

    def processor_seconds(self):
        """What it has used so far, with the processes it started."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ticks = 0
        for pid in [self.process.pid, *children]:
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """Resident memory in MiB: now, and the most there ever was."""
        lines = pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        value = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
        return {"now": int(value["VmRSS"]) / 1024, "peak": int(value["VmHWM"]) / 1024}


class Simulator(Server):
    """tokenidp-sim with `grants` grants, which it has given out at its own address."""

    name, path = "tokenidp-sim", "/token"

    def __init__(self, program, folder, grants, *options, lifetime=86_400):
        super().__init__(folder)
        self.program, self.grants = program, grants
        self.options = ["--code-lifetime", str(lifetime), *options]
        self.state = self.folder / "state"

    def __enter__(self):
        command = [self.program, "serve", "--port", "0", "--state", self.state, *self.options]
        self.start(command, stdout=subprocess.PIPE)
        if not select.select([self.process.stdout], [], [], START_SECONDS)[0]:
            self.process.kill()
            self.complain("does not start")
        line = self.process.stdout.readline()
        if not line:
            self.complain("does not start")
        ready = json.loads(line)
        self.port, self.ca = ready["port"], ready["ca"]
        return self

    def fill(self, poller):
        fresh = self.folder / "fresh"
        poller.start_grants(self, self.grants, fresh)
        self.keep_codes(fresh.read_text().split())

    def command(self, *arguments):
        done = subprocess.run(
            [self.program, *arguments, "--state", self.state], stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            raise Failure(f"tokenidp-sim {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")


class Peer(Server):
    """A WSGI application of this folder under gunicorn, its grants put into its database beforehand."""

    # The fastest that was tried for either application (polls a second on two cores): threads with connections kept
    # 3,500; gevent 2,000; the sync workers, which keep none, 360. Two threads a worker or sixteen are no faster.
    gunicorn = (
        "--workers 2 --worker-class gthread --threads 4 --keep-alive 75 --log-level critical --no-control-socket"
    ).split()

    def __init__(self, name, application, path, folder, grants, certificates):
        super().__init__(folder)
        self.name, self.application, self.path, self.grants = name, application, path, grants
        self.certificates, self.ca = certificates, f"{certificates}/ca.pem"
        self.environment = {**os.environ, "DATABASE": str(self.folder / "database.sqlite3")}

    def __enter__(self):
        self.port = free_port()
        self.start(
            [
                sys.executable, "-B", "-m", "gunicorn", f"{self.application}:application", *self.gunicorn,
                "--bind", f"127.0.0.1:{self.port}", "--chdir", HERE,
                "--certfile", f"{self.certificates}/good.pem", "--keyfile", f"{self.certificates}/good.key",
            ],
            env=self.environment,
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.process.kill()
                    self.complain("does not start")
                time.sleep(0.05)

    def fill(self):
        done = subprocess.run(
            [sys.executable, "-B", HERE / f"{self.application}.py", str(self.grants)],
            env=self.environment, capture_output=True, text=True,
        )
        if done.returncode:
            raise Failure(f"the database of {self.name} cannot be made:\n{done.stderr[-2000:]}")
        self.keep_codes(done.stdout.split())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
