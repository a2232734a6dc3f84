"""The world's side: tokenidp-sim on its loopback, and the ways that lead there."""

import pathlib
import subprocess
import sys

from screen import wait

HERE = pathlib.Path(__file__).resolve().parent
PORT = 5001


class Server:
    """A simulator on the loopback of a side, and a relay from its outer addresses."""

    def __init__(self, program, network, folder, signed, lifetime=300):
        self.program, self.side, self.folder = program, network.world, folder
        self.state, self.lifetime = folder / "state", lifetime
        self.simulator, self.relays = None, []
        self.start(signed)

    def start(self, signed):
        certificate, key = signed
        words = [self.program, "serve", "--state", self.state, "--port", PORT, "--cert", certificate, "--key", key]
        words += ["--interval", 1, "--code-lifetime", self.lifetime]
        ready = self.folder / "ready"
        with open(ready, "wb") as out, open(self.folder / "simulator", "ab") as errors:
            self.simulator = self.side.start(words, stdout=out, stderr=errors)
        wait("tokenidp-sim", lambda: ready.read_text().endswith("\n"), 30)

    def restart(self, signed):
        self.simulator.terminate()
        self.simulator.wait()
        self.start(signed)

    def listen(self, *options, port=443):
        """Another way in: see relay.py. - Returns: its process."""
        words = [sys.executable, "-B", HERE / "relay.py", port, PORT, *options]
        relay = self.side.start(words, stdout=subprocess.PIPE)
        relay.stdout.readline()
        self.relays.append(relay)
        return relay

    def approve(self, code):
        words = [self.program, "approve", code, "--state", self.state]
        subprocess.run(self.side.within(words), capture_output=True, text=True, check=True)

    def close(self):
        for process in [*self.relays, self.simulator]:
            process.kill()
            process.wait()
