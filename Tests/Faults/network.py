"""A network of its own for one kiosk, with a proxy in it where its server seems to be."""

import asyncio
import concurrent.futures
import contextlib
import ctypes
import dataclasses
import fcntl
import socket
import struct
import termios
import threading
import time

CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
_libc = ctypes.CDLL(None, use_errno=True)


class Namespace:
    """A thread in a network namespace with nothing in it but a loopback; what it opens and starts stays there."""

    def __init__(self):
        self._inside = concurrent.futures.ThreadPoolExecutor(1)
        self.do(self._enter)
        self.set_link(True)

    def do(self, act, *arguments):
        return self._inside.submit(act, *arguments).result()

    def set_link(self, is_up):
        self.do(self._set_link, is_up)

    def listen(self, address, port):
        return self.do(self._listen, address, port)

    @staticmethod
    def _enter():
        if _libc.unshare(CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "a network namespace cannot be made: this wants root")

    @staticmethod
    def _set_link(is_up):
        with socket.socket() as probe:
            fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP if is_up else 0))

    @staticmethod
    def _listen(address, port):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(64)
        listener.setblocking(False)
        return listener


@dataclasses.dataclass(frozen=True)
class Weather:
    """How the network is between the kiosk and its server."""

    #: Nothing is passed on; it waits, and comes when this ends.
    holds: bool = False
    #: Connections are taken, and whatever is said on them is lost.
    swallows: bool = False
    #: Seconds that each piece takes longer.
    delay: float = 0
    #: At most so many bytes of an answer, ten times a second; 0: as they come.
    drip: int = 0
    #: Each connection is reset after so many more bytes of answers, or of requests; -1: never.
    cut_after: int = -1
    cut_request_after: int = -1
    #: The byte with this number in what a connection answers from now on is another one; -1: none.
    garbled: int = -1
    #: Said to everybody instead of anything from the server.
    page: bytes = b""


FAIR = Weather()
#: So few bytes are the end of a TLS connection, and no answer.
NO_ANSWER = 64


