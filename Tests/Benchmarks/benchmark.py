"""Measures kiosk against the `curl` command and against its peers; see --help and the README."""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import report
from painting import measure_painting
from process import Activity, Failure, Process, peak_memory_at_the_end, quiet_environment
from server import Server
from subjects import MSAL, Kiosk, OIDCAgent, curl


def measure_start(subjects, server, environment, runs, warm_ups=3):
    """In turn, so that a busy machine is busy for all: seconds to the code on the screen, peak memory there."""
    curl_seconds, curl_memory = [], []
    figures = {subject.name: {"first": [], "screen": [], "memory": []} for subject in subjects}
    for run in range(-warm_ups, runs):
        with open(os.devnull, "wb") as nowhere:
            process = Process(curl(server), environment, nowhere.fileno())
            seconds, status = process.wait()
            os.close(process.terminal)
            peak = peak_memory_at_the_end(curl(server), environment, nowhere.fileno())
        if status != 0:
            raise Failure(f"curl ended with status {status}")
        if run >= 0:
            curl_seconds.append(seconds)
            curl_memory.append(peak)
        for subject in subjects:
            process = subject.start()
            try:
                first, screen = process.wait_until_shown(subject.shown)
                memory = subject.memory(process)
            finally:
                process.stop()
            if run >= 0:
                for name, value in (("first", first), ("screen", screen), ("memory", memory)):
                    figures[subject.name][name].append(value)
    figures["curl"] = {"screen": curl_seconds, "memory": curl_memory}
    return figures


class Bursts:
    """What a program writes while it waits, cut where nothing came for 100 ms."""

    #: A repaint of everything begins with one of these: clear, or erase below from the home position.
    REPAINT = (b"\x1b[2J", b"\x1b[H\x1b[J")

    def __init__(self):
        self.pieces, self.last = [], 0.0

    def add(self, moment, data):
        if moment - self.last > 0.1 or not self.pieces:
            self.pieces.append(b"")
        self.pieces[-1] += data
        self.last = moment

    def repaints(self):
        return [piece for piece in self.pieces if any(mark in piece for mark in self.REPAINT)]

    def ticks(self):
        return [len(piece) for piece in self.pieces if not any(mark in piece for mark in self.REPAINT)]


def measure_idle(subject, server, seconds):
    """The pending screen over a while, from one tick of the countdown to another where there is a countdown."""
    process = subject.start()
    try:
        process.wait_until_shown(subject.shown)
        settle_until = time.monotonic() + 3.0
        ticking = False
        while time.monotonic() < settle_until:
            ticking |= process.read(settle_until - time.monotonic()) is not None
        if ticking:
            wait_for_quiet_tick(process, server)
        bursts, polls_before = Bursts(), count_polls(server)
        before = Activity(subject.processes(process))
        end = before.at + seconds + (0.5 if ticking else 0)
        while time.monotonic() < end:
            piece = process.read(end - time.monotonic())
            if piece:
                bursts.add(*piece)
        if ticking:
            wait_for_quiet_tick(process, server, bursts)
        after, polls = Activity(subject.processes(process)), count_polls(server) - polls_before
        memory = subject.memory(process)
    finally:
        process.stop()
    elapsed, wakeups, ticks = after.at - before.at, after.wakeups - before.wakeups, bursts.ticks()
    return {
        "seconds": elapsed,
        "memory": memory,
        "polls": polls,
        "wakeups": wakeups,
        "wakeups_per_second": wakeups / elapsed,
        "wakeups_per_second_without_polls": max(0, wakeups - 4 * polls) / elapsed,
        "processor_percent": 100 * (after.seconds - before.seconds) / elapsed,
        "ticks": len(ticks),
        "bytes_per_tick_median": statistics.median(ticks) if ticks else 0,
        "bytes_per_tick_most": max(ticks, default=0),
        "repaints": len(bursts.repaints()),
    }


