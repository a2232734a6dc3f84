"""A console for a container: a pty that outlives every hang-up, as a real one does, shown on this terminal.

usage: console.py FILE: writes the name of the pty's device into FILE, then copies both ways until it is ended.
"""
import os
import pty
import select
import shutil
import sys
import termios
import time
import tty
from fcntl import ioctl
from struct import pack


def main() -> None:
    master, slave = pty.openpty()
    size = shutil.get_terminal_size()
    ioctl(slave, termios.TIOCSWINSZ, pack("HHHH", size.lines, size.columns, 0, 0))
    with open(sys.argv[1] + ".new", "w", encoding="utf-8") as file:
        file.write(os.ttyname(slave))
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    os.close(slave)
    if os.isatty(0):
        tty.setraw(0)
    while True:
        ready, _, _ = select.select([master, 0], [], [], 1)
        if 0 in ready:
            os.write(master, os.read(0, 4096))
        if master in ready:
            try:
                os.write(1, os.read(master, 65536))
            except OSError:
                # Nobody has it open: after a hang-up, or not yet.
                time.sleep(0.1)


main()
