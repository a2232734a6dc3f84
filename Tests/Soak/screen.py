"""One kiosk on a terminal of its own, and whoever stands before it: keys, a phone, and people who just go away."""

import fcntl
import json
import os
import signal
import statistics
import struct
import termios
import time

from process import Process

#: What people do with a code, and how often of a hundred times.
FATES = {"approve": 78, "deny": 6, "expire": 4, "leave": 2, "new": 4, "cancel": 3, "trouble": 3}
#: What a server may be in trouble with while somebody signs in (tokenidp-sim scenarios).
TROUBLES = (
    "html-502", "maintenance", "reset", "tokens-cut-off", "no-keys", "bad-signature", "revocation-fails",
    "slow-down-once", "html-200", "drip", "no-id-token",
)
#: Seconds without an event after which somebody presses a key, and the keys: begin or open, sign out, go back. Each has
#: its turn before one has a second.
PATIENCE = 1.5
NUDGES = ("\r", "\r", "o", "\x7f")
#: Sign-ins until a screen has shown most of what it can, and holds what it needs for that.
WARM_AFTER = 5
ENDINGS = ("approved", "denied", "expired", "refused")
#: How a sign-in fails (README, "The event log"); other failures are no ends of one.
FAILURES = {
    "approved, but the answer was lost; start again": "lost",
    "the id_token cannot be believed": "untrusted",
    "the server was not understood": "not understood",
    "no codes could be had": "no code",
    "cancelled": "called off",
}


class Screen:
    """`options` are those of `kiosk run`; `under` is a program that runs it."""

    def __init__(self, name, program, options, environment, folder, random, under=()):
        self.name, self.random = name, random
        self.log = folder / f"{name}.jsonl"
        self.log.touch()
        arguments = [*under, str(program), "run", "--event-log", str(self.log), *options]
        self.process = Process(arguments, environment)
        self.pid = self.process.pid
        self.lines = open(self.log, encoding="utf-8")
        self.rest = ""
        self.code = self.fate = None
        self.act_at = self.heard_at = time.monotonic()
        #: What is pressed next; None: nothing.
        self.key = None
        self.nudges = []
        self.counts = {}
        self.samples = []

    @property
    def sign_ins(self):
        return sum(self.counts.values())

    @property
    def is_over(self):
        return self.process.status is not None

    # --- What it says ------------------------------------------------------------------------------------------

    def read(self):
        """Takes what is on the terminal, and what has happened since."""
        while self.process.read(0):
            pass
        if self.process.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.process.status = status if pid else None
        self.rest += self.lines.read()
        *whole, self.rest = self.rest.split("\n")
        for line in whole:
            self.heard(json.loads(line))

    def heard(self, event):
        name = event["event"]
        self.heard_at = time.monotonic()
        if name == "codes_shown":
            self.code = event["user_code"]
            self.fate = self.random.choices(list(FATES), FATES.values())[0]
            self.act_at = self.heard_at + self.random.uniform(0.05, 0.6)
        elif ending := name if name in ENDINGS else FAILURES.get(event.get("reason")):
            self.counts[ending] = self.counts.get(ending, 0) + 1
            self.key = "o" if name == "approved" else None
            self.code = None
            # After the greeting, or within it.
            self.act_at = self.heard_at + self.random.uniform(0.1, 0.8)
        elif name == "signed_out":
            # An Enter that comes sooner asks for no code.
            self.key, self.act_at = "\r", self.heard_at + 2.1

    # --- What is done to it ------------------------------------------------------------------------------------

    def act(self, phone):
        """Does what is due: at the server, or at the keyboard."""
        now = time.monotonic()
        if now < self.act_at or self.is_over:
            return
        self.act_at = now + PATIENCE
        if self.random.random() < 0.05:
            self.resize()
        if self.code:
            code, self.code = self.code, None
            self.decide(code, phone)
        elif self.key:
            self.press(self.key)
            self.key = None
        elif now > self.heard_at + PATIENCE:
            self.nudges = self.nudges or self.random.sample(NUDGES, len(NUDGES))
            self.press(self.nudges.pop())

    def decide(self, code, phone):
        if self.random.random() < 0.1:
            # Another drawing of the QR, another language, the inspector and back, everything painted anew.
            for key in self.random.sample(["r", "l", "ii", "\x0c", "\x1b[A"], 2):
                self.press(key)
        match self.fate:
            case "approve" | "deny" | "expire":
                phone.decide(self.fate, code)
            case "trouble":
                phone.trouble(self.random.choice(TROUBLES))
                phone.decide("approve", code)
            case "new":
                self.press("n")
            case "cancel":
                self.press("\x1b")

    def press(self, keys):
        os.write(self.process.terminal, keys.encode())

    def resize(self):
        rows, columns = self.random.randint(8, 60), self.random.randint(30, 200)
        fcntl.ioctl(self.process.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # --- What the kernel knows ---------------------------------------------------------------------------------

    def sample(self):
        """Sign-ins so far, resident memory in KiB, open descriptors."""
        if self.is_over:
            return
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            memory = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
        self.samples.append((self.sign_ins, memory, len(os.listdir(f"/proc/{self.pid}/fd"))))

    def growth(self):
        """Resident memory in KiB and fewest descriptors: in the second fifth of the samples since it was warm, and in
        the last; None when they are too few. Connections come and go, a descriptor that is lost stays."""
        warm = [sample for sample in self.samples if sample[0] >= WARM_AFTER]
        fifth = len(warm) // 5
        if not fifth:
            return None
        early, late = warm[fifth : 2 * fifth], warm[-fifth:]
        memory = [round(statistics.median(sample[1] for sample in some)) for some in (early, late)]
        descriptors = [min(sample[2] for sample in some) for some in (early, late)]
        return memory, descriptors

    def curve(self):
        """Resident memory in MiB in each tenth of the time: whether what was more is a step or a slope."""
        memory = [sample[1] / 1024 for sample in self.samples]
        size = max(1, len(memory) // 10)
        return [round(statistics.median(memory[at : at + size]), 1) for at in range(0, size * 10, size) if memory[at:]]

    def stop(self):
        """Asks it to end, as a person does; its exit code, and whether it was still there to be asked."""
        was_there = not self.is_over
        if was_there:
            self.press("q")
        end = time.monotonic() + 60
        while time.monotonic() < end and not self.is_over:
            self.read()
            time.sleep(0.05)
        if not self.is_over:
            self.process.stop(signal.SIGKILL)
            return None, was_there
        return os.waitstatus_to_exitcode(self.process.status), was_there
