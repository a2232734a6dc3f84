"""The log of the simulator that a fleet has started, read while it is written: every poll is held to its interval."""

import datetime
import json
import pathlib
import sys
import time

#: Two lines of the log are written down with times to the millisecond.
ROUNDING = 0.001


class AuditLog:
    """`polls` and `early` so far. The server begins a new file now and then; none is missed."""

    def __init__(self, folder, is_running, seconds=30):
        """Waits for the server's log to appear in a folder of `folder`."""
        end = time.monotonic() + seconds
        while not (found := list(pathlib.Path(folder).glob("kiosk-bench-*/audit.jsonl"))):
            if not is_running() or time.monotonic() > end:
                sys.exit("the fleet has started no simulator; its words stand above")
            time.sleep(0.02)
        self.path = found[0]
        self.file = self.path.open("rb")
        self.rest = b""
        #: Of each code: when it was last heard of, and the interval it has to leave.
        self.codes = {}
        self.polls = self.early = 0

    def server(self):
        """The process number of the server."""
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if str(self.path.parent).encode() in words and b"setpriv" not in words[0]:
                return int(process.name)
        sys.exit("the simulator is gone")

    def read(self):
        self._take(self.file.read())
        try:
            is_new = self.path.stat().st_ino != pathlib.Path(f"/proc/self/fd/{self.file.fileno()}").stat().st_ino
        except OSError:
            return
        if is_new:
            # What came between the two reads is still in the old one.
            self._take(self.file.read())
            self.file = self.path.open("rb")
            self._take(self.file.read())

    def _take(self, data):
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self._judge(json.loads(line))

    def _judge(self, entry):
        if entry["event"] == "codes_issued":
            # The first poll, too, has to come after an interval.
            self.codes[entry["user_code"]] = (self._seconds(entry), None)
        if entry["event"] != "poll":
            return
        self.polls += 1
        now, (issued, interval) = self._seconds(entry), self.codes[entry["user_code"]]
        if interval is None:
            is_early = now - issued < entry["interval"] - ROUNDING
        else:
            is_early = entry["gap"] < interval
        self.early += is_early
        self.codes[entry["user_code"]] = (now, entry["interval"])

    @staticmethod
    def _seconds(entry):
        return datetime.datetime.fromisoformat(entry["time"].replace("Z", "+00:00")).timestamp()
