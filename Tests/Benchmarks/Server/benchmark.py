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
ROUNDS, SECONDS = 5, 4


def say(*words):
    print("run:", *words, file=sys.stderr, flush=True)


def measure_beside_peers(options, poller, folder):
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

        say(f"all three at full load, {ROUNDS} times {SECONDS} s each")
        load = measure_load(poller, [large, *peers], ROUNDS, SECONDS)
        say("half load")
        half = measure_half_load(poller, large, median(load[large.name], "per_second"), 3, SECONDS)
        say(f"{SMALL:,} grants and {LARGE:,}")
        sizes = measure_sizes(poller, small, large, 15)
        return {
            "grants": {"small": SMALL, "large": LARGE},
            "load": load,
            "half_load": half,
            "sizes": sizes,
            "memory": {"small": small.memory(), "large": large.memory()},
        }


def measure_removing(options, poller, folder):
    with Simulator(options.simulator, folder / "removal", LARGE, "--virtual-clock") as server:
        say(f"removing {LARGE:,} grants")
        server.fill(poller)
        return measure_removal(poller, server)


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

    with tempfile.TemporaryDirectory(prefix="server-benchmark-") as folder:
        folder = pathlib.Path(folder)
        try:
            figures = measure_beside_peers(options, poller, folder)
            if can_advance(options.simulator):
                figures["removal"] = measure_removing(options, poller, folder)
        except Failure as failure:
            say(failure)
            return 1

    goals = report.judge(figures)
    print(report.markdown(figures, goals, versions(), machine()))
    if options.json:
        whole = {"versions": versions(), "machine": machine(), "load_before": began, "goals": goals, **figures}
        options.json.write_text(json.dumps(whole, indent=1) + "\n")
    missed = [goal["what"] for goal in goals if not goal["met"]]
    if missed:
        say("missed:", "; ".join(missed))
    if "removal" not in figures:
        say("the pause while grants are removed was not measured: this tokenidp-sim has no `advance`")
    return 1 if missed or "removal" not in figures else 0


if __name__ == "__main__":
    sys.exit(main())
