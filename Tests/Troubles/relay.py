"""A way to the server's port, or what stands in its place. Says a line when it listens.

usage: relay.py PORT TO [--host ADDRESS] [--proxy [--password USER:PASSWORD]] [--portal CERTIFICATE KEY]

Without more it passes every byte on to TO on the loopback, so that TLS is the server's own. As a proxy it wants
CONNECT first, with this password where one is given. As a portal it has a certificate of its own, and answers every
request with 511. (RFC 6585, 6)
"""

import argparse
import base64
import os
import socket
import ssl
import sys
import threading
import time

PORTAL = b"<html>Please sign in to this network</html>"


def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    for end in source, target:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def head_of(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(4096)
        if not data:
            raise OSError("gone before it has asked")
        head += data
    return head


def serve(connection, options, context):
    try:
        if context:
            connection = context.wrap_socket(connection, server_side=True)
            head_of(connection)
            head = "HTTP/1.1 511 Network Authentication Required\r\nContent-Type: text/html\r\nConnection: close\r\n"
            connection.sendall(f"{head}Content-Length: {len(PORTAL)}\r\n\r\n".encode() + PORTAL)
            connection.close()
            return
        if options.proxy:
            head = head_of(connection)
            wanted = options.password and b"Basic " + base64.b64encode(options.password.encode())
            if wanted and wanted not in head:
                connection.sendall(
                    b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="lobby"\r\n'
                    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
                )
                connection.close()
                return
            connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        onward = socket.create_connection(("127.0.0.1", options.to))
        threading.Thread(target=pump, args=(connection, onward), daemon=True).start()
        pump(onward, connection)
    except (OSError, ssl.SSLError):
        connection.close()


def end_with(parent):
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("port", type=int)
    options.add_argument("to", type=int)
    options.add_argument("--host", default="::")
    options.add_argument("--proxy", action="store_true")
    options.add_argument("--password")
    options.add_argument("--portal", nargs=2)
    options = options.parse_args()
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    context = None
    if options.portal:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*options.portal)
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    both = options.host == "::"
    listener = socket.create_server((options.host, options.port), family=family, dualstack_ipv6=both, backlog=16)
    print("listening", flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, options, context), daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
