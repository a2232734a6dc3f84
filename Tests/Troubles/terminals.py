"""Stories of the screen itself, and of memory."""

import fcntl
import os
import pathlib
import pty
import resource
import select
import signal
import struct
import subprocess
import termios
import time

from disks import server
from screen import Failure
from scripted import PENDING

#: What empties the Linux console.
CLEAR = b"\x1b[H\x1b[J"


def arrives(terminal, what, seconds):
    """Reads until the bytes come. - Returns: all that came."""
    began, got = time.monotonic(), b""
    while what not in got:
        left = began + seconds - time.monotonic()
        if left < 0 or not select.select([terminal], [], [], left)[0]:
            raise Failure(f"{what!r} was not drawn within {seconds} s")
        got += os.read(terminal, 65536)
    return got


def drawn(place, address):
    """A kiosk on a console. - Returns: its process, the terminal, and the side that it draws on."""
    terminal, side = pty.openpty()
    words = [place.kiosk, "run", "--always-on", "--no-home", "--client-id", "screen", "--poll-margin", 0]
    words += ["--device-endpoint", f"{address}/device_authorization", "--token-endpoint", f"{address}/token"]
    words += ["--cacert", place.authority.certificate, "--move-every", 0]
    process = subprocess.Popen(
        ["setsid", "--ctty", *[str(word) for word in words]],
        stdin=side, stdout=side, stderr=side, env={"TERM": "linux", "LANG": "C.UTF-8", "PATH": os.environ["PATH"]},
    )
    return process, terminal, side


def kernel_messages(place):
    """the kernel writes over the console: ten seconds later everything is painted anew"""
    process, terminal, side = drawn(place, server(place, PENDING).address)
    try:
        arrives(terminal, b"WDJB-MJHT", 20)
        # What is left of the first painting.
        while select.select([terminal], [], [], 0.3)[0]:
            os.read(terminal, 65536)
        os.write(side, b"\x1b[5;3Hnfs: server not responding")
        arrives(terminal, b"not responding", 5)
        arrives(terminal, b"WDJB-MJHT", 30)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(terminal)
        os.close(side)


def memory_short(place):
    """no memory is left: the program ends, as whoever starts it again expects, and the terminal is given back"""
    process, terminal, side = drawn(place, server(place, PENDING).address)
    try:
        arrives(terminal, b"WDJB-MJHT", 20)
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        in_use = 1024 * int(status.split("VmSize:")[1].split()[0])
        resource.prlimit(process.pid, resource.RLIMIT_AS, (in_use, in_use))
        # A larger window needs memory.
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 200, 400, 0, 0))
        drawn_last = b""
        while process.poll() is None:
            if select.select([terminal], [], [], 0.2)[0]:
                drawn_last += os.read(terminal, 65536)
        while select.select([terminal], [], [], 0.2)[0]:
            drawn_last += os.read(terminal, 65536)
        if process.returncode >= 0:
            raise Failure(f"it ended with {process.returncode}")
        if not drawn_last.endswith(CLEAR) or not termios.tcgetattr(side)[3] & termios.ECHO:
            raise Failure(f"the terminal was not given back: {drawn_last[-80:]!r}")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(terminal)
        os.close(side)


STORIES = [kernel_messages, memory_short]