def wait_for_quiet_tick(process, server, bursts=None):
    """Until 300 ms after a tick with no poll beside it, so that a sample holds whole seconds and whole polls."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        polls = count_polls(server)
        piece = process.read(2)
        if piece is None:
            return
        moment = piece[0]
        while piece:
            if bursts:
                bursts.add(*piece)
            piece = process.read(moment + 0.3 - time.monotonic())
        if count_polls(server) == polls:
            return
    raise Failure("no tick of the countdown without a poll beside it within 15 s")


def count_polls(server):
    return sum(request.path == "/token" for request in server.requests())


def measure_sign_in(kiosk, server):
    """A whole sign-in, approved after the second poll: connections, handshakes, requests."""
    before = len(server.requests())
    read, write = os.pipe()
    process = kiosk.start("/device_authorization/brisk", write)
    os.close(write)
    try:
        process.wait_until_shown(kiosk.shown)
        deadline = time.monotonic() + 30
        while sum(request.path == "/token" for request in server.requests()[before:]) < 2:
            process.read(0.1)
            if time.monotonic() > deadline:
                raise Failure("kiosk has not polled twice within 30 s")
        server.approve(True)
        tokens = b""
        while piece := os.read(read, 65536):
            tokens += piece
        _, status = process.wait()
    finally:
        server.approve(False)
        os.close(read)
        process.stop()
    if os.waitstatus_to_exitcode(status) != 0 or json.loads(tokens).get("access_token") != "a-token":
        raise Failure(f"the sign-in did not end with tokens (status {status})")
    requests = server.requests()[before:]
    return {
        "requests": len(requests),
        "handshakes": len({request.connection for request in requests}),
        "full_handshakes": len({request.connection for request in requests if not request.resumed}),
    }


def machine():
    versions = subprocess.run(["curl", "--version"], capture_output=True, text=True).stdout.splitlines()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return {"system": platform.platform(), "cores": os.cpu_count(), "load": load, "curl": versions[0]}


def options():
    parser = argparse.ArgumentParser(
        prog="Tests/Benchmarks/run",
        description="Builds kiosk as it is shipped and measures it against the curl command and its peers, "
        "with nginx as the server. Exit code: 0 every target met, 2 some not met, 1 could not be measured.",
    )
    parser.add_argument("--json", metavar="FILE", help="write every figure as JSON, - for standard output")
    parser.add_argument("--quick", action="store_true", help="few runs and a short sample: a look, not a measurement")
    parser.add_argument("--runs", type=int, help="starts of each program (default 41; 9 with --quick)")
    parser.add_argument("--seconds", type=float, help="length of the idle sample (default 36; 12 with --quick)")
    parser.add_argument("--no-peers", action="store_true", help="kiosk and curl only")
    parser.add_argument("--kiosk", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--view-cost", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--certificates", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--msal-python", help=argparse.SUPPRESS)
    return parser.parse_args()


def find_peers(server, environment, python):
    """Those that work here, and why the others do not."""
    found, absent = [], {}
    for peer in (OIDCAgent, MSAL):
        try:
            subject = peer(server, environment) if peer is OIDCAgent else peer(server, environment, python)
            found.append(subject)
            subject.try_once()
        except Failure as failure:
            absent[peer.name] = str(failure)
            found = [subject for subject in found if subject.name != peer.name]
    return found, absent


def main():
    chosen = options()
    runs = chosen.runs or (9 if chosen.quick else 41)
    seconds = chosen.seconds or (12 if chosen.quick else 36)
    where = machine()
    with tempfile.TemporaryDirectory(prefix="kiosk-benchmark.") as folder:
        (pathlib.Path(folder) / "home").mkdir()
        environment = quiet_environment(pathlib.Path(folder) / "home")
        with Server(folder, chosen.certificates) as server:
            kiosk = Kiosk(server, environment, chosen.kiosk)
            peers, absent = ([], {}) if chosen.no_peers else find_peers(server, environment, chosen.msal_python)
            subjects = [kiosk, *peers]
            try:
                say(f"{runs} starts of each program …")
                figures = measure_start(subjects, server, environment, runs)
                idle = {}
                for subject in subjects:
                    say(f"{subject.name} waiting for {seconds:.0f} s …")
                    idle[subject.name] = measure_idle(subject, server, seconds)
                say("a whole sign-in …")
                sign_in = measure_sign_in(kiosk, server)
                say("painting …")
                painting = measure_painting(chosen.kiosk, chosen.view_cost, environment)
            finally:
                for subject in subjects:
                    subject.close()
    targets = report.judge(figures, idle, sign_in)
    if chosen.json:
        everything = {
            "machine": where,
            "starts": figures,
            "idle": idle,
            "sign_in": sign_in,
            "painting": painting,
            "absent": absent,
            "targets": targets,
        }
        text = json.dumps(everything, indent=1)
        if chosen.json == "-":
            print(text)
        else:
            pathlib.Path(chosen.json).write_text(text + "\n")
    if chosen.json != "-":
        print(f"\n{where['curl']}\n{where['cores']} cores, load at the start {where['load']}, {runs} runs\n")
        print(report.table(figures, idle, sign_in, painting, targets, absent))
    return 0 if all(of["met"] for of in targets) else 2


def say(words):
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        say(f"benchmark: {failure}")
        sys.exit(1)
