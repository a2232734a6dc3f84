"""Stories of networks: what the screen says, and how it comes back."""

import datetime
import pathlib
import resource

from certificates import Authority
from network import WORLD, WORLD6
from screen import Failure


def signs_in(screen, server):
    """The person at the phone says yes, and the screen knows."""
    server.approve(screen.code())
    screen.event("approved")


def without_network(place):
    """no network: it says so, and has a code as soon as the cable is in, whenever it would have tried again"""
    network = place.network()
    network.unplug()
    server = place.server(network)
    server.listen()
    network.names(WORLD)
    screen = place.screen(network)
    screen.hears("This screen has no network.")
    screen.hears("Staff: check the network cable or the Wi-Fi.")
    screen.event("retrying", 4)
    network.plug_in()
    screen.event("surroundings_changed")
    signs_in(screen, server)


def cable_out_while_waiting(place):
    """the cable is out while a code waits: the code stays, and the approval made meanwhile arrives"""
    network = place.network()
    server = place.server(network)
    server.listen()
    network.names(WORLD)
    screen = place.screen(network)
    code = screen.code()
    screen.event("poll")
    network.unplug()
    screen.hears("No connection. Your code is still good.")
    server.approve(code)
    network.plug_in()
    screen.event("approved")
    reasons = {event["reason"] for event in screen.events("retrying")}
    if not reasons & {"no_network", "timeout", "dropped", "dns"}:
        raise Failure(f"what was wrong is not in the log: {reasons}")


def name_server_gone(place):
    """the name server is gone: the name cannot be found; it comes back with it"""
    network = place.network()
    server = place.server(network)
    server.listen()
    screen = place.screen(network)
    screen.hears("The name idp.example cannot be found.")
    network.names(WORLD)
    signs_in(screen, server)


def other_name_server(place):
    """a network with another name server is joined: the kiosk reads the new file by itself"""
    network = place.network()
    server = place.server(network)
    server.listen()
    network.names(WORLD)
    network.use_name_server("127.0.0.9")
    screen = place.screen(network)
    screen.hears("The name idp.example cannot be found.")
    network.use_name_server(WORLD)
    signs_in(screen, server)


def portal(place):
    """a portal that breaks TLS open says 511: this network wants a sign-in of its own; then it lets through"""
    network = place.network()
    server = place.server(network)
    certificate, key = place.authority.sign("portal")
    in_between = server.listen("--portal", certificate, key)
    network.names(WORLD)
    screen = place.screen(network)
    screen.hears("This network wants a sign-in of its own before it lets this screen through.")
    in_between.kill()
    in_between.wait()
    server.listen()
    signs_in(screen, server)


def portal_in_the_servers_place(place):
    """a portal that answers under the server's name has no certificate for it; the advice says what to look for"""
    network = place.network()
    server = place.server(network)
    certificate, key = place.authority.sign("portal", names="DNS:portal.lobby.example")
    in_between = server.listen("--portal", certificate, key)
    network.names(WORLD)
    screen = place.screen(network)
    screen.hears("What answered is not idp.example: its certificate carries another name.")
    screen.hears("Staff: does this network want a sign-in of its own first?")
    in_between.kill()
    in_between.wait()
    server.listen()
    signs_in(screen, server)


PROXY = {"https_proxy": f"http://{WORLD}:3128"}


def proxy_gone(place):
    """the proxy does not answer: that is said of the proxy, not of the server"""
    network = place.network()
    server = place.server(network)
    screen = place.screen(network, environment=PROXY)
    screen.hears("The proxy on the way to idp.example does not answer.")
    screen.hears("Staff: check the proxy and its password (https_proxy).")
    server.listen("--proxy", port=3128)
    signs_in(screen, server)


def proxy_password(place):
    """the proxy wants a password: said, not asked for every second, and over once it is taken"""
    network = place.network()
    server = place.server(network)
    strict = server.listen("--proxy", "--password", "lobby:right", port=3128)
    screen = place.screen(network, environment=PROXY)
    screen.hears("The proxy of this network wants a password, or another one.")
    known = place.screen(network, environment={"https_proxy": f"http://lobby:right@{WORLD}:3128"})
    signs_in(known, server)
    if "right" in known.log.read_text() + known.said():
        raise Failure("the proxy's password is in the log or on the screen")
    strict.kill()
    strict.wait()
    server.listen("--proxy", port=3128)
    signs_in(screen, server)
    if len(screen.events("codes_requested")) > 3:
        raise Failure("a proxy that wants a password was asked in haste")


