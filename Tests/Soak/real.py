"""Sign-in after sign-in through the real program, in real time, and what is left of them in it. Started by `run real`.

usage: real.py --kiosk PROGRAM --simulator PROGRAM [--minutes M] [--screens N] [--seed SEED] [--valgrind] [--keep FOLDER]
"""

import argparse
import contextlib
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from client import CutOff, Client
from process import quiet_environment
from screen import Screen
from simulator import Simulator

#: The shortest a server knows, and codes that are dead while somebody watches.
OPTIONS = "--interval", "1", "--code-lifetime", "15"
#: Seconds that a trouble lasts, and that pass at most between two looks at what the kernel knows.
TROUBLE, LOOK = 3, 5
#: How many looks there are at least.
LOOKS = 60
#: How much more a screen may hold at the end than near its beginning. The allocator keeps what it has had, so some
#: steps are no slope; a leak of 1 KiB a sign-in is well above it within an hour.
MEMORY, DESCRIPTORS = 1536, 1
#: Each screen is used in one of these ways, by turns.
WAYS = {
    "always-on": ["--always-on", "--no-home", "--greet", "0.2", "--auto-renew", "1000"],
    "home": ["--greet", "0.2", "--keep-signed-in", "--token-file", "{folder}/tokens.json"],
    "command": ["--always-on", "--no-home", "--greet", "0.2", "--on-approved", "cat >/dev/null"],
}
#: valgrind 3.19 knows no pidfd_open, by which the kiosk waits for a command.
NOT_UNDER_VALGRIND = "command"
LEAKS = (
    "valgrind", "--quiet", "--leak-check=full", "--show-leak-kinds=definite,indirect",
    "--errors-for-leak-kinds=definite", "--error-exitcode=99", "--num-callers=40", "--child-silent-after-fork=yes",
    "--suppressions=Tests/Soak/valgrind.supp",
)


class Phone:
    """Whoever approves, on a connection that troubles may break."""

    def __init__(self, simulator):
        self.client = Client(simulator, simulator.trust())
        self.trouble_ends = None

    def decide(self, wish, code):
        self.ask(lambda: self.client.decide(wish, code))

    def trouble(self, scenario):
        self.ask(lambda: self.client.trouble(scenario))
        self.trouble_ends = time.monotonic() + TROUBLE if scenario else None

    def ask(self, deed):
        try:
            deed()
        except CutOff:
            self.client.close()

    def end_trouble(self):
        if self.trouble_ends and time.monotonic() > self.trouble_ends:
            self.trouble(None)


def soak(options, folder):
    simulator = Simulator(options.simulator, folder, *OPTIONS)
    simulator.start()
    simulator.wait_until_ready()
    screens = []
    try:
        connected = ["--issuer", simulator.ready["issuer"], "--cacert", simulator.ready["ca"], "--poll-margin", "0"]
        connected += ["--client-id", "tokenidp-tv-app", "--scope", "openid profile offline_access"]
        for number in range(options.screens):
            ways = [way for way in WAYS if not (options.valgrind and way == NOT_UNDER_VALGRIND)]
            way = ways[number % len(ways)]
            name = f"{number + 1}-{way}"
            own = [word.format(folder=folder) for word in WAYS[way]]
            under = [*LEAKS, f"--log-file={folder}/{name}.valgrind"] if options.valgrind else []
            chosen = random.Random(options.seed + number)
            screens.append(
                Screen(name, options.kiosk, connected + own, quiet_environment(folder), folder, chosen, under)
            )
        drive(screens, Phone(simulator), options.minutes * 60)
        return [verdict(screen, options, folder) for screen in screens]
    finally:
        for screen in screens:
            if not screen.is_over:
                screen.process.stop()
        simulator.kill()


def drive(screens, phone, seconds):
    end, look, told = time.monotonic() + seconds, 0, time.monotonic()
    while time.monotonic() < end:
        for screen in screens:
            screen.read()
            screen.act(phone)
        phone.end_trouble()
        if time.monotonic() > look:
            look = time.monotonic() + min(LOOK, seconds / LOOKS)
            for screen in screens:
                screen.sample()
        if time.monotonic() > told + 300:
            told = time.monotonic()
            print(f"... {sum(screen.sign_ins for screen in screens)} sign-ins", flush=True)
        time.sleep(0.03)


def verdict(screen, options, folder):
    """Prints the figures of one screen; whether all is well with it."""
    code, was_there = screen.stop()
    told = ", ".join(f"{count} {name}" for name, count in sorted(screen.counts.items()))
    print(f"{screen.name}: {screen.sign_ins} sign-ins ({told})", flush=True)
    flaws = []
    if growth := screen.growth():
        (early, late), (few, many) = growth
        print(f"    memory {early} KiB early, {late} KiB at the end; descriptors at least {few} early, {many} at the end")
        print("    memory by tenths of the time, in MiB:", *screen.curve())
        # What valgrind keeps to itself grows with it.
        if not options.valgrind and late > early + MEMORY:
            flaws.append(f"{late - early} KiB more than before")
        if many > few + DESCRIPTORS:
            flaws.append(f"{many - few} descriptors more than before")
    else:
        print("    too few sign-ins to tell whether it grows")
    if not was_there:
        flaws.append(f"ended by itself, with {code}")
    elif code != 0:
        flaws.append(f"ended with {code}")
    if screen.sign_ins == 0:
        flaws.append("nobody has signed in")
    # Under valgrind polls are late by more than a replay allows for.
    if not options.valgrind:
        replay = subprocess.run(
            [options.kiosk, "replay", "--check", str(screen.log)], env=quiet_environment(folder), capture_output=True
        )
        if replay.returncode != 0:
            flaws.append("its log does not replay: " + (replay.stdout + replay.stderr).decode()[-800:])
    if options.valgrind:
        said = (folder / f"{screen.name}.valgrind").read_text(errors="replace").strip()
        print("    valgrind: " + (said or "no error, nothing definitely lost"))
    for flaw in flaws:
        print(f"    FLAW: {flaw}")
    return not flaws


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kiosk", required=True)
    parser.add_argument("--simulator", required=True)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--screens", type=int, default=3)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--valgrind", action="store_true")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        folder = options.keep or pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sys.exit(0 if all(soak(options, folder)) else 1)


main()
