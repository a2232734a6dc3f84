"""A kiosk as a process on a pseudo-terminal of its own, and what stands on its screen."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

from terminal import Terminal

#: The letters that the simulator makes codes of.
CODE = re.compile(r"(?<![A-Z])[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}(?![A-Z])")


class Screen:
    """One process after the other, as a service manager would start them; used by one thread but where said."""

    def __init__(self, arguments, environment, namespace, rows, columns):
        self.arguments, self.environment, self.namespace = arguments, environment, namespace
        self.own_size = rows, columns
        self.process, self.master, self.slave = None, -1, ""
        self.terminal = Terminal(rows, columns)
        #: Set by faults: nobody reads what is written.
        self.is_read = True
        self.complaints = b""

    def start(self):
        """On a terminal that was reset, as TTYReset= and TTYVTDisallocate= of a unit do."""
        self.close()
        self.master, slave = pty.openpty()
        os.set_blocking(self.master, False)
        self.slave = os.ttyname(slave)
        self.terminal.close()
        self.terminal = Terminal(*self.own_size)
        self.resize(*self.own_size)
        reading, writing = os.pipe()
        self.complaints = b""

        def start():
            return subprocess.Popen(
                # Its process takes the terminal as its own, then becomes the kiosk.
                ["setsid", "--ctty", *self.arguments],
                stdin=slave,
                stdout=slave,
                stderr=writing,
                env=self.environment,
            )

        self.process = self.namespace.do(start)
        os.close(slave)
        os.close(writing)
        self._errors = reading
        os.set_blocking(reading, False)

    def resize(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.terminal.resize(rows, columns)

    def read(self, seconds):
        """Waits so long at most; shows what has come."""
        if not self.is_read or self.master < 0:
            time.sleep(seconds)
            return
        if not select.select([self.master], [], [], seconds)[0]:
            return
        with contextlib.suppress(OSError):
            while data := os.read(self.master, 65536):
                self.terminal.feed(data)

    def type(self, data):
        with contextlib.suppress(OSError):
            os.write(self.master, data)

    def write_over(self, data):
        """As another program does that writes to the same terminal. May wait."""
        with contextlib.suppress(OSError):
            place = os.open(self.slave, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
            try:
                os.write(place, data)
            finally:
                os.close(place)

    def send(self, number):
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def ended(self):
        """The exit code; None while it runs."""
        return self.process.poll() if self.process else None

    def said(self):
        """On standard error, since its start."""
        with contextlib.suppress(OSError):
            while data := os.read(self._errors, 65536):
                self.complaints += data
        return self.complaints.decode(errors="replace")

    def hang_up(self):
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def close(self):
        if self.process:
            self.send(signal.SIGKILL)
            self.process.wait()
            self.said()
            os.close(self._errors)
            self.process = None
        self.hang_up()
