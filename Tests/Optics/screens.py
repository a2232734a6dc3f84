"""A real xterm on a display of its own, and what stands in its pixels: Xvfb keeps them in a file."""

import os
import pathlib
import select
import struct
import subprocess
import sys
import tempfile
import time

import cv2
import numpy

import symbol

#: Pixels and bits a pixel: room for 160x45 cells of 11x23 pixels.
DISPLAY_SIZE = "1920x1200x24"
#: Seconds: between two looks at the pixels, how long they must stay the same, and the most that is waited for.
LOOK, STILL, LIMIT = 0.02, 0.15, 10

INSIDE = pathlib.Path(__file__).with_name("inside.py")


class Failure(Exception):
    """Something that could not be shown; its words are for a person. `pixels`: the screen at that moment, if any."""

    def __init__(self, words, pixels=None):
        super().__init__(words)
        self.pixels = pixels


class Shot:
    """A screenshot of a terminal: `pixels` (grey, 0 to 255) and where the QR `symbol` is in them."""

    def __init__(self, pixels, found):
        self.pixels, self.symbol = pixels, found


class Display:
    """An X server without a screen, from `with` to its end."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="kiosk-optics.")
        self.environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": self.folder.name,
            "LANG": "C.UTF-8",
        }
        read, write = os.pipe()
        # Neither a pointer nor a pattern: nothing is in the pixels but the terminal's window.
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", DISPLAY_SIZE, "-fbdir", self.folder.name]
            + ["-dpi", "96", "-nocursor", "-br", "-noreset", "-nolisten", "tcp"],
            env=self.environment,
            pass_fds=[write],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        os.close(write)
        try:
            number = b""
            while not number.endswith(b"\n"):
                piece = os.read(read, 16) if select.select([read], [], [], LIMIT)[0] else b""
                if not piece:
                    end(self.server)
                    words = self.server.stderr.read().decode(errors="replace")
                    raise Failure(f"Xvfb did not start within {LIMIT} s: {words}")
                number += piece
            self.environment["DISPLAY"] = f":{int(number)}"
            self.pixels = framebuffer(pathlib.Path(self.folder.name) / "Xvfb_screen0")
        except BaseException:
            self.__exit__()
            raise
        finally:
            os.close(read)
        return self

    def __exit__(self, *_):
        end(self.server)
        self.server.stderr.close()
        self.folder.cleanup()

    def shoot(self, case, command):
        """Shows `case` by `command` in an xterm of its size until its pixels stand still with a QR among them."""
        wait(lambda: not self.pixels[:, :, :3].any(), "an empty display", lambda: None)
        with tempfile.TemporaryDirectory(dir=self.folder.name) as name:
            folder = pathlib.Path(name)
            terminal = subprocess.Popen(
                ["xterm", "-u8", "-tn", "xterm-256color", "-geometry", f"{case.columns}x{case.rows}+0+0"]
                + ["-b", "0", "-bw", "0", "+sb", *case.font.options]
                + ["-e", sys.executable, "-I", "-S", str(INSIDE), name, *command],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )

            def check():
                if terminal.poll() is not None:
                    words = text_of(folder / "errors") or terminal.stderr.read().decode(errors="replace")
                    raise Failure(f"{' '.join(command)} ended by itself: {words.strip() or 'without a word'}")

            view = self.pixels[:, :, :3]
            try:
                wait(lambda: (folder / "size").exists(), "a terminal", check)
                cell_width, cell_height = cell(case, text_of(folder / "size"))
                view = view[: cell_height * case.rows, : cell_width * case.columns]
                look = Still(view, cell_width, cell_height)
                wait(look.is_ready, "a screen that stands still and has a QR in it", check)
                return Shot(look.grey, look.found)
            except Failure as failure:
                failure.pixels = view.copy()
                raise
            finally:
                end(terminal)
                terminal.stderr.close()


class Still:
    """Looks at pixels again and again: ready when they have not changed for a while and a QR is among them."""

    def __init__(self, view, cell_width, cell_height):
        self.view, self.cell = view, (cell_width, cell_height)
        self.last, self.since, self.grey, self.found = None, 0, None, None

    def is_ready(self):
        pixels, now = self.view.copy(), time.monotonic()
        if self.last is None or not numpy.array_equal(pixels, self.last):
            self.last, self.since, self.grey = pixels, now, None
        if now - self.since < STILL:
            return False
        if self.grey is None:
            self.grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
            self.found = symbol.find(self.grey, *self.cell)
        return self.found is not None


def cell(case, words):
    """The size of a cell in pixels, from what the terminal says about itself."""
    rows, columns, width, height = map(int, words.split())
    if (columns, rows) != (case.columns, case.rows):
        raise Failure(f"{case}: the terminal is {columns}x{rows}; is the display of {DISPLAY_SIZE} too small?")
    return width // columns, height // rows


def wait(condition, what, check):
    """Until `condition` holds; `check` raises when there is no use in waiting on."""
    deadline = time.monotonic() + LIMIT
    while not condition():
        check()
        if time.monotonic() > deadline:
            raise Failure(f"waited {LIMIT} s in vain for {what}")
        time.sleep(LOOK)


def end(process):
    """Asks a process to end, and makes it end."""
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def text_of(file):
    return file.read_text(errors="replace") if file.exists() else ""


def framebuffer(file):
    """The display's pixels as they are at any moment (rows x columns x blue, green, red, unused): an XWD file."""
    header = struct.unpack(">25I", file.read_bytes()[:100])
    header_size, width, height, bits, line, colours = (header[index] for index in (0, 4, 5, 11, 12, 19))
    if bits != 32 or line != 4 * width or header[7] != 0:
        raise Failure(f"Xvfb keeps its pixels in a way unknown here: {bits} bits, {line} bytes a line")
    return numpy.memmap(file, numpy.uint8, "r", header_size + 12 * colours, (height, width, 4))
