"""From the program's screen to a phone: kiosk in an xterm, photographed, read by decoders. Started by `run`."""

import argparse
import pathlib
import re
import signal
import sys
import time

import cv2

import camera
import distance
import report
from cases import USUAL_FONT, cases, command_for, themes
from decoders import DECODERS
from screens import Display, Failure

#: With so many screens that could not be shown there is no use in going on.
TOO_MANY = 3


class Run:
    """All that was read so far, and every promise broken on the way; pictures of those are in `folder`."""

    def __init__(self, kiosk, folder):
        self.kiosk, self.folder = kiosk, folder
        self.readings, self.broken, self.not_shown, self.promises, self.symbols = [], [], [], 0, {}

    def measure(self, display, case):
        shot = display.shoot(case, command_for(case, self.kiosk))
        if shot.symbol.drawing != case.drawing:
            raise Failure(f"the QR is drawn in {shot.symbol.drawing} blocks", shot.pixels)
        self.symbols[case.columns, case.rows, case.drawing] = shot.symbol
        view = camera.look_at(shot)
        pictures = {name: change(view).picture for name, (change, _) in camera.CONDITIONS.items()}
        texts = {name: read(list(pictures.values())) for name, read in DECODERS.items()}
        for number, (condition, picture) in enumerate(pictures.items()):
            readings = [report.Reading(case, condition, name, texts[name][number]) for name in DECODERS]
            self.readings += readings
            if not report.must_hold(case, condition):
                continue
            self.promises += 1
            why = report.promise(readings)
            if why:
                self.broken.append(report.Broken(case, condition, f"{why}; {self.keep(case, condition, picture)}"))

    def measure_all(self, chosen):
        with Display() as display:
            for case in chosen:
                try:
                    self.measure(display, case)
                except Failure as failure:
                    kept = "" if failure.pixels is None else f"; {self.keep(case, 'screen', failure.pixels)}"
                    self.not_shown.append(report.Broken(case, "not shown", f"{failure}{kept}"))
                    if len(self.not_shown) == TOO_MANY:
                        return

    def keep(self, case, condition, picture):
        """Puts a picture where a person can look at it, and says where."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^a-z0-9.]+", "-", f"{case} {condition}".lower()).strip("-")
        file = self.folder / f"{name}.png"
        cv2.imwrite(str(file), picture)
        return f"picture: {file}"


def options():
    parser = argparse.ArgumentParser(prog="Tests/Optics/run")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--kiosk", required=True)
    parser.add_argument("--pictures", required=True, type=pathlib.Path)
    return parser.parse_args()


def main():
    chosen = options()
    began = time.monotonic()
    for old in chosen.pictures.glob("*.png"):
        old.unlink()
    run = Run(chosen.kiosk, chosen.pictures)
    todo = cases(chosen.all)
    print(f"{len(todo)} screens ({len(themes())} themes) under {len(camera.CONDITIONS)} conditions …", flush=True)
    run.measure_all(todo)

    if run.readings:
        print(f"\n{report.usual(run.readings)}")
        if chosen.all:
            print(f"\n{report.everything(run.readings)}")
            print("\nAt three metres: a 43-inch screen of 1920x1080, filled by the terminal")
            print("(ISO 9241-3: capitals of 16' at least, 20' to 22' preferred)\n")
            print(report.table(distance.HEADINGS, distance.rows(run.symbols)))
        print(f"\n{report.closing(run.readings)} {time.monotonic() - began:.0f} s.")
    for one in [*run.not_shown, *run.broken]:
        print(f"FAILED {one.case}: {one.condition}: {one.why}")
    if len(run.not_shown) == TOO_MANY:
        print("Too many screens could not be shown: the rest was not tried.")
    failed = len(run.not_shown) + len(run.broken)
    print(f"\nMust hold ({USUAL_FONT.name}): read by zbar and one other")
    print(f"{run.promises - len(run.broken)} passed, {failed} failed")
    return 1 if failed or not run.promises else 0


if __name__ == "__main__":
    # So that the display and the terminal are put away also when somebody ends this.
    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"optics: {failure}")
