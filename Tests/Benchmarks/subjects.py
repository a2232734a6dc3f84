"""What is measured: kiosk, the `curl` command that asks the same, and two peers."""

import os
import pathlib
import re
import shutil
import signal
import subprocess

from process import Failure, Process, peak_memory
from server import USER_CODE, VERIFICATION_URI

SHOWN = [VERIFICATION_URI.encode(), USER_CODE.encode()]
CLIENT_ID = "demo"


class Subject:
    """A program that shows a code on a terminal and then waits for the answer."""

    name = ""
    #: The words that must come on the terminal; any of them will do.
    shown = SHOWN

    def __init__(self, server, environment):
        self.server, self.environment, self.resident = server, environment, []

    def arguments(self):
        raise NotImplementedError

    def start(self):
        return Process(self.arguments(), self.environment)

    def processes(self, process):
        """All it needs: itself, its children, and what had to run before."""
        return [pid for root in [process.pid, *self.resident] for pid in family(root)]

    def memory(self, process):
        return sum(peak_memory(pid) for pid in self.processes(process))

    def close(self):
        pass

    def try_once(self):
        """Raises Failure when it does not come to its code."""
        process = self.start()
        try:
            process.wait_until_shown(self.shown)
        finally:
            process.stop()


class Kiosk(Subject):
    name = "kiosk"

    def __init__(self, server, environment, program):
        super().__init__(server, environment)
        self.program = program

    def arguments(self, device_path="/device_authorization"):
        url = self.server.url
        return [
            *[self.program, "login", "--device-endpoint", url + device_path, "--token-endpoint", f"{url}/token"],
            *["--client-id", CLIENT_ID, "--cacert", self.server.ca],
        ]

    def start(self, device_path="/device_authorization", output=None):
        """As `TOKENS=$(kiosk login …)` does it: the screen on /dev/tty, standard output elsewhere."""
        if output is not None:
            return Process(self.arguments(device_path), self.environment, output)
        with open(os.devnull, "wb") as nowhere:
            return Process(self.arguments(device_path), self.environment, nowhere.fileno())


class OIDCAgent(Subject):
    """oidc-gen shows the code; oidc-agent, started once before, talks to the server."""

    name = "oidc-agent"

    def __init__(self, server, environment):
        super().__init__(server, environment)
        if not shutil.which("oidc-gen"):
            raise Failure("oidc-gen is not installed (Debian: oidc-agent-cli)")
        told = subprocess.run(["oidc-agent", "--no-autoload"], env=environment, capture_output=True, text=True)
        self.environment = {**environment, **dict(re.findall(r"^(\w+)=([^;]+);", told.stdout, re.MULTILINE))}
        if "OIDCD_PID" not in self.environment:
            raise Failure(f"oidc-agent does not start: {told.stderr}")
        self.resident = [int(self.environment["OIDCD_PID"])]

    def arguments(self):
        return [
            *["oidc-gen", "--manual", "--flow=device", f"--issuer={self.server.url}/", f"--client-id={CLIENT_ID}"],
            *["--client-secret=", "--scope=openid", f"--cp={self.server.ca}", "--only-at", "--no-save"],
            *["--prompt=none", "--confirm-default"],
        ]

    def close(self):
        os.kill(self.resident[0], signal.SIGTERM)


class MSAL(Subject):
    name = "msal"

    def __init__(self, server, environment, python):
        super().__init__(server, environment)
        self.python = python
        if subprocess.run([python, "-c", "import msal"], env=environment, capture_output=True).returncode:
            raise Failure("msal is not installed (PyPI)")

    def arguments(self):
        script = pathlib.Path(__file__).with_name("msal_sign_in.py")
        return [self.python, str(script), f"{self.server.url}/tenant", self.server.ca, CLIENT_ID]


def curl(server):
    """The command making the same request as kiosk's first."""
    return [
        *["curl", "--silent", "--show-error", "--cacert", server.ca, "--header", "Accept: application/json"],
        *["--data", f"client_id={CLIENT_ID}", f"{server.url}/device_authorization"],
    ]


def family(root):
    """A process and its descendants."""
    found = [root]
    for pid in found:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as children:
                found += [int(child) for child in children.read().split()]
    return found
