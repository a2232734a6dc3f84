"""What the simulator has said, and so what it may still say: every code with its history.

A code is in one of four states. Where an answer was cut off by a kill nobody knows whether the request still took
effect, so a code carries the set of states it can be in: an acknowledged approval leaves {approved}, one that was cut
off {pending, approved}. An answer that fits no state of the set breaks a promise.
"""

import threading

PENDING, APPROVED, DENIED, USED = "pending", "approved", "denied", "used"
WHOLE, REVOKED = "whole", "revoked"
FRESH, SPENT = "fresh", "spent"

#: What a poll says about the state the code was in.
STATE_OF_ANSWER = {
    "authorization_pending": PENDING,
    "tokens": APPROVED,
    "access_denied": DENIED,
    "invalid_grant": USED,
}


class Family:
    """The tokens that came of one code: the newest access and refresh token, and the refresh tokens before it."""

    def __init__(self, access_token, refresh_token):
        self.states = {WHOLE}
        self.access_token, self.refresh_token = access_token, refresh_token
        self.refresh_states = {FRESH}
        self.spent = []

    def rotated(self, access_token, refresh_token):
        self.spent.append(self.refresh_token)
        self.access_token, self.refresh_token = access_token, refresh_token
        self.refresh_states = {FRESH}


class Code:
    def __init__(self, device_code, user_code):
        self.device_code, self.user_code = device_code, user_code
        self.states = {PENDING}
        self.last_poll = None
        self.family = None
        self.history = []
        #: Whoever works with a code holds it, so that each answer has one possible reason.
        self.held = threading.Lock()

    def may_be(self, *states):
        return bool(self.states & set(states))

    def must_be(self, state):
        return self.states == {state}


class Ledger:
    """All codes, all figures, all broken promises; shared by the threads of the load."""

    def __init__(self, interval):
        self.interval = interval
        self.codes = []
        self.figures = {}
        self.broken = []
        self._lock = threading.Lock()

    def count(self, what, by=1):
        with self._lock:
            self.figures[what] = self.figures.get(what, 0) + by

    def add(self, code):
        with self._lock:
            self.codes.append(code)

    def breaks(self, kind, sentence, code=None):
        """A promise is broken; `kind` is the word for it in the summary."""
        history = "" if code is None else f" [{code.user_code}: {'; '.join(code.history)}]"
        with self._lock:
            self.broken.append((kind, f"{sentence}{history}"))

    def take(self, random, fits):
        """A code that fits and that nobody else holds; now it is held. None when a few tries find none."""
        with self._lock:
            known = len(self.codes)
        for _ in range(min(known, 30)):
            # What was touched just before the kill is in the greatest danger.
            low = max(0, known - 60) if random.random() < 0.5 else 0
            code = self.codes[random.randrange(low, known)]
            if fits(code) and code.held.acquire(blocking=False):
                if fits(code):
                    return code
                code.held.release()
        return None

    def may_be_polled(self, code, now):
        """Too early a poll would be answered with slow_down, which says nothing about the code."""
        return code.last_poll is None or now - code.last_poll > self.interval
