"""Who comes by a screen: somebody who reads the code off it and decides, and whoever runs the server."""

import concurrent.futures
import http.client
import json
import ssl
import time

from evidence import GOING_ON
from screen import CODE


class Admin:
    """The operator of a simulator, who is not hindered by what its clients see."""

    def __init__(self, server):
        self.server = server
        self.tls = ssl.create_default_context()
        self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE

    def ask(self, act, **members):
        """The status; None when there was no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=3)
        try:
            connection.connect()
            connection.sock = self.tls.wrap_socket(
                connection.sock, server_hostname="operator.tokenidp-sim.invalid")
            headers = {"Authorization": f"Bearer {self.server.admin_token()}"}
            connection.request("POST", f"/admin/{act}", json.dumps(members).encode(), headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


class Person:
    """One after the other, told apart by the codes they see. Looks in the thread of the screen, decides in its own."""

    def __init__(self, world):
        self.world = world
        self.random = world.random
        #: They came to sign in, and do it at once; else they take their time, say no, or do not care.
        self.is_eager = True
        #: Nobody comes any more.
        self.is_gone = False
        self._hands = concurrent.futures.ThreadPoolExecutor(1)
        self._wishes = {}
        self._last_code_seen = self._last_key = 0.0

    def look(self, text, now):
        if self.is_gone:
            return
        codes = [code for code in CODE.findall(text) if code in self.world.evidence.codes]
        if not codes:
            self._press_something(text, now)
            return
        self._last_code_seen = now
        code = codes[0]
        wish = self._wishes.get(code)
        if wish is None or self.is_eager and wish[0] == "ignore":
            if self.is_eager:
                wish = ("approve", now + self.random.uniform(0.1, 1))
            else:
                act = self.random.choices(("approve", "deny", "ignore"), (75, 8, 17))[0]
                wish = (act, now + self.random.uniform(0.1, 10))
            self._wishes[code] = wish
        act, due = wish
        if now < due or act not in ("approve", "deny"):
            return
        self._wishes[code] = ("asked", 0)
        self._hands.submit(self._decide, act, code)

    def _decide(self, act, code):
        status = self.world.admin.ask(act, user_code=code, **{"as": self.random.choice(("alice", "bob"))})
        if status is None:
            # The page did not load: they try once more.
            self._wishes[code] = (act, time.time() + 1)

    def _press_something(self, text, now):
        """Who wants to sign in at a screen that has keys presses them where nothing goes on by itself."""
        last = self.world.evidence.last_event
        goes_on = last in GOING_ON or last.split("(")[0] in GOING_ON
        # A log on a full disk does not say everything; the key that is pressed then calls nothing off.
        patience = 30 if goes_on else 2
        if not self.world.has_keys or now < self._last_code_seen + patience or now < self._last_key + 0.8:
            return
        self._last_key = now
        at_home = self.world.number % 4 == 3 and not goes_on
        keys = (b"o", b"\x7f", b"\x1bOD", b"\r", b"\r", b"\r") if at_home else (b"\r",)
        if "Backspace Back" in text:
            # A page of the home screen, which nothing else leaves.
            keys = (b"\x7f",)
        self.world.screen.type(self.random.choice(keys))
