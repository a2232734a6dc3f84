"""One kiosk with everything it lives on: a server, a network, disks, a terminal, and a person who comes by."""

import contextlib
import os
import queue
import random
import signal
import threading
import time

import terminal_kinds  # noqa: F401, adds its kinds
from disk import Disk
from evidence import Evidence
from kinds import KINDS
from network import Namespace, Proxy
from person import Admin, Person
from screen import CODE, Screen
from simulator import Simulator

#: Seconds. The shortest that a server knows, so that much happens in little time.
INTERVAL = 1
CODE_LIFETIME = 40
#: Within so many seconds after the end of a fault a sign-in that begins then must have come to its hand-over: the
#: longest rest (a minute and a fifth, RFC 8628 has no limit for it) and a sign-in.
BACK_WITHIN = 120
#: How long a code may stand after its end, as two processes on a busy machine are not at the same moment.
TOLERANCE = 1.0
#: How long a service manager waits before it starts a kiosk again.
RESTART_AFTER = 1.0
FAMILIES = {"network": 40, "server": 30, "disk": 10, "terminal": 30}
SIZES = (24, 80), (33, 120), (16, 60), (10, 40)
TERMS = "xterm-256color", "linux", "xterm-256color", "screen-256color"


class Fault:
    def __init__(self, number, family, name):
        self.number, self.family, self.name = number, family, name
        self.begin = self.end = time.time()
        self.back_after = None

    def __str__(self):
        return f"{self.number} ({self.family}: {self.name}, {self.end - self.begin:.1f} s)"


