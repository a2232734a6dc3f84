#!/usr/bin/env python3
"""django-oauth-toolkit as the authorization server: the one of the tests that nobody here has written.

usage: server.py --folder FOLDER --certificate FILE --key FILE

Serves https on a free port of 127.0.0.1, with its database in FOLDER, prints one JSON line with the addresses when
ready, and ends with the process that started it. The person is "alice", her password "alice". The clients: "screen"
(public, device grant) and "elsewhere" (public, another grant only).
"""

import argparse
import json
import os
import socketserver
import ssl
import sys
import threading
import time
import wsgiref.simple_server

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path


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


def configure(folder, origin):
    settings.configure(
        SECRET_KEY="only for tests",
        ALLOWED_HOSTS=["localhost", "127.0.0.1"],
        ROOT_URLCONF=__name__,
        LOGIN_URL="/admin/login/",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/database.sqlite3"}},
        # Many rounds of hashing protect no test password.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.messages",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        OAUTH2_PROVIDER={
            "OAUTH_DEVICE_VERIFICATION_URI": f"{origin}/o/device/",
            "OAUTH_DEVICE_VERIFICATION_URI_COMPLETE": lambda code: f"{origin}/o/device/?user_code={code}",
            "DEVICE_FLOW_INTERVAL": 1,
            "SCOPES": {"read": "Read", "write": "Write"},
        },
    )
    django.setup()


def prepare():
    call_command("migrate", verbosity=0, interactive=False)
    from django.contrib.auth import get_user_model
    from oauth2_provider.models import get_application_model

    alice = get_user_model().objects.create_superuser("alice", "alice@example.com", "alice")
    Application = get_application_model()
    for name, grant in (
        ("screen", Application.GRANT_DEVICE_CODE),
        ("elsewhere", Application.GRANT_CLIENT_CREDENTIALS),
    ):
        Application.objects.create(
            name=name,
            client_id=name,
            user=alice,
            client_type=Application.CLIENT_PUBLIC,
            authorization_grant_type=grant,
        )


def end_with(parent):
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--folder", required=True)
    options.add_argument("--certificate", required=True)
    options.add_argument("--key", required=True)
    options = options.parse_args()
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()

    server = Server(("127.0.0.1", 0), Handler)
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(options.certificate, options.key)
    origin = f"https://localhost:{server.server_port}"
    configure(options.folder, origin)
    prepare()

    from django.contrib import admin

    urlpatterns.extend([path("admin/", admin.site.urls), path("o/", include("oauth2_provider.urls"))])
    server.set_app(get_wsgi_application())
    ready = {
        "event": "ready",
        "origin": origin,
        "device_authorization_endpoint": f"{origin}/o/device-authorization/",
        "token_endpoint": f"{origin}/o/token/",
    }
    print(json.dumps(ready), flush=True)
    server.serve_forever()


urlpatterns = []

if __name__ == "__main__":
    sys.exit(main())
