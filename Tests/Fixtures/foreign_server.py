"""What the authorization servers from PyPI share: how they are started, how they serve, when they end.

Their server.py files import it. Each is started as

    server.py --folder FOLDER --certificate FILE --key FILE [--code-lifetime SECONDS]

serves https on a free port of 127.0.0.1, may write into FOLDER, prints one JSON line with the addresses when ready,
and ends with the process that started it.
"""

import argparse
import json
import os
import socketserver
import ssl
import threading
import time
import wsgiref.simple_server


class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True

    def server_bind(self):
        # WSGIServer looks its own name up, which can take seconds without a name server.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]
        self.setup_environ()

    def get_request(self):
        # The handshake happens at the first read, in the connection's own thread.
        connection, address = super().get_request()
        return self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request, client_address):
        """A client that goes away is nothing to talk about."""


class Handler(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, format, *arguments):
        pass

    def get_environ(self):
        return {**super().get_environ(), "wsgi.url_scheme": "https", "HTTPS": "on"}


def end_with(parent):
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def serve(make_application, device_authorization_path, token_path):
    """Does what the command line says: serves what make_application(options, origin) returns, a WSGI application."""
    options = argparse.ArgumentParser()
    options.add_argument("--folder", required=True)
    options.add_argument("--certificate", required=True)
    options.add_argument("--key", required=True)
    options.add_argument("--code-lifetime", type=int, default=1800)
    options = options.parse_args()
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()

    server = Server(("127.0.0.1", 0), Handler)
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(options.certificate, options.key)
    origin = f"https://localhost:{server.server_port}"
    server.set_app(make_application(options, origin))
    ready = {
        "event": "ready",
        "origin": origin,
        "device_authorization_endpoint": origin + device_authorization_path,
        "token_endpoint": origin + token_path,
    }
    print(json.dumps(ready), flush=True)
    server.serve_forever()
