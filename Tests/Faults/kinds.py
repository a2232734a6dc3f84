"""What can break. Each kind is a way into trouble and out of it again; between the two the world lives on."""

import contextlib
import os
import signal
import termios
import time

from network import FAIR, Weather

#: By family: (weight, name, way).
KINDS = {"network": [], "server": [], "disk": [], "terminal": []}

PAGE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 61\r\nConnection: close\r\n\r\n"
    b"<html><title>Guest network</title>Accept the terms</html>\r\n\r\n"
)
#: Seconds.
SHORT, LONG = (0.05, 3), (2, 20)


def kind(family, weight=1, lasts=SHORT):
    def add(way):
        name = way.__name__.replace("_", " ")
        KINDS[family].append((weight, name, lasts, contextlib.contextmanager(way)))
        return way

    return add


# --- the network ---------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def weather(world, **how):
    world.proxy.weather = Weather(**how)
    try:
        yield
    finally:
        world.proxy.weather = FAIR


def cut_or_not(world):
    """Then the connections that come meet it in their handshake, and else those that are there in an answer."""
    if world.random.random() < 0.5:
        world.proxy.cut()


@kind("network", 3, LONG)
def nobody_listens(world):
    world.proxy.close()
    world.proxy.cut()
    yield
    world.proxy.open(world.address)


@kind("network", 3)
def connections_reset(world):
    world.proxy.cut()
    yield
    world.proxy.cut()


@kind("network", 5)
def answers_cut_off(world):
    with weather(world, cut_after=world.random.randrange(4000)):
        cut_or_not(world)
        yield


@kind("network", 3)
def requests_cut_off(world):
    with weather(world, cut_request_after=world.random.randrange(2000)):
        cut_or_not(world)
        yield


@kind("network", 3, LONG)
def everything_waits(world):
    with weather(world, holds=True):
        yield


@kind("network", 2, LONG)
def black_hole(world):
    with weather(world, swallows=True):
        yield


@kind("network", 2, LONG)
def slow(world):
    with weather(world, delay=world.random.uniform(0.1, 4)):
        yield


@kind("network", 2, LONG)
def drip(world):
    with weather(world, drip=world.random.randrange(20, 400)):
        yield


@kind("network", 3)
def a_wrong_byte(world):
    with weather(world, garbled=world.random.randrange(4000)):
        cut_or_not(world)
        yield


@kind("network", 2, LONG)
def a_page_instead(world):
    """As in a guest network that wants a sign-in of its own."""
    with weather(world, page=PAGE):
        world.proxy.cut()
        yield


@kind("network", 3, LONG)
def no_link(world):
    world.namespace.set_link(False)
    yield
    world.namespace.set_link(True)


@kind("network", 1, LONG)
def link_comes_and_goes(world):
    stop = world.repeat(0.4, lambda turn: world.namespace.set_link(turn % 2 == 1))
    yield
    stop()
    world.namespace.set_link(True)


@kind("network", 2)
def another_address(world):
    world.proxy.close()
    world.proxy.cut()
    world.address = "::1" if world.address == "127.0.0.1" else "127.0.0.1"
    yield
    world.proxy.open(world.address)


# --- the server ----------------------------------------------------------------------------------------------------


@kind("server", 5)
def server_killed(world):
    world.end_server()
    yield
    world.start_server()


@kind("server", 2, LONG)
def server_down_for_long(world):
    world.end_server()
    yield
    world.start_server()


@kind("server", 2)
def server_restarted(world):
    world.end_server(gently=True)
    yield
    world.start_server()


@kind("server", 3, LONG)
def server_stopped(world):
    world.server.process.send_signal(signal.SIGSTOP)
    yield
    world.server.process.send_signal(signal.SIGCONT)


@kind("server", 1)
def another_signing_key(world):
    world.admin.ask("rotate-key")
    yield


@kind("server", 22, (0.5, 12))
def scenario(world):
    name = world.next_scenario()
    world.fault.name = f"scenario {name}"
    world.admin.ask("scenario", scenario=name)
    yield
    # The server's hands may be full.
    while not world.admin.ask("scenario") and not world.is_over:
        time.sleep(0.5)


# --- the disk ------------------------------------------------------------------------------------------------------


