#!/usr/bin/env python3
"""Authlib's device grant as the authorization server.

usage: server.py --folder FOLDER --certificate FILE --key FILE [--code-lifetime SECONDS]

What the command line means stands in ../foreign_server.py. Whoever opens the verification page may answer. The only
client is "screen" (public), the scopes are "read" and "write".
"""

import pathlib
import sys

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc8628 import (
    DEVICE_CODE_GRANT_TYPE,
    DeviceAuthorizationEndpoint,
    DeviceCodeGrant,
    DeviceCredentialMixin,
)

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from devices import Device, Devices
from foreign_server import serve

devices = Devices()


class Client(ClientMixin):
    def get_client_id(self):
        return "screen"

    def get_allowed_scope(self, scope):
        return scope

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "none"

    def check_grant_type(self, grant_type):
        return grant_type in (DEVICE_CODE_GRANT_TYPE, "refresh_token")


class Credential(Device, DeviceCredentialMixin):
    def get_client_id(self):
        return self.client_id

    def get_scope(self):
        return self.scope

    def get_user_code(self):
        return self.user_code


class Codes(DeviceAuthorizationEndpoint):
    INTERVAL = 1

    def get_verification_uri(self):
        return flask.url_for("device", _external=True)

    def save_device_credential(self, client_id, scope, data):
        devices.add(Credential(client_id, scope, data))


class Tokens(DeviceCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["none"]

    def query_device_credential(self, device_code):
        return devices.find(device_code)

    def query_user_grant(self, user_code):
        accepted = devices.find_by_user_code(user_code).accepted
        return None if accepted is None else ("alice", accepted)

    def should_slow_down(self, credential):
        return credential.hurries()


def make_application(options, origin):
    application = flask.Flask(__name__)
    application.config.update(OAUTH2_REFRESH_TOKEN_GENERATOR=True, OAUTH2_SCOPES_SUPPORTED=["read", "write"])
    server = AuthorizationServer(
        application,
        query_client=lambda client_id: Client() if client_id == "screen" else None,
        save_token=lambda token, request: devices.remove(request.credential.device_code),
    )
    Codes.EXPIRES_IN = options.code_lifetime
    server.register_endpoint(Codes)
    server.register_grant(Tokens)
    application.add_url_rule("/device", "device", devices.page, methods=["GET", "POST"])
    application.add_url_rule(
        "/device_authorization", "codes", lambda: server.create_endpoint_response(Codes.ENDPOINT_NAME), methods=["POST"]
    )
    application.add_url_rule("/token", "token", server.create_token_response, methods=["POST"])
    return application


if __name__ == "__main__":
    serve(make_application, "/device_authorization", "/token")
