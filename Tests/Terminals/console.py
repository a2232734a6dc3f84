"""The Linux console itself: a virtual machine whose kernel shows kiosk on tty1, photographed by qemu. Started by `run`.

The machine is Debian's kernel and an initramfs with busybox, the two programs and the libraries they name. Its shell is
on the serial line, through which it is told what to do; its screen is what `screendump` of qemu's monitor gives."""

import argparse
import json
import pathlib
import signal
import sys
import tempfile
import time

import pictures
from initramfs import Initramfs, fetch_kernel
from machine import Failure, Machine

#: What stands on the console: (name, console font or None for the kernel's own).
TEXT_SCREEN = [None]
LARGE_SCREEN = ["Lat15-Fixed16", "Uni2-Terminus32x16", "Uni2-VGA32x16", "Vietnamese-TerminusBold32x16"]
#: Those fonts in which a QR fits on 1920x1080: the others have large letters and no half blocks.
WITH_QR = {None, "Lat15-Fixed16", "Vietnamese-TerminusBold32x16"}

#: What a kernel in trouble says, more lines of it than the screen has.
KERNEL_MESSAGES = "for n in $(seq 90); do echo '<3>EXT4-fs error (mmcblk0p2): reading directory' >/dev/kmsg; done"

#: A greeting long enough for a picture by an emulated processor.
RUN = (
    "kiosk run --no-home --always-on --greet 20 --lang en --provider tokenidp --issuer https://localhost:5001 "
    "--cacert /tmp/simulator/ca.pem --client-id tokenidp-tv-app --scope 'openid profile' --event-log /tmp/events"
)


class Console:
    """One machine and what is asked of it; gives lines for a person."""

    def __init__(self, machine, folder, name):
        self.machine, self.folder, self.name, self.number = machine, folder, name, 0

    def start_simulator(self):
        self.machine.tell(
            "tokenidp-sim serve --state /tmp/simulator --interval 2 --code-lifetime 900 >/tmp/ready 2>/tmp/errors &"
        )
        self.wait(lambda: '"ready"' in self.machine.ask("cat /tmp/ready"), "the simulator")

    def show(self, font):
        """kiosk on tty1, until its code is on the screen."""
        if font:
            self.machine.ask(f"setfont -C /dev/tty1 /fonts/{font}.psf")
        self.machine.tell("rm -f /tmp/events; setsid sh /kiosk.sh &")
        self.wait(lambda: self.events("codes_shown"), "a code")
        if font in WITH_QR:
            self.wait_for_qr()
        else:
            time.sleep(3)

    def stop(self):
        self.machine.press("q")
        self.wait(lambda: self.events("stopped"), "the end")

    def write_over(self):
        self.machine.ask(KERNEL_MESSAGES)
        self.keep("kernel-messages")
        if self.qr() is not None:
            raise Failure("the kernel's messages did not spoil the screen")
        began = time.monotonic()
        self.wait_for_qr()
        self.keep("painted-anew")
        return f"painted anew {time.monotonic() - began:.0f} s after 90 kernel messages"

    def approve(self):
        code = self.events("codes_shown")[-1]["user_code"]
        self.machine.ask(f"tokenidp-sim approve {code} --state /tmp/simulator")
        self.wait(lambda: self.events("approved"), "the approval")
        self.wait(lambda: self.qr() is None, "a screen without the code")
        time.sleep(2)
        self.keep("greeted")
        return "approved and greeted"

    def events(self, name):
        lines = self.machine.ask("cat /tmp/events").splitlines()
        whole = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return [event for event in whole if event["event"] == name]

    def qr(self):
        return pictures.read(self.picture("look"))

    def wait_for_qr(self):
        wanted = self.events("codes_shown")[-1]["verification_uri_complete"]
        self.wait(lambda: self.qr() == wanted, f"a QR that says {wanted}")

    def keep(self, what):
        self.number += 1
        self.picture(f"{self.number}-{what}")

    def picture(self, what):
        return pictures.keep(
            pictures.of_portable_pixmap(self.machine.picture()), self.folder / f"console-{self.name}-{what}.png"
        )

    def wait(self, condition, what, limit=90):
        deadline = time.monotonic() + limit
        while not condition():
            if time.monotonic() > deadline:
                self.keep("failed")
                raise Failure(f"waited {limit} s in vain for {what}")
            time.sleep(0.5)


def tell(machine, folder, name, fonts):
    console = Console(machine, folder, name)
    console.start_simulator()
    for font in fonts:
        console.show(font)
        size = machine.ask("stty size </dev/tty1").strip()
        console.keep(font or "own-font")
        told = [f"QR read: {'yes' if font in WITH_QR else 'none fits'}"]
        if font == fonts[-1]:
            told += [console.write_over(), console.approve()]
        print(f"ok     {name}, {font or 'the font of the kernel'}, {size}: {'; '.join(told)}", flush=True)
        console.stop()
    (folder / f"console-{name}-look.png").unlink()


def main():
    parser = argparse.ArgumentParser(prog="Tests/Terminals/run --console")
    for name in ("--kiosk", "--simulator"):
        parser.add_argument(name, required=True)
    for name in ("--pictures", "--kernel"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    chosen = parser.parse_args()
    chosen.pictures.mkdir(parents=True, exist_ok=True)
    # Whoever is asked to end takes along what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for old in chosen.pictures.glob("console-*.png"):
        old.unlink()
    kernel, modules = fetch_kernel(chosen.kernel)
    with tempfile.TemporaryDirectory(prefix="kiosk-console.") as folder:
        image = Initramfs(pathlib.Path(folder))
        image.add_program(chosen.kiosk, "kiosk")
        image.add_program(chosen.simulator, "tokenidp-sim")
        image.add_fonts(LARGE_SCREEN)
        image.add_modules(modules)
        image.add_file("kiosk.sh", f"exec </dev/tty1 >/dev/tty1\nexec env TERM=linux {RUN} 2>/tmp/errors\n")
        packed = image.pack()
        well = True
        for name, screen, fonts in (("80x25", "text", TEXT_SCREEN), ("1920x1080", "large", LARGE_SCREEN)):
            try:
                with Machine(kernel, packed, pathlib.Path(folder), screen) as machine:
                    tell(machine, chosen.pictures, name, fonts)
            except Failure as failure:
                well = False
                print(f"FAILED {name}: {failure}", flush=True)
    print(f"pictures: {chosen.pictures}")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
