"""What became of every code of one world: told by the server's audit log, the kiosk's event log, and the hand-over."""

import datetime
import json
import os

#: Events of the kiosk after which a code must not be seen any more.
ENDINGS = {"approved", "denied", "expired", "refused", "failed"}


class Code:
    def __init__(self, text, issued, lifetime):
        self.text, self.issued, self.end = text, issued, issued + lifetime
        self.approved = self.approved_by = self.denied = None
        self.tokens = self.handed_over = None
        #: When the kiosk itself said that it is over.
        self.over = None
        #: That it has stood too long.
        self.was_told = False
        #: Names of what the kiosk logged from this code to the next, with what tells them apart.
        self.log = []
        #: Scenarios that changed an answer about it, and when they did so last.
        self.troubles = {}

    def __str__(self):
        return f"{self.text}: {' '.join(self.log)} {sorted(self.troubles)}"


class Tail:
    """The new lines of a file that may not be there, or may have been begun anew."""

    def __init__(self, path):
        self.path = path
        self._file, self._offset, self._rest = None, 0, b""

    def lines(self):
        try:
            facts = os.stat(self.path)
            if (facts.st_dev, facts.st_ino) != self._file or facts.st_size < self._offset:
                self._file, self._offset, self._rest = (facts.st_dev, facts.st_ino), 0, b""
            if facts.st_size == self._offset:
                return
            with open(self.path, "rb") as file:
                file.seek(self._offset)
                data = file.read()
        except OSError:
            return
        self._offset += len(data)
        *whole, self._rest = (self._rest + data).split(b"\n")
        for line in whole:
            try:
                yield json.loads(line)
            except ValueError:
                # A full disk has cut it off.
                continue


class Evidence:
    """Read by two threads, written by the one that calls `gather`."""

    def __init__(self, lifetime, audit, event_log, handed_over):
        self.lifetime = lifetime
        self.codes = {}
        self.last_event = ""
        self.events = []
        self.broken = []
        self._audit, self._events, self._handed_over = Tail(audit), Tail(event_log), handed_over
        self._current = self._last_issued = None
        self._last_handed = None

    def gather(self, now):
        # What the kiosk knows by now the server knew before.
        events = list(self._events.lines())
        for entry in self._audit.lines():
            self._hear_server(entry, datetime.datetime.fromisoformat(entry["time"]).timestamp())
        for entry in events:
            self._hear_kiosk(entry, now)
        self._look_at_tokens(now)

    def _hear_server(self, entry, at):
        event, code = entry["event"], self.codes.get(entry.get("user_code"))
        if event == "codes_issued":
            self._last_issued = Code(entry["user_code"], at, self.lifetime)
            self.codes[entry["user_code"]] = self._last_issued
        elif event == "troubled":
            if "short-lived at device" in entry["reason"] and self._last_issued:
                self._last_issued.end = self._last_issued.issued + 15
            if entry["reason"].endswith("at token") and self._last_issued:
                # Whose poll it was is told only where a trouble is for a code; here each server has one kiosk.
                (code or self._last_issued).troubles[entry["reason"].split()[0]] = at
        elif code and event == "approved":
            code.approved, code.approved_by = at, entry["username"]
        elif code and event == "denied":
            code.denied = at
        elif code and event == "tokens_issued":
            code.tokens = at

    def _hear_kiosk(self, entry, now):
        event = entry.get("event", "")
        self.events = self.events[-30:] + [entry]
        detail = entry.get("answer") or entry.get("reason") or entry.get("error") or ""
        said = f"{event}({detail})" if detail else event
        if event not in ("key", "resized", "warning"):
            self.last_event = said
        if event == "codes_shown":
            self._current = self.codes.get(entry["user_code"])
        elif event == "started":
            self._current = None
        if not self._current:
            return
        self._current.log.append(said)
        if event in ENDINGS and not self._current.over:
            self._current.over = now

    def _look_at_tokens(self, now):
        """New tokens where they are handed over to belong to the code that gave the last ones."""
        try:
            line = self._handed_over.read_text()
        except OSError:
            return
        if not line or line == self._last_handed:
            return
        self._last_handed = line
        try:
            json.loads(line.splitlines()[-1])
        except ValueError:
            self.broken.append(f"the tokens handed over are not whole: {len(line)} bytes")
            return
        given = [code for code in self.codes.values() if code.tokens and not code.handed_over]
        if given:
            max(given, key=lambda code: code.tokens).handed_over = now

    def last_user(self):
        """Who may be greeted by name."""
        given = [code for code in self.codes.values() if code.tokens]
        return max(given, key=lambda code: code.tokens).approved_by if given else None


def fate(code, world):
    """What became of an approval, in words; None for a code that nobody approved."""
    if not code.approved:
        return None
    if code.handed_over:
        return "handed over"
    arrived = "poll(tokens)" in code.log
    said = set(code.log)
    ended_between = any(code.issued <= at <= max(code.tokens or 0, code.end) + 3 for at, _ in world.ends)
    if "failed(cancelled)" in said or NOT_HANDED_OVER in said and "key" in code.log[code.log.index(NOT_HANDED_OVER) :]:
        return "called off by a key"
    if code.tokens:
        if "failed(the id_token cannot be believed)" in said:
            return "not to be believed, as the server meant it"
        at = code.tokens
        if any(name in MANGLING and abs(at - troubled) < 1 for name, troubled in code.troubles.items()):
            return "not to be believed, as the server meant it"
        cut = any(since <= at + 12 and until >= at - 0.1 for since, until in world.proxy.lost)
        cut = cut or any(at - 1 <= ended <= at + 1 for ended in world.server_ends)
        if not arrived and (cut or CUTTING & code.troubles.keys()):
            return "token reply cut off"
        # It holds them for two minutes where their disk does not take them; its log may be on a disk that takes none.
        held = 120 if NOT_HANDED_OVER in said or not code.log else 15
        if any(at - 0.5 <= ended <= at + held for ended, _ in world.ends):
            return "kiosk killed with the tokens in its hands"
        if "failed(tokens came too late)" in said or "expired" in said:
            return "tokens came after the code's end"
        return "LOST"
    if REFUSING & code.troubles.keys():
        return "refused by a scenario"
    if ended_between:
        return "kiosk killed while it waited"
    if code.denied:
        return "denied as well"
    if code.approved > code.end - 4:
        return "approved in the code's last four seconds"
    if any(fault.begin < code.end and fault.end > code.end - 13 for fault in world.faults):
        return "trouble until the code's end"
    return "LOST"


#: Scenarios after which tokens that were sent may not arrive.
CUTTING = {"tokens-cut-off", "reset", "drip", "hang", "huge-answer"}
#: Scenarios in which tokens that were sent are not to be taken.
MANGLING = {"bad-signature", "escape-sequences", "stale-id-token", "wrong-audience", "wrong-issuer", "wrong-token-type"}
#: Scenarios in which a poll is answered otherwise than as it is.
REFUSING = {
    "client-withdrawn", "denied", "escape-sequences", "escapes-in-errors", "expired-at-once", "maintenance",
    "pending-forever", "redirect", "slow-down-storm", "too-many-requests", "unknown-error", "wrong-token-type",
}  # fmt: skip
#: What keys can end before its time.
NOT_HANDED_OVER = "failed(the tokens could not be handed over)"
#: After these something goes on by itself, and a key would call it off.
GOING_ON = {"codes_requested", "retrying", "discovered", "poll", "confirming", NOT_HANDED_OVER}
