"""Stories of disks and of the power: what is lost, and what never is."""

import json
import signal
import subprocess

from network import quietly
from screen import Failure, wait
from scripted import PENDING, TOKENS, Scripted

OLD = '{"access_token":"older"}\n'
TAKES_IT_NOT = "the program behind this screen did not take the sign-in."


class Disk:
    """A disk of its own, so small that it is soon full."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        quietly("mount", "-t", "tmpfs", "-o", "size=256k", "none", folder)

    def fill(self):
        with open(self.folder / "rubbish", "wb", buffering=0) as file:
            try:
                while file.write(b"x" * 512):
                    pass
            except OSError:
                pass

    def make_room(self):
        (self.folder / "rubbish").unlink()

    def remount(self, how):
        quietly("mount", "-o", f"remount,{how}", self.folder)

    def close(self):
        quietly("umount", "--lazy", self.folder)


def server(place, *token):
    return place.keep(Scripted(place.folder, place.authority.sign("server"), token or (TOKENS,)))


def whole_tokens(path):
    text = path.read_text()
    if not text.endswith("\n") or json.loads(text)["access_token"] != TOKENS["json"]["access_token"]:
        raise Failure(f"the tokens are not whole: {text!r}")


def no_room_for_tokens(place):
    """the disk of the tokens is full: said in words, kept, and handed over by themselves once there is room"""
    disk = place.keep(Disk(place.folder / "disk"))
    disk.fill()
    tokens = disk.folder / "tokens"
    screen = place.screen(None, "--token-file", tokens, address=server(place).address)
    screen.hears(TAKES_IT_NOT)
    failed = screen.event("failed")
    if failed.get("detail") != "No space left on device":
        raise Failure(f"the log does not say why: {failed}")
    if list(disk.folder.glob("tokens*")):
        raise Failure("something of the tokens was left on the full disk")
    disk.make_room()
    screen.event("handed_over")
    whole_tokens(tokens)
    if tokens.stat().st_mode & 0o777 != 0o600:
        raise Failure("others can read the tokens")


def no_room_for_the_log(place):
    """the disk of the log and of the record is full: the screen goes on, both go on later, whole, and say so"""
    disk = place.keep(Disk(place.folder / "disk"))
    idp = server(place, PENDING)
    record = disk.folder / "record.har"
    log = disk.folder / "log"
    screen = place.screen(None, "--record", record, address=idp.address, log=log)
    screen.event("poll", 2)
    disk.fill()
    # What is left of the log's last page is room as well; empty lines are nothing to whoever reads it.
    with open(log, "ab") as file:
        file.write(b"\n" * (-log.stat().st_size % 4096))
    polls = idp.polls()
    wait("more polls", lambda: idp.polls() > polls + 3)
    complaints = screen.errors.read_text()
    if complaints.count("No space left on device") != 1:
        raise Failure(f"it is said once where somebody can read it: {complaints!r}")
    disk.make_room()
    warning = screen.event("warning")
    if warning["missing_lines"] < 2:
        raise Failure(f"{warning}")
    if screen.end() != 0:
        raise Failure("it did not end well")
    for line in log.read_text().splitlines():
        if line:
            json.loads(line)
    if len(json.loads(record.read_text())["log"]["entries"]) < 4:
        raise Failure("the record did not go on")


def disk_that_cannot_be_written(place):
    """a read-only disk: the screen is there all the same; the log begins once it can be written"""
    disk = place.keep(Disk(place.folder / "disk"))
    disk.remount("ro")
    log, record = disk.folder / "log", disk.folder / "record.har"
    idp = server(place, PENDING)
    screen = place.screen(None, "--record", record, address=idp.address, log=log)
    screen.hears("Code: W D J B - M J H T")
    if "Read-only file system" not in screen.errors.read_text():
        raise Failure("nothing is said of it")
    disk.remount("rw")
    screen.event("warning")
    screen.event("poll")
    wait("the record", lambda: record.exists() and json.loads(record.read_text())["log"]["entries"])


def no_place_for_tokens(place):
    """tokens that could not be written are not asked for: exit code 8, and why"""
    disk = place.keep(Disk(place.folder / "disk"))
    disk.remount("ro")
    screen = place.screen(None, "--token-file", disk.folder / "tokens", address=server(place).address)
    end = screen.process.wait(20)
    if end != 8 or "Read-only file system" not in screen.errors.read_text():
        raise Failure(f"exit code {end}: {screen.errors.read_text()}")
    if screen.events("codes_requested"):
        raise Failure("a code was asked for")


def login(place, address, *launcher, token_file=None, log="/dev/null"):
    """One whole sign-in. - Returns: how it ended, negative where a signal ended it."""
    words = [*launcher, place.kiosk, "login", "--plain", "--event-log", log, "--client-id", "screen"]
    words += ["--device-endpoint", f"{address}/device_authorization", "--token-endpoint", f"{address}/token"]
    words += ["--cacert", place.authority.certificate, "--poll-margin", 0]
    words += ["--token-file", token_file] if token_file else []
    silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([str(word) for word in words], **silent)
    return process.wait(60)


def cut(byte):
    """The kernel ends whoever writes further than this byte of a file, as a power cut does."""
    return "prlimit", f"--fsize={byte}", "--core=0", "--"


def power_cut_at_any_byte(place):
    """the power goes at a byte of the tokens: the file is the old one or the new one, and nothing is left beside it"""
    idp = server(place)
    tokens = place.folder / "tokens"
    login(place, idp.address, token_file=tokens)
    length = tokens.stat().st_size
    cuts = sorted({0, 1, 2, length // 2, length - 2, length - 1, *range(16, length, 48)})
    for byte in cuts:
        tokens.write_text(OLD)
        end = login(place, idp.address, *cut(byte), token_file=tokens)
        if end != -signal.SIGXFSZ or tokens.read_text() != OLD:
            raise Failure(f"cut at byte {byte} of {length}: ended with {end}, the file has {tokens.read_text()!r}")
        if [left.stat().st_size for left in place.folder.glob("tokens.*")] != [byte]:
            raise Failure(f"cut at byte {byte}: {list(place.folder.glob('tokens*'))}")
        if byte % 3 and login(place, idp.address, token_file=tokens) != 0:
            raise Failure("the next sign-in failed")
        for left in place.folder.glob("tokens.*"):
            if byte % 3:
                raise Failure(f"left of a cut at byte {byte}: {left}")
            left.unlink()
    if login(place, idp.address, *cut(length), token_file=tokens) != 0:
        raise Failure("the whole length was not allowed")
    whole_tokens(tokens)


CALLS = "unlink,fsync,rename"


def power_cut_between_calls(place):
    """the power goes before each call that puts the tokens in place: old or new, never neither"""
    try:
        subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=True, capture_output=True)
    except subprocess.CalledProcessError:
        print("skipped: no process may be traced here", flush=True)
        return
    idp = server(place)
    tokens = place.folder / "tokens"
    seen = set()
    for number in range(1, 6):
        tokens.write_text(OLD)
        strace = "strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={CALLS}"
        inject = "-e", f"inject={CALLS}:signal=KILL:when={number}"
        end = login(place, idp.address, *strace, *inject, "--", token_file=tokens)
        is_old = tokens.read_text() == OLD
        if not is_old:
            whole_tokens(tokens)
        seen.add((is_old, end))
    # The last number comes after the last call: that sign-in is whole.
    if {old for old, _ in seen} != {True, False} or (False, 0) not in seen:
        raise Failure(f"the cuts were not where they should have been: {seen}")


def power_cut_in_the_log(place):
    """the power goes at a byte of the log: the next run goes on in it, and both can be replayed"""
    idp = server(place)
    log = place.folder / "events"
    login(place, idp.address, log=log)
    length = log.stat().st_size
    for byte in sorted({1, 2, length // 3, length // 2, length - 1}):
        log.unlink()
        login(place, idp.address, *cut(byte), log=log)
        if log.stat().st_size != byte:
            raise Failure(f"cut at byte {byte}: {log.stat().st_size}")
        login(place, idp.address, log=log)
        checked = subprocess.run([place.kiosk, "replay", log, "--check"], capture_output=True, text=True, check=False)
        if checked.returncode:
            raise Failure(f"cut at byte {byte}: {checked.stderr}")


STORIES = [
    no_room_for_tokens,
    no_room_for_the_log,
    disk_that_cannot_be_written,
    no_place_for_tokens,
    power_cut_at_any_byte,
    power_cut_between_calls,
    power_cut_in_the_log,
]
