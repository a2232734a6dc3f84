"""A program on a pseudo-terminal, and what the kernel knows about it."""

import ctypes
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
import fcntl

READ = 65536


class Process:
    """A program that has been started on a terminal of its own. `read` gives (moment, bytes) as they come."""

    def __init__(self, arguments, environment, output=None, traced=False, size=(24, 80)):
        """`output`: a descriptor that becomes the program's standard output instead of the terminal. `size`: rows,
        columns."""
        told, tell = os.pipe()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            try:
                if output is not None:
                    os.dup2(output, 1)
                # The terminal has its size before the program can ask for it.
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
                if traced:
                    libc.ptrace(PTRACE_TRACEME, 0, None, None)
                os.write(tell, struct.pack("d", time.monotonic()))
                os.execvpe(arguments[0], arguments, environment)
            finally:
                os._exit(127)
        os.close(tell)
        (self.started,) = struct.unpack("d", os.read(told, 8))
        os.close(told)
        self.status = None

    def read(self, seconds):
        """Bytes the program has written, with the moment they came; None if nothing came in time or it is gone."""
        if not select.select([self.terminal], [], [], max(0, seconds))[0]:
            return None
        moment = time.monotonic()
        try:
            return (moment, os.read(self.terminal, READ)) or None
        except OSError:
            return None

    def wait_until_shown(self, wanted, seconds=20):
        """(seconds from exec to the first of `wanted`, seconds to the last byte of that paint).

        The paint is over when nothing has come for 50 ms."""
        deadline = time.monotonic() + seconds
        seen, first, last = b"", None, None
        while first is None or time.monotonic() < last + 0.05:
            piece = self.read(0.05 if first else deadline - time.monotonic())
            if piece is None:
                if first is None:
                    raise Failure(f"nothing of {wanted} on the screen within {seconds} s; it shows: {seen[-600:]!r}")
                break
            last, seen = piece[0], seen + piece[1]
            if first is None and any(word in seen for word in wanted):
                first = last
        return first - self.started, last - self.started

    def wait(self):
        """Waits for the end, taking what is still written; (seconds since exec, exit status)."""
        if self.status is None:
            _, self.status = os.waitpid(self.pid, 0)
        return time.monotonic() - self.started, self.status

    def stop(self, sign=signal.SIGTERM):
        """Ends it and gives its exit code (negative: the signal that killed it)."""
        if self.status is None:
            os.kill(self.pid, sign)
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline:
                self.read(0.02)
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid:
                    self.status = status
                    break
            else:
                os.kill(self.pid, signal.SIGKILL)
                self.wait()
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(self.status)


class Failure(Exception):
    """A subject did not do what it is measured for."""


def peak_memory(pid):
    """The largest resident set so far, in bytes (VmHWM: of this program, not of what ran before its exec)."""
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    raise Failure(f"process {pid} is gone")


class Activity:
    """What a set of processes has done until now: blocking waits that ended, seconds on a core."""

    def __init__(self, pids):
        self.at = time.monotonic()
        self.wakeups, self.seconds = 0, 0.0
        for pid in pids:
            for thread in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{thread}/status") as status:
                    for line in status:
                        if line.startswith("voluntary_ctxt_switches:"):
                            self.wakeups += int(line.split()[1])
                with open(f"/proc/{pid}/task/{thread}/schedstat") as schedstat:
                    self.seconds += int(schedstat.read().split()[0]) / 1e9


# --- The peak of a program that ends at once ---------------------------------------------------------------------
# getrusage's ru_maxrss counts what the process was before its exec, which here is python and larger than curl. So
# the program is stopped by ptrace at the moment it ends, and its own VmHWM is read.

PTRACE_TRACEME, PTRACE_CONT, PTRACE_SETOPTIONS = 0, 7, 0x4200
PTRACE_O_TRACEEXIT, PTRACE_O_EXITKILL, PTRACE_EVENT_EXIT = 0x40, 0x100000, 6
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def peak_memory_at_the_end(arguments, environment, output=None):
    """Runs a program to its end; its largest resident set in bytes."""
    process = Process(arguments, environment, output, traced=True)
    peak = None
    while True:
        _, status = os.waitpid(process.pid, 0)
        if not os.WIFSTOPPED(status):
            process.status = status
            os.close(process.terminal)
            if peak is None or status != 0:
                raise Failure(f"{arguments[0]} ended with status {status} before its memory was read")
            return peak
        sign = os.WSTOPSIG(status)
        if peak is None and sign == signal.SIGTRAP and status >> 16 == 0:
            libc.ptrace(PTRACE_SETOPTIONS, process.pid, None, PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL)
            peak = 0
        elif status >> 16 == PTRACE_EVENT_EXIT:
            peak = peak_memory(process.pid)
        else:
            libc.ptrace(PTRACE_CONT, process.pid, None, sign)
            continue
        libc.ptrace(PTRACE_CONT, process.pid, None, None)


def quiet_environment(home):
    """Nothing preset: no proxies, no certificate bundles, no options of kiosk, no settings of python."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {"LANG": "C.UTF-8", **kept, "TERM": "xterm-256color", "HOME": str(home), "SWIFT_BACKTRACE": "enable=no"}


if sys.platform != "linux":
    raise SystemExit("the benchmark reads /proc: it runs on Linux")
