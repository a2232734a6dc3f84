"""Clients that nobody here wrote sign in at tokenidp-sim, as processes. Started by `run`.

usage: clients.py --simulator PROGRAM
"""

import argparse
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from msal_client import MSAL
from oidc_agent import OIDCAgent
from phone import Phone, WrongPage
from program import Failure
from simulator import Simulator, quiet_environment
import simulator as simulators

#: Seconds for everything.
LIMIT = 60
#: What becomes of a code, and what the client has to say then.
ENDINGS = {"deny": "access_denied", "expire": "expired_token"}


class TooSlow(Exception):
    pass


class Story:
    """One client, from its code to its end."""

    def __init__(self, client, simulator):
        self.client, self.simulator = client, simulator

    def signs_in(self):
        program, address, user_code = self.client.begin()
        try:
            Phone(self.simulator.trust()).answer(address, user_code, "approve")
            seen = []
            for way, token in self.client.access_tokens(program):
                self.is_alices(token, way)
                if token in seen:
                    raise Failure(f"the access token {way} is one it had before")
                seen.append(token)
            return f"{len(seen)} access tokens, all of them alice's at /userinfo"
        finally:
            program.close()

    def is_alices(self, token, way):
        request = urllib.request.Request(
            f"{self.simulator.ready['issuer']}/userinfo", headers={"Authorization": f"Bearer {token}"}
        )
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=self.simulator.trust())
        )
        try:
            with opener.open(request, timeout=10) as reply:
                told = json.load(reply)
        except urllib.error.HTTPError as error:
            raise Failure(f"/userinfo answers {error.code} to the access token {way}") from None
        if (told.get("sub"), told.get("name")) != ("alice", "Alice Example"):
            raise Failure(f"the access token {way} is not alice's: {told}")

    def ends(self, how):
        program, address, user_code = self.client.begin()
        try:
            if how == "deny":
                Phone(self.simulator.trust()).answer(address, user_code, "deny")
            else:
                command = [self.simulator.arguments[0], how, "--state", self.simulator.state, user_code]
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=10)
            error = self.client.error(program)
            if error != ENDINGS[how]:
                raise Failure(f"it ends with '{error}', not {ENDINGS[how]}")
            return f"it says {error}"
        finally:
            program.close()


def tell(client, simulator):
    """Every story of a client; how many failed."""
    story = Story(client, simulator)
    failed = 0
    stories = [("signs in", story.signs_in)]
    stories += [(f"is told of '{how}'", lambda how=how: story.ends(how)) for how in ENDINGS]
    for name, play in stories:
        began = time.monotonic()
        try:
            said, mark = play(), "ok    "
        except (Failure, WrongPage, OSError, subprocess.SubprocessError) as failure:
            said, mark, failed = f"{type(failure).__name__}: {failure}", "FAILED", failed + 1
        print(f"{mark} {client.name} {name}: {said} ({time.monotonic() - began:.1f} s)", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(prog="Tests/Clients/run")
    parser.add_argument("--simulator", required=True)
    chosen = parser.parse_args()
    began = time.monotonic()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="tokenidp-clients-") as name:
        folder = pathlib.Path(name)
        simulator = Simulator(chosen.simulator, folder, "--interval", "1")
        try:
            simulator.start()
            simulator.wait_until_ready()
            for kind in (OIDCAgent, MSAL):
                home = folder / kind.name
                home.mkdir()
                client = kind(simulator, quiet_environment(home), home)
                try:
                    failed += tell(client, simulator)
                finally:
                    client.close()
        finally:
            simulator.kill()
    print(f"{2 * (1 + len(ENDINGS)) - failed} passed, {failed} failed; {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


def give_up(*_):
    raise TooSlow(f"not done within {LIMIT} s")


if __name__ == "__main__":
    # So that simulator and agent are put away also when somebody ends this.
    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LIMIT)
    try:
        sys.exit(main())
    except (TooSlow, Failure, simulators.Failure) as failure:
        sys.exit(f"clients: {failure}")
