"""Whole sign-ins on real terminals, all at the same time. Started by `run`."""

import argparse
import concurrent.futures
import pathlib
import signal
import sys
import tempfile
import time

from emulated import Pty, Screen, Tmux
from graphical import Cage, Foot, Xterm
from simulator import Simulator
from story import Failure, Story

PLACES = {place.name: place for place in (Pty, Tmux, Screen, Xterm, Foot, Cage)}


def tell(place, kiosk, simulator, folder, pictures):
    """The line that says how it went on one terminal, and whether it went well."""
    began = time.monotonic()
    own = pathlib.Path(folder) / place.name
    own.mkdir()
    place = place(kiosk, own)
    try:
        steps = Story(place, simulator, pictures).tell()
        went, well = "; ".join(steps), True
    except (Failure, RuntimeError, OSError) as failure:
        went, well = str(failure), False
    finally:
        place.end()
    verdict, seconds = "ok    " if well else "FAILED", f"{time.monotonic() - began:.0f} s"
    return f"{verdict} {place.name} (TERM={place.term}, {seconds}): {went}", well


def main():
    parser = argparse.ArgumentParser(prog="Tests/Terminals/run")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--kiosk", required=True)
    parser.add_argument("--simulator", required=True)
    parser.add_argument("--pictures", type=pathlib.Path, required=True)
    chosen = parser.parse_args()
    chosen.pictures.mkdir(parents=True, exist_ok=True)
    # Whoever is asked to end takes along what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for old in chosen.pictures.glob("*-*.*"):
        if old.name.split("-")[0] in PLACES:
            old.unlink()
    with tempfile.TemporaryDirectory(prefix="kiosk-terminals.") as folder:
        pathlib.Path(folder).chmod(0o755)
        simulator = Simulator(chosen.simulator, folder)
        try:
            with concurrent.futures.ThreadPoolExecutor() as pool:
                told = [
                    pool.submit(tell, PLACES[name], chosen.kiosk, simulator, folder, chosen.pictures)
                    for name in chosen.names or PLACES
                ]
                results = [one.result() for one in told]
        finally:
            simulator.end()
    print("\n".join(line for line, _ in results))
    print(f"pictures: {chosen.pictures}")
    return 0 if all(well for _, well in results) else 1


sys.exit(main())
