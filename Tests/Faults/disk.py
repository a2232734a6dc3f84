"""A small disk of its own for what a kiosk writes."""

import contextlib
import os
import subprocess


class Disk:
    """A tmpfs; its mount ends with the mount namespace that the run lives in."""

    def __init__(self, folder, size="4m"):
        self.folder = folder
        folder.mkdir()
        self._mount("-t", "tmpfs", "-o", f"size={size},nr_inodes=64,mode=0755", "tmpfs", folder)

    def _mount(self, *words):
        subprocess.run(["mount", *words], check=True, capture_output=True)

    @contextlib.contextmanager
    def full(self):
        ballast = self.folder / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * 65536)
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * 512)
        try:
            yield
        finally:
            ballast.unlink()

    @contextlib.contextmanager
    def without_names(self):
        """No room for another file, though there is for more bytes."""
        names = []
        with contextlib.suppress(OSError):
            for number in range(200):
                name = self.folder / f"ballast-{number}"
                name.touch()
                names.append(name)
        try:
            yield
        finally:
            for name in names:
                name.unlink()

    @contextlib.contextmanager
    def read_only(self):
        """Only where nothing is open for writing."""
        self._mount("-o", "remount,ro", self.folder)
        try:
            yield
        finally:
            self._mount("-o", "remount,rw", self.folder)

    @contextlib.contextmanager
    def unplugged(self):
        """The folder is there, and what it held is not: the disk has gone from its place and comes back."""
        place = self.folder / "in"
        aside = self.folder / "aside"
        os.rename(place, aside)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                os.rename(aside, place)
