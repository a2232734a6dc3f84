"""Terminals whose screen is kept by pyte, an emulator of the Linux console: a pty, and tmux and GNU screen on one."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import threading

import pyte

import pictures
from places import Place, end


class Pty(Place):
    """kiosk on a pty with TERM=linux. Nobody can be asked for a font there, so it is drawn in full blocks."""

    name, term = "pty", "linux"
    size, other_size = (160, 45), (170, 50)

    def start(self, options):
        self.screen = pyte.Screen(*self.size)
        self.stream = pyte.ByteStream(self.screen)
        self.lock = threading.Lock()
        self.master, slave = pty.openpty()
        self.set_size(self.size)
        self.process = subprocess.Popen(
            self.launcher(self.command(options)),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=self.environment(TERM="linux"),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self.is_listening = True
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.listener.start()

    def launcher(self, command):
        return [command]

    def listen(self):
        while self.is_listening:
            if not select.select([self.master], [], [], 0.2)[0]:
                continue
            try:
                data = os.read(self.master, 65536)
            except OSError:
                return
            with self.lock:
                self.stream.feed(data)

    def set_size(self, size):
        columns, rows = size
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self):
        columns, rows = self.other_size
        with self.lock:
            self.screen.resize(rows, columns)
        self.set_size(self.other_size)

    def picture(self):
        with self.lock:
            return pictures.of_cells(self.screen)

    def text(self):
        with self.lock:
            return "\n".join(line.rstrip() for line in self.screen.display) + "\n"

    def press(self, keys):
        os.write(self.master, keys)

    def hang_up(self):
        self.is_listening = False
        self.listener.join()
        os.close(self.master)

    def end(self):
        self.is_listening = False
        end(self.process)


class Multiplexer(Pty):
    """A program between kiosk and the terminal, with a terminal of its own that nothing is painted anew on."""

    size, other_size = (100, 30), (90, 28)

    def come_back(self):
        self.press(b"\x0c")  # Ctrl-L

    def hang_up(self):
        subprocess.run(self.ending(), env=self.environment(TERM="linux"), stdout=subprocess.DEVNULL)

    def end(self):
        if self.process.poll() is None:
            self.hang_up()
        super().end()


class Tmux(Multiplexer):
    name, term = "tmux", "tmux-256color"

    def base(self):
        return ["tmux", "-S", str(self.folder / "socket"), "-f", "/dev/null"]

    def launcher(self, command):
        return [*self.base(), "set", "-g", "default-terminal", self.term, ";", "set", "-g", "status", "off", ";"] + [
            "new-session",
            command,
        ]

    def ending(self):
        return [*self.base(), "kill-server"]


class Screen(Multiplexer):
    name, term = "screen", "screen"

    def environment(self, **more):
        sockets = self.folder / "sockets"
        sockets.mkdir(mode=0o700, exist_ok=True)
        return super().environment(SCREENDIR=str(sockets), **more)

    def launcher(self, command):
        return ["screen", "-c", "/dev/null", "-U", "-T", self.term, "-S", "kiosk", command]

    def ending(self):
        return ["screen", "-S", "kiosk", "-X", "quit"]
