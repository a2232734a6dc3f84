"""msal (Microsoft, PyPI) in its device flow; the program itself is msal_program.py."""

import json
import pathlib
import sys

from program import Failure, Program, tail

#: Seconds.
PATIENCE = 15


class MSAL:
    name = "msal"

    def __init__(self, simulator, environment, folder):
        self.simulator = simulator
        self.environment = {**environment, "HOME": str(folder)}

    def begin(self):
        """Runs until it shows a code; the program, the address with the code in it, and the code."""
        script = str(pathlib.Path(__file__).with_name("msal_program.py"))
        ready = self.simulator.ready
        program = Program([sys.executable, "-B", script, ready["issuer"], ready["ca"]], self.environment)
        flow = json.loads(program.wait_for(r"flow (\{.*\})\n", PATIENCE))
        return program, flow["verification_uri_complete"], flow["user_code"]

    def access_tokens(self, program):
        """As it got it, and by a refresh."""
        code, written = program.wait(PATIENCE)
        results = [json.loads(line.split(" ", 1)[1]) for line in written.splitlines() if line.startswith("result ")]
        if code != 0 or len(results) != 2:
            raise Failure(f"msal ends with {code}: {tail(written)}")
        claims = results[0].get("id_token_claims", {})
        if (claims.get("sub"), claims.get("name")) != ("alice", "Alice Example"):
            raise Failure(f"msal reads another person out of the id_token: {claims}")
        yield "as it got it", results[0]["access_token"]
        yield "by a refresh", results[1]["access_token"]

    def error(self, program):
        """What it says when it gets no tokens."""
        code, written = program.wait(PATIENCE)
        if code != 1:
            raise Failure(f"msal ends with {code}: {tail(written)}")
        return json.loads(program.wait_for(r"result (\{.*\})\n", 1))["error"]

    def close(self):
        pass
