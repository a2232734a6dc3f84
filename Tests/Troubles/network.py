"""Two sides and a cable: the screen's network and the world's, each a namespace that goes with its process."""

import os
import pathlib
import subprocess
import threading
import time

#: Addresses of the world's side, which has the name server, the proxy and the way to the server.
WORLD, WORLD6 = "10.77.0.1", "fd77::1"
SCREEN, SCREEN6 = "10.77.0.2", "fd77::2"
NAME = "idp.example"

_one_at_a_time = threading.Lock()


def quietly(*words):
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


class Side:
    """A network namespace, held open by a process that does nothing."""

    def __init__(self):
        self.holder = subprocess.Popen(["unshare", "--net", "sleep", "600"])
        own = os.readlink("/proc/self/ns/net")
        while os.readlink(f"/proc/{self.holder.pid}/ns/net") == own:
            time.sleep(0.005)
        self.run("ip", "link", "set", "lo", "up")

    def within(self, words):
        return ["nsenter", f"--net=/proc/{self.holder.pid}/ns/net", "--", *[str(word) for word in words]]

    def run(self, *words):
        quietly(*self.within(words))

    def start(self, words, **how):
        return subprocess.Popen(self.within(words), stdin=subprocess.DEVNULL, **how)

    def close(self):
        self.holder.kill()
        self.holder.wait()


class Network:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.resolver = self.folder / "resolv.conf"
        self.screen, self.world = Side(), Side()
        self.name_server = None
        self.use_name_server(WORLD)
        with _one_at_a_time:
            self.screen.run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "peer0")
            self.screen.run("ip", "link", "set", "peer0", "netns", self.world.holder.pid)
        self.world.run("ip", "link", "set", "peer0", "name", "eth0")
        for address in f"{WORLD}/24", f"{WORLD6}/64":
            self.world.run("ip", "address", "add", address, "dev", "eth0", *nodad(address))
        self.world.run("ip", "link", "set", "eth0", "up")
        self.plug_in()

    def plug_in(self, four=True, six=True):
        """The cable is in, and a network has given its addresses and the way out."""
        self.screen.run("ip", "link", "set", "eth0", "up")
        for wanted, address, gateway in (four, f"{SCREEN}/24", WORLD), (six, f"{SCREEN6}/64", WORLD6):
            if wanted:
                self.screen.run("ip", "address", "replace", address, "dev", "eth0", *nodad(address))
                self.screen.run("ip", "route", "replace", "default", "via", gateway, "dev", "eth0")

    def unplug(self):
        self.screen.run("ip", "address", "flush", "dev", "eth0")
        self.screen.run("ip", "link", "set", "eth0", "down")

    def use_name_server(self, address):
        """As a network that is joined does: the file is written anew."""
        self.resolver.write_text(f"nameserver {address}\noptions timeout:1 attempts:2\n")

    def names(self, *addresses, domain=NAME):
        """What the name server says of the server from now on; nothing: there is no name server."""
        if self.name_server:
            self.name_server.kill()
            self.name_server.wait()
            self.name_server = None
        if not addresses:
            return
        words = ["dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-hosts", "--no-resolv", "--user=root"]
        words += ["--pid-file=", "--local-ttl=1"] + [f"--address=/{domain}/{address}" for address in addresses]
        self.name_server = self.world.start(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def close(self):
        self.names()
        for side in self.screen, self.world:
            side.close()


def nodad(address):
    """An IPv6 address is good at once: nobody else is on this cable."""
    return ["nodad"] if ":" in address else []
