"""oidc-agent (KIT, Debian's oidc-agent-cli): oidc-gen asks for codes, oidc-agent keeps what came of them."""

import re
import time

from program import Failure, Program, run, tail

ACCOUNT = "tv"
#: What it encrypts its account with on the disk.
PASSWORD = "--pw-cmd=echo a-password"
CODE = r"enter the code: (\S+)"
ADDRESS = r"visit:\s+(\S+)"
#: Seconds.
PATIENCE = 15


class OIDCAgent:
    name = "oidc-agent"

    def __init__(self, simulator, environment, folder):
        self.simulator = simulator
        self.socket = folder / "agent.socket"
        self.environment = {**environment, "HOME": str(folder), "OIDC_SOCK": str(self.socket)}
        self.agent = None

    def start_agent(self):
        self.close()
        # On the console it stays our child, and so ends with us.
        arguments = ["oidc-agent", "--console", "--no-autoload", f"--socket-path={self.socket}"]
        self.agent = Program(arguments, self.environment)
        deadline = time.monotonic() + PATIENCE
        while not self.socket.is_socket():
            if self.agent.has_ended or time.monotonic() > deadline:
                raise Failure(f"oidc-agent does not start: {tail(self.agent.written)}")
            time.sleep(0.02)

    def close(self):
        if self.agent:
            self.agent.process.terminate()
            self.agent.wait(PATIENCE)
            self.agent = None
        self.socket.unlink(missing_ok=True)

    def begin(self):
        """Runs until it shows a code; the program, the address and the code that it shows."""
        self.start_agent()
        ready = self.simulator.ready
        program = Program(
            [
                *["oidc-gen", "--manual", "--flow=device", f"--issuer={ready['issuer']}", f"--cp={ready['ca']}"],
                *["--client-id=tokenidp-tv-app", "--client-secret=", "--scope=openid profile offline_access"],
                *["--prompt=none", "--confirm-default", PASSWORD, ACCOUNT],
            ],
            self.environment,
        )
        return program, program.wait_for(ADDRESS, PATIENCE), program.wait_for(CODE, PATIENCE)

    def access_tokens(self, program):
        """As it got it, by a refresh, and by another refresh of an agent that knows only what is on the disk."""
        code, written = program.wait(PATIENCE)
        if code != 0:
            raise Failure(f"oidc-gen ends with {code}: {tail(written)}")
        yield "as it got it", self._tool("oidc-token", ACCOUNT)
        yield "by a refresh", self._tool("oidc-token", "--force-new", ACCOUNT)
        self.start_agent()
        self._tool("oidc-add", PASSWORD, ACCOUNT)
        yield "by a new agent", self._tool("oidc-token", ACCOUNT)

    def error(self, program):
        """What it says when it gets no tokens."""
        code, written = program.wait(PATIENCE)
        if code == 0:
            raise Failure("oidc-gen ends as if it had tokens")
        found = re.search(r"Error: (\w+)", written)
        return found[1] if found else tail(written)

    def _tool(self, *arguments):
        code, written = run(arguments, self.environment, PATIENCE)
        if code != 0:
            raise Failure(f"{arguments[0]} ends with {code}: {tail(written)}")
        return written.strip()
