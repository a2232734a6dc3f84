"""Plays the stories of troubles, all at once. Started by `run`, within namespaces of its own.

usage: troubles.py --kiosk PROGRAM --simulator PROGRAM [STORY...]
"""

import argparse
import concurrent.futures
import pathlib
import subprocess
import sys
import tempfile
import time
import traceback

import disks
import networks
import terminals
from place import Place

STORIES = {story.__name__: story for story in [*networks.STORIES, *disks.STORIES, *terminals.STORIES]}
#: More at once would make two cores the trouble.
AT_ONCE = 16


def play(name, options, folder):
    folder = folder / name
    folder.mkdir()
    place = Place(folder, options.kiosk, options.simulator)
    began = time.monotonic()
    problem = None
    try:
        STORIES[name](place)
    except subprocess.CalledProcessError as error:
        problem = f"{error}: {error.stderr}"
    except Exception:  # pylint: disable=broad-except
        problem = traceback.format_exc(limit=4)
    states = [screen.state() for screen in place.screens] if problem else []
    place.close()
    words = " ".join(STORIES[name].__doc__.split())
    print(f"{'FAILED' if problem else 'ok':<7} {time.monotonic() - began:5.1f} s  {words}", flush=True)
    if problem:
        print("\n".join([f"--- {name}", problem, *states]), file=sys.stderr, flush=True)
    return problem is None


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--kiosk", required=True)
    options.add_argument("--simulator", required=True)
    options.add_argument("stories", nargs="*")
    options = options.parse_args()
    if options.stories == ["list"]:
        print("\n".join(f"{name:<30} {' '.join(story.__doc__.split())}" for name, story in STORIES.items()))
        return 0
    unknown = [name for name in options.stories if name not in STORIES]
    if unknown:
        print(f"no such story: {', '.join(unknown)} (\"list\" names them)", file=sys.stderr)
        return 64
    began = time.monotonic()
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with tempfile.TemporaryDirectory(prefix="troubles-") as folder:
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            chosen = options.stories or STORIES
            played = list(pool.map(lambda name: play(name, options, pathlib.Path(folder)), chosen))
    print(f"{sum(played)} of {len(played)} troubles are told in words and overcome; {time.monotonic() - began:.0f} s")
    return 0 if all(played) else 1


if __name__ == "__main__":
    sys.exit(main())
