"""A virtual machine of qemu, told by its serial line and seen by its monitor."""

import re
import socket
import subprocess
import time

#: Seconds a processor that is emulated may take to start Linux, and to answer a command.
START, ANSWER = 180, 90

SCREENS = {
    "text": ["-vga", "std"],
    "large": ["-vga", "none", "-device", "bochs-display,xres=1920,yres=1080,edid=on"],
}


class Failure(Exception):
    """What did not come; its words are for a person."""


class Machine:
    def __init__(self, kernel, initramfs, folder, screen):
        self.dump, self.questions = folder / "screen.ppm", 0
        sockets = [folder / f"{screen}.{name}" for name in ("serial", "monitor")]
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "1024", "-no-reboot"]
            + ["-nic", "none", "-display", "none", *SCREENS[screen], "-kernel", str(kernel), "-initrd", str(initramfs)]
            + ["-append", f"console=tty0 rdinit=/init panic=-1 random.trust_cpu=on {screen}"]
            + ["-serial", f"unix:{sockets[0]},server=on,wait=off", "-monitor", f"unix:{sockets[1]},server=on,wait=off"],
            stdin=subprocess.DEVNULL,
        )
        self.serial, self.monitor = (self.connect(file) for file in sockets)

    def __enter__(self):
        try:
            # What is said to it before it listens is lost.
            self.hear("the machine listens", START)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.serial.close()
        self.monitor.close()

    def connect(self, file):
        for _ in range(100):
            line = socket.socket(socket.AF_UNIX)
            try:
                line.connect(str(file))
                line.settimeout(0.5)
                return line
            except OSError:
                line.close()
                time.sleep(0.1)
        raise Failure("qemu did not start; its words stand above")

    def tell(self, command):
        self.serial.sendall(f"{command}\n".encode())

    def ask(self, command, limit=ANSWER):
        """What a command of the machine's shell prints."""
        self.questions += 1
        # With quotes, so that the line's echo is not taken for the answer.
        self.tell(f"echo 'question' {self.questions}.; {command} 2>/dev/null; echo; echo 'answer' {self.questions}.")
        begin, end = f"question {self.questions}.\n", f"answer {self.questions}."
        heard = self.hear(end, limit)
        return heard[heard.index(begin) + len(begin) : heard.rindex(end)]

    def hear(self, line, limit):
        """All that comes by the serial line until that line has come."""
        heard, deadline = "", time.monotonic() + limit
        while not re.search(f"^{re.escape(line)}$", heard, re.MULTILINE):
            if time.monotonic() > deadline:
                raise Failure(f"waited {limit} s in vain for the machine to say: {line}")
            try:
                heard += self.serial.recv(65536).decode(errors="replace").replace("\r", "")
            except TimeoutError:
                continue
        return heard

    def press(self, key):
        self.monitor.sendall(f"sendkey {key}\n".encode())

    def picture(self):
        """The screen as a PPM file."""
        self.dump.unlink(missing_ok=True)
        self.monitor.sendall(f"screendump {self.dump}\n".encode())
        deadline = time.monotonic() + ANSWER
        size = -1
        while True:
            now = self.dump.stat().st_size if self.dump.exists() else -1
            if now > 0 and now == size:
                return self.dump.read_bytes()
            if time.monotonic() > deadline:
                raise Failure("qemu gave no picture of the screen")
            size = now
            time.sleep(0.2)
