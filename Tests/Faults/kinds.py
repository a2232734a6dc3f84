"""What can break. Each kind is a way into trouble and out of it again; between the two the world lives on.

The terminal's own stand in terminal_kinds.py.
"""

import contextlib
import signal
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
