"""The pages of tokenidp-sim in a real browser: stories, rules, axe-core, pictures. Started by `run`."""

import argparse
import dataclasses
import pathlib
import shutil
import sys
import tempfile
import time

from selenium.common.exceptions import WebDriverException

import operator_stories
import stories
from axe import Axe
from browser import Browser, Look
from simulator import Simulator
from states import STATES
from stories import STORIES
from visitor import NotSo, Visitor

PHONE = Look("phone", 390, 844, scale=3, mobile=True)
DESK = Look("desk", 1280, 900, scale=1, mobile=False)
# WCAG 2.2, 1.4.10 names this width; it is also a desk of 1280 pixels zoomed to 400 %.
NARROW = Look("narrow", 320, 568, scale=2, mobile=True)
LARGE_TEXT = dataclasses.replace(PHONE, name="large text", text=200)


def dark(look):
    return dataclasses.replace(look, name=f"{look.name} dark", scheme="dark")


LOOKS = [PHONE, DESK, NARROW, LARGE_TEXT]
#: What colours are for: whether the focus is seen. All else that is dark is axe's.
DARK_LOOKS, IN_THE_DARK = [dark(PHONE), dark(DESK)], [stories.by_keyboard, stories.wrong_code]
SCRIPTED_LOOKS = [PHONE, DESK]
PICTURED = [PHONE, dark(PHONE), DESK, dark(DESK)]


class Run:
    """Counts what was tried and keeps what did not hold, each once with the looks it did not hold in."""

    def __init__(self, arguments, folder):
        self.arguments, self.folder = arguments, pathlib.Path(folder)
        self.pictures = pathlib.Path(arguments.pictures)
        shutil.rmtree(self.pictures / "failed", ignore_errors=True)
        self.axe = Axe()
        self.walks, self.pages, self.shots, self.broken, self.version = 0, 0, 0, {}, ""

    def simulator(self):
        """On the folder of the last, so that the browser's trust lasts; but without its grants."""
        for file in self.folder.glob("state/grants.sqlite*"):
            file.unlink()
        path, config = self.arguments.path, self.arguments.config
        return Simulator(self.arguments.simulator, str(self.folder / "state"), path, config)

    def chosen(self, functions):
        # The operator's page is on the server itself, for all of its tenants.
        here = [one for one in functions if not (self.arguments.path and one.__name__.startswith("operator"))]
        return [one for one in here if self.arguments.only in one.__name__]

    def note(self, what, look, flaws):
        for flaw in flaws:
            self.broken.setdefault(f"{what}: {flaw}", []).append(look.name)

    def walk(self, browser, function, look, then=lambda: None):
        """Goes one way with a server that has forgotten who failed before; `then` is done at the end of it."""
        browser.look(look)
        browser.forget()
        with self.simulator() as simulator:
            visitor = Visitor(browser, simulator)
            try:
                function(visitor)
                then()
            except (NotSo, WebDriverException) as error:
                file = self.pictures / "failed" / f"{function.__name__} {look.name}.png".replace(" ", "-")
                browser.photograph(file)
                self.note(function.__name__, look, [f"{str(error).splitlines()[0]} ({file})"])
        self.walks += 1
        self.pages += visitor.pages
        self.note(function.__name__, look, visitor.flaws)

    def tell_stories(self, authority):
        every = [(look, STORIES + operator_stories.WITHOUT_SCRIPTS) for look in LOOKS]
        every += [(look, IN_THE_DARK) for look in DARK_LOOKS]
        for text in sorted({look.text for look in LOOKS}):
            with Browser(self.folder / f"home-{text}", authority, scripts=False, text=text) as browser:
                for look, told in every:
                    for one in self.chosen(told) if look.text == text else []:
                        self.walk(browser, one, look)

    def check_states(self, authority):
        """axe waits by timers, so in this browser scripts are on."""
        with Browser(self.folder / "home-axe", authority, scripts=True) as browser:
            for look in SCRIPTED_LOOKS:
                for one in self.chosen(operator_stories.WITH_SCRIPTS):
                    self.walk(browser, one, look)
            for number, one in enumerate(STATES, 1):
                if one in self.chosen(STATES):
                    self.walk(browser, one, PHONE, lambda: self.check_state(browser, number, one.__name__))

    def check_state(self, browser, number, name):
        for look in PICTURED:
            browser.look(look)
            self.note(name, look, self.axe.broken(browser))
            file = f"{number:02} {name} {look.name}.png".translate(str.maketrans(" _", "--"))
            browser.photograph(self.pictures / file)
            self.shots += 1
        self.version = self.axe.version(browser)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulator", required=True)
    parser.add_argument("--pictures", required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--config")
    parser.add_argument("--path", default="")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        run = Run(parser.parse_args(), folder)
        with run.simulator() as simulator:
            authority = simulator.authority
        run.tell_stories(authority)
        told = time.monotonic()
        run.check_states(authority)
    looks = ", ".join(look.name for look in [*LOOKS, *DARK_LOOKS])
    print(f"{run.walks} walks ({looks}): {run.pages} pages held to the rules; stories {told - began:.0f} s")
    tally = run.axe.tally
    print(
        f"axe-core {run.version}: {tally.rules} rules on {tally.pages} pages, {tally.elements} elements; "
        f"{run.shots} pictures in {run.pictures}; in all {time.monotonic() - began:.0f} s"
    )
    for flaw, looks in run.broken.items():
        print(f"BROKEN  {flaw}  [{', '.join(dict.fromkeys(looks))}]", file=sys.stderr)
    sys.exit(1 if run.broken else 0)


if __name__ == "__main__":
    main()
