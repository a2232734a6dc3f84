"""One sign-in on one terminal, from the first code to the hang-up. A place is what `places` has."""

import json
import pathlib
import time

import pictures

#: Seconds: the most that anything is waited for, and between two looks.
LIMIT, LOOK = 30, 0.2

#: Written over the screen by another process: lines enough to spoil every size, as a kernel in trouble does.
NOISE = "\x1b[H" + "\r\n".join(f"[  {n}.0395] EXT4-fs error (device mmcblk0p2): reading directory" for n in range(60))


class Failure(Exception):
    """What did not come; its words are for a person."""


class Story:
    def __init__(self, place, simulator, folder):
        self.place, self.simulator = place, simulator
        self.folder, self.log = pathlib.Path(folder), place.folder / "events"
        self.number = 0

    def tell(self):
        """Steps in order; gives what each took, as words for a person."""
        self.place.start(self.simulator.options() + ["--event-log", str(self.log)])
        steps = {
            "code": self.code_is_read,
            "resized": self.resize,
            "written over": self.write_over,
            "approved and greeted": self.approve,
            "next code": self.next_code,
            "hung up": self.hang_up,
        }
        told = []
        for name in self.place.steps or steps:
            began = time.monotonic()
            try:
                steps[name]()
            except Failure as failure:
                raise Failure(f"{name}: {failure}") from None
            told.append(f"{name} {time.monotonic() - began:.1f} s")
        return told

    def code_is_read(self):
        self.wait(lambda: self.events("codes_shown"), "a code in the event log")
        self.wait_for_qr()
        self.keep("code")

    def resize(self):
        self.place.resize()
        self.wait(lambda: self.events("resized"), "a new size in the event log")
        self.wait_for_qr()
        self.keep("resized")

    def write_over(self):
        self.place.write_over(NOISE)
        self.wait(lambda: self.qr() is None, "a QR that cannot be read")
        self.keep("written-over")
        self.place.come_back()
        self.wait_for_qr()
        self.keep("painted-anew")

    def approve(self):
        dead = self.code()["verification_uri_complete"]
        self.simulator.approve(self.code()["user_code"])
        self.wait(lambda: self.events("approved"), "the approval in the event log")
        self.wait(lambda: self.qr() != dead, "a screen without the code")
        text = self.place.text()
        if text is not None:
            self.wait(lambda: "Welcome, Alice" in self.place.text(), "the greeting")
        self.keep("greeted")

    def next_code(self):
        self.wait(lambda: len(self.events("codes_shown")) == 2, "a second code")
        self.wait_for_qr()

    def hang_up(self):
        self.place.hang_up()
        self.wait(lambda: self.events("stopped"), "the end in the event log")
        self.wait(self.place.is_gone, "the end of the process")

    # What is there

    def events(self, name):
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        whole = [json.loads(line) for line in lines if line.endswith("}")]
        return [event for event in whole if event["event"] == name]

    def code(self):
        return self.events("codes_shown")[-1]

    def qr(self):
        return pictures.read(pictures.keep(self.place.picture(), self.place.folder / "look.png"))

    def wait_for_qr(self):
        wanted = self.code()["verification_uri_complete"]
        self.wait(lambda: self.qr() == wanted, f"a QR that says {wanted}")

    def keep(self, what):
        """Puts the screen where a person can look at it."""
        self.number += 1
        file = self.folder / f"{self.place.name}-{self.number}-{what}.png"
        pictures.keep(self.place.picture(), file)
        text = self.place.text()
        if text is not None:
            file.with_suffix(".txt").write_text(text)

    def wait(self, condition, what):
        deadline = time.monotonic() + LIMIT
        while not condition():
            if time.monotonic() > deadline:
                self.keep("failed")
                raise Failure(f"waited {LIMIT} s in vain for {what}; {self.place.last_words()}")
            time.sleep(LOOK)
