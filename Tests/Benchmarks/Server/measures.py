"""What is measured. Each function takes running servers and returns plain figures."""

import statistics
import subprocess
import time

from load import PENDING, figures_of
from servers import Failure

#: A code must rest this long between two polls; the servers' interval is 5 s.
REST = 5.5

#: Probes a second while grants are removed.
PROBES = 500


class Rest:
    """Keeps the polls of one server's codes apart."""

    def __init__(self):
        self.free = {}

    def before(self, server):
        time.sleep(max(0, self.free.get(server, 0) - time.monotonic()))

    def after(self, server):
        self.free[server] = time.monotonic() + REST


def measure_load(poller, servers, rounds, seconds):
    """In turn, so that a busy machine is busy for all: {name: [figures of a round]}."""
    rest = Rest()
    found = {server.name: [] for server in servers}
    for server in servers:
        poller.poll(server, seconds=1)
        rest.after(server)
    for _ in range(rounds):
        for server in servers:
            rest.before(server)
            found[server.name].append(poller.poll(server, seconds=seconds))
            rest.after(server)
    return found


def measure_half_load(poller, server, whole, rounds, seconds):
    """At half of what it can: [figures of a round]. Latencies count from when a poll was due."""
    rest, found = Rest(), []
    rest.after(server)
    rate = whole / 2
    for _ in range(rounds):
        rest.before(server)
        figures = poller.poll(server, rate=rate, seconds=min(seconds, server.grants / rate * 0.95))
        rest.after(server)
        found.append(figures)
    reached = median(found, "per_second")
    if not 0.95 < reached / rate < 1.05:
        raise Failure(f"half load is {rate:.0f} polls a second, but {reached:.0f} were reached")
    return found


def measure_sizes(poller, small, large, bursts):
    """The same bursts at both sizes, in turn: as many polls as `small` has grants. `large` has fresh codes for each."""
    codes = large.codes.read_text().split()
    found = {"small": [], "large": []}
    part = large.folder / "part"
    time.sleep(REST)  # from the load before
    for burst in range(-2, bursts):
        first = (burst + 2) * small.grants
        part.write_text("\n".join(codes[first : first + small.grants]) + "\n")
        pair = [("small", small, small.codes), ("large", large, part)]
        for name, server, own in pair if burst % 2 else reversed(pair):
            figures = poller.poll(server, codes=own)
            if burst >= 0:  # those before warm both up
                found[name].append(figures)
        time.sleep(1.1)  # the interval of `small` is 1 s
    return found


def measure_removal(poller, server, seconds=5, longest_wait=60):
    """The longest a steady prober waits for an answer, when nothing is removed and while every grant is.

    The prober polls every 2 ms, each time with another code, so its answers tell how far removal has come: when there
    are only codes that are not known any more, it is over. Grants are removed a day after their end.
    """
    codes = server.codes.read_text().split()
    # Time stands still, so a code that was used in the first part would be too early in the second.
    first, second = server.folder / "first", server.folder / "second"
    first.write_text("\n".join(codes[: seconds * PROBES]) + "\n")
    second.write_text("\n".join(codes[seconds * PROBES :]) + "\n")
    quiet = probe(poller, server, first, "1", PENDING)
    removing = probe(
        poller, server, second, "90000", {*PENDING, "expired_token", "invalid_grant"},
        seconds=longest_wait, until=f"invalid_grant:{PROBES}",
    )
    if not removing["reached"]:
        raise Failure(f"{longest_wait} s after all grants had ended, they were not removed: {removing['answers']}")
    return {"quiet": quiet, "removing": removing}


def probe(poller, server, codes, advance, allowed, **options):
    """The clock is moved while it probes, in both cases: the command too takes its share of the machine."""
    prober = poller.start_in_background(server, 1, codes=codes, rate=PROBES, **options)
    try:
        time.sleep(1)
        server.command("advance", advance)
        output, error = prober.communicate()
    finally:
        prober.kill()
    figures = figures_of(server, prober.returncode, output, error)
    wrong = set(figures["answers"]) - allowed
    if wrong:
        raise Failure(f"the prober was answered {figures['answers']} where only {sorted(allowed)} is right")
    return figures


def can_advance(program):
    """Whether this simulator has a clock that is moved by hand. (One without takes `advance` for words to `serve`.)"""
    return "--virtual-clock" in subprocess.run([program, "serve", "--help"], capture_output=True, text=True).stdout


def median(rounds, key):
    return statistics.median(figures[key] for figures in rounds)


def server_microseconds(rounds):
    """Processor time of the server for one poll."""
    return sum(of["server_seconds"] for of in rounds) / sum(of["answered"] for of in rounds) * 1e6
