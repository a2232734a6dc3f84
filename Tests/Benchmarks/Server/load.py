"""Runs the load generator (poller.c) against a server, and holds what was answered to what must be."""

import json
import subprocess

from servers import GRANT, Failure

PENDING = {"authorization_pending"}


class Poller:
    """The compiled program. Every method returns its figures (per_second, p50_ms, p99_ms, …), or raises Failure."""

    def __init__(self, program):
        self.program = program

    def poll(self, server, codes=None, connections=64, allowed=PENDING, **options):
        """Polls with each code of the file at most once. `options` are poller's own: seconds, rate, until."""
        began = server.processor_seconds()
        figures = self.run(server, server.path, GRANT, connections, codes=codes or server.codes, **options)
        figures["server_seconds"] = server.processor_seconds() - began
        wrong = set(figures["answers"]) - allowed
        if wrong:
            raise Failure(f"{server.name} answered {figures['answers']} where only {sorted(allowed)} is right")
        return figures

    def start_grants(self, server, count, file):
        form = "client_id=tokenidp-tv-app&scope=openid"
        self.run(server, "/device_authorization", form, 64, times=count, collect=file)

    def start_in_background(self, server, connections, **options):
        return subprocess.Popen(
            self.command(server, server.path, GRANT, connections, options),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )

    def command(self, server, path, form, connections, options):
        command = [
            self.program, "--host", "localhost", "--port", str(server.port), "--path", path, "--ca", server.ca,
            "--form", form, "--connections", str(connections),
        ]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        return command

    def run(self, server, path, form, connections, **options):
        done = subprocess.run(
            self.command(server, path, form, connections, options),
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )
        return figures_of(server, done.returncode, done.stdout, done.stderr)


def figures_of(server, status, output, error):
    if status:
        raise Failure(f"polling {server.name} failed: {error.strip()}")
    return json.loads(output)