def only_ipv6(place):
    """a network with IPv6 alone: by name and by address"""
    network = place.network()
    network.screen.run("ip", "-4", "address", "flush", "dev", "eth0")
    network.use_name_server(WORLD6)
    server = place.server(network)
    server.listen()
    network.names(WORLD, WORLD6)
    by_name = place.screen(network)
    signs_in(by_name, server)
    by_address = place.screen(network, address=f"https://[{WORLD6}]")
    signs_in(by_address, server)


def dead_ipv6(place):
    """an IPv6 address that leads nowhere costs no more than a moment: the other one is tried beside it"""
    network = place.network()
    server = place.server(network)
    server.listen()
    # Nobody has this address, and nobody says so.
    network.world.run("ip", "-6", "route", "add", "blackhole", "fd99::/64")
    network.names(WORLD, "fd99::1")
    screen = place.screen(network)
    screen.code()
    if screen.events("retrying"):
        raise Failure("it had to try again")


def certificate_renewed(place):
    """the server's certificate runs out while a code waits, and is renewed: the approval arrives"""
    network = place.network()
    server = place.server(network)
    server.listen()
    network.names(WORLD)
    screen = place.screen(network)
    code = screen.code()
    server.restart(place.authority.sign("old", end="20210101000000Z"))
    screen.hears("No secure connection. Your code is still good.")
    server.approve(code)
    server.restart(place.authority.sign("renewed"))
    screen.event("approved")


def authority_renewed(place):
    """the trusted authority's file is replaced on the disk: the next try reads it anew"""
    network = place.network()
    renewed = Authority(place.folder / "renewed")
    server = place.server(network, renewed.sign("server"))
    server.listen()
    network.names(WORLD)
    trusted = place.folder / "trusted.pem"
    trusted.write_bytes(place.authority.certificate.read_bytes())
    screen = place.screen(network, authority=trusted)
    screen.hears("comes from an issuer this screen does not trust.")
    trusted.write_bytes(renewed.certificate.read_bytes())
    signs_in(screen, server)


def server_moved(place):
    """the server has another address: the next connection asks the name server anew"""
    network = place.network()
    for address in "10.77.0.5", "10.77.0.6":
        network.world.run("ip", "address", "add", f"{address}/24", "dev", "eth0")
    server = place.server(network)
    old = server.listen("--host", "10.77.0.5")
    network.names("10.77.0.5")
    screen = place.screen(network)
    code = screen.code()
    screen.event("poll")
    old.kill()
    old.wait()
    network.world.run("ip", "address", "del", "10.77.0.5/24", "dev", "eth0")
    server.listen("--host", "10.77.0.6")
    network.names("10.77.0.6")
    server.approve(code)
    screen.event("approved", seconds=60)


def clock_of_1970(place):
    """a clock without a battery: the screen says what it shows, as the certificate is not valid yet"""
    library = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    network = place.network()
    server = place.server(network)
    server.listen()
    network.names(WORLD)
    fake = {"LD_PRELOAD": str(library), "FAKETIME": "@1970-01-01 00:03:00", "TZ": "UTC"}
    screen = place.screen(network, environment=fake)
    screen.hears("The certificate of idp.example is not valid yet.")
    screen.hears("Staff: this computer's clock shows 1970-01-01 00:03 UTC. If that is wrong, set it.")


def time_arrives(place):
    """once the time is right for the certificate there is a code, by itself"""
    begin = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=50)
    network = place.network()
    server = place.server(network, place.authority.sign("server", begin=begin.strftime("%Y%m%d%H%M%SZ")))
    server.listen()
    network.names(WORLD)
    screen = place.screen(network)
    screen.hears("The certificate of idp.example is not valid yet.")
    screen.hears("Staff: this computer's clock shows 20")
    signs_in(screen, server)


def descriptors(place):
    """no descriptor is left for a connection: said, and over once there are some"""
    network = place.network()
    server = place.server(network)
    screen = place.screen(network)
    screen.hears("The name idp.example cannot be found.")
    limit(screen, 4)
    server.listen()
    network.names(WORLD)
    screen.hears("This computer is short of memory.")
    limit(screen, 256)
    signs_in(screen, server)


def limit(screen, count):
    resource.prlimit(screen.process.pid, resource.RLIMIT_NOFILE, (count, 256))


STORIES = [
    without_network,
    cable_out_while_waiting,
    name_server_gone,
    other_name_server,
    portal,
    portal_in_the_servers_place,
    proxy_gone,
    proxy_password,
    only_ipv6,
    dead_ipv6,
    certificate_renewed,
    authority_renewed,
    server_moved,
    clock_of_1970,
    time_arrives,
    descriptors,
]