@kind("disk", 3, LONG)
def full_disk_for_tokens(world):
    with world.tokens_disk.full():
        yield


@kind("disk", 3, LONG)
def full_disk_for_log(world):
    with world.log_disk.full():
        yield


@kind("disk", 2, LONG)
def everything_full(world):
    with world.tokens_disk.full(), world.log_disk.full():
        yield


@kind("disk", 3, LONG)
def read_only(world):
    with world.tokens_disk.read_only():
        yield


@kind("disk", 2, LONG)
def folder_gone(world):
    with world.tokens_disk.unplugged():
        yield


@kind("disk", 1, LONG)
def no_room_for_names(world):
    with world.tokens_disk.without_names():
        yield


@kind("disk", 1)
def log_removed(world):
    world.log_disk.folder.joinpath("events.jsonl").unlink(missing_ok=True)
    yield


# --- the terminal --------------------------------------------------------------------------------------------------


@kind("terminal", 3)
def size_changes_all_the_time(world):
    def change(_):
        size = world.random.choice(((0, 0), (1, 1), None, None, None, None))
        world.screen.resize(*(size or (world.random.randrange(1, 61), world.random.randrange(1, 201))))

    with world.unreadable():
        stop = world.in_screen_thread(0.05, change)
        yield
        stop()
        world.screen_does(lambda: world.screen.resize(*world.screen.own_size))


@kind("terminal", 2, LONG)
def tiny_window(world):
    size = world.random.choice(((0, 0), (1, 1), (3, 10), (5, 39), (9, 80), (24, 12)))
    with world.unreadable():
        world.screen_does(lambda: world.screen.resize(*size))
        yield
        world.screen_does(lambda: world.screen.resize(*world.screen.own_size))


@kind("terminal", 3)
def others_write(world):
    texts = (
        b"[ 4711.081500] usb 1-1: new high-speed USB device number 7 using xhci_hcd\r\n",
        b"\r\n\r\n\r\n[ 4712.3] EXT4-fs (sda1): re-mounted. Opts: errors=remount-ro\r\n",
        b"\x1b[2J\x1b[HBroadcast message from root\r\n",
        b"\x1b[5;5H\x1b[31mlogin: \x1b[0m",
    )
    with world.unreadable():
        stop = world.repeat(0.1, lambda _: world.screen.write_over(world.random.choice(texts)))
        yield
        stop()


@kind("terminal", 3, LONG)
def nobody_reads(world):
    with world.unreadable():
        world.screen.is_read = False
        yield
        world.screen.is_read = True


@kind("terminal", 2, LONG)
def output_stopped(world):
    """As by Ctrl-S on a terminal that takes it."""
    with world.unreadable():
        place = os.open(world.screen.slave, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        try:
            termios.tcflow(place, termios.TCOOFF)
            yield
            termios.tcflow(place, termios.TCOON)
        finally:
            os.close(place)


@kind("terminal", 3)
def rubbish_typed(world):
    #: Without a lock these two end it, as they should.
    ends = b"" if world.is_locked else b"qQ\x03"

    def press(_):
        keys = bytes(byte for byte in world.random.randbytes(world.random.randrange(1, 12)) if byte not in ends)
        world.screen.type(keys)

    stop = world.repeat(0.05, press)
    yield
    stop()
    # A sequence that is not whole is ended; and who has called a sign-in off by a key can begin one by a key.
    world.screen.type(b"\x1b")
    world.has_keys = True


@kind("terminal", 3, LONG)
def kiosk_stopped(world):
    with world.unreadable():
        world.screen.send(signal.SIGSTOP)
        yield
        world.screen.send(signal.SIGCONT)


@kind("terminal", 1)
def suspend_asked_for(world):
    world.screen.send(signal.SIGTSTP)
    yield


@kind("terminal", 3)
def kiosk_killed(world):
    world.expect_end("killed")
    world.screen.send(signal.SIGKILL)
    yield


@kind("terminal", 1)
def kiosk_terminated(world):
    world.expect_end("terminated")
    world.screen.send(signal.SIGTERM)
    yield


@kind("terminal", 2)
def hung_up(world):
    world.expect_end("hung up")
    world.screen_does(world.screen.hang_up)
    yield
