"""Runs inside the terminal: inside.py FOLDER COMMAND...

Writes the terminal's size to FOLDER/size ("rows columns width height", the last two in pixels), then becomes
COMMAND, whose error output goes to FOLDER/errors."""

import fcntl
import os
import pathlib
import struct
import sys
import termios

folder, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
size = struct.unpack("HHHH", fcntl.ioctl(0, termios.TIOCGWINSZ, bytes(8)))
(folder / "size.new").write_text(" ".join(map(str, size)))
(folder / "size.new").rename(folder / "size")
os.dup2(os.open(folder / "errors", os.O_WRONLY | os.O_CREAT, 0o600), 2)
os.execvp(command[0], command)
