"""Measures the simulator's token endpoint beside its peers. Started by `run`; see its --help."""

import argparse
import importlib.metadata
import json
import os
import pathlib
import platform
import sys
import tempfile
from contextlib import ExitStack

import report
from load import Poller
from measures import can_advance, measure_half_load, measure_load, measure_removal, measure_sizes, median
from servers import Failure, Peer, Simulator

SMALL, LARGE = 1_000, 100_000
ROUNDS, HALF_ROUNDS, SECONDS, BURSTS = 5, 3, 4, 25


def say(*words):
    print("run:", *words, file=sys.stderr, flush=True)


class Findings(dict):
    """Figures by name. What fails is said and left out; the rest is measured all the same."""

    def __init__(self):
        super().__init__(grants={"small": SMALL, "large": LARGE})
        self.absent = []

    def take(self, name, what, measure, *arguments):
        say(what)
        try:
            self[name] = measure(*arguments)
        except Failure as failure:
            self.lack(what, failure)

    def lack(self, what, why):
        say(f"{what}: not measured: {why}")
        self.absent.append(what)


def measure_beside_peers(options, poller, folder, found):
    with ExitStack() as running:
        small = running.enter_context(Simulator(options.simulator, folder / "small", SMALL, "--interval", "1"))
        large = running.enter_context(Simulator(options.simulator, folder / "large", LARGE))
        peers = [
            Peer("Authlib", "authlib_app", "/token", folder / "authlib", LARGE, options.certificates),
            Peer("django-oauth-toolkit", "django_app", "/o/token/", folder / "django", LARGE, options.certificates),
        ]
        say(f"{LARGE:,} grants for each server")
        for server in (small, large):
            server.fill(poller)
        for peer in peers:
            peer.fill()
            running.enter_context(peer)

        found.take("load", "full load, in turn", measure_load, poller, [large, *peers], ROUNDS, SECONDS)
        if "load" in found:
            whole = median(found["load"][large.name], "per_second")
            found.take("half_load", "half load", measure_half_load, poller, large, whole, HALF_ROUNDS, SECONDS)
        found.take("sizes", f"{SMALL:,} grants and {LARGE:,}", measure_sizes, poller, small, large, BURSTS)
        found["memory"] = {"small": small.memory(), "large": large.memory()}


def measure_removing(options, poller, folder, found):
    what = f"{LARGE:,} grants removed"
    if not can_advance(options.simulator):
        found.lack(what, "this tokenidp-sim has no --virtual-clock")
        return
    with Simulator(options.simulator, folder / "removal", LARGE, "--virtual-clock", lifetime=600) as server:
        server.fill(poller)
        found.take("removal", what, measure_removal, poller, server)


def versions():
    packages = ("Authlib", "django-oauth-toolkit", "Flask", "Django", "gunicorn")
    return {**{name: importlib.metadata.version(name) for name in packages}, "Python": platform.python_version()}


def machine():
    processor = "unknown processor"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            processor = line.partition(":")[2].strip()
            break
    return f"{len(os.sched_getaffinity(0))} cores of {processor}, shared with the load generator"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulator", required=True)
    parser.add_argument("--poller", required=True)
    parser.add_argument("--certificates", required=True)
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    poller = Poller(options.poller)
    began = os.getloadavg()[0]
    if began > 0.5:
        say(f"something else is running here (load {began:.1f}): figures will be worse and less steady than need be")

    found = Findings()
    with tempfile.TemporaryDirectory(prefix="server-benchmark-") as folder:
        for measure in (measure_beside_peers, measure_removing):
            try:
                measure(options, poller, pathlib.Path(folder), found)
            except Failure as failure:
                found.lack("what comes next", failure)

    goals = report.judge(found)
    print(report.markdown(found, goals, versions(), machine()))
    if options.json:
        whole = {"versions": versions(), "machine": machine(), "load_before": began, "goals": goals, **found}
        options.json.write_text(json.dumps(whole, indent=1) + "\n")
    missed = [goal["what"] for goal in goals if not goal["met"]]
    if missed:
        say("missed:", "; ".join(missed))
    if found.absent:
        say("not measured:", "; ".join(found.absent))
    return 1 if missed or found.absent else 0


if __name__ == "__main__":
    sys.exit(main())
