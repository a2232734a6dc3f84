"""nginx with fixed replies on loopback TLS: what every subject of the benchmark asks."""

import json
import os
import pathlib
import socket
import subprocess
import time

USER_CODE = "WDJB-MJHT"
VERIFICATION_URI = "https://example.com/device"

# The replies are fixed but for one thing: /token says yes while the file "approved" exists.
CONFIGURATION = """
daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log notice;
events {{ worker_connections 64; }}
http {{
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    log_format facts '$msec $connection $ssl_session_reused $status $request_uri';
    access_log {folder}/requests.log facts;
    keepalive_timeout 75s;
    default_type application/json;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    server {{
        {listen}
        server_name localhost;
        root {folder};
        location = /.well-known/openid-configuration {{ return 200 '{discovery}'; }}
        location = /.well-known/oauth-authorization-server {{ return 200 '{discovery}'; }}
        location = /tenant/.well-known/openid-configuration {{ return 200 '{tenant_discovery}'; }}
        location = /jwks {{ return 200 '{{"keys":[]}}'; }}
        location = /device_authorization {{ return 200 '{codes}'; }}
        location = /device_authorization/brisk {{ return 200 '{brisk_codes}'; }}
        location = /token {{
            if (-f $document_root/approved) {{ return 200 '{tokens}'; }}
            return 400 '{{"error":"authorization_pending"}}';
        }}
    }}
}}
"""


def codes(interval):
    return {
        "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
        "user_code": USER_CODE,
        "verification_uri": VERIFICATION_URI,
        "verification_uri_complete": f"{VERIFICATION_URI}?user_code={USER_CODE}",
        "expires_in": 1800,
        "interval": interval,
    }


class Request:
    """One line of nginx's log: when it was answered, on which connection, with which status."""

    def __init__(self, line):
        at, connection, reused, status, self.path = line.split(" ", 4)
        self.at, self.connection, self.status = float(at), int(connection), int(status)
        self.resumed = reused == "r"


class Server:
    """Runs from `with` to its end; everything it writes is in `folder`."""

    def __init__(self, folder, certificates):
        self.folder = pathlib.Path(folder)
        self.ca = f"{certificates}/ca.pem"
        hosts = loopback_hosts()
        self.port = free_port(hosts)
        self.url = f"https://localhost:{self.port}"
        text = CONFIGURATION.format(
            folder=self.folder,
            certificate=f"{certificates}/good.pem",
            key=f"{certificates}/good.key",
            listen=" ".join(f"listen {host}:{self.port} ssl;" for host in hosts),
            discovery=json.dumps(self.discovery(self.url)),
            tenant_discovery=json.dumps(self.discovery(f"{self.url}/tenant")),
            codes=json.dumps(codes(interval=5)),
            brisk_codes=json.dumps(codes(interval=1)),
            tokens=json.dumps({"access_token": "a-token", "token_type": "Bearer", "expires_in": 3600}),
        )
        (self.folder / "nginx.conf").write_text(text)

    def discovery(self, issuer):
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{self.url}/authorize",
            "device_authorization_endpoint": f"{self.url}/device_authorization",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "grant_types_supported": ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"],
            "token_endpoint_auth_methods_supported": ["none"],
            "scopes_supported": ["openid", "profile"],
        }

    def __enter__(self):
        program = "/usr/sbin/nginx" if os.path.exists("/usr/sbin/nginx") else "nginx"
        arguments = ["-p", str(self.folder), "-c", "nginx.conf", "-e", f"{self.folder}/error.log"]
        self.process = subprocess.Popen([program, *arguments], stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("localhost", self.port), 1).close()
                return self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.process.kill()
                    raise SystemExit("nginx does not start:\n" + (self.folder / "error.log").read_text())
                time.sleep(0.02)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def approve(self, yes):
        mark = self.folder / "approved"
        mark.touch() if yes else mark.unlink(missing_ok=True)

    def requests(self):
        lines = (self.folder / "requests.log").read_text().splitlines()
        return [Request(line) for line in lines if len(line.split(" ")) == 5]


def loopback_hosts():
    """127.0.0.1, and [::1] where there is one: else every subject's first try at localhost would be refused."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return ["127.0.0.1", "[::1]"]
    except OSError:
        return ["127.0.0.1"]


def free_port(hosts):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
