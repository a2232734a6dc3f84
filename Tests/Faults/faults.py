"""Breaks what kiosks live on at random moments and watches whether they come back by themselves. Started by `run`.

usage: faults.py --kiosk PROGRAM --simulator PROGRAM [--faults N] [--seed S] [--kiosks N] [-- OPTION-OF-KIOSK...]
"""

import argparse
import concurrent.futures
import pathlib
import random
import signal
import sys
import tempfile
import threading
import time
import traceback

sys.path.append(str(pathlib.Path(__file__).parent.parent / "Crash"))

from network import Proxy
from report import closing
from simulator import Failure
from world import World

#: Of a failure, so many lines of the event log are shown.
LOG_SHOWN = 12


class Run:
    """All worlds and all figures; shared by their threads."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.random = random.Random(options.seed)
        scenarios = pathlib.Path(__file__).parents[2] / "Assets" / "scenarios"
        self.scenarios = sorted(file.stem for file in scenarios.glob("*.json5"))
        self._scenarios_left = []
        self.begun = 0
        self.done = []
        self.failures, self.stales = [], []
        self.looks = 0
        self._lock = threading.Lock()

    def next_fault(self):
        """Its number; None when there were enough."""
        with self._lock:
            if self.begun >= self.options.faults:
                return None
            self.begun += 1
            return self.begun

    def next_scenario(self):
        """Each once before any comes again."""
        with self._lock:
            if not self._scenarios_left:
                self._scenarios_left = self.random.sample(self.scenarios, len(self.scenarios))
            return self._scenarios_left.pop()

    def note(self, world, fault):
        with self._lock:
            self.done.append(fault)
            if len(self.done) % 20 == 0:
                print(f"{len(self.done)} faults, {time.monotonic() - self.began:.0f} s …", flush=True)

    def stale(self, world, sentence):
        self._tell(self.stales, world, f"STALE {sentence}")

    def fails(self, world, sentence, error=None):
        self._tell(self.failures, world, f"FAILED {sentence}", error)

    def _tell(self, where, world, sentence, error=None):
        log = "\n".join(f"    {entry}" for entry in world.evidence.events[-LOG_SHOWN:])
        screen = "\n".join(f"  | {line}" for line in world.screen.terminal.text().split("\n") if line)
        trace = "".join(traceback.format_exception(error)) if error else ""
        with self._lock:
            where.append(sentence)
            print(
                f"{sentence}\n  kiosk {world.number}, seed {self.options.seed}, fault {world.fault}, "
                f"{' '.join(map(str, world.screen.arguments))}\n{screen}\n{log}\n{trace}",
                flush=True,
            )

    def go(self):
        self.began = time.monotonic()
        Proxy.begin()
        self.worlds = [
            World(number, self.options.seed, self, self.folder / f"kiosk-{number}")
            for number in range(min(self.options.kiosks, self.options.faults))
        ]
        try:
            with concurrent.futures.ThreadPoolExecutor(8) as hands:
                list(hands.map(World.begin, self.worlds))
            lives = [threading.Thread(target=world.live, daemon=True) for world in self.worlds]
            for life in lives:
                life.start()
            for life in lives:
                life.join()
            for world in self.worlds:
                world.person.is_gone = True
            # What they have just done is still on its way.
            time.sleep(3)
            for world in self.worlds:
                world.settle()
        finally:
            for world in self.worlds:
                world.end()


def options():
    parser = argparse.ArgumentParser(prog="Tests/Faults/run")
    parser.add_argument("--kiosk", required=True)
    parser.add_argument("--simulator", required=True)
    parser.add_argument("--faults", type=int, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--kiosks", type=int, default=20)
    parser.add_argument("kiosk_options", nargs="*")
    return parser.parse_args()


def main():
    chosen = options()
    print(f"{chosen.faults} faults with seed {chosen.seed} …", flush=True)
    with tempfile.TemporaryDirectory(prefix="kiosk-faults-", ignore_cleanup_errors=True) as folder:
        run = Run(chosen, pathlib.Path(folder))
        run.go()
        text, is_well = closing(run, time.monotonic() - run.began)
        print(text)
    return 0 if is_well else 1


if __name__ == "__main__":
    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"faults: {failure}")