class Connection:
    """One connection of the kiosk, passed on to its server as the weather is."""

    def __init__(self, proxy, client):
        self.proxy, self.client = proxy, client
        self.server = None
        self.gone = asyncio.Event()
        self.undelivered = 0

    async def live(self):
        loop = asyncio.get_running_loop()
        try:
            if self.proxy.weather.page:
                with contextlib.suppress(OSError):
                    await asyncio.wait_for(loop.sock_recv(self.client, 4096), 5)
                    await loop.sock_sendall(self.client, self.proxy.weather.page)
                return
            self.server = socket.socket(socket.AF_INET)
            self.server.setblocking(False)
            try:
                await loop.sock_connect(self.server, ("127.0.0.1", self.proxy.port))
            except OSError:
                return self.cut()
            requests = asyncio.ensure_future(self._pass_requests(loop))
            answers = asyncio.ensure_future(self._pass_answers(loop))
            await asyncio.wait([requests, answers], return_when=asyncio.FIRST_COMPLETED)
            if not answers.done():
                # The kiosk has gone away; what its server still says is an answer lost.
                self.gone.set()
                await asyncio.wait([answers], timeout=20)
            for task in (requests, answers):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, OSError):
                    await task
        finally:
            self._close()

    async def _pass_requests(self, loop):
        count, weather = 0, FAIR
        while True:
            data = await self._receive(loop, self.client)
            if not data:
                return
            await self._let_pass()
            if weather is not self.proxy.weather:
                count, weather = 0, self.proxy.weather
            count += len(data)
            if weather.swallows:
                continue
            if 0 <= weather.cut_request_after < count:
                return self.cut()
            if self.gone.is_set():
                return
            try:
                await loop.sock_sendall(self.server, data)
            except OSError:
                return

    async def _pass_answers(self, loop):
        count, weather = 0, FAIR
        while True:
            data = await self._receive(loop, self.server)
            if not data:
                return
            started = time.time()
            if not self.gone.is_set():
                await self._let_pass()
            if weather is not self.proxy.weather:
                count, weather = 0, self.proxy.weather
            if self.gone.is_set() or weather.swallows:
                self._lose(len(data), started)
                continue
            if 0 <= weather.garbled - count < len(data):
                place = weather.garbled - count
                data = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
                self._lose(len(data), started)
            if 0 <= weather.cut_after < count + len(data):
                kept = max(0, weather.cut_after - count)
                with contextlib.suppress(OSError):
                    await loop.sock_sendall(self.client, data[:kept])
                self._lose(len(data) - kept, started)
                self.cut()
                continue
            count += len(data)
            try:
                while data:
                    piece = data[: weather.drip] if weather.drip else data
                    await loop.sock_sendall(self.client, piece)
                    data = data[len(piece) :]
                    if data:
                        await asyncio.sleep(0.1)
            except OSError:
                self._lose(len(data), started)
                self.gone.set()

    async def _let_pass(self):
        if self.proxy.weather.delay:
            await asyncio.sleep(self.proxy.weather.delay)
        while self.proxy.weather.holds and not self.gone.is_set():
            await asyncio.sleep(0.02)

    async def _receive(self, loop, end):
        try:
            return await loop.sock_recv(end, 16384)
        except OSError:
            return b""

    def _lose(self, count, since):
        self.undelivered += count
        if self.undelivered > NO_ANSWER:
            self.proxy.lost.append((since, time.time()))

    def cut(self):
        """Resets the kiosk's end; the server's is read on, as what it still says is lost."""
        self._count_unread()
        with contextlib.suppress(OSError):
            # Without lingering, closing throws away what waits and resets the connection.
            self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.client.shutdown(socket.SHUT_RD)
        self.gone.set()
        asyncio.get_running_loop().remove_reader(self.client)
        self.client.close()

    def _count_unread(self):
        """Bytes that were sent and that the kiosk's end of the connection has not acknowledged."""
        with contextlib.suppress(OSError, ValueError):
            waiting = struct.unpack("i", fcntl.ioctl(self.client, termios.TIOCOUTQ, b"\0\0\0\0"))[0]
            if waiting:
                self._lose(waiting, time.time() - 20)

    def _close(self):
        self._count_unread()
        for end in (self.client, self.server):
            if end:
                end.close()
        self.proxy.connections.discard(self)


class Proxy:
    """Stands where the kiosk believes its server to be. Its methods are for other threads than its own."""

    _loop = asyncio.new_event_loop()

    def __init__(self, namespace, port):
        self.namespace, self.port = namespace, port
        self.weather = FAIR
        self.connections = set()
        #: From when to when an answer, or some of it, did not reach the kiosk.
        self.lost = []
        self._listener = None

    @classmethod
    def begin(cls):
        threading.Thread(target=cls._loop.run_forever, daemon=True).start()

    def open(self, address="127.0.0.1"):
        listener = self.namespace.listen(address, self.port)
        self._do(self._open(listener))

    def close(self):
        """Nobody listens; connections stay."""
        self._do(self._close())

    def cut(self):
        """Resets all connections."""
        self._do(self._cut())

    def _do(self, deed):
        return asyncio.run_coroutine_threadsafe(deed, self._loop).result()

    async def _open(self, listener):
        self._listener = listener
        self._accepting = asyncio.ensure_future(self._accept(listener))

    async def _accept(self, listener):
        loop = asyncio.get_running_loop()
        while True:
            client, _ = await loop.sock_accept(listener)
            client.setblocking(False)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = Connection(self, client)
            self.connections.add(connection)
            asyncio.ensure_future(connection.live())

    async def _close(self):
        if self._listener:
            self._accepting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._accepting
            self._listener.close()
            self._listener = None

    async def _cut(self):
        for connection in list(self.connections):
            if not connection.gone.is_set():
                connection.cut()
