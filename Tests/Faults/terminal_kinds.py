"""How a terminal breaks, and what is done to the kiosk that has it."""

import os
import signal
import termios

from kinds import LONG, kind


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
