"""Terminals with pixels: xterm under Xvfb, and foot in cage, on a screen that is not there and on Xvfb's."""

import os
import signal
import subprocess

import pictures
from places import Place, end, wait_for

FONT = "DejaVu Sans Mono"


class Display:
    """An X server without a screen."""

    def __init__(self, folder, environment):
        self.pixels = folder / "Xvfb_screen0"
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24", "-fbdir", str(folder)]
            + ["-nocursor", "-br", "-noreset", "-nolisten", "tcp"],
            env=environment,
            pass_fds=[write],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as said:
            number = said.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.environment = {**environment, "DISPLAY": f":{number}"}

    def xdotool(self, *words):
        found = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True, check=True)
        return found.stdout.split()

    def resize(self, width, height):
        # The newest window that belongs to the whole screen is the only one there is.
        window = self.xdotool("search", "--maxdepth", "1", "--class", "")[-1]
        self.xdotool("windowsize", window, str(width), str(height))

    def press(self, key):
        """Without a window manager the keyboard belongs to the window under the pointer."""
        self.xdotool("mousemove", "100", "100", "key", key)

    def picture(self):
        return pictures.of_window_dump(self.pixels.read_bytes())

    def end(self):
        end(self.server)


class Xterm(Place):
    name, term = "xterm", "xterm-256color"

    def start(self, options):
        self.display = Display(self.folder, self.environment())
        self.terminal = subprocess.Popen(
            ["xterm", "-u8", "-tn", self.term, "-geometry", "100x30+0+0", "-b", "0", "-bw", "0", "+sb"]
            + ["-fa", FONT, "-fs", "10", "-e", self.command(options)],
            env=self.display.environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(lambda: (self.folder / "pid").exists(), "the terminal")

    def resize(self):
        self.display.resize(1100, 640)

    def come_back(self):
        self.display.press("ctrl+l")

    def picture(self):
        return self.display.picture()

    def text(self):
        return None

    def hang_up(self):
        end(self.terminal, signal.SIGKILL)

    def end(self):
        end(getattr(self, "terminal", None))
        if hasattr(self, "display"):
            self.display.end()


class Foot(Place):
    """cage shows foot on a screen that is not there. cage 0.1 can neither change that one's size nor be sent keys."""

    name, term = "foot", "foot"
    steps = ("code", "approved and greeted", "next code", "hung up")
    #: The user whose name is nobody's: cage refuses to run as root.
    NOBODY = 65534

    def backend(self):
        return {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1"}

    def start(self, options):
        self.runtime = self.folder / "runtime"
        self.runtime.mkdir(mode=0o700)
        command = self.command(options)
        if os.geteuid() == 0:
            for file in (self.folder, self.runtime):
                os.chown(file, self.NOBODY, self.NOBODY)
        self.process = subprocess.Popen(
            self.as_user("cage", "--", "foot", "--font", f"{FONT}:size=9", "-o", "pad=0x0", "-o", "cursor.blink=no")
            + [command],
            env=self.around(**self.backend(), WLR_RENDERER="pixman"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "cage").open("w"),
            start_new_session=True,
        )
        wait_for(lambda: (self.folder / "pid").exists() or self.process.poll() is not None, "foot in cage")
        if self.process.poll() is not None:
            raise RuntimeError(f"cage ended by itself: {self.last_words()}")

    def as_user(self, *command):
        if os.geteuid() != 0:
            return list(command)
        return ["setpriv", f"--reuid={self.NOBODY}", f"--regid={self.NOBODY}", "--clear-groups", "--", *command]

    def around(self, **more):
        return self.environment(XDG_RUNTIME_DIR=str(self.runtime), **more)

    def picture(self):
        display = next(file.name for file in self.runtime.glob("wayland-*") if file.suffix != ".lock")
        shot = subprocess.run(
            self.as_user("grim", "-t", "ppm", "-"), env=self.around(WAYLAND_DISPLAY=display), capture_output=True
        )
        if shot.returncode != 0:
            raise RuntimeError(f"grim: {shot.stderr.decode(errors='replace').strip()}")
        return pictures.of_portable_pixmap(shot.stdout)

    def text(self):
        return None

    def last_words(self):
        return f"{super().last_words()}; cage: {(self.folder / 'cage').read_text()[-600:]}"

    def hang_up(self):
        end(self.process, signal.SIGKILL)

    def end(self):
        end(getattr(self, "process", None))


class Cage(Foot):
    """The same on Xvfb's screen, which can change its size and be unplugged: then cage ends, and what started it has to
    start it again. (wlroots 0.15 stops drawing there after a while, so nobody signs in.)"""

    name, steps = "cage", ("code", "resized", "hung up")

    def backend(self):
        self.folder.joinpath("display").mkdir()
        self.display = Display(self.folder / "display", self.environment())
        return {"WLR_BACKENDS": "x11", "DISPLAY": self.display.environment["DISPLAY"]}

    def resize(self):
        self.display.resize(1100, 640)

    def picture(self):
        return self.display.picture()

    def hang_up(self):
        self.display.end()

    def end(self):
        super().end()
        if hasattr(self, "display"):
            self.display.end()
