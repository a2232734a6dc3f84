"""Threads that keep the simulator busy through all its lives."""

import random
import threading
import time

from client import Client, CutOff
from deeds import Deeds
from ledger import PENDING, REVOKED, USED, WHOLE

#: How often each deed is tried, relative to the others.
WEIGHTS = {
    "issue": 20,
    "approve": 15,
    "deny": 4,
    "poll": 15,
    "poll used": 2,
    "refresh": 15,
    "reuse": 1,
    "revoke": 1,
    "use": 6,
}


class Gate:
    """Tells the threads when the simulator answers, and whether an answer that fails does so because of a kill."""

    def __init__(self):
        self._changed = threading.Condition()
        self.life, self.is_open, self.over = 0, False, False

    def open(self):
        with self._changed:
            self.life, self.is_open = self.life + 1, True
            self._changed.notify_all()

    def close(self):
        """Before the kill: from now on answers may fail."""
        with self._changed:
            self.is_open = False

    def end(self):
        with self._changed:
            self.over = True
            self._changed.notify_all()

    def wait_for_life_after(self, life):
        """The number of the next life; None when there is none."""
        with self._changed:
            self._changed.wait_for(lambda: self.over or (self.is_open and self.life > life))
            return None if self.over else self.life


class Worker(threading.Thread):
    """A seed of its own, a connection of its own in each life."""

    def __init__(self, number, seed, gate, ledger, simulator, tls):
        super().__init__(name=f"worker {number}", daemon=True)
        self.random = random.Random(f"{seed} {number}")
        self.gate, self.ledger, self.simulator, self.tls = gate, ledger, simulator, tls

    def run(self):
        life = 0
        while life := self.gate.wait_for_life_after(life):
            try:
                self._live()
            except CutOff as cut:
                self.ledger.count("answers cut off")
                if self.gate.is_open:
                    self.ledger.breaks("wrong", f"an answer failed though nothing was killed: {cut}")
            except Exception as error:
                self.ledger.breaks("wrong", f"{self.name} failed: {type(error).__name__}: {error}")
                return

    def _live(self):
        client = Client(self.simulator, self.tls)
        deeds = Deeds(self.ledger, client)
        try:
            while self.gate.is_open:
                self._do(deeds, *self.random.choices(list(WEIGHTS), WEIGHTS.values()))
        finally:
            client.close()

    def _do(self, deeds, name):
        if name == "issue":
            deeds.issue()
            return
        fits, deed = self._deed(deeds, name)
        code = self.ledger.take(self.random, fits)
        if code is None:
            return
        try:
            deed(code)
        finally:
            code.held.release()

    def _deed(self, deeds, name):
        """Which codes it can be done with, and how."""
        if name in ("approve", "deny"):
            return lambda code: code.may_be(PENDING), lambda code: deeds.decide(code, name)
        now = time.monotonic()
        return {
            "poll": (lambda code: not code.must_be(USED) and self.ledger.may_be_polled(code, now), deeds.poll),
            "poll used": (lambda code: code.must_be(USED), deeds.poll),
            "refresh": (lambda code: code.family and WHOLE in code.family.states, deeds.refresh),
            "reuse": (lambda code: code.family and code.family.spent, deeds.reuse),
            "revoke": (lambda code: code.family and code.family.states == {WHOLE}, deeds.revoke),
            "use": (lambda code: code.family and code.family.states != {REVOKED}, deeds.use),
        }[name]
