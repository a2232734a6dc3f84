"""Kills tokenidp-sim at random moments under load and holds it to its promises. Started by `run`.

usage: crash.py --simulator PROGRAM [--kills N] [--seed SEED]
"""

import argparse
import pathlib
import random
import signal
import statistics
import sys
import tempfile
import time

from ledger import Ledger
from load import Gate, Worker
from remains import drafts, flaws_of_database
from report import closing
from simulator import Failure, Simulator
from verification import verify

THREADS = 6
#: Seconds. The shortest a server knows, as every poll has to wait it out.
INTERVAL = 1
#: Seconds under load before a kill.
LOAD = 0.02, 0.3
#: So many of all kills come while it starts: on a new folder of its own, and on the one under load.
SHARE_AT_BIRTH, SHARE_WHILE_STARTING = 0.05, 0.15
#: Seconds that a start after a kill may take.
SLOW_START = 5
#: The database is looked at after each so many kills, and at the end.
LOOK_EVERY = 10
OPTIONS = "--interval", str(INTERVAL), "--code-lifetime", "86400"


class Run:
    def __init__(self, program, folder, seed):
        self.program, self.folder, self.seed = program, folder, seed
        self.random = random.Random(seed)
        self.ledger = Ledger(INTERVAL)
        self.simulator = Simulator(program, folder, *OPTIONS)
        self.gate = Gate()
        self.workers, self.starts = [], []
        self.kills = self.kills_while_starting = 0

    def be_born(self, times):
        """What is half made when the first start of all is cut off must be in no later start's way."""
        first_start = None
        for number in range(times):
            folder = self.folder / f"born-{number}"
            folder.mkdir()
            newborn = Simulator(self.program, folder, *OPTIONS)
            try:
                if first_start:
                    newborn.start()
                    self.kill_while_starting(newborn, first_start)
                    newborn.kill()
                newborn.start()
                newborn.wait_until_ready()
                self.needed_no_repair(newborn)
            finally:
                newborn.kill()
            first_start = newborn.took

    def kill_while_starting(self, simulator, usual):
        """Whether it came to it: it may be quicker than usual."""
        if simulator.is_ready(self.random.uniform(0, usual)):
            return False
        simulator.kill()
        self.kills += 1
        self.kills_while_starting += 1
        return True

    def live_and_die(self, kills):
        while self.kills < kills:
            self.simulator.start()
            may_die_early = self.starts and self.random.random() < SHARE_WHILE_STARTING
            if not may_die_early or not self.kill_while_starting(self.simulator, statistics.median(self.starts)):
                self.simulator.wait_until_ready()
                self.note_start()
                self.begin_load()
                time.sleep(self.random.uniform(*LOAD))
                self.gate.close()
                self.simulator.kill()
                self.kills += 1
            if self.kills % LOOK_EVERY == 0:
                self.look_at_database()

    def note_start(self):
        self.starts.append(self.simulator.took)
        if self.simulator.took > SLOW_START:
            self.ledger.breaks("wrong", f"a start took {self.simulator.took:.1f} s")

    def begin_load(self):
        if not self.workers:
            tls = self.simulator.trust()
            self.workers = [
                Worker(number, self.seed, self.gate, self.ledger, self.simulator, tls) for number in range(THREADS)
            ]
            for worker in self.workers:
                worker.start()
        self.gate.open()

    def verify(self):
        self.gate.end()
        for worker in self.workers:
            worker.join()
        self.simulator.start()
        self.simulator.wait_until_ready()
        self.note_start()
        verify(self.ledger, self.simulator, self.simulator.trust(), THREADS)
        code = self.simulator.stop()
        if code != 0:
            self.ledger.breaks("wrong", f"asked to stop after all this, it ends with {code}")
        self.look_at_database()
        self.needed_no_repair(self.simulator)

    def look_at_database(self):
        self.ledger.count("looks at the database")
        for sentence in flaws_of_database(self.simulator.state, self.folder):
            self.ledger.breaks("wrong", f"after {self.kills} kills: {sentence}")

    def needed_no_repair(self, simulator):
        """Nothing to say about the kills before it, nothing of them left lying."""
        if simulator.said():
            self.ledger.breaks("wrong", f"it complained: {simulator.said()[:2000]}")
        for name in drafts(simulator.state):
            self.ledger.breaks("wrong", f"a start cut off has left {name}, and no later one has taken it away")


def options():
    parser = argparse.ArgumentParser(prog="Tests/Crash/run")
    parser.add_argument("--simulator", required=True)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    return parser.parse_args()


def main():
    chosen = options()
    began = time.monotonic()
    print(f"{chosen.kills} kills with seed {chosen.seed} …", flush=True)
    with tempfile.TemporaryDirectory(prefix="tokenidp-crash-") as folder:
        run = Run(chosen.simulator, pathlib.Path(folder), chosen.seed)
        try:
            run.be_born(int(chosen.kills * SHARE_AT_BIRTH))
            run.live_and_die(chosen.kills)
            run.verify()
        finally:
            run.gate.close()
            run.gate.end()
            run.simulator.kill()
    print(closing(run, time.monotonic() - began))
    return 1 if run.ledger.broken else 0


if __name__ == "__main__":
    # So that the simulator is put away also when somebody ends this.
    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"crash: {failure}")