class World:
    def __init__(self, number, seed, run, folder):
        self.number, self.run, self.folder = number, run, folder
        folder.mkdir()
        self.random = random.Random(f"{seed} {number}")
        self.server = Simulator(
            run.options.simulator, folder, "--interval", str(INTERVAL), "--code-lifetime", str(CODE_LIFETIME))
        self.admin = Admin(self.server)
        self.server_ends = []
        self.namespace = Namespace()
        self.proxy = Proxy(self.namespace, self.server.port)
        self.address = "127.0.0.1"
        self.tokens_disk = Disk(folder / "tokens")
        (folder / "tokens" / "in").mkdir()
        self.log_disk = Disk(folder / "log", "64m")
        self.has_keys = number % 4 >= 2
        self.is_locked = "--locked" in run.options.kiosk_options
        self.faults, self.ends, self.fault = [], [], None
        self.is_over = False
        self._expected = None
        self._for_screen = queue.SimpleQueue()
        self._blind_until = self._ended_at = 0.0
        self.person = Person(self)
        self._unknown = {}
        self.text = ""

    # --- setting up ------------------------------------------------------------------------------------------------

    def begin(self):
        self.start_server()
        self.proxy.open()
        handed_over = self.folder / "tokens" / "in" / "tokens.json"
        hand_over = ["--token-file", str(handed_over)]
        kind = ["--always-on", "--auto-renew", "1000", "--no-home"]
        if self.number % 4 == 2:
            kind = ["--no-home"]
            handed_over = self.folder / "handed-over"
            hand_over = ["--on-approved", f"cat >> {handed_over}"]
        elif self.number % 4 == 3:
            kind = []
        extra = [word.replace("@FOLDER@", str(self.folder / "tokens")) for word in self.run.options.kiosk_options]
        arguments = [
            self.run.options.kiosk, "run", "--issuer", self.server.ready["issuer"], "--client-id", "tokenidp-tv-app",
            "--scope", "openid profile", "--cacert", self.server.ready["ca"], "--poll-margin", "0.2", "--greet", "1",
            "--no-inspector",
            "--event-log", str(self.folder / "log" / "events.jsonl"), *kind, *hand_over, *extra,
        ]  # fmt: skip
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.folder)}
        environment["TERM"] = TERMS[self.number // 2 % len(TERMS)]
        self.screen = Screen(arguments, environment, self.namespace, *SIZES[self.number % len(SIZES)])
        self.evidence = Evidence(
            CODE_LIFETIME, self.server.state / "audit.jsonl", self.folder / "log" / "events.jsonl", handed_over)
        self.screen.start()
        self._watcher = threading.Thread(target=self._guard, args=(self._watch,), daemon=True)
        self._watcher.start()

    def start_server(self):
        self.server.start()
        self.server.wait_until_ready()

    def settle(self):
        """What was approved has its time."""
        patience = time.time() + CODE_LIFETIME + 5
        while time.time() < patience and any(
            code.approved and not code.handed_over and code.end > time.time() - 5
            for code in list(self.evidence.codes.values())
        ):
            time.sleep(0.2)

    def end_server(self, gently=False):
        self.server_ends.append(time.time())
        if gently:
            self.server.stop()
        self.server.kill()

    def end(self):
        self.is_over = True
        self._watcher.join(10)
        self.screen.close()
        self.server.kill()
        self.evidence.gather(time.time())

    # --- breaking --------------------------------------------------------------------------------------------------

    def live(self):
        self._guard(self._live)

    def _live(self):
        if not self.wait_for_sign_in(time.time(), Fault(0, "none", "not one yet")):
            return
        while number := self.run.next_fault():
            self.wait_for_moment()
            family = self.random.choices(list(FAMILIES), FAMILIES.values())[0]
            weights = [kind[0] for kind in KINDS[family]]
            _, name, lasts, way = self.random.choices(KINDS[family], weights)[0]
            self.fault = fault = Fault(number, family, name)
            self.person.is_eager = False
            with way(self):
                time.sleep(self.random.uniform(*lasts))
            fault.end = time.time()
            self.faults.append(fault)
            self.person.is_eager = True
            self.wait_for_sign_in(fault.end, fault)
            self.has_keys = self.number % 4 >= 2
            self.run.note(self, fault)

    def wait_for_moment(self):
        """Often the seconds after an approval, in which the most is at stake."""
        if self.random.random() < 0.5:
            since, patience = time.time(), time.time() + 10
            while time.time() < patience and not any(
                (code.approved or 0) > since for code in list(self.evidence.codes.values())
            ):
                time.sleep(0.02)
            time.sleep(self.random.uniform(0, 1.5))
        else:
            time.sleep(self.random.uniform(0, 4))

    def wait_for_sign_in(self, since, fault):
        """Whether somebody who comes now is signed in by and by, with nothing done for it; else it is put right."""
        while time.time() < since + BACK_WITHIN and not self.is_over:
            for code in list(self.evidence.codes.values()):
                if code.handed_over and code.approved and code.approved > since:
                    fault.back_after = code.handed_over - since
                    return True
            time.sleep(0.05)
        if not self.is_over:
            self.run.fails(self, f"not back {BACK_WITHIN} s after fault {fault}")
            self.expect_end("put right by hand")
            self.screen.send(signal.SIGKILL)
        return False

    # --- what faults use -------------------------------------------------------------------------------------------

    def next_scenario(self):
        return self.run.next_scenario()

    def expect_end(self, why):
        self._expected = why
        self.ends.append((time.time(), why))

    def screen_does(self, act):
        done = threading.Event()
        self._for_screen.put((act, done))
        done.wait(5)

    @contextlib.contextmanager
    def unreadable(self):
        """What stands on the screen meanwhile says nothing about the kiosk, and for a moment after it."""
        self._blind_until = float("inf")
        try:
            yield
        finally:
            self._blind_until = time.time() + 1

    def repeat(self, seconds, act):
        """Does it again and again until what is returned is called."""
        stop = threading.Event()

        def go_on():
            turn = 0
            while not stop.wait(seconds):
                act(turn)
                turn += 1

        thread = threading.Thread(target=go_on, daemon=True)
        thread.start()

        def end():
            stop.set()
            thread.join()

        return end

    def in_screen_thread(self, seconds, act):
        return self.repeat(seconds, lambda turn: self.screen_does(lambda: act(turn)))

    # --- watching --------------------------------------------------------------------------------------------------

    def _guard(self, work):
        try:
            work()
        except Exception as error:  # Told with the rest, as a thread that ends in silence would be a hole in the run.
            if not self.is_over:
                self.run.fails(self, f"the run itself failed: {type(error).__name__}: {error}", error)

    def _watch(self):
        looked = 0.0
        while not self.is_over:
            with contextlib.suppress(queue.Empty):
                while True:
                    act, done = self._for_screen.get_nowait()
                    with contextlib.suppress(OSError):
                        act()
                    done.set()
            self.screen.read(0.05)
            now = time.time()
            if now < looked + 0.15:
                continue
            looked = now
            # A pipe that nobody empties would hold it up.
            self.screen.said()
            self.evidence.gather(now)
            self._restart_if_ended(now)
            if now >= self._blind_until:
                self.text = self.screen.terminal.text()
                self._judge(now)
                self.person.look(self.text, now)

    def _restart_if_ended(self, now):
        code = self.screen.ended()
        if code is None:
            return
        if self._ended_at == 0:
            self._ended_at = now
            if not self._expected and not self._may_not_start(code):
                self.run.fails(self, f"the kiosk ended by itself with {code}: {self.screen.said()[-2000:]}")
            if not self._expected:
                self.ends.append((now, f"ended with {code}"))
            self._expected = None
            # What a unit does when its process has ended (TTYReset=, TTYVTDisallocate=).
            self.screen.terminal.feed(b"\x1bc\x1b[2J")
        if now > self._ended_at + RESTART_AFTER:
            self._ended_at = 0.0
            self.screen.start()

    def _may_not_start(self, code):
        """Where the tokens cannot be put, a kiosk says so and ends; it is started again until they can."""
        return code in (8, 78) and self.fault is not None and self.fault.family == "disk"

    def _judge(self, now):
        for text in set(CODE.findall(self.text)):
            code = self.evidence.codes.get(text)
            if not code:
                first = self._unknown.setdefault(text, now)
                if now > first + 3 and self._unknown[text] != float("inf"):
                    self._unknown[text] = float("inf")
                    self.run.stale(self, f"{text} stands on the screen, and no server has given it out")
                continue
            self.run.looks += 1
            late = now - code.end
            over = now - code.over if code.over else 0
            if max(late, over) > TOLERANCE and not code.was_told:
                code.was_told = True
                what = f"{late:.1f} s after its end" if late > TOLERANCE else f"{over:.1f} s after it was over"
                self.run.stale(self, f"{text} stands on the screen {what} [{code}]")
        last_user = self.evidence.last_user()
        for name in ("alice", "bob"):
            if f"{name.capitalize()} Example" in self.text and last_user != name:
                self.run.stale(self, f"{name} is greeted, but {last_user} had signed in")
        for sentence in self.evidence.broken:
            self.run.fails(self, sentence)
        self.evidence.broken = []
