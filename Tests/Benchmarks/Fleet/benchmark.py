"""Measures `kiosk fleet` from outside: by the kernel's figures and the server's log. Started by `run`; see its --help."""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from audit import AuditLog

INTERVAL = 5
PLATEAU = 60
TICKS = os.sysconf("SC_CLK_TCK")

#: Name of a figure: (what it is, the most it may be, how it is written); None: nothing is asked of it.
FIGURES = {
    "peak_mib": ("peak memory of the fleet's process, MiB", 200, "{:.0f}"),
    "core_share": ("its share of a core with all devices waiting", 0.5, "{:.2f}"),
    "early": ("polls before their interval in the server's log", 0, "{:,}"),
    "slow_down": ("slow_down answers", None, "{:,}"),
    "late": ("polls begun over a second late", None, "{:,}"),
    "worst_ms": ("the latest poll, ms after it was due", None, "{:.1f}"),
    "logged": ("polls in the server's log", None, "{:,}"),
    "per_second": ("requests a second with all devices waiting", None, "{:,.0f}"),
    "answered_p99_ms": ("a poll's answer, p99, ms", None, "{:.1f}"),
    "p50": ("approval to tokens, p50, s", None, "{:.2f}"),
    "p99": ("approval to tokens, p99, s", None, "{:.2f}"),
    "errors": ("errors", None, "{:,}"),
    "others": ("cores that other programs used meanwhile (the simulator aside)", None, "{:.2f}"),
    "simulator_share": ("share of a core of the simulator", None, "{:.2f}"),
}


def processor(pid):
    """Seconds of processor time that a process has used."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def busy():
    """Seconds of processor time that this machine has used, all cores together."""
    user, nice, system, _, _, irq, softirq, steal = map(int, pathlib.Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


def peak_memory(pid):
    """MiB of resident memory at most so far."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024


class Sample:
    def __init__(self, fleet, server):
        self.at, self.fleet, self.server, self.all = time.monotonic(), processor(fleet), processor(server), busy()


def wait_and_read(log, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        log.read()
        time.sleep(0.5)


def measure(kiosk, simulator, devices):
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder, "report.json")
        ramp = max(6, devices / 200)
        # The devices that begin again have asked for their codes by then, too.
        settling = 5
        command = [kiosk, "fleet", "--devices", str(devices), "--interval", str(INTERVAL), "--ramp", str(ramp)]
        command += ["--for", str(ramp + settling + PLATEAU + 2), "--again", "--approve-rate", "10"]
        command += ["--simulator", simulator, "--json", str(report)]
        fleet = subprocess.Popen(command, env=os.environ | {"TMPDIR": folder}, stdout=subprocess.DEVNULL)
        log = AuditLog(folder, lambda: fleet.poll() is None)
        wait_and_read(log, ramp + settling)
        before = Sample(fleet.pid, log.server())
        wait_and_read(log, PLATEAU)
        after = Sample(fleet.pid, log.server())
        peak = peak_memory(fleet.pid)
        while fleet.poll() is None:
            log.read()
            time.sleep(0.05)
        log.read()
        if fleet.returncode != 0:
            sys.exit(f"kiosk fleet ended with {fleet.returncode}")
        told = json.loads(report.read_text())
    if log.polls != told["polls"]:
        sys.exit(f"the server has written down {log.polls} polls, the fleet counts {told['polls']}")
    passed = after.at - before.at
    ours = after.fleet - before.fleet
    server = after.server - before.server
    return {
        "peak_mib": peak,
        "core_share": ours / passed,
        "early": log.early,
        "slow_down": told["answers"]["slow_down"],
        "late": told["late_polls"],
        "worst_ms": told["worst_lateness"] * 1000,
        "logged": log.polls,
        "per_second": told["requests_a_second"],
        "answered_p99_ms": told["poll_latency"]["p99"] * 1000,
        "p50": told["approval_to_tokens"]["p50"],
        "p99": told["approval_to_tokens"]["p99"],
        "errors": sum(told["errors"].values()),
        "others": max(0.0, (after.all - before.all - ours - server) / passed),
        "simulator_share": server / passed,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kiosk", required=True)
    parser.add_argument("--simulator", required=True)
    parser.add_argument("--devices", type=int, default=10_000)
    parser.add_argument("--json")
    arguments = parser.parse_args()
    figures = measure(arguments.kiosk, arguments.simulator, arguments.devices)
    print(f"| {arguments.devices:,} devices, interval {INTERVAL} s, {PLATEAU} s after the ramp | measured | goal |")
    print("|---|---|---|")
    missed = []
    for name, (what, most, form) in FIGURES.items():
        print(f"| {what} | {form.format(figures[name])} | {'' if most is None else f'at most {most}'} |")
        if most is not None and figures[name] > most:
            missed.append(what)
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(figures, indent=2) + "\n")
    for what in missed:
        print(f"missed: {what}", file=sys.stderr)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
