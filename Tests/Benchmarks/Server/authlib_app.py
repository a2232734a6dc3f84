"""Authlib's device grant as a WSGI application on an SQLite file, as its authors' guide puts it together.

usage: DATABASE=FILE authlib_app.py COUNT     makes FILE with COUNT pending grants; prints their device codes
       DATABASE=FILE gunicorn authlib_app:application

A poll reads the grant and notes when it came, as the simulator does. The client is known without a query, and the
database is asked without an object mapper: both are faster than what the guide shows.
"""

import os
import sqlite3
import sys
import threading
import time

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc8628 import DEVICE_CODE_GRANT_TYPE, DeviceCodeGrant, DeviceCredentialMixin

from fresh_codes import CLIENT, LIFETIME, fresh_codes

SCHEMA = """
CREATE TABLE device (
    device_code TEXT PRIMARY KEY, user_code TEXT NOT NULL UNIQUE, client_id TEXT NOT NULL, scope TEXT NOT NULL,
    expires_at REAL NOT NULL, interval INTEGER NOT NULL, last_poll_at REAL, person TEXT, accepted INTEGER
) WITHOUT ROWID;
"""

at_hand = threading.local()


def database():
    """One connection a thread, kept."""
    if not hasattr(at_hand, "database"):
        at_hand.database = sqlite3.connect(os.environ["DATABASE"], isolation_level=None, timeout=20)
        at_hand.database.execute("PRAGMA journal_mode = WAL")
        at_hand.database.execute("PRAGMA synchronous = NORMAL")
    return at_hand.database


class Client(ClientMixin):
    def get_client_id(self):
        return CLIENT

    def get_allowed_scope(self, scope):
        return scope

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "none"

    def check_grant_type(self, grant_type):
        return grant_type == DEVICE_CODE_GRANT_TYPE


class Credential(DeviceCredentialMixin):
    def __init__(self, row):
        (self.device_code, self.user_code, self.client_id, self.scope, self.expires_at, self.interval,
         self.last_poll_at, self.person, self.accepted) = row

    def get_client_id(self):
        return self.client_id

    def get_scope(self):
        return self.scope

    def get_user_code(self):
        return self.user_code

    def is_expired(self):
        return time.time() >= self.expires_at


class Tokens(DeviceCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["none"]

    def query_device_credential(self, device_code):
        row = database().execute("SELECT * FROM device WHERE device_code = ?", [device_code]).fetchone()
        self.credential = Credential(row) if row else None
        return self.credential

    def query_user_grant(self, user_code):
        credential = self.credential
        return None if credential.accepted is None else (credential.person, bool(credential.accepted))

    def should_slow_down(self, credential):
        now, before, interval = time.time(), credential.last_poll_at, credential.interval
        hurries = before is not None and now < before + interval
        database().execute(
            "UPDATE device SET last_poll_at = ?, interval = ? WHERE device_code = ?",
            [now, interval + 5 if hurries else interval, credential.device_code],
        )
        return hurries


def make_application():
    application = flask.Flask(__name__)
    server = AuthorizationServer(
        application,
        query_client=lambda client_id: Client() if client_id == CLIENT else None,
        save_token=lambda token, request: None,
    )
    server.register_grant(Tokens)
    application.add_url_rule("/token", "token", server.create_token_response, methods=["POST"])
    return application


def fill(count):
    database().executescript(SCHEMA)
    ends = time.time() + LIFETIME
    codes = fresh_codes(count)
    database().execute("BEGIN")
    database().executemany(
        "INSERT INTO device VALUES (?, ?, ?, 'openid', ?, 5, NULL, NULL, NULL)",
        ((device_code, user_code, CLIENT, ends) for device_code, user_code in codes),
    )
    database().execute("COMMIT")
    for device_code, _ in codes:
        print(device_code)


application = make_application()

if __name__ == "__main__":
    fill(int(sys.argv[1]))
