"""`tokenidp-sim` as a process in a folder of its own, for all terminals together."""

import json
import pathlib
import shutil
import subprocess


class Simulator:
    def __init__(self, program, folder):
        self.program, self.state = program, pathlib.Path(folder) / "simulator"
        self.process = subprocess.Popen(
            [program, "serve", "--state", str(self.state), "--port", "0", "--interval", "1", "--code-lifetime", "300"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{program} ended before it was ready")
        self.ready = json.loads(line)
        # Its folder is its own; the kiosk may run as somebody else.
        self.authority = pathlib.Path(folder) / "ca.pem"
        shutil.copyfile(self.ready["ca"], self.authority)
        self.authority.chmod(0o644)

    def options(self):
        """What a kiosk is started with to sign people in here, one after the other."""
        return ["--provider", "tokenidp", "--issuer", self.ready["issuer"], "--cacert", str(self.authority)] + [
            *["--client-id", "tokenidp-tv-app", "--scope", "openid profile", "--poll-margin", "0"],
            *["--no-home", "--always-on", "--greet", "10", "--lang", "en"],
        ]

    def approve(self, code):
        subprocess.run(
            [self.program, "approve", code, "--state", str(self.state)], check=True, stdout=subprocess.DEVNULL
        )

    def end(self):
        self.process.terminate()
        self.process.wait(10)
